"""The first run by keyboard: which branch, a password with its paper, where backups go, then the book is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QListView, QPushButton

from danyang_desktop.workspace import Workspace
from tests.helpers.books import cheap_keys
from tests.ui.printroom import paper
from ui.dialogs.first_run import FirstRun
from ui.dialogs.first_run.branch_step import BranchStep
from ui.dialogs.unlock_card import UnlockCard
from ui.messages import Strip
from ui.pages.importing.wizard import ImportWizard
from ui.printing.print_dialog import PrintDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.helpers.books import Pattern
    from tests.ui.hands import Hands
    from ui.window.main_window import MainWindow

__all__ = ("paper",)


def fill_branch(hands: Hands) -> None:
    """Say which branch it is."""
    for text in ("柳塘村党支部", "青山镇", "32118110120301", "周建民"):
        hands.clear()
        hands.type(text)
        if QApplication.activePopupWidget() is not None:
            hands.press(Qt.Key.Key_Escape)
        hands.press(Qt.Key.Key_Return)


def test_the_first_run_makes_a_book(newcomer: MainWindow, hands: Hands, qtbot: QtBot, tmp_path: Path) -> None:
    gate = newcomer.findChild(FirstRun)
    fill_branch(hands)
    code = gate.findChild(QLabel, "recoveryCode").text()
    go_on = gate.findChild(QPushButton, "firstRunNext")
    for _ in range(2):
        hands.type("danyang-2026")
        hands.press(Qt.Key.Key_Return)
    assert hands.at == "recoveryKept"
    assert not go_on.isEnabled(), "the paper comes first"
    hands.press(Qt.Key.Key_Return)
    assert not (tmp_path / "book" / "keyring.json").exists()
    hands.press(Qt.Key.Key_Space)
    with cheap_keys():
        hands.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: hands.at == "backupFolder", timeout=20_000)
    hands.clear()
    hands.type(str(tmp_path / "backups"))
    hands.press(Qt.Key.Key_Return)
    assert "周建民（书记）" in gate.findChild(QLabel, "startFacts").text()
    hands.press(Qt.Key.Key_Return)
    workspace = newcomer.workspace
    assert workspace is not None
    assert workspace.operator == workspace.setting("operator") == "周建民"
    assert workspace.setting("backup_folders") == [str(tmp_path / "backups")]
    newcomer.lock()
    with Workspace.open(tmp_path / "book", recovery=code.replace(" · ", "-"), device_folder=tmp_path / "d") as again:
        assert again.branch.town == "青山镇"


def test_the_first_run_can_begin_with_last_years_workbook(
    newcomer: MainWindow, hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    fill_branch(hands)
    for _ in range(2):
        hands.type("danyang-2026")
        hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Space)
    with cheap_keys():
        hands.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: hands.at == "backupFolder", timeout=20_000)
    hands.clear()
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ImportWizard))
    QApplication.activeModalWidget().close()


def test_the_paper_says_the_code_and_whose_it_is(
    newcomer: MainWindow, hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    import pypdfium2

    gate = newcomer.findChild(FirstRun)
    fill_branch(hands)
    gate.findChild(UnlockCard).save_to(tmp_path / "paper.pdf")
    said = gate.findChild(QLabel, "recoverySaid")
    qtbot.waitUntil(lambda: said.text().startswith("存好了"), timeout=20_000)
    with pypdfium2.PdfDocument(tmp_path / "paper.pdf") as pdf:
        assert len(pdf) == 1
        text = pdf[0].get_textpage().get_text_range()
    assert all(group in text for group in gate.findChild(QLabel, "recoveryCode").text().split(" · "))
    assert "青山镇柳塘村党支部" in text


def test_a_file_of_the_other_computer_fills_the_lines(
    newcomer: MainWindow, hands: Hands, pattern: Pattern, tmp_path: Path
) -> None:
    from danyang_desktop.exchange.bundle_out import ask_to_enrol

    other = tmp_path / "other"
    other.mkdir()
    with pattern.open(pattern.copy(other)) as workspace:
        ask_to_enrol(workspace.desk, tmp_path / "a.dyq")
        code = workspace.branch.code
    step = newcomer.findChild(BranchStep)
    step.take_file(tmp_path / "a.dyq")
    assert step.about[0] == code
    assert step.about[1] == "柳塘村党支部"
    (tmp_path / "b.dyq").write_bytes(b"no file of ours")
    step.take_file(tmp_path / "b.dyq")
    assert newcomer.findChild(FirstRun).findChild(Strip, "firstRunStrip").sentence
    assert step.about[0] == code, "what was there stays"


def test_a_town_of_the_list_fills_in_its_code(newcomer: MainWindow, hands: Hands) -> None:
    hands.press(Qt.Key.Key_Return)
    hands.type("延陵镇")
    if QApplication.activePopupWidget() is not None:
        hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_Return)
    assert newcomer.findChild(BranchStep).code.text() == "321181101"


def test_a_town_is_found_by_its_initials_and_all_are_there_at_a_click(
    newcomer: MainWindow, hands: Hands, qtbot: QtBot
) -> None:
    step = newcomer.findChild(BranchStep)
    hands.press(Qt.Key.Key_Return)
    hands.type("ylz")
    hands.press(Qt.Key.Key_Return)
    assert (step.town.text(), step.code.text()) == ("延陵镇", "321181101")
    qtbot.mouseClick(step.town, Qt.MouseButton.LeftButton)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QListView)
    assert popup.model().rowCount() == 12
    hands.press(Qt.Key.Key_Escape)
    assert step.town.text() == "延陵镇"


def test_the_code_of_the_unlock_paper_is_never_cut_off(newcomer: MainWindow, hands: Hands) -> None:
    fill_branch(hands)
    card = newcomer.findChild(UnlockCard)
    card.show_code("-".join(["WWWW"] * 6))
    QCoreApplication.processEvents()
    label = card.findChild(QLabel, "recoveryCode")
    assert label.isVisible()
    assert label.width() >= label.minimumSizeHint().width()


@pytest.mark.parametrize(
    ("code", "said"), [("123", "14 位数字，现在是 3 位"), ("3211811012030a", "14 位数字"), ("", "“支部编码”没有填")]
)
def test_the_first_run_asks_again(code: str, said: str, newcomer: MainWindow, hands: Hands) -> None:
    gate = newcomer.findChild(FirstRun)
    for text in ("柳塘村党支部", "青山镇", code, "周建民"):
        hands.type(text)
        hands.press(Qt.Key.Key_Return)
    assert said in gate.findChild(Strip, "firstRunStrip").sentence
    assert hands.at == "branchCodeLine"


def _paper_shown(gate: FirstRun, qtbot: QtBot) -> Any:
    """Ask for the paper, and return the dialog in which it is seen."""
    gate.findChild(QPushButton, "recoveryPrint").click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PrintDialog)
    qtbot.waitUntil(lambda: dialog.session.laid is not None, timeout=20_000)
    return dialog


def test_the_paper_is_seen_before_it_goes_to_the_printer_that_was_chosen(
    newcomer: MainWindow, qtbot: QtBot, paper: Path, hands: Hands
) -> None:
    fill_branch(hands)
    gate = newcomer.findChild(FirstRun)
    dialog = _paper_shown(gate, qtbot)
    assert not paper.exists(), "seeing is not printing"
    assert dialog.width() > newcomer.width() * 0.9
    dialog.handing.ask_print()
    said = gate.findChild(QLabel, "recoverySaid")
    qtbot.waitUntil(lambda: "打印机" in said.text(), timeout=20_000)
    assert paper.read_bytes().startswith(b"%PDF")
    dialog.reject()
    assert QApplication.activeModalWidget() is None


def test_without_a_printer_the_paper_is_saved(
    newcomer: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.printing.printers.printer_names", list)
    offered: list[str] = []

    def where(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(Path(name).name)
        return str(tmp_path / "paper.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", where)
    gate = newcomer.findChild(FirstRun)
    dialog = _paper_shown(gate, qtbot)
    assert dialog.handing.main_button.objectName() == "printPdf"
    dialog.handing.main_button.click()
    said = gate.findChild(QLabel, "recoverySaid")
    qtbot.waitUntil(lambda: "打印以后请删掉" in said.text(), timeout=20_000)
    assert offered == ["开锁纸.pdf"]
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
    dialog.reject()
