"""The code of the 开锁纸 on a card, with the buttons that bring it onto paper."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ui.dialogs.paper_card import PaperCard

if TYPE_CHECKING:
    from collections.abc import Callable

    from danyang_desktop.printing.sheets import Sheet
    from ui.background import Background
    from ui.theme import Theme


class UnlockCard(PaperCard):
    """`about` says whose book it is, as the paper's head does; set it before printing."""

    def __init__(self, theme: Theme, background: Background, code: str) -> None:
        super().__init__(theme, background, _spaced(code), paper="开锁纸", name="recovery")
        self._code = code
        self.about = ""

    def show_code(self, code: str) -> None:
        """Show another code."""
        self._code = code
        self._label.setText(_spaced(code))

    def sheet(self) -> Callable[[], Sheet]:
        """Return what makes the sheet."""
        return partial(_sheet, self.about, self._code)


def _spaced(code: str) -> str:
    return code.replace("-", " · ")


def _sheet(unit: str, code: str) -> Sheet:
    from danyang_desktop.printing.specials.unlock import unlock_sheet

    return unlock_sheet(unit, code)
