"""Somebody who does a month's work with the keyboard alone, and counts every key.

Seconds are keys: 0.5 s each, which is between the average typist (0.28 s) and the slowest (1.2 s) of Card, Moran and
Newell's keystroke-level model. A Chinese character costs three keys: two to three letters of pinyin, and its share of
the keys that choose among the candidates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.hands import NO_MODIFIER, Hands

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.journeys.watchdog import Watchdog

SECONDS_A_KEY = 0.5
KEYS_A_CHARACTER = 3
_TABS_MOST = 80
_LONG = 20_000


class Secretary(Hands):
    """Hands that are watched. `keys` counts what a real keyboard would have had to take."""

    def __init__(self, qtbot: QtBot, watchdog: Watchdog) -> None:
        super().__init__(qtbot)
        self._watchdog = watchdog
        self.keys = 0

    @property
    def seconds(self) -> float:
        """What the keys so far took."""
        return self.keys * SECONDS_A_KEY

    def place(self) -> QWidget:  # type: ignore[override]
        """Return what gets the keys now; while the worker has the book nothing does, and one waits."""
        if QApplication.activePopupWidget() is None and QApplication.focusWidget() is None:
            self._qtbot.waitUntil(self._somewhere, timeout=_LONG)
        return Hands.place()

    @staticmethod
    def _somewhere() -> bool:
        window = QApplication.activeModalWidget() or next(
            (one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isWindow()), None
        )
        if window is not None and not window.isActiveWindow():
            window.activateWindow()
        return QApplication.focusWidget() is not None

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """Press one key and wait until the window is done with it."""
        self.keys += 1
        at = self.at or type(self.place()).__name__
        with self._watchdog.watching(f"{Qt.Key(key).name} in {at}"):
            super().press(key, modifier)
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type letters, or characters through the input method."""
        for letter in text:
            self.keys += 1 if letter.isascii() else KEYS_A_CHARACTER
            with self._watchdog.watching(f"{letter} in {self.at}"):
                super().type(letter)
                QApplication.processEvents()

    def enter(self, times: int = 1) -> None:
        """Press Enter."""
        for _ in range(times):
            self.press(Qt.Key.Key_Return)

    def until(self, done: Callable[[], Any], what: str) -> None:
        """Wait for the worker; what the window does meanwhile is watched turn by turn."""

        def turn() -> bool:
            with self._watchdog.watching(what):
                QApplication.processEvents()
            return bool(done())

        self._qtbot.waitUntil(turn, timeout=_LONG)

    def press_at(self, name: str) -> None:
        """Go to a button and press it."""
        self.tab_to(name)
        self.press(Qt.Key.Key_Space)

    def tab_to(self, name: str) -> None:
        """Go on with Tab until a control has the focus."""
        for _ in range(_TABS_MOST):
            if self.at == name:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never comes to {name}; it is at {self.at}")

    def at_dialog(self, window: QWidget | None = None) -> None:
        """Wait until a dialog has the keyboard; with `window`, until that one has it again."""
        if window is not None:
            self.until(lambda: QApplication.activeModalWidget() is None, "a dialog closes")
            self.sit_at(window)  # no window manager gives the keyboard back here
            return

        def up() -> bool:
            dialog, focus = QApplication.activeModalWidget(), QApplication.focusWidget()
            return dialog is not None and focus is not None and dialog.isAncestorOf(focus)

        self.until(up, "a dialog opens")

    def leap_to(self, name: str, *, most: int = 60) -> None:
        """Go through a form with Enter until a field has the focus."""
        for _ in range(most):
            if self.at.startswith(name):
                return
            self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        raise AssertionError(f"Enter never comes to {name}; it is at {self.at}")

    def fill_some(self, texts: dict[str, str]) -> None:
        """Type into some fields on the way through a form, and stay in the last of them."""
        for name, text in texts.items():
            self.leap_to(name)
            self.clear_line()
            self.type(text)
