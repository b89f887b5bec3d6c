"""The sheet that a form is written on: it scrolls, follows the cursor, and goes from group to group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from ui import metrics

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from ui.form.body import FormBody


class FormScroll(QScrollArea):
    """Ctrl+Tab goes to the next group of fields, Ctrl+Shift+Tab to the one before.

    F4 leaps to the next field that must be filled and is empty; `filled` says that there is none.
    """

    filled = Signal()
    _body: FormBody
    _attends = False

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("formScroll")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._settle = QTimer(self, singleShot=True, interval=0)  # when the fields stand where they will stand
        self._settle.timeout.connect(self._follow_still)
        for keys, does in (("Ctrl+Tab", self._forward), ("Ctrl+Shift+Tab", self._back), ("F4", self._leap)):
            made = QShortcut(QKeySequence(keys), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(does)

    def hold(self, body: FormBody) -> None:
        """Take the fields, which were made in the viewport."""
        self._body = body
        self.setWidget(body)

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the focus from now on, by whatever it is moved: a cell of a table, a button that was pressed."""
        super().showEvent(event)
        handle = self.window().windowHandle()
        if handle is not None and not self._attends:
            self._attends = True
            handle.focusObjectChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep in sight what has the focus when the fields take more or less room: a table has a row more."""
        done = super().eventFilter(watched, event)
        if watched is self.widget() and event.type() == QEvent.Type.Resize:
            self._settle.start()
        return done

    def _follow_still(self) -> None:
        self._follow(QApplication.focusWidget())

    def _follow(self, what: QObject | None) -> None:
        if isinstance(what, QWidget) and self.isVisible() and self._body.isAncestorOf(what):
            self.ensureWidgetVisible(what, metrics.GAP, metrics.GAP)

    def goto(self, name: str) -> None:
        """Put the cursor into a field, and the field into sight."""
        self._body.goto(name)
        self.ensureWidgetVisible(self._body.editor(name))

    def _forward(self) -> None:
        self.goto(self._body.beyond(1))

    def _leap(self) -> None:
        name = self._body.lacking()
        if name:
            self.goto(name)
        else:
            self.filled.emit()

    def _back(self) -> None:
        self.goto(self._body.beyond(-1))
