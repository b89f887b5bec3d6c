"""The program with its window: fonts, look, worker, the watch for errors, the window, and the loop."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, Qt, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui.background import Background
from ui.crash import CrashWatch
from ui.no_screen import sentence_for_no_screen
from ui.qt_words import LeftWords
from ui.remember import Remembered, default_folder
from ui.single import Doorbell
from ui.sweep import Sweep
from ui.theme import Theme, load_resources
from ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Program:
    """Everything that lives as long as the window does."""

    def __init__(self, app: QApplication, book: Path, remembered: Remembered, how: Mapping[str, Any]) -> None:
        app.setApplicationName("丹阳台账")
        app.setDesktopFileName("danyang-desktop")
        app.setStyle("Fusion")
        self._left_words = LeftWords()
        app.installTranslator(self._left_words)
        self._words = QTranslator()  # what Qt's own windows say: choosing a file, a printer
        if self._words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            app.installTranslator(self._words)
        load_resources()
        Theme(remembered.factor).apply(app)
        self.background = Background()
        self.watch = CrashWatch(remembered.folder)
        self.window = MainWindow(book, self.background, remembered, how)
        self.watch.struck.connect(self.window.show_crash)
        self.window.theme_wanted.connect(self._dress)
        app.focusWindowChanged.connect(self.window.watch)
        app.focusWindowChanged.connect(self.window.help_key.attend)
        self._app = app
        self._sweep = Sweep(app)
        self._sweep.start()

    def _dress(self, theme: Theme) -> None:
        theme.apply(self._app)

    def close(self) -> None:
        """End the worker; the window has closed the book."""
        self.background.close()
        self._sweep.stop()
        self.watch.stop()


def run(book_folder: Path | None = None, **how: Any) -> int:
    """Show the window for a book, or for the one that was open last; return the exit code.

    A window that shows this book already is brought to the front instead.
    `how` goes to Workspace.open and create.
    """
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    with sentence_for_no_screen():
        app = QApplication(sys.argv[:1])
    remembered = Remembered(default_folder())
    book = book_folder or remembered.book or _first_book()
    bell = Doorbell(book)
    if bell.somebody_is_in():
        return 0
    program = Program(app, book, remembered, how)
    bell.rung.connect(program.window.come_forward)
    bell.listen()
    program.watch.start()
    program.window.show()
    code = app.exec()
    bell.close()
    program.close()
    return code


def _first_book() -> Path:
    from danyang_desktop.base.paths import default_book

    return default_book()
