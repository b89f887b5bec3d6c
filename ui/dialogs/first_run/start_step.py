"""开始使用: what was made, and whether last year's workbook comes in first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from ui import metrics, pieces
from ui.dialogs.first_run.step import WIDE, Step

if TYPE_CHECKING:
    from ui.theme import Theme

_IMPORT = "打开以后，先把原来 Excel 里的花名册导进来"


class StartStep(Step):
    """The book is there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "台账建好了", "以后每次打开，输密码就能用。")
        card = pieces.card("startCard")
        card.setMaximumWidth(theme.px(WIDE))
        lay = pieces.column(card, margins=(20, 16, 20, 16), gap=metrics.SMALL)
        self._facts = pieces.label("", "second16", name="startFacts", wrap=True)
        lay.addWidget(self._facts)
        self.below.addWidget(card)
        self.brings = QCheckBox(_IMPORT)
        self.brings.setObjectName("startImport")
        self.brings.setAccessibleName(_IMPORT)
        self.below.addWidget(self.brings)
        hint = "去年的台账、名册都能从 Excel 导入：认得出栏目，有问题的行会一条一条告诉您，七天里还能整批撤回。"
        self.below.addWidget(pieces.label(hint, "hint", wrap=True))

    def tell(self, facts: tuple[str, ...]) -> None:
        """Say what was made."""
        self._facts.setText("\n".join(facts))

    def begin(self) -> QWidget:
        """Begin at the box."""
        return self.brings
