"""How far a sheet reaches, found before it is read: a reader that makes rectangles must not be led to the moon."""

from __future__ import annotations

from dataclasses import dataclass, field

from danyang_desktop.base.errors import UserError

UNTOUCHED = "原来的文件和台账都没有动。"
ROWS_MOST = 65_536  # as many as an xls sheet holds
BOX_MOST = 3_000_000  # cells of the rectangle from the first to the last filled cell: 100 MB while it is read
CELLS_MOST = 1_200_000  # filled cells: 50,000 rows of 24 columns, 200 MB while they are read
TEXT_MOST = 48 << 20  # characters of all cells together
UNPACKED_MOST = 256 << 20  # bytes of XML in a workbook
ERRORS = ("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!")


@dataclass
class Reach:
    """Where the filled cells of a sheet lie. Rows and columns count from 0.

    rows, cells   how many rows have a filled cell, and how many cells are filled
    last_row, last_column   -1 when there is none
    hidden    rows that are hidden or filtered out
    errors    place -> the error that a formula ended in
    blank_formulas   formulas that no program has worked out yet
    """

    rows: int = 0
    cells: int = 0
    last_row: int = -1
    last_column: int = -1
    characters: int = 0
    hidden: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    blank_formulas: int = 0
    _seen_row: int = -1

    def see(self, row: int, column: int, times: int = 1, across: int = 1) -> None:
        """Take note of a filled cell; `times` rows and `across` columns up to `column` hold the same (ods)."""
        if row != self._seen_row:
            self._seen_row = row
            self.rows += times
        self.cells += times * across
        self.last_row = max(self.last_row, row + times - 1)
        self.last_column = max(self.last_column, column)

    @property
    def past_all_bounds(self) -> bool:
        """Tell whether there is no sense in looking further."""
        return self.rows > ROWS_MOST or self.cells > CELLS_MOST or self.characters > TEXT_MOST

    def must_be_near(self, sheet: str) -> None:
        """Raise UserError with the way out if the sheet is larger than can be read."""
        if self.rows > ROWS_MOST:
            raise UserError(
                f"“{sheet}”这张表超过了{ROWS_MOST}行，一次读不下。{UNTOUCHED}请分成几个文件，每个不超过{ROWS_MOST}行。"
            )
        if (self.last_row + 1) * (self.last_column + 1) > BOX_MOST:
            raise UserError(
                f"“{sheet}”在很远的地方（第{self.last_row + 1}行、第{self.last_column + 1}列）还有内容，表太大了。"
                f"{UNTOUCHED}请把内容下面和右边多余的行、列选中删除，保存后再导入。"
            )
        if self.cells > CELLS_MOST or self.characters > TEXT_MOST:
            raise UserError(f"“{sheet}”里的内容太多，一次读不下。{UNTOUCHED}请分成几个文件再导入。")
