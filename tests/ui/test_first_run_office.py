"""The first run of a county office by keyboard: whose it is, the server, the two papers, and what comes first."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from danyang_desktop.county.office import Office
from danyang_desktop.exchange.spare_key import typed
from danyang_desktop.store.backup import OFFICE_KEYS
from danyang_desktop.workspace import Workspace
from tests.helpers.books import cheap_keys
from tests.ui.hands import SHIFT
from ui.county.board_page import BoardPage
from ui.dialogs.first_run import FirstRun
from ui.dialogs.office_key_card import OfficeKeyCard
from ui.messages import Strip
from ui.pages.importing.wizard import ImportWizard
from ui.printing.print_dialog import PrintDialog

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.helpers.server import Server
    from tests.ui.hands import Hands
    from ui.window.main_window import MainWindow

PASSWORD = "danyang-2026"


def to_office(hands: Hands, *, database: str = "") -> None:
    """Say that it is an office, and which."""
    hands.press(Qt.Key.Key_Backtab, SHIFT)
    hands.press(Qt.Key.Key_Right)
    hands.press(Qt.Key.Key_Return)
    for text in ("样例县委组织部", "321199", "王经办", database):
        hands.clear()
        hands.type(text)
        hands.press(Qt.Key.Key_Return)


def to_key(hands: Hands, qtbot: QtBot) -> None:
    """Set the password, and tick the first paper."""
    qtbot.waitUntil(lambda: hands.at == "newPassword", timeout=20_000)
    for _ in range(2):
        hands.type(PASSWORD)
        hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Space)
    with cheap_keys():
        hands.press(Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: hands.at == "officeKeyPrint", timeout=20_000)


def finish(hands: Hands, qtbot: QtBot, folder: Path) -> None:
    """Tick the second paper, say where backups go, and begin with the list of branches."""
    while hands.at != "officeKeyKept":
        hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Return)
    assert hands.at == "backupFolder"
    hands.clear()
    hands.type(str(folder / "backups"))
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ImportWizard))
    wizard = QApplication.activeModalWidget()
    assert any("支部名单" in one.text() for one in wizard.findChildren(QLabel))
    wizard.close()


def test_an_office_makes_its_book_by_keys_alone(
    newcomer: MainWindow, hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    gate = newcomer.findChild(FirstRun)
    to_office(hands)
    to_key(hands, qtbot)
    go_on = gate.findChild(QPushButton, "firstRunNext")
    assert not go_on.isEnabled(), "the paper comes first"
    shown = gate.findChild(QLabel, "officeKeyCode").text()
    keys = tmp_path / "book" / OFFICE_KEYS
    assert not keys.exists(), "a key that nobody has on paper is no key"
    gate.findChild(OfficeKeyCard).save_to(tmp_path / "key.pdf")
    qtbot.waitUntil(lambda: gate.findChild(QLabel, "officeKeySaid").text().startswith("存好了"), timeout=20_000)
    assert (tmp_path / "key.pdf").read_bytes().startswith(b"%PDF")
    hands.press(Qt.Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PrintDialog), "the same way as the other paper"
    qtbot.waitUntil(lambda: dialog.session.laid is not None, timeout=20_000)
    hands.press(Qt.Key.Key_Escape)
    hands.sit_at(newcomer)  # no window manager here gives the keyboard back
    finish(hands, qtbot, tmp_path)
    workspace = newcomer.workspace
    assert workspace is not None
    assert (workspace.role, workspace.branch.code, workspace.operator) == ("office", "321199", "王经办")
    assert workspace.setting("backup_folders") == [str(tmp_path / "backups")]
    office, again = Office.of(workspace.desk)
    assert again == "", "no second key is made behind the first one's back"
    assert str(typed(shown).to_public()) == office.keys.recovery_recipient
    newcomer.lock()


def test_a_key_that_was_not_put_on_paper_is_shown_anew(
    newcomer: MainWindow, hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    to_office(hands)
    to_key(hands, qtbot)
    shown = newcomer.findChild(QLabel, "officeKeyCode").text()
    newcomer.close()
    with Workspace.open(tmp_path / "book", password=PASSWORD, device_folder=tmp_path / "device") as workspace:
        _, recovery = Office.of(workspace.desk)
    assert recovery
    assert recovery != "".join(shown.split())


def test_a_server_that_does_not_answer_is_told_before_anything_is_made(
    newcomer: MainWindow, hands: Hands, qtbot: QtBot, tmp_path: Path
) -> None:
    strip = newcomer.findChild(FirstRun).findChild(Strip, "firstRunStrip")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: whoever knocks is refused
        to_office(hands, database=f"postgresql://a:b@127.0.0.1:{taken.getsockname()[1]}/county")
        qtbot.waitUntil(lambda: "U-340" in strip.sentence, timeout=20_000)
    assert not (tmp_path / "book").exists()
    assert hands.at == "officeServerLine"
    hands.clear()
    hands.type("http://example")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "postgresql://用户名@服务器" in strip.sentence, timeout=20_000)
    hands.clear()
    hands.press(Qt.Key.Key_Return)
    assert hands.at == "newPassword", "without a server it goes on at once"


def test_an_office_makes_its_book_on_a_server(
    newcomer: MainWindow, hands: Hands, qtbot: QtBot, tmp_path: Path, server: Server
) -> None:
    address = server.database()
    strip = newcomer.findChild(FirstRun).findChild(Strip, "firstRunStrip")
    to_office(hands, database=server.url("nosuch"))
    qtbot.waitUntil(lambda: "U-342" in strip.sentence, timeout=20_000)
    hands.clear()
    hands.type(address)
    hands.press(Qt.Key.Key_Return)
    to_key(hands, qtbot)
    finish(hands, qtbot, tmp_path)
    assert newcomer.workspace is not None
    assert (tmp_path / "book" / "server.dyk").exists()
    assert not (tmp_path / "book" / "book.db").exists()
    assert isinstance(newcomer.shell and newcomer.shell.page("home"), BoardPage)
    newcomer.lock()
    with Workspace.open(tmp_path / "book", password=PASSWORD, device_folder=tmp_path / "device") as workspace:
        assert workspace.branch.name == "样例县委组织部"


def test_the_choice_leads_back_to_a_branch(newcomer: MainWindow, hands: Hands) -> None:
    hands.press(Qt.Key.Key_Backtab, SHIFT)
    hands.press(Qt.Key.Key_Right)
    assert newcomer.findChild(QLabel, "firstRunHint").text().startswith("不填服务器")
    hands.press(Qt.Key.Key_Left)
    hands.press(Qt.Key.Key_Return)
    assert hands.at == "branchNameLine"


def test_what_an_office_left_out_is_asked_for(newcomer: MainWindow, hands: Hands) -> None:
    hands.press(Qt.Key.Key_Backtab, SHIFT)
    hands.press(Qt.Key.Key_Right)
    hands.press(Qt.Key.Key_Return)
    for text in ("样例县委组织部", "3211", "王经办", ""):
        hands.clear()
        hands.type(text)
        hands.press(Qt.Key.Key_Return)
    assert "现在是 4 位" in newcomer.findChild(FirstRun).findChild(Strip, "firstRunStrip").sentence
    assert hands.at == "officeCodeLine"
