"""The page of 谈心谈话: the derived list and form, and over them the year's coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.look import Link
from ui import pieces
from ui.pages.coverage.coverage_view import CoverageView
from ui.pages.overlay import OverlaidPage

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk


class TalkPage(OverlaidPage):
    """Ctrl+G shows who has been talked to this year; Enter there begins the talk that is missing."""

    def __init__(self, ledger: Ledger[Any], desk: Desk) -> None:
        super().__init__(ledger, desk)
        button = self._header.add_first("全年进度", "showCoverage", icon="chart")
        button.clicked.connect(self.show_coverage)
        pieces.on_keys(self, ("Ctrl+G", self.show_coverage))

    def show_coverage(self) -> None:
        """Show the year's coverage."""
        if self.over is None and self.form is None:
            view = CoverageView(self.desk)
            view.talk_wanted.connect(self._talk_with)
            self.lay_over(view)

    def follow(self, verb: str, about: str) -> None:
        """Show the year's coverage if that is wanted."""
        if verb == "coverage":
            self.show_coverage()
        else:
            super().follow(verb, about)

    def _talk_with(self, uid: str) -> None:
        """Open an empty form of a talk with somebody."""
        workspace = self.desk.workspace
        person = workspace.get(workspace.ledgers["people"], uid)
        if person is not None:
            self.open_form(self.ledger, workspace.new(self.ledger, targets=[Link(uid, person.name)]))
