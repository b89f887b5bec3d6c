"""An office book of all registers and ledgers, an office's window on it, and sticks that are folders."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING, Any

import pypdf
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from danyang_desktop.base.clock import SetClock
from danyang_desktop.county.office import Office
from danyang_desktop.declare.look import Link
from danyang_desktop.exchange import bundle_out, drives
from danyang_desktop.exchange.drives import Drive
from danyang_desktop.opening import Branch
from danyang_desktop.workspace import Workspace
from tests.helpers.books import NOW, PASSWORD, cheap_keys
from tests.ui.village import settle
from ui import metrics
from ui.messages import Strip
from ui.printing.print_dialog import PrintDialog
from ui.remember import Remembered
from ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from pytestqt.qtbot import QtBot

    from tests.helpers.books import Pattern
    from tests.ui.hands import Hands
    from ui.background import Background

SEAT = Branch("321199", "样例县委组织部")


def make_office(folder: Path, database: str = "") -> Workspace:
    """Make the book of an office, in files or on a server; its computer's folder lies beside it."""
    with cheap_keys():
        made, _ = Workspace.create(
            folder / "office", branch=SEAT, password=PASSWORD, role="office", operator="县里经办人",
            clock=SetClock(NOW), device_folder=folder / "office_device", database=database,
        )  # fmt: skip
    return made


def acquaint(office: Office, branch: Workspace, folder: Path) -> None:
    """Make an office and a branch's computer know each other, by their files."""
    request, card = folder / f"{branch.branch.code}.dyq", folder / "office.dyo"
    bundle_out.ask_to_enrol(branch.desk, request)
    office.enrol(request)
    office.write_card(card)
    bundle_out.take_card(branch.desk, card)
    request.unlink()


def plug_in(patch: pytest.MonkeyPatch, *folders: Path) -> None:
    """Let these folders be the sticks that the system sees: there is no stick in a test."""
    patch.setattr(drives, "plugged_in", lambda: [Drive(one, one.name, "E:", "", 14_200_000_000) for one in folders])


def saved(out: Path, qtbot: QtBot) -> str:
    """Save what the print dialog in front shows, shut it, and return the words on its pages."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PrintDialog)
    qtbot.waitUntil(lambda: dialog.session.laid is not None, timeout=20_000)
    dialog.handing.save_to(out)
    qtbot.waitUntil(lambda: "存好了" in dialog.handing.good.sentence, timeout=20_000)
    dialog.reject()
    return "".join(one.extract_text() for one in pypdf.PdfReader(out).pages).replace("\n", "")


def asked_for(qtbot: QtBot) -> Any:
    """Wait until somebody is asked to compare a 登记号, and return the dialog."""
    qtbot.waitUntil(lambda: getattr(QApplication.focusWidget(), "objectName", str)() == "compareHeard", timeout=20_000)
    return QApplication.activeModalWidget()


def heard(number: str) -> str:
    """Return what somebody reads over the telephone of a number: the group that the dialog in front does not show."""
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    shown = dialog.findChild(QLabel, "compareNumber").text().split()  # type: ignore[union-attr]  # it is there
    (asked,) = (at for at, group in enumerate(shown) if not group.isdigit())
    return number.split()[asked]


class County:
    """An office's window, a branch that it knows, and a stick."""

    def __init__(self, pattern: Pattern, folder: Path, background: Background, database: str = "") -> None:
        made = make_office(folder, database)
        self.folder, self.pattern, self.background = folder, pattern, background
        self.stick = folder / "党办专用"
        self.stick.mkdir()
        self.branch = pattern.open(pattern.copy(folder / "branch"))
        settle(self.branch)
        acquaint(Office.of(made.desk)[0], self.branch, folder)
        made.close()
        how = {"clock": SetClock(NOW), "device_folder": folder / "office_device"}
        self.window = MainWindow(folder / "office", background, Remembered(folder), how)
        self.window.resize(*metrics.WINDOW)
        self.how = how
        self._opened = Workspace.open(folder / "office", password=PASSWORD, operator="县里经办人", **how)

    def enter(self) -> None:
        self.window.enter(self._opened)

    @property
    def shell(self) -> Any:
        assert self.window.shell is not None
        return self.window.shell

    @property
    def office(self) -> Office:
        return Office.of(self._opened.desk)[0]

    def page(self, key: str) -> Any:
        return self.shell.page(key)

    def show(self, key: str, qtbot: QtBot) -> Any:
        self.shell.show_entry(key)
        qtbot.waitUntil(lambda: not self.background.busy, timeout=20_000)
        return self.page(key)

    def visit(self, workspace: Workspace | None = None, **values: Any) -> str:
        book = workspace or self.branch
        ledgers = book.ledgers
        household = book.query(ledgers["households"]).page().rows[0]
        person = book.query(ledgers["people"]).page().rows[0]
        told = {
            "visited_on": dt.date(2026, 11, 20), "household": Link(household.uid, household.head_name),
            "visitors": [Link(person.uid, person.name)], "situation": "身体还好，屋顶漏雨，要修。", "place": "家中",
            "measures": "联系镇里修",
        }  # fmt: skip
        return book.save(book.new(ledgers["visits"], **{**told, **values})).uid

    def hand_in(self, workspace: Workspace | None = None, **how: Any) -> Path:
        return bundle_out.export((workspace or self.branch).desk, self.stick, **how).file

    def second_computer(self) -> Workspace:
        """Open a copy of the branch's book on another computer, enrolled too."""
        shutil.copytree(self.branch.folder, self.folder / "second" / "book", ignore=shutil.ignore_patterns("*.lock"))
        other = self.pattern.open(self.folder / "second" / "book", device=self.folder / "second" / "device")
        acquaint(self.office, other, self.folder)
        return other

    def disagree(self) -> str:
        """Let two computers of the branch write different things into one visit; both bundles lie on the stick."""
        uid = self.visit()
        self.branch.close()
        other = self.second_computer()
        self.branch = self.pattern.open(self.branch.folder)
        for book, words in ((self.branch, "联系了镇里，等人来看"), (other, "屋顶已经修好")):
            record = book.get(book.ledgers["visits"], uid)
            record.measures = words
            book.save(record)
            self.hand_in(book, full=True)
        other.close()
        return uid


def said(page: Any, name: str) -> str:
    """Return what a strip of a page says."""
    return str(page.findChild(Strip, name).sentence)


def take(county: County, hands: Hands, qtbot: QtBot) -> Any:
    """Receive the stick by its key and return the board."""
    page = county.show("home", qtbot)
    county.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    hands.press(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    told = ("homeGood", "boardRefused")
    qtbot.waitUntil(lambda: any(said(page, one) for one in told) and not county.background.busy, timeout=20_000)
    return page
