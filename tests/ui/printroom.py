"""A branch that has lived for two months, a window on its book, and a printer that writes into a file."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication
from PySide6.QtPrintSupport import QPrinter

from danyang_desktop.base.clock import SetClock
from danyang_desktop.demo.branch import END
from danyang_desktop.demo.run import Plan, run_demo
from danyang_desktop.store import print_log
from danyang_desktop.workspace import Workspace
from tests.helpers.books import cheap_keys
from ui.messages import Strip
from ui.printing import printers
from ui.remember import Remembered
from ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.hands import Hands
    from ui.background import Background

PASSWORD = "柳塘-2026-台账"
PRINTER = "HP LaserJet M1136"


@pytest.fixture(scope="session")
def lived_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the sample once."""
    folder = tmp_path_factory.mktemp("printroom") / "demo"
    with cheap_keys():
        run_demo(Plan(folder, months=2, seed=11, branches=1, password=PASSWORD))
    return folder


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Put a printer on the desk; what it prints lands in this file."""
    out = tmp_path / "printed.pdf"

    def open_printer(name: str) -> QPrinter:
        assert name == PRINTER
        printer = printers.prepared(QPrinter(QPrinter.PrinterMode.HighResolution))
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        return printer

    monkeypatch.setattr(printers, "printer_names", lambda: [PRINTER])
    monkeypatch.setattr(printers, "open_printer", open_printer)
    return out


class PrintRoom:
    """A window at 打印台账, somebody who types, and what may be asked of them."""

    def __init__(self, window: MainWindow, workspace: Workspace, hands: Hands, qtbot: QtBot) -> None:
        self.window = window
        self.workspace = workspace
        self.hands = hands
        self._qtbot = qtbot

    def show(self, key: str = "print") -> Any:
        """Show the page of an entry."""
        assert self.window.shell is not None
        self.window.shell.show_entry(key)
        return self.window.shell.page(key)

    @property
    def page(self) -> Any:
        """The page 打印台账, with its pages laid out."""
        made = self.show()
        self.settle(made)
        return made

    def settle(self, page: Any) -> None:
        """Wait until the preview is there or says why not."""
        self.wait(lambda: not page._soon.isActive() and (page.session.laid or _why_not(page)))

    def wait(self, until: Any) -> None:
        """Wait for something to come true."""
        self._qtbot.waitUntil(lambda: bool(until()), timeout=30_000)

    def said(self, owner: Any, name: str) -> str:
        """Return what a strip says."""
        return str(owner.findChild(Strip, name).sentence)

    @property
    def log(self) -> list[print_log.Entry]:
        """What was printed from this window, newest first; the sample has printed before."""
        entries = print_log.entries(self.workspace.book.connection)
        return [one for one in entries if one.author == self.workspace.operator]


def _why_not(page: Any) -> bool:
    """Tell whether the preview says why there is nothing to be seen."""
    sentence = page.preview.view.sentence
    return bool(sentence) and not sentence.startswith("正在")


@pytest.fixture
def room(lived_folder: Path, tmp_path: Path, background: Background, hands: Hands, qtbot: QtBot) -> Iterator[PrintRoom]:
    """Open the window on a copy of the sample."""
    (found,) = (lived_folder / "branches").iterdir()
    book, device = tmp_path / "book", tmp_path / "device"
    shutil.copytree(found, book)
    shutil.copytree(lived_folder / "computers" / found.name, device)
    window = MainWindow(book, background, Remembered(tmp_path))
    clock = SetClock(dt.datetime.combine(END, dt.time(18, 0)))
    workspace = Workspace.open(book, password=PASSWORD, clock=clock, device_folder=device, operator="许敏")
    hands.sit_at(window)
    window.enter(workspace)
    yield PrintRoom(window, workspace, hands, qtbot)
    window.close()
    shiboken6.delete(window)
    QCoreApplication.processEvents()
