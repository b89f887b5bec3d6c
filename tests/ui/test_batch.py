"""The payout desk on a real book, by keyboard: choose the list, mend what the checks found, pay, take back, reverse."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from danyang_desktop.base import national_id
from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.payouts.lines import PaymentLine
from danyang_desktop.registers.programs import Rate
from tests.helpers.books import SetClock
from tests.ui.hands import CTRL
from ui.pages.batch import looking
from ui.pages.batch.stepper import CHECKING, PAYING, SIGNING

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from danyang_desktop.workspace import Workspace
    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands
    from ui.pages.batch.desk_page import BatchDesk
    from ui.pages.batch.subsidy_page import SubsidyPage

NAMES = ("王桂兰", "陈国富", "孙玉珍", "赵德明", "黄兆明")


def _id(number: int) -> str:
    return national_id.make("321199", dt.date(1945, 1, number), number)


def settle(workspace: Workspace, names: tuple[str, ...] = NAMES) -> list[Any]:
    """Fill in five old members and a programme that pays each of them 480 yuan a month by bank."""
    ledgers = workspace.ledgers
    people = []
    for number, name in enumerate(names, 1):
        person = workspace.new(
            ledgers["people"], name=name, id_no=_id(number), political_status="中共党员", role="党员",
            group_no=f"{number}组", bank_name="农村商业银行", account_no=f"62284803256{number:08}", account_holder=name,
        )  # fmt: skip
        people.append(workspace.save(person).record)
    rates = [Rate(category="一档", rate_fen=48_000, valid_from=dt.date(2026, 1, 1), must_be_member=True)]
    workspace.save(
        workspace.new(
            ledgers["programs"], name="困难老党员定期补助", kind="困难老党员定补", basis="市组〔2020〕12号（样例）",
            fund_source="财政拨款", rates=rates,
        )
    )  # fmt: skip
    return people


@pytest.fixture
def office(rooms: Rooms, hands: Hands) -> tuple[Workspace, SubsidyPage]:
    """Sit before the first step of a new batch."""
    workspace = rooms.enter()
    settle(workspace)
    hands.press(Qt.Key.Key_F8)
    shell = rooms.window.shell
    assert shell is not None
    page: Any = shell.page("subsidies")
    assert page.list_step is not None
    return workspace, page


def _desk(page: SubsidyPage) -> BatchDesk:
    desk = page.batch_desk
    assert desk is not None
    return desk


def _make_list(page: SubsidyPage, hands: Hands) -> BatchDesk:
    hands.type("困难老党员")
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_S, CTRL)
    return _desk(page)


def _asked(qtbot: QtBot) -> None:
    """Wait until a dialog has the keyboard."""

    def up() -> bool:
        dialog, focus = QApplication.activeModalWidget(), QApplication.focusWidget()
        return dialog is not None and focus is not None and dialog.isAncestorOf(focus)

    qtbot.waitUntil(up)


def _figures(desk: BatchDesk) -> tuple[str, str, str]:
    return desk.totals.heads.text(), desk.totals.sum.text(), desk.totals.capitals.text()


def _amount(desk: BatchDesk, row: int = 0) -> str:
    return str(desk.model.index(row, desk.model.column_of("amount_fen")).data())


def test_a_list_is_made_of_everybody_entitled(office: tuple[Workspace, SubsidyPage], hands: Hands) -> None:
    _, page = office
    desk = _make_list(page, hands)
    assert desk.steps.at == CHECKING
    assert _figures(desk) == ("5 人", "2,400.00 元", "贰仟肆佰元整")
    assert desk.next_button.text() == "公示 5 人"
    assert desk.table.hasFocus()
    assert hands.pressed < 20


def test_a_list_for_nobody_is_refused(office: tuple[Workspace, SubsidyPage], hands: Hands) -> None:
    workspace, page = office
    hands.type("困难老党员")
    hands.press(Qt.Key.Key_Return)
    step = page.list_step
    assert step is not None
    step.body.editor("month").restore("2025-01")
    hands.press(Qt.Key.Key_S, CTRL)
    assert page.list_step is step
    assert workspace.query(page.ledger).count() == 0


def test_an_amount_is_changed_with_its_reason(
    office: tuple[Workspace, SubsidyPage], hands: Hands, qtbot: QtBot
) -> None:
    _, page = office
    desk = _make_list(page, hands)
    hands.press(Qt.Key.Key_F2)
    hands.clear()
    hands.type("600")
    hands.press(Qt.Key.Key_Return)
    _asked(qtbot)
    hands.type("补发上月")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _figures(desk)[1] == "2,520.00 元")
    assert _figures(desk)[2] == "贰仟伍佰贰拾元整"
    line = desk.batch.lines[0]
    assert (line.adjust_fen, line.adjust_reason) == (12_000, "补发上月")
    assert desk.model.index(0, desk.model.column_of("check")).data() == "超 120 元"
    assert desk.next_button.isEnabled()
    assert desk.table.currentIndex().row() == 1


def test_an_amount_without_a_reason_goes_back(
    office: tuple[Workspace, SubsidyPage], hands: Hands, qtbot: QtBot
) -> None:
    _, page = office
    desk = _make_list(page, hands)
    hands.press(Qt.Key.Key_F2)
    hands.clear()
    hands.type("600")
    hands.press(Qt.Key.Key_Return)
    _asked(qtbot)
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert _amount(desk) == "480.00"
    assert desk.batch.lines[0].adjust_fen is None


@pytest.mark.parametrize("typed", ["六百块零三厘", "-5", "0"])
def test_an_amount_that_is_none_is_said(
    typed: str, office: tuple[Workspace, SubsidyPage], hands: Hands, qtbot: QtBot
) -> None:
    _, page = office
    desk = _make_list(page, hands)
    hands.press(Qt.Key.Key_F2)
    hands.clear()
    hands.type(typed)
    hands.press(Qt.Key.Key_Return)
    if typed == "-5":
        _asked(qtbot)
        hands.type("扣回")
        hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(desk.strip.sentence))
    assert _amount(desk) == "480.00"


def _with_problems(workspace: Workspace, page: SubsidyPage, hands: Hands) -> BatchDesk:
    """Let one die, and two bear the same number."""
    desk = _make_list(page, hands)
    dead = workspace.look.get(desk.batch.lines[4].person)
    assert dead is not None
    dead.standing, dead.standing_on = "去世", dt.date(2026, 10, 28)  # type: ignore[attr-defined]  # a person
    workspace.save(dead)
    batch = workspace.get(page.ledger, desk.batch.uid)
    batch.lines[3].id_no = batch.lines[1].id_no
    workspace.save(batch)
    desk.check_again()
    return desk


def test_problems_stand_first_and_stop_the_batch(office: tuple[Workspace, SubsidyPage], hands: Hands) -> None:
    workspace, page = office
    desk = _with_problems(workspace, page, hands)
    tones = [line.tone for line in desk.model.lines]
    assert tones == ["error", "error", "error", "", ""]
    assert not desk.next_button.isEnabled()
    assert "先改好" in desk.next_button.text()
    hands.press(Qt.Key.Key_Return, CTRL)
    assert desk.batch.state == "编制"


def test_f4_goes_from_problem_to_problem(office: tuple[Workspace, SubsidyPage], hands: Hands) -> None:
    workspace, page = office
    desk = _with_problems(workspace, page, hands)
    seen = []
    for _ in range(4):
        hands.press(Qt.Key.Key_F4)
        seen.append((desk.table.currentIndex().row(), desk.table.column))
    assert [row for row, _ in seen] == [1, 2, 0, 1]
    assert seen[0][1] == "id_no"


def test_a_number_is_mended_in_its_cell(office: tuple[Workspace, SubsidyPage], hands: Hands, qtbot: QtBot) -> None:
    workspace, page = office
    desk = _with_problems(workspace, page, hands)
    wrong = next(line for line in desk.batch.lines if line.person.name == "赵德明")
    desk.table.choose(wrong.row_uid, "id_no")
    hands.press(Qt.Key.Key_F2)
    hands.clear()
    hands.type(_id(4))
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "duplicate_id" not in {one.code for one in desk._groups})
    assert desk.model.index(0, desk.model.column_of("id_no")).data().startswith("321199****")


def test_somebody_is_taken_out_and_it_can_be_undone(office: tuple[Workspace, SubsidyPage], hands: Hands) -> None:
    workspace, page = office
    desk = _with_problems(workspace, page, hands)
    number = next(number for number, one in enumerate(desk._groups) if one.code == "deceased")
    button: Any = desk.findChild(QWidget, f"finding{number}")
    assert button.text() == "移出名单"
    button.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert _figures(desk)[0] == "4 人"
    hands.press(Qt.Key.Key_Z, CTRL)
    assert _figures(desk)[0] == "5 人"


def test_del_takes_out_the_chosen_line(office: tuple[Workspace, SubsidyPage], hands: Hands) -> None:
    _, page = office
    desk = _make_list(page, hands)
    hands.press(Qt.Key.Key_Delete)
    assert _figures(desk)[0] == "4 人"


def test_somebody_is_added(office: tuple[Workspace, SubsidyPage], hands: Hands, qtbot: QtBot) -> None:
    _, page = office
    desk = _make_list(page, hands)
    hands.press(Qt.Key.Key_Delete)
    hands.press(Qt.Key.Key_N, CTRL)
    _asked(qtbot)
    hands.type("王桂兰")
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert _figures(desk) == ("5 人", "2,400.00 元", "贰仟肆佰元整")


def test_problem_groups_of_many_are_told_together(office: tuple[Workspace, SubsidyPage], hands: Hands) -> None:
    workspace, page = office
    desk = _make_list(page, hands)
    batch = workspace.get(page.ledger, desk.batch.uid)
    for line in batch.lines:
        line.account_no = "62"
    workspace.save(batch)
    desk.check_again()
    assert [(one.code, len(one.keys)) for one in desk._groups] == [("account", 5)]
    assert desk._groups[0].button == "去看这 5 行"


def _paid(workspace: Workspace, page: SubsidyPage, hands: Hands) -> BatchDesk:
    """Take a batch to 已发."""
    desk = _make_list(page, hands)
    clock = workspace.clock
    assert isinstance(clock, SetClock)
    for name, asks in (("publicise", {}), ("review", {"approved_by": "朱小妹"}), ("submit", {}), ("pay", {})):
        if name == "review":
            clock.at = dt.datetime(2026, 12, 10, 9)
        workspace.act(workspace.get(page.ledger, desk.batch.uid), name, **asks)
    desk.reload(anew=True)
    return desk


def test_the_steps_follow_the_batch(office: tuple[Workspace, SubsidyPage], hands: Hands, qtbot: QtBot) -> None:
    _, page = office
    desk = _make_list(page, hands)
    hands.press(Qt.Key.Key_Return, CTRL)
    _asked(qtbot)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.batch.state == "公示")
    assert desk.steps.at == PAYING
    assert "正在公示" in desk.where.sentence
    qtbot.keyClick(desk.table, Qt.Key.Key_F2)
    assert desk.table.state() != desk.table.State.EditingState


def test_a_paid_list_takes_returns_and_is_paid_again(
    office: tuple[Workspace, SubsidyPage], hands: Hands, qtbot: QtBot
) -> None:
    workspace, page = office
    desk = _paid(workspace, page, hands)
    assert desk.steps.at == SIGNING
    desk.table.setFocus()
    desk._do("returns")
    _asked(qtbot)
    hands.press(Qt.Key.Key_Return)
    hands.type("账号已注销")
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: desk.batch.state == "部分退回")
    assert "1 人" in desk.where.sentence
    assert desk.model.index(0, desk.model.column_of("check")).data() == "退回"
    desk._do("reissue")
    again = _desk(page)
    assert again is not desk
    assert (again.batch.nature, again.batch.total_fen) == ("补发", 48_000)
    assert again.next_button.text() == "审核通过 1 人"


def test_a_wrong_payment_is_reversed(office: tuple[Workspace, SubsidyPage], hands: Hands, qtbot: QtBot) -> None:
    workspace, page = office
    desk = _paid(workspace, page, hands)
    desk.table.setFocus()
    desk._do("reverse")
    _asked(qtbot)
    hands.type("重复发放")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.batch_desk is not desk)
    made = _desk(page).batch
    assert (made.nature, made.total_fen, made.reason) == ("冲正", -48_000, "重复发放")


def test_the_roster_is_printed(
    office: tuple[Workspace, SubsidyPage], hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    _, page = office
    desk = _make_list(page, hands)
    out = tmp_path / "花名册.pdf"
    dialog = desk.deeds.ask_print(desk.batch)
    dialog.handing.save_to(out)
    qtbot.waitUntil(lambda: "领款人" in desk.good.sentence, timeout=30_000)
    dialog.reject()
    assert out.read_bytes().startswith(b"%PDF")


def test_esc_goes_back_to_the_list_and_enter_comes_again(
    office: tuple[Workspace, SubsidyPage], hands: Hands, qtbot: QtBot
) -> None:
    _, page = office
    desk = _make_list(page, hands)
    hands.press(Qt.Key.Key_Escape)
    assert page.batch_desk is None
    assert page.list.table.hasFocus()
    hands.press(Qt.Key.Key_Return)
    assert _desk(page).batch.uid == desk.batch.uid


def test_every_control_says_its_name(office: tuple[Workspace, SubsidyPage], hands: Hands) -> None:
    workspace, page = office
    desk = _with_problems(workspace, page, hands)
    silent = [
        one.objectName()
        for one in desk.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and not one.accessibleName() and one.isVisible()
    ]
    assert silent == []


def test_lines_keep_their_place_while_they_are_mended() -> None:
    lines = [PaymentLine(row_uid=key, person=Link("", key), category="一档", rate_fen=1) for key in "abc"]
    batch: Any = type("Batch", (), {"lines": lines, "state": "编制", "pay_mode": "现金"})()
    assert [line.key for line in looking.lines_of(batch, [], ["c", "a"])] == ["c", "a", "b"]
