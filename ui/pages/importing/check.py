"""The rows of a workbook as the check shows them: what would happen to each, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.declare.kinds import Choice, Choices, Date, LongText, Money, Number, Rows, Text, YesNo
from danyang_desktop.declare.told import MASKS
from ui.sheet.model import Column, Line

if TYPE_CHECKING:
    from typing import Any

    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.exchange.plan import Plan
    from ui.marks import Tone
    from ui.pages.importing.coming import Coming

NEW, CHANGED, SAME, REFUSED, LEFT = "新增", "修改", "没有变化", "要改", "不导入"
_ROOM = 540
"""Px at 96 dpi for cells, so that the sentences have the rest; what is wrong is shown all the same."""


@dataclass
class Fate:
    """What would become of a row. `column` is the heading of the cell that is wrong or odd."""

    row: int
    what: str
    column: str = ""
    reason: str = ""
    why: str = ""

    @property
    def tone(self) -> Tone:
        """Error when it cannot be imported, warn when it ought to be looked at."""
        return "error" if self.what == REFUSED else "warn" if self.reason and self.what != LEFT else ""

    @property
    def good(self) -> bool:
        """Tell whether it can be imported."""
        return self.what in (NEW, CHANGED, SAME)


def fates_of(plan: Plan) -> dict[int, Fate]:
    """Return what would become of each row of a plan."""
    fates = {entry.row: Fate(entry.row, NEW) for entry in plan.new}
    fates |= {entry.row: Fate(entry.row, CHANGED) for entry in plan.changed}
    fates |= {row: Fate(row, SAME) for row in plan.same}
    fates |= {one.row: Fate(one.row, REFUSED, one.column, one.reason, one.why) for one in plan.refused}
    for one in plan.warned:
        fate = fates.get(one.row)
        if fate is not None and not fate.reason:
            fate.column, fate.reason = one.column, one.reason
    return dict(sorted(fates.items()))


def columns_of(coming: Coming, fates: dict[int, Fate]) -> list[Column]:
    """Return the columns in the sheet's order: those with something wrong, and others as far as there is room."""
    mapped = [column for column in coming.columns if coming.field_of(column)]
    naming = {coming.column_of(name) for name in (coming.ledger.name_of, "id_no") if name}
    hard = {fate.column for fate in fates.values() if fate.tone == "error"}
    soft = {fate.column for fate in fates.values() if fate.tone == "warn"}
    chosen = [column for column in mapped if coming.title(column) in hard or column in naming]
    left = _ROOM - sum(_width(coming, column) for column in chosen)
    for column in sorted(set(mapped) - set(chosen), key=lambda one: (coming.title(one) not in soft, one)):
        left -= _width(coming, column)
        if left < 0:
            break
        chosen.append(column)
    shown = [
        Column(str(column), coming.ledger.kinds[coming.field_of(column)].label, _width(coming, column), typed=True)
        for column in sorted(chosen)
    ]
    return [
        Column("row", "Excel 行", 84, right=True, quiet=True),
        *shown,
        Column("reason", "问题和办法", 0),
        Column("do", "", 112, look="button"),
    ]


def _width(coming: Coming, column: int) -> int:
    kind: Kind[Any] = coming.ledger.kinds[coming.field_of(column)]
    if isinstance(kind, Text):
        wide = 200 if kind.name == coming.ledger.name_of else 116
        return {"id_no": 196, "name": 100, "account": 180, "phone": 132, "code": 150}.get(kind.form, wide)
    widths: tuple[tuple[type[Any], int], ...] = (
        (LongText, 160), (Rows, 150), (Money, 96), (Number, 80), (Date, 116), (YesNo, 70), (Choices, 116), (Choice, 100)
    )  # fmt: skip
    return next((width for known, width in widths if isinstance(kind, known)), 110)


def line_of(coming: Coming, fate: Fate) -> Line:
    """Return a row for the sheet; numbers of people are masked unless they are what is wrong."""
    texts = {"row": str(fate.row), "reason": ""}
    typing: dict[str, str] = {}
    states: dict[str, Tone] = {}
    for column in coming.columns:
        name = coming.field_of(column)
        if not name:
            continue
        key, text = str(column), coming.cell(fate.row, column)
        typing[key] = text
        form = getattr(coming.ledger.kinds[name], "form", "")
        wrong = bool(fate.reason) and fate.tone and coming.title(column) == fate.column
        texts[key] = MASKS[form](text) if form in MASKS and not wrong else text
        if wrong:
            states[key] = fate.tone
    marks: dict[str, tuple[Tone, str]] = {}
    if fate.reason and fate.what != LEFT:
        marks["reason"] = (fate.tone, fate.reason)
    else:
        texts["reason"] = {LEFT: "不导入这一行", SAME: "台账里已经有，没有变化"}.get(
            fate.what, f"可以导入（{fate.what}）"
        )
    marks["do"] = ("", "还是导入" if fate.what == LEFT else "合并" if fate.why == "duplicate" else "不导入")
    return Line(str(fate.row), texts, typing, "", states, marks, faint=fate.what == LEFT)
