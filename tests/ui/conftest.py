"""A real window on a real book, without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication

from tests.helpers.books import NOW, Pattern, SetClock
from tests.ui.county_seat import County, acquaint, make_office, plug_in
from tests.ui.hands import Hands
from tests.ui.stand import Stand
from ui import metrics
from ui.background import Background
from ui.bridge import Bridge
from ui.desk import Desk
from ui.remember import Remembered
from ui.theme import Theme, load_resources
from ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from danyang_desktop.workspace import Workspace
    from ui.window.shell import Shell

# What the screen that is not there says of itself; everything else that Qt warns of fails a test.
_OFFSCREEN = "This plugin does not support"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the offscreen platform grumble."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_ignore(_OFFSCREEN, extend=True))


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    """Fonts, icons and style, as in the program."""
    qapp.setStyle("Fusion")
    load_resources()
    Theme().apply(qapp)


@pytest.fixture
def background() -> Iterator[Background]:
    """Make the worker."""
    made = Background()
    yield made
    made.close()


@pytest.fixture
def hands(qtbot: QtBot) -> Hands:
    """Somebody who types."""
    return Hands(qtbot)


def desk_of(workspace: Workspace, background: Background) -> Desk:
    """Return a desk at a book."""
    return Desk(workspace, Theme(), Bridge(workspace), background)


@pytest.fixture
def toy_desk(toys: Workspace, background: Background) -> Desk:
    """Sit at a book of the toy ledgers."""
    return desk_of(toys, background)


class Rooms:
    """A window and what opened it."""

    def __init__(self, pattern: Pattern, folder: Path, background: Background) -> None:
        self.pattern = pattern
        self.folder = folder
        self.remembered = Remembered(folder.parent)
        self.how = {"clock": SetClock(NOW), "device_folder": folder.parent / "device", **pattern.how}
        self.window = MainWindow(folder, background, self.remembered, self.how)
        self.window.resize(*metrics.WINDOW)  # an office's screen; the one that is not there is smaller

    def enter(self) -> Workspace:
        """Open the book and go in."""
        workspace = self.pattern.open(self.folder)
        self.window.enter(workspace)
        return workspace

    @property
    def shell(self) -> Shell:
        """The shell of the open book."""
        assert self.window.shell is not None
        return self.window.shell

    def page(self, key: str) -> Any:
        """Return the page of an entry."""
        return self.shell.page(key)


def _rooms(pattern: Pattern, folder: Path, background: Background, hands: Hands) -> Iterator[Rooms]:
    made = Rooms(pattern, folder, background)
    hands.sit_at(made.window)
    yield made
    made.window.close()
    shiboken6.delete(made.window)
    QCoreApplication.processEvents()  # the next window must not lose the focus to the end of this one


@pytest.fixture
def rooms(pattern: Pattern, tmp_path: Path, background: Background, hands: Hands) -> Iterator[Rooms]:
    """Show a window at the lock page of a book with all registers and ledgers."""
    yield from _rooms(pattern, pattern.copy(tmp_path), background, hands)


@pytest.fixture
def toy_rooms(toy_pattern: Pattern, tmp_path: Path, background: Background, hands: Hands) -> Iterator[Rooms]:
    """Show a window at the lock page of a book with the toy ledgers."""
    yield from _rooms(toy_pattern, toy_pattern.copy(tmp_path), background, hands)


@pytest.fixture
def county(
    pattern: Pattern, tmp_path: Path, background: Background, hands: Hands, monkeypatch: pytest.MonkeyPatch,
    database: str,
) -> Iterator[County]:  # fmt: skip
    """Show the window of an office that knows one branch, with a stick plugged in; again with its book on a server."""
    made = County(pattern, tmp_path, background, database)
    plug_in(monkeypatch, made.stick)
    hands.sit_at(made.window)
    made.enter()
    yield made
    made.branch.close()
    made.window.close()
    shiboken6.delete(made.window)
    QCoreApplication.processEvents()


@pytest.fixture
def newcomer(tmp_path: Path, background: Background, hands: Hands) -> Iterator[MainWindow]:
    """Show a window where no book was ever made."""
    how = {"device_folder": tmp_path / "device"}
    window = MainWindow(tmp_path / "book", background, Remembered(tmp_path), how)
    hands.sit_at(window)
    yield window
    window.close()
    shiboken6.delete(window)
    QCoreApplication.processEvents()


@pytest.fixture
def stand(rooms: Rooms, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    """Show the window of a branch that an office knows, with a stick plugged in."""
    with make_office(tmp_path) as office:
        made = Stand(rooms, tmp_path, office)
        acquaint(made.office, made.workspace, tmp_path)
        plug_in(monkeypatch, made.stick)
        yield made
