"""Find the headings of a sheet, and which field each column brings.

Offices put titles, a line with unit and date, and heads of one to three rows on top, name columns as they please, and
merge cells. A column is taken for a field by label, by alias, or by a near form of either; what no field claims is
listed, never guessed at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.exchange import workbook_words as words
from danyang_desktop.exchange.workbook_reach import UNTOUCHED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.exchange.workbook_grid import Grid

REASON, SOURCE_ROW, SERIAL = "原因", "原行号", "编号"
"""Headings of our own: why a row was refused and where it stood; the serial number by which a record is known."""

GUIDE = "填写说明"  # the sheet of our templates that explains the columns
_NOBODYS = frozenset({"原因", "原行号", "序号", "序", "行号", "no", "顺序号", "编号", "序列"})
_LOOK_AT = 40  # rows in which the heads must stand
_DEPTH = 3  # rows of heads
_EXACT, _LOOSE, _NEAR = 8, 4, 2  # how sure a match is


@dataclass
class Heads:
    """Where the headings stand and what they mean.

    rows      rows of the headings, from 0;  columns   field -> column
    titles    column -> heading as written (of two rows: 家庭成员·姓名)
    unknown   headings that no field claims;  missing   required fields without a column
    hints     field of a Ref or People -> field of its register -> column (whose ID number, whose group)
    serial    column of 编号, or None
    """

    rows: tuple[int, ...]
    columns: dict[str, int]
    titles: dict[int, str]
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    hints: dict[str, dict[str, int]] = field(default_factory=dict)
    serial: int | None = None
    score: int = 0


def find_heads(grid: Grid, ledger: Ledger[Any]) -> Heads:
    """Find the headings of `ledger` in a sheet. Raises UserError when there are none."""
    vocabulary = _Vocabulary(ledger)
    best = Heads((), {}, {})
    for first in range(min(len(grid.rows), _LOOK_AT)):
        for depth in range(1, _DEPTH + 1):
            titles = _titles(grid, first, depth)
            if not titles:
                break
            columns, score = vocabulary.match(titles)
            grouped = all(_is_group(grid, row, titles) for row in range(first, first + depth - 1))
            score = 10 * score - (0 if grouped else depth - 1)
            if score > best.score:
                shown = {column: "·".join(dict.fromkeys(filter(None, parts))) for column, parts in titles.items()}
                best = Heads(tuple(range(first, _foot_of_heads(grid, first, depth))), columns, shown, score=score)
    filled = len([title for title in best.titles.values() if title])
    telling = [name for name in best.columns if name == ledger.name_of or ledger.kinds[name].required]
    if not best.columns or (len(best.columns) == 1 and filled > 2 and not telling):
        raise UserError(_no_heads(grid, ledger))
    _finish(best, ledger)
    return best


def with_columns(heads: Heads, ledger: Ledger[Any], columns: dict[str, int]) -> Heads:
    """Return the headings as somebody at the desk assigned them: field -> column."""
    assigned = Heads(heads.rows, dict(columns), heads.titles, score=heads.score)
    _finish(assigned, ledger)
    return assigned


def _is_group(grid: Grid, row: int, titles: dict[int, tuple[str, ...]]) -> bool:
    """Tell whether a row has headings over several columns, but neither over all of them nor for the sheet (日期：)."""
    groups = [
        str(grid.rows[top][left])
        for top, left, bottom, right in grid.merged
        if top == bottom == row and 1 <= right - left < len(titles) - 1 and left < len(grid.rows[top])
    ]
    return bool(groups) and not any(":" in words.squeezed(said) for said in groups)


def has_default(ledger: Ledger[Any], name: str) -> bool:
    """Tell whether a blank has an answer that holds for any row of a workbook: not today, not who sits at the desk."""
    first = ledger.kinds[name].initial
    return name == ledger.state or (first is not None and not callable(first))


def _foot_of_heads(grid: Grid, first: int, depth: int) -> int:
    """Return the row behind the heads: a heading merged downwards takes its rows along."""
    reach = [bottom for top, _, bottom, _ in grid.merged if first <= top < first + depth <= bottom < first + _DEPTH]
    return max(reach, default=first + depth - 1) + 1


def fit(grid: Grid, ledger: Ledger[Any]) -> Heads | None:
    """Return the headings, or None where there are none."""
    try:
        return find_heads(grid, ledger)
    except UserError:
        return None


def _no_heads(grid: Grid, ledger: Ledger[Any]) -> str:
    needed = [kind.label for kind in ledger.kinds.values() if kind.required] or [
        kind.label for kind in list(ledger.kinds.values())[:4]
    ]
    where = f"“{grid.sheet}”这张表" if grid.sheet else "表"
    if grid.is_blank:
        return f"{where}是空的，没有可导入的内容。请选另一张表或另一个文件。"
    return (
        f"{where}里没找到{ledger.title}的表头。{UNTOUCHED}"
        f"请看看是不是选错了文件；表头要有一行写着：{'、'.join(needed)}。也可以先导出空白模板，把内容贴进去。"
    )


def _finish(heads: Heads, ledger: Ledger[Any]) -> None:
    """Sort what no field claimed: our own columns, hints for links, and the unknown."""
    taken = set(heads.columns.values())
    unknown = []
    for column, title in heads.titles.items():
        bare = words.heading(title)
        if column in taken or not bare:
            continue
        if bare == SERIAL and ledger.date_of:
            heads.serial = column
        elif bare not in _NOBODYS and not _hint(heads, ledger, column, bare):
            unknown.append(title)
    heads.unknown = tuple(unknown)
    heads.missing = tuple(
        kind.label
        for name, kind in ledger.kinds.items()
        if kind.required and name not in heads.columns and not has_default(ledger, name)
    )


def _hint(heads: Heads, ledger: Ledger[Any], column: int, bare: str) -> bool:
    """Take an unclaimed column as telling apart namesakes of a linked person: 走访对象身份证号, 身份证号, 村民小组."""
    links = sorted(ledger.kinds.items(), key=lambda pair: pair[1].name_of_kind == "people")  # one person before several
    for name, kind in links:
        target = getattr(kind, "target", None)
        if target is None or name not in heads.columns:
            continue
        for other, theirs in target.kinds.items():
            if other == target.name_of or theirs.name_of_kind not in ("text", "choice", "date", "number"):
                continue
            if bare.removeprefix(words.heading(kind.label)) in _forms(theirs):
                heads.hints.setdefault(name, {}).setdefault(other, column)
                return True
    return False


def _names_a_person(kind: Kind[Any]) -> bool:
    """Tell whether a field points to one record that bears a person's name: no programme and no team does."""
    target = getattr(kind, "target", None) if kind.name_of_kind == "ref" else None
    return target is not None and getattr(target.kinds[target.name_of], "form", "") == "name"


def _forms(kind: Kind[Any]) -> set[str]:
    return {words.heading(name) for name in (kind.label, *kind.aliases)}


def _titles(grid: Grid, first: int, depth: int) -> dict[int, tuple[str, ...]]:
    """Return column -> its headings from top to bottom, merged cells filled; {} where there can be no heads."""
    if first + depth > len(grid.rows):
        return {}
    lines = [_line(grid, row) for row in range(first, first + depth)]
    for line in lines:
        if sum(1 for cell in line.values() if cell) < (1 if depth == 1 else 2):
            return {}
    columns = sorted({column for line in lines for column in line})
    return {column: tuple(line.get(column, "") for line in lines) for column in columns}


def _line(grid: Grid, row: int) -> dict[int, str]:
    """Return column -> text of one row; a merged cell says its text in each of its columns and rows."""
    cells = grid.rows[row]
    line = {column: cell.strip() if isinstance(cell, str) else "" for column, cell in enumerate(cells) if cell != ""}
    for top, left, bottom, right in grid.merged:
        if top <= row <= bottom and right - left < 30:
            said = grid.rows[top][left] if left < len(grid.rows[top]) else ""
            if isinstance(said, str) and said:
                for column in range(left, right + 1):
                    line.setdefault(column, said.strip())
    return line


class _Vocabulary:
    """All forms under which the fields of a ledger are known."""

    def __init__(self, ledger: Ledger[Any]) -> None:
        kinds = ledger.kinds
        self._exact: dict[str, str] = {}
        loose: dict[str, set[str]] = {}
        self._labels: dict[str, str] = {}
        for name, kind in kinds.items():
            for form in _forms(kind):
                self._exact.setdefault(form, name)
                self._labels.setdefault(form, name)
                for near in {words.looser(form), words.without_front(form), words.looser(words.without_front(form))}:
                    loose.setdefault(near, set()).add(name)
        for name, kind in kinds.items():  # a label always outweighs another field's alias
            self._exact[words.heading(kind.label)] = name
        self._loose = {form: next(iter(names)) for form, names in loose.items() if len(names) == 1 and len(form) > 1}
        if ledger.date_of:
            self._loose |= dict.fromkeys(("日期", "时间", "年月", "月份"), ledger.date_of)
            whom = [name for name, kind in kinds.items() if kind.required and _names_a_person(kind)]
            if len(whom) == 1:  # the one person whom the record is about
                self._loose |= dict.fromkeys(("姓名", "对象", "户主"), whom[0])

    def match(self, titles: dict[int, tuple[str, ...]]) -> tuple[dict[str, int], int]:
        """Return field -> column, the surest first, and how sure that is in all."""
        found = []
        for column, parts in titles.items():
            for weight, name in self._meanings(parts):
                found.append((-weight, column, name))
        columns: dict[str, int] = {}
        taken: set[int] = set()
        score = 0
        for weight, column, name in sorted(found):
            if name not in columns and column not in taken:
                columns[name] = column
                taken.add(column)
                score += next(sure for sure in (_EXACT, _LOOSE, _NEAR) if sure - 1 <= -weight)
        return columns, score

    def _meanings(self, parts: tuple[str, ...]) -> Iterable[tuple[int, str]]:
        """Yield (how sure, field): the heads of several rows together first, then the lowest by itself."""
        pieces = (piece for part in parts for piece in part.split("·"))  # so are the heads of two rows written in one
        several = list(dict.fromkeys(piece for piece in map(words.heading, pieces) if piece))
        if not several:
            return
        whole = "".join(several)
        yield from self._meaning(whole, 0)
        if len(several) > 1:
            yield from self._meaning(several[-1], 1)

    def _meaning(self, bare: str, less: int) -> Iterable[tuple[int, str]]:
        if bare in self._exact:
            yield _EXACT - less, self._exact[bare]
        elif bare in _NOBODYS:
            return
        for near in (words.looser(bare), words.without_front(bare), words.looser(words.without_front(bare))):
            if near in self._exact and len(near) > 1:
                yield _LOOSE - less, self._exact[near]
            if near in self._loose:
                yield _LOOSE - less, self._loose[near]
        holders = {name for form, name in self._labels.items() if len(bare) > 1 and bare in form}
        if len(holders) == 1:
            yield _NEAR - less, holders.pop()
