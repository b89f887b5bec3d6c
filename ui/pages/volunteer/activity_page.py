"""The page of 志愿服务: the derived list and form, with the team's bar on the list of participants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.pages.ledger_page import LedgerPage
from ui.pages.volunteer.team_bar import TeamBar

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.form.form_page import FormPage


class ActivityPage(LedgerPage):
    """Everything is as in any ledger, but for who took part."""

    def open_form(self, ledger: Ledger[Any], record: Any, draft: Any = None) -> FormPage:
        """Open a form; that of an activity gets the team's bar."""
        form = super().open_form(ledger, record, draft)
        if ledger is self.ledger:
            TeamBar(ledger, self.desk, form)
        return form
