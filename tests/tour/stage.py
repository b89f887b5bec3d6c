"""The stage of the tour: a real window on a copy of a demo book, and a camera that sees its dialogs and lists too."""

from __future__ import annotations

import datetime as dt
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QInputMethodEvent, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from danyang_desktop.base.clock import SetClock
from danyang_desktop.demo.branch import END, Plan
from danyang_desktop.demo.run import run_demo
from danyang_desktop.workspace import Workspace
from tests.tour.cut import all_cut
from ui.background import Background
from ui.remember import Remembered
from ui.theme import Theme, load_resources
from ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ui.window.shell import Shell

PASSWORD = "danyang-2026"
NOW = dt.datetime.combine(END, dt.time(9, 12))
_TITLE = 32
_WAIT = 30_000


@dataclass(frozen=True)
class View:
    """How the window is looked at: type size, width and height in px, and how many dots a px has."""

    name: str
    factor: float = 1.0
    size: tuple[int, int] = (1366, 696)
    ratio: float = 1.0


VIEWS = (
    View("标准"),
    View("大字", 1.25),
    View("特大字", 1.5),
    View("小窗", 1.0, (1024, 640)),
    View("两倍", 1.0, (1366, 696), 2.0),
    View("小屏一又四分之一", 1.0, (1093, 542), 1.25),
    View("小屏一倍半", 1.0, (911, 440), 1.5),
    View("小屏两倍", 1.0, (683, 312), 2.0),
    View("小屏两倍特大", 1.5, (683, 312), 2.0),
    View("方屏", 1.0, (1024, 696)),
)
"""The last ones: a screen of 1366x768 that its owner scales, less the desktop's bars; and one of 1024x768."""


def make_demo(folder: Path, months: int = 12, branches: int = 3) -> Path:
    """Make the demo's books, unless they are there; return the folder."""
    if not (folder / "office").exists():
        run_demo(Plan(folder, months, 7, branches, PASSWORD))
    return folder


@dataclass
class Stage:
    """A window; `shots` says what was taken."""

    app: QApplication
    view: View
    out: Path
    work: Path
    window: Any = None
    background: Any = None
    shots: list[str] = field(default_factory=list)
    prefix: str = ""
    cut: dict[str, list[str]] = field(default_factory=dict)
    """What of each picture is not seen whole."""

    def dress(self) -> None:
        """Put on the fonts and the style of the program."""
        self.app.setStyle("Fusion")
        load_resources()
        Theme(self.view.factor).apply(self.app)

    @contextmanager
    def opened(self, demo: Path | None, book: str = "branches/柳塘村", device: str = "柳塘村") -> Iterator[Stage]:
        """Show the window on a copy of a book of the demo, still locked; without a demo there is no book yet."""
        folder = self.work / "book"
        for one in (folder, self.work / "device", self.work / "remembered"):
            shutil.rmtree(one, ignore_errors=True)
        if demo is not None:
            shutil.copytree(demo / book, folder)
            shutil.copytree(demo / "computers" / device, self.work / "device")
        remembered = Remembered(self.work / "remembered")
        remembered.factor = self.view.factor
        known = remembered.of(folder)
        known.keep_open("柳塘村党支部" if device != "office" else "", "青山镇" if device != "office" else "")
        if demo is not None and device != "office":
            known.keep_people([("周建民", "书记"), ("段建林", "记录")], "周建民")
        self.background = Background()
        how = {"clock": SetClock(NOW), "device_folder": self.work / "device"}
        self.window = MainWindow(folder, self.background, remembered, how)
        self.window.theme_wanted.connect(self._dress_anew)
        self.app.focusWindowChanged.connect(self.window.help_key.attend)
        self.window.resize(*self.view.size)
        self.window.show()
        self.window.activateWindow()
        self.settle()
        yield self
        for one in QApplication.topLevelWidgets():
            one.close()
        self.background.close()
        self.window.deleteLater()
        self.settle()

    def _dress_anew(self, theme: Theme) -> None:
        theme.apply(self.app)

    def enter(self) -> Workspace:
        """Open the book and go in."""
        workspace = Workspace.open(
            self.work / "book", password=PASSWORD, clock=SetClock(NOW), device_folder=self.work / "device",
            operator="周建民",
        )  # fmt: skip
        self.window.enter(workspace)
        self.settle()
        return workspace

    @property
    def shell(self) -> Shell:
        """The shell of the open book."""
        shell: Shell = self.window.shell
        return shell

    def page(self, key: str) -> Any:
        """Show an entry's page and return it."""
        self.shell.show_entry(key)
        self.settle()
        return self.shell.page(key)

    def settle(self) -> None:
        """Let everything that was asked for happen, long work too."""
        QTest.qWait(1)
        spent = 0
        while self.background is not None and self.background.busy and spent < _WAIT:
            QTest.qWait(10)
            spent += 10
        QTest.qWait(1)

    def until(self, done: Callable[[], object]) -> None:
        """Let everything happen until something is so; what never comes is seen on the picture."""
        spent = 0
        while not done() and spent < _WAIT:
            QTest.qWait(10)
            spent += 10
        self.settle()

    def find(self, kind: type[Any], name: str = "") -> Any:
        """Return a widget of the window."""
        found = self.window.findChild(kind, name) if name else self.window.findChild(kind)
        assert found is not None, f"no {kind.__name__} {name} in the window"
        return found

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is. No desktop gives the window the keyboard back here when a dialog has gone."""
        if QApplication.activeModalWidget() is None and QApplication.activePopupWidget() is None:
            self.window.activateWindow()
            self.settle()
        QTest.keyClick(self.place(), key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        """Type letters where the focus is."""
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(self.place(), letter)
            else:  # characters come from the input method
                event = QInputMethodEvent()
                event.setCommitString(letter)
                QApplication.sendEvent(self.place(), event)
        self.settle()

    def place(self) -> QWidget:
        """Return what gets the keys."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup.focusWidget() or popup
        return QApplication.focusWidget() or self.window.focusWidget() or self.window

    # -- the camera -------------------------------------------------------------------------------------------

    def shoot(self, name: str) -> Path:
        """Take the window, with the dialogs and lists that lie over it, and return the file."""
        self.settle()
        picture: QPixmap = self.window.grab()
        over = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not self.window]
        if over:
            painter = QPainter(picture)
            for widget in sorted(over, key=lambda one: one.windowType() == Qt.WindowType.Popup):
                self._paint_over(painter, widget)
            painter.end()
        path = self.out / self.view.name / f"{self.prefix}{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(str(path))
        self.shots.append(name)
        if found := all_cut():
            self.cut[f"{self.prefix}{name}"] = found
        return path

    def _paint_over(self, painter: QPainter, widget: QWidget) -> None:
        """Paint a window that lies over ours; a dialog stands in the middle, with the frame a desktop gives it."""
        at = widget.mapToGlobal(QPoint()) - self.window.mapToGlobal(QPoint())
        if widget.windowType() == Qt.WindowType.Dialog:
            room = self.window.size() - widget.size()
            if room.width() < _TITLE:
                painter.drawPixmap(0, 0, widget.grab())
                return
            at = QPoint(max(0, room.width() // 2), max(_TITLE, room.height() // 2))
            if room.width() > 0 and room.height() > _TITLE:
                bar = widget.rect().translated(at).adjusted(-1, -_TITLE, 1, 1)
                painter.fillRect(bar, Theme().colour("border"))
                painter.setFont(QFont(self.app.font()))
                painter.drawText(
                    bar.adjusted(12, 0, 0, _TITLE - bar.height()), Qt.AlignmentFlag.AlignVCenter, widget.windowTitle()
                )
        painter.drawPixmap(at, widget.grab())
