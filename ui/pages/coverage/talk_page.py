"""The page of 谈心谈话: the derived list and form, and over them the year's coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from danyang_desktop.declare.look import Link
from ui.pages.coverage.coverage_view import CoverageView
from ui.pages.ledger_page import LedgerPage

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk
    from ui.window.status_bar import Keys


class TalkPage(LedgerPage):
    """Ctrl+G shows who has been talked to this year; Enter there begins the talk that is missing."""

    def __init__(self, ledger: Ledger[Any], desk: Desk) -> None:
        super().__init__(ledger, desk)
        button = self._header.add_first("全年进度", "showCoverage", icon="chart")
        button.clicked.connect(self.show_coverage)
        made = QShortcut(QKeySequence("Ctrl+G"), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(self.show_coverage)

    @property
    def coverage(self) -> CoverageView | None:
        """The matrix that is on top, or None."""
        top = self._stack.currentWidget()
        return top if isinstance(top, CoverageView) else None

    @property
    def keys(self) -> Keys:
        """The keys that work here now."""
        return self.coverage.keys if self.coverage is not None else super().keys

    def show_coverage(self) -> None:
        """Show the year's coverage."""
        if self.coverage is not None or self.form is not None:
            return
        view = CoverageView(self.desk)
        view.closed.connect(self._close_coverage)
        view.talk_wanted.connect(self._talk_with)
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)

    def _close_coverage(self) -> None:
        view = self.coverage
        if view is not None:
            self._stack.removeWidget(view)
            view.hide()
            view.deleteLater()
            super().refresh()
            self.list.table.setFocus()

    def _turned(self) -> None:
        """Work the coverage out anew whenever it comes to the front: a talk may have been written."""
        super()._turned()
        if self.coverage is not None:
            self.coverage.refresh()
            self.coverage.start()

    def _form_closed(self) -> None:
        """Give the focus to what lay under the form."""
        super()._form_closed()
        if self.coverage is not None:
            self.coverage.start()

    def refresh(self) -> None:
        """Ask the book anew."""
        super().refresh()
        if self.coverage is not None:
            self.coverage.refresh()

    def _talk_with(self, uid: str) -> None:
        """Open an empty form of a talk with somebody."""
        workspace = self.desk.workspace
        person = workspace.get(workspace.ledgers["people"], uid)
        if person is not None:
            self.open_form(self.ledger, workspace.new(self.ledger, targets=[Link(uid, person.name)]))
