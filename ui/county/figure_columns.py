"""How wide the columns of the county's table are: all of it is seen at once, at every size of letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetrics

from danyang_desktop.county.tables import BRANCH, MONTH, PROGRAM, TOWN
from ui import metrics
from ui.sheet.model import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.county.tables import FigureTable
    from ui.sheet.model import Line
    from ui.theme import Theme

_NAMES = {TOWN: 150, BRANCH: 260, PROGRAM: 260, MONTH: 150}
"""At the plain type size there is room, and the figures share what is left."""
_TIGHT_NAMES = {TOWN: 114, BRANCH: 190, PROGRAM: 200, MONTH: 90}
_COVERAGE = 230
_AROUND = 24
_NO_BRACKETS = str.maketrans("", "", "（）")


def columns_of(table: FigureTable, lines: Sequence[Line], theme: Theme, *, narrow: bool) -> list[Column]:
    """Return the columns for these lines.

    Larger letters need the width for headings and figures; huge ones have no brackets: 走访户次, 乡镇.
    """
    huge, tight = theme.factor >= metrics.HUGE, narrow or theme.factor > 1
    wide = QFontMetrics(theme.font(15, bold=True)).horizontalAdvance

    def needed(texts: list[str]) -> int:
        return round(max(map(wide, texts)) / theme.factor) + _AROUND

    first = table.first.partition("（")[0] if huge else table.first
    names = [line.texts["name"] for line in lines]
    width = needed([first, *names]) if huge else (_TIGHT_NAMES if tight else _NAMES)[table.kind]
    columns = [Column("name", first, width)]
    for head in table.heads:
        title = head.title.translate(_NO_BRACKETS) if huge else head.title
        figures = [line.texts[head.name] for line in lines]
        columns.append(Column(head.name, title, needed([title, *figures]) if tight else 0, right=True))
    if table.covers:
        columns.append(Column("coverage", "走访覆盖", 0 if tight else _COVERAGE))
    return columns
