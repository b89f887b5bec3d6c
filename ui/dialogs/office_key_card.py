"""The office's recovery key on a card, with the buttons that bring it onto paper."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from danyang_desktop.county.recovery_sheet import recovery_sheet
from danyang_desktop.exchange.spare_key import rows
from ui.dialogs.paper_card import PaperCard

if TYPE_CHECKING:
    from collections.abc import Callable

    from danyang_desktop.county.office import Office
    from danyang_desktop.printing.sheets import Sheet
    from ui.background import Background
    from ui.theme import Theme


class OfficeKeyCard(PaperCard):
    """`show_key` says which key; until then it is empty."""

    def __init__(self, theme: Theme, background: Background) -> None:
        super().__init__(theme, background, "", paper="备用钥匙", name="officeKey")
        self._office: Office | None = None
        self._key = ""

    def show_key(self, office: Office, recovery: str) -> None:
        """Show the recovery key of an office."""
        self._office, self._key = office, recovery
        self._label.setText("\n".join("  ".join(groups) for groups in rows(recovery)))  # as on the sheet

    def sheet(self) -> Callable[[], Sheet]:
        """Return what makes the sheet; there is none before a key was shown."""
        if self._office is None:
            raise ValueError("no key to print")
        return partial(recovery_sheet, self._office, self._key)
