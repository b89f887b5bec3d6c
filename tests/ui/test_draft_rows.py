"""The segment 草稿: what is half written stands in the table, and opening it goes on with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.village import settle
from ui import pieces
from ui.pages.draft_rows import DRAFTS
from ui.pages.segments import Segments
from ui.theme import Theme

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace
    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands


def draft(workspace: Workspace, name: str = "new", **texts: Any) -> None:
    """Keep a half written visit to the village's household."""
    home = next(iter(workspace.query(workspace.ledgers["households"]).records()))
    said = {"household": [home.uid, home.head_name], "visited_on": "11.20", "cash": "", "purpose": "日常走访"}
    workspace.save_draft(workspace.ledgers["visits"], name, {**said, **texts})


def texts(page: Any) -> list[str]:
    """Return what the first row of the table says."""
    model = page.list.model
    return [str(model.index(0, column).data() or "") for column in range(model.columnCount())]


def opened(rooms: Rooms) -> Any:
    rooms.shell.show_entry("visits")
    return rooms.page("visits")


def test_a_draft_has_its_segment_and_enter_goes_on_with_it(rooms: Rooms, hands: Hands) -> None:
    workspace = rooms.enter()
    settle(workspace)
    assert DRAFTS not in opened(rooms).list.segments._values
    draft(workspace, request="想修屋顶", visitors={"people": [], "typed": "许敏"})
    page = opened(rooms)
    assert page.list.segments.button_of(DRAFTS).text() == "草稿 1"
    page.list.segments.pick(DRAFTS)
    row = texts(page)
    assert row[:2] == ["11-20", "钱根生"]
    assert (row[3], row[-1]) == ("许敏", "草稿")
    assert row[5].startswith("想修屋顶")
    edit, act, more = page.list.detail.buttons
    assert (edit.text(), edit.isEnabled(), act.isVisible(), more.isVisible()) == ("接着写 F2", True, False, False)
    page.list.table.setFocus()
    hands.press(Qt.Key.Key_Delete)
    hands.press(Qt.Key.Key_Return)
    assert page.form is not None
    assert page.form.body.editor("request").draft() == "想修屋顶"
    assert page.form.body.editor("visited_on").draft() == "11.20"


def test_what_cannot_be_read_yet_is_left_out_and_not_lost(rooms: Rooms, hands: Hands) -> None:
    workspace = rooms.enter()
    settle(workspace)
    draft(
        workspace,
        request="",
        visited_on="2月30日",
        cash="五百万万",
        visitors={"people": [["", "许敏"]]},
        household="蒋阿",
    )
    page = opened(rooms)
    page.list.segments.pick(DRAFTS)
    row = texts(page)
    assert (row[0], row[1], row[4], row[5], row[-1]) == ("", "蒋阿", "", "（未填写完）", "草稿")
    page.list.table.setFocus()
    hands.press(Qt.Key.Key_F2)
    assert page.form is not None
    assert page.form.body.editor("visited_on").draft() == "2月30日"
    assert page.form.body.editor("cash").draft() == "五百万万"


def test_drafts_are_searched_and_never_printed(rooms: Rooms) -> None:
    workspace = rooms.enter()
    settle(workspace)
    draft(workspace, request="想修屋顶")
    draft(workspace, "new-2", request="想办证")
    page = opened(rooms)
    page.list.segments.pick(DRAFTS)
    assert page.list.model.rowCount() == 2
    page.list.search.setText("办证")
    page.list.search._settle()
    assert page.list.model.rowCount() == 1
    (whole,) = page.list.offers()
    assert page.list.query.count() == 0
    assert "草稿" not in str(whole)
    workspace.drop_draft(workspace.ledgers["visits"], "new")
    workspace.drop_draft(workspace.ledgers["visits"], "new-2")
    page.list.search.clear()
    page.refresh()
    assert page.list.segments.value == ""


def test_segments_without_a_parent_are_no_window(rooms: Rooms) -> None:
    made = Segments(Theme(1), "alone")
    made.show_values({"": "全部 2", "a": "甲 1"})
    assert not made.isVisible()
    assert made not in [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    room = QWidget()
    pieces.row(room).addWidget(made)
    room.show()
    assert made.isVisible()
    made.show_values({"": "全部 2"})
    assert not made.isVisible()
    room.close()
