"""A view that is laid over a ledger's list, and the page that carries it: the year's talks, a household's story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui import pieces
from ui.messages import Strip
from ui.pages.ledger_page import LedgerPage
from ui.roomy import body_in

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.window.header import Header
    from ui.window.status_bar import Keys


class Overlay(QWidget):
    """Header, strips and body; `closed` asks to go back to the list. Esc does, too."""

    closed = Signal()

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.setObjectName(f"{name}View")
        self._desk = desk
        self.strip = Strip(desk.theme, "error", f"{name}Strip")
        self.good = Strip(desk.theme, "ok", f"{name}Good")
        pieces.on_keys(self, ("Esc", self.closed.emit))

    def _lay_out(self, header: Header) -> QBoxLayout:
        """Put the header on top and the strips below it; returns where the rest goes."""
        lay = pieces.column(self)
        lay.addWidget(header)
        body = body_in(lay)
        body.addWidget(self.strip)
        body.addWidget(self.good)
        return body

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        return (("Esc", "回到清单"),)

    def refresh(self) -> None:
        """Ask the book anew."""

    def start(self) -> None:
        """Take the focus, where work begins."""


class OverlaidPage(LedgerPage):
    """A ledger's page over whose list a view may be laid; forms may lie upon the view."""

    @property
    def over(self) -> Overlay | None:
        """The view that is on top, or None."""
        top = self._stack.currentWidget()
        return top if isinstance(top, Overlay) else None

    @property
    def keys(self) -> Keys:
        """The keys that work here now."""
        return self.over.keys if self.over is not None else super().keys

    def lay_over(self, view: Overlay) -> None:
        """Lay a view over the list."""
        view.closed.connect(self._uncover)
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)

    def _uncover(self) -> None:
        view = self.over
        if view is not None:
            self._stack.removeWidget(view)
            view.hide()
            view.deleteLater()
            super().refresh()
            self.list.table.setFocus()

    def _turned(self) -> None:
        """Ask anew whenever the view comes to the front: a form upon it may have written something."""
        super()._turned()
        if self.over is not None:
            self.over.refresh()
            self.over.start()

    def _form_closed(self) -> None:
        """Give the focus to what lay under the form."""
        super()._form_closed()
        if self.over is not None:
            self.over.start()

    def refresh(self) -> None:
        """Ask the book anew."""
        super().refresh()
        if self.over is not None:
            self.over.refresh()
