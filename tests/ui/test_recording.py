"""A record in every ledger and in a register, by keyboard alone, through the derived form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from tests.ui.hands import CTRL
from tests.ui.village import settle

if TYPE_CHECKING:
    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands

RECORDS: dict[str, dict[str, Any]] = {
    "visits": {
        "household": "钱根生", "situation": "屋顶漏雨，东屋地面积水。", "request": "想修屋顶。",
        "measures": "已联系镇民政办。", "cash": "500", "cash_source": "czbk", "goods": [("大米", "1", "袋", "60")],
    },
    "talks": {
        "targets": "徐福根", "mood": True, "content": "谈了工作和家里的情况，他表示一切都好，愿意多参加活动。",
    },
    "volunteering": {
        "title": "冬季上门检查电路", "field": "bm", "starts": "1330", "ends": "1630", "place": "一组、三组",
        "team": "红马甲便民队", "participants": [("", "周建民")],
        "content": "给独居老人检查电路和灶具，换了两个开关，讲了用电安全。",
    },
    "subsidies": {
        "program": "困难老党员定期补助", "lines": [("", "徐福根", "", "", "", "", "一档", "500", "")],
    },
}  # fmt: skip


@pytest.mark.parametrize("slug", list(RECORDS))
def test_a_record_is_made_by_keyboard_in_the_derived_form(
    slug: str, rooms: Rooms, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.pages.PAGES", {})  # every ledger has a derived page, also one whose own page is special
    workspace = rooms.enter()
    settle(workspace)
    ledgers = [ledger.slug for ledger in workspace.ledgers.values() if not ledger.is_register]
    hands.press((Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8)[ledgers.index(slug)])
    page = rooms.page(slug)
    form = page.form
    assert form is not None
    hands.fill(RECORDS[slug])
    hands.press(Qt.Key.Key_S, CTRL)
    assert page.form is None, {name: cell.sentence for name, cell in form.body.cells.items() if cell.sentence}
    assert page.list.model.rowCount() == 1
    saved = page.list.model.record(0)
    assert saved.serial_no.endswith("2026-0001")
    assert workspace.query(workspace.ledgers[slug]).count() == 1
    assert page.list.table.hasFocus()


def test_a_register_gets_a_record_by_keyboard(rooms: Rooms, hands: Hands) -> None:
    workspace = rooms.enter()
    rooms.shell.show_entry("people")
    page = rooms.page("people")
    page.list.table.setFocus()
    hands.press(Qt.Key.Key_N, CTRL)
    hands.fill({"name": "顾龙生", "id_missing_reason": "证件补办中", "phone": "13800000021"})
    hands.press(Qt.Key.Key_S, CTRL)
    assert page.form is None
    saved = workspace.query(workspace.ledgers["people"]).page().rows[0]
    assert (saved.name, saved.phone) == ("顾龙生", "13800000021")
    shown = page.list.model.index(0, 6).data()
    assert shown == "138****0021"
