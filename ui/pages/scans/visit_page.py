"""The page of 走访帮扶: the derived list and form, and scans that file themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.pages.overlay import OverlaidPage
from ui.pages.scans.scans_view import ScansView

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk


class VisitPage(OverlaidPage):
    """Door sheets and blank forms come back from the scanner here."""

    def __init__(self, ledger: Ledger[Any], desk: Desk) -> None:
        super().__init__(ledger, desk)
        button = self._header.add_first("归档扫描件", "showScans", icon="img")
        button.clicked.connect(self.show_scans)

    def show_scans(self) -> ScansView:
        """Show where scans are filed."""
        view = ScansView(self.desk)
        self.lay_over(view)
        return view
