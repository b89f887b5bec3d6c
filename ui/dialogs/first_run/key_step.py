"""县里的备用钥匙: shown, printed, and only then kept; without it a lost computer is the loss of what was handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from ui import metrics
from ui.county.recovery_dialog import KEPT, TITLE, WHY
from ui.dialogs.first_run.step import WIDE, Step
from ui.dialogs.office_key_card import OfficeKeyCard

if TYPE_CHECKING:
    from danyang_desktop.county.office import Office
    from ui.background import Background
    from ui.theme import Theme

_NOT_THE_SAME = "它和开锁纸是两样东西：开锁纸开的是这本台账，备用钥匙开的是支部交来的数据包。两张都要。"


class KeyStep(Step):
    """Complete once the box is ticked that the key is on paper."""

    def __init__(self, theme: Theme, background: Background) -> None:
        super().__init__(theme, TITLE, f"{WHY}{_NOT_THE_SAME}")
        self.card = OfficeKeyCard(theme, background)
        self.card.setMaximumWidth(theme.px(WIDE))
        self.below.addWidget(self.card)
        self.below.addSpacing(metrics.SMALL)
        self.kept = QCheckBox(KEPT)
        self.kept.setObjectName("officeKeyKept")
        self.kept.setAccessibleName(KEPT)
        self.kept.toggled.connect(self._told)
        self.below.addWidget(self.kept)
        self.office: Office | None = None

    def show_key(self, office: Office, recovery: str) -> None:
        """Show the key that the office would have from now on."""
        self.office = office
        self.card.show_key(office, recovery)

    @property
    def complete(self) -> bool:
        """Whether the key is on paper."""
        return self.kept.isChecked()

    def begin(self) -> QWidget:
        """Begin at the printer."""
        return self.card.print_button

    def next_line(self, line: QWidget | None) -> QWidget | None:
        """Return the box after the printer: Enter on the ticked box goes on."""
        return self.kept if line is not self.kept and not self.complete else None
