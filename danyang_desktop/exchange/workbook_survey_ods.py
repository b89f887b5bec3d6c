"""The same look (workbook_survey) into an OpenDocument spreadsheet, where one cell may be written for a million."""

from __future__ import annotations

from danyang_desktop.exchange.workbook_reach import Reach
from danyang_desktop.exchange.workbook_survey import Archive, BrokenPart, Enough, bare

_TIMES_MOST = 1 << 21  # rows or columns of any spreadsheet, with room to spare


def survey_ods(name: str, data: bytes) -> dict[str, Reach]:
    """Return how far each table reaches, by its name. Raises UserError and BrokenPart."""
    with Archive(name, data) as archive:
        tables = _Tables()
        archive.parse("content.xml", tables.start, None, tables.text)
        for part in archive.namelist():
            if part.endswith(".xml") and part != "content.xml":
                archive.parse(part, None)
    return tables.reaches


class _Tables:
    """Goes through content.xml: cells and rows may be written once and repeated."""

    def __init__(self) -> None:
        self.reaches: dict[str, Reach] = {}
        self._reach = Reach()
        self._row = self._next_row = 0
        self._column = 0
        self._times = self._across = 1
        self._filled = False

    def start(self, tag: str, facts: dict[str, str]) -> None:
        """Take note of a table, a row or a cell. Raises Enough."""
        if tag == "table:table":
            name = facts.get("table:name", "")
            if name in self.reaches:
                raise BrokenPart
            self._reach = self.reaches[name] = Reach()
            self._next_row = 0
        elif tag == "table:table-row":
            self._row = self._next_row
            self._times = _times(facts, "number-rows-repeated")
            self._next_row += self._times
            self._column = 0
            if facts.get("table:visibility", "visible") != "visible":
                self._reach.hidden.update(range(self._row, self._row + min(self._times, 1000)))
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self._across = _times(facts, "number-columns-repeated")
            self._column += self._across
            self._filled = any(bare(key) == "value-type" for key in facts)
            if self._filled:
                self._reach.see(self._row, self._column - 1, self._times, self._across)
                if self._reach.past_all_bounds:
                    raise Enough

    def text(self, said: str) -> None:
        """Count the characters of a cell."""
        if self._filled:
            self._reach.characters += len(said) * self._times * self._across


def _times(facts: dict[str, str], name: str) -> int:
    """Return how often something is repeated."""
    said = [value for key, value in facts.items() if bare(key) == name]
    return max((min(int(one), _TIMES_MOST) if one.isdigit() and len(one) < 10 else 1 for one in said), default=1)
