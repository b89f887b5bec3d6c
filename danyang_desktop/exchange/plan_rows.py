"""The rows of a sheet sorted into new, changed, same and refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.base import national_id
from danyang_desktop.exchange import workbook_identity as identity
from danyang_desktop.exchange.plan_parts import Desk, Entry, Plan, Refusal, Warned
from danyang_desktop.exchange.workbook_cells import Fault, is_blank, read_cell
from danyang_desktop.exchange.workbook_heads import has_default
from danyang_desktop.exchange.workbook_links import Finder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.record import Record
    from danyang_desktop.exchange.workbook_body import Line
    from danyang_desktop.exchange.workbook_grid import Cell
    from danyang_desktop.exchange.workbook_heads import Heads

_STEP = 50  # rows between two words of progress
_WORDS_MOST = 3  # kinds of a row that its text can say (declare.kinds.rows.show_row)
_CLOSED = {"void": "已经作废", "archived": "已经归档"}


@dataclass
class _Read:
    """A line as read: its filled cells by field, what they mean, and what is wrong with them."""

    line: Line
    row: identity.Row
    faults: list[Fault] = field(default_factory=list)
    unread: dict[str, Cell] = field(default_factory=dict)


class Sorter:
    """Sorts the rows of one sheet into a plan."""

    def __init__(self, workspace: Desk, plan: Plan, heads: Heads, progress: Progress) -> None:
        self._workspace = workspace
        self._plan = plan
        self._ledger = plan.ledger
        self._heads = heads
        self._progress = progress
        self._today = workspace.today
        self._finder = Finder(workspace, self._today)
        self._kinds = {
            name: kind
            for name, kind in self._ledger.kinds.items()
            if name in heads.columns and name != self._ledger.state and kind.name_of_kind != "photos"
        }
        self._taken: dict[tuple[Any, ...], int] = {}

    def sort(self, lines: list[Line]) -> None:
        """Fill the plan. Raises Cancelled from the progress."""
        read = []
        for number, line in enumerate(lines):
            if number % _STEP == 0:
                self._progress(number, 2 * len(lines), f"正在读第 {line.number} 行……")
            read.append(self._read(line))
        book = identity.Identity.read(self._workspace, self._ledger, [one.row for one in read])
        for number, one in enumerate(read):
            if number % _STEP == 0:
                self._progress(len(lines) + number, 2 * len(lines), f"正在核对第 {one.line.number} 行……")
            self._sort(book, one)
            one.row.values = {}  # the record holds them now

    def _read(self, line: Line) -> _Read:
        serial = "" if self._heads.serial is None else str(line.at(self._heads.serial)).strip()
        one = _Read(
            line, identity.Row(line.number, {}, {}, serial if serial.startswith(f"{self._ledger.code}-") else "")
        )
        for name, kind in self._kinds.items():
            column = self._heads.columns[name]
            cell = line.at(column)
            if is_blank(cell):
                continue
            try:
                value = self._value(kind, cell, line, self._heads.titles.get(column, ""))
            except Fault as fault:
                one.faults.append(fault)
                one.unread[name] = cell
                continue
            if not kind.is_empty(value):
                one.row.cells[name] = cell
                one.row.values[name] = value
        return one

    def _value(self, kind: Kind[Any], cell: Cell, line: Line, title: str) -> Any:
        pointing = kind.name_of_kind in ("ref", "people")
        value = read_cell(kind, cell, self._today, title)
        if kind.name_of_kind == "rows":
            self._finder.resolve_rows(kind, value)
        if not pointing:
            return value
        columns = self._heads.hints.get(kind.name, {})
        return self._finder.resolve(kind, value, {name: line.at(column) for name, column in columns.items()})

    def _sort(self, book: identity.Identity, one: _Read) -> None:
        try:
            old = book.find(one.row)
        except identity.Ambiguous as several:
            count = len(several.records)
            said = f"{self._ledger.title}里有{count}条同名的，分不清是哪一条。请补上身份证号。"
            self._refuse(one, [Fault(said, self._ledger.name_of, "ambiguous")])
            return
        faults = [fault for fault in one.faults if old is None or not self._says_old(one, fault, old)]
        faults += self._unfilled(one) if old is None else []
        if faults:
            self._refuse(one, faults)
            return
        marks = [book.mark(one.row), *([("uid", old.uid)] if old is not None else self._number(one))]
        first = next((self._taken[mark] for mark in marks if mark in self._taken), None)
        if first is not None:
            said = f"和第 {first} 行重复了。两行只留一行；确实是两条的，请写出不同的地方。"
            self._refuse(one, [Fault(said, self._twice(one), "duplicate")])
            return
        done = self._add(one, book) if old is None else self._change(one, old)
        if done:
            self._taken |= dict.fromkeys(marks, one.line.number)

    def _number(self, one: _Read) -> list[tuple[Any, ...]]:
        """Return the number that a row brings for a new record, where records have one of their own."""
        number = one.row.values.get(self._ledger.numbers[0]) if self._ledger.numbers else None
        return [("number", number)] if number else []

    def _says_old(self, one: _Read, fault: Fault, old: Record) -> bool:
        """Tell whether an unreadable cell says just what the book has: a namesake exported and brought back."""
        name = fault.field or ""
        shown = self._ledger.kinds[name].to_cell(getattr(old, name))
        return shown is not None and identity.flat(str(one.unread[name])) == identity.flat(str(shown))

    def _unfilled(self, one: _Read) -> list[Fault]:
        """Return what a new record needs and the row does not say; the book's own answer comes from `judge`."""
        wrong = {fault.field for fault in one.faults}
        return [
            self._missing(name, kind)
            for name, kind in self._ledger.kinds.items()
            if kind.required
            and name not in one.row.values
            and name not in wrong
            and not has_default(self._ledger, name)
        ]

    def _missing(self, name: str, kind: Kind[Any]) -> Fault:
        return Fault(f"“{kind.label}”没有填，请补上。", name, "name_missing" if self._names(name) else "missing")

    def _names(self, name: str) -> bool:
        """Tell whether a field is the name of its record."""
        return name == self._ledger.name_of or getattr(self._ledger.kinds[name], "form", "") == "name"

    def _add(self, one: _Read, book: identity.Identity) -> bool:
        record = self._workspace.new(self._ledger, **one.row.values)
        if one.row.serial_no and one.row.serial_no not in book.by_serial:
            said = f"这本台账里没有编号 {one.row.serial_no}，会当新的记，另编号码。"
            self._plan.warned.append(Warned(one.line.number, "编号", said))
        if not self._judged(one, record):
            return False
        self._plan.new.append(Entry(one.line.number, record))
        return True

    def _change(self, one: _Read, old: Record) -> bool:
        names = [name for name in one.row.cells if not one.row.says_of(self._kinds[name], getattr(old, name))]
        if not names:
            self._plan.same.append(one.line.number)
            return True
        stop = self._may_not_change(names, old)
        if stop is not None:
            self._refuse(one, [stop])
            return False
        record = self._workspace.get(self._ledger, old.uid)
        for name in names:
            setattr(record, name, one.row.values[name])
        if not self._judged(one, record):
            return False
        changes = [
            (kind.label, before, after)
            for name, kind in self._ledger.kinds.items()
            if (before := kind.show(getattr(old, name))) != (after := kind.show(getattr(record, name)))
        ]
        if changes:
            self._plan.changed.append(Entry(one.line.number, record, changes))
            self._say_by_name(one, old)
        else:
            self._plan.same.append(one.line.number)
        return True

    def _may_not_change(self, names: list[str], old: Record) -> Fault | None:
        """Return why a record of the book may not be changed by a workbook, or None."""
        ledger = self._ledger
        state = getattr(old, ledger.state) if ledger.state else ""
        closed = _CLOSED.get(old.status) or (f"已经“{state}”" if state in ledger.settled else "")
        if closed:
            label = ledger.kinds[names[0]].label
            said = f"这一条{closed}，“{label}”和台账里的不一样，不能用表格改。请在台账里用“更正”。"
            return Fault(said, names[0], "settled")
        for name in names:
            kind = ledger.kinds[name]
            if kind.name_of_kind == "rows" and getattr(old, name) and len(kind.row.kinds) > _WORDS_MOST + 1:  # type: ignore[attr-defined]  # only Rows are called rows
                said = f"“{kind.label}”有好几栏，表里一格写不下，不能用表格改。请在台账里打开这一条再改。"
                return Fault(said, name, "rows")
        return None

    def _say_by_name(self, one: _Read, old: Record) -> None:
        number = identity.id_field(self._ledger)
        if number and not one.row.values.get(number) and getattr(old, number):
            said = f"这一行没有身份证号，按姓名认作台账里的{self._ledger.name_of_record(old)}。请核对是不是同一个人。"
            self._plan.warned.append(Warned(one.line.number, self._heading(self._ledger.name_of), said))

    def _judged(self, one: _Read, record: Record) -> bool:
        """Judge a record by the ledger's own rules; note warnings, refuse on errors."""
        for name, kind in self._ledger.kinds.items():
            if not record.head and kind.required and name not in one.row.values and not has_default(self._ledger, name):
                setattr(record, name, kind.empty)
        verdict = self._workspace.judge(record)
        if verdict.errors:
            faults = [Fault(said, name, self._why(name, record)) for name, said in verdict.errors.items()]
            self._refuse(one, faults)
            return False
        self._plan.warned += [
            Warned(one.line.number, self._heading(name), said) for name, said in verdict.warnings.items()
        ]
        return True

    def _why(self, name: str, record: Record) -> str:
        kind = self._ledger.kinds.get(name)
        if kind is None:
            return "rule"
        value = getattr(record, name)
        if kind.is_empty(value):
            return self._missing(name, kind).why
        wrong_id = national_id.why(value, self._today) if getattr(kind, "form", "") == "id_no" else None
        return wrong_id or (kind.name_of_kind if kind.complain(value) else "rule")

    def _refuse(self, one: _Read, faults: Iterable[Fault]) -> None:
        order = {
            name: place for place, name in enumerate(sorted(self._heads.columns, key=self._heads.columns.__getitem__))
        }
        found = sorted(faults, key=lambda fault: order.get(fault.field or "", len(order)))
        reason = "".join(dict.fromkeys(fault.sentence for fault in found))
        heading = self._heading(found[0].field or "")
        self._plan.refused.append(
            Refusal(one.line.number, heading, reason, found[0].why, self._called(one), list(one.line.cells))
        )

    def _heading(self, name: str) -> str:
        if name in self._heads.columns:
            return self._heads.titles[self._heads.columns[name]].replace("\n", "")
        return self._ledger.kinds[name].label if name in self._ledger.kinds else ""

    def _twice(self, one: _Read) -> str:
        return next((key for key in self._ledger.keys if key in one.row.values), self._ledger.name_of)

    def _called(self, one: _Read) -> str:
        """Return how the row calls its record."""
        ledger = self._ledger
        names = [ledger.name_of] if ledger.name_of else [
            name for name, kind in ledger.kinds.items() if kind.name_of_kind in ("ref", "people") and kind.required
        ]  # fmt: skip
        cells = (one.line.at(self._heads.columns[name]) for name in names if name in self._heads.columns)
        return next((str(cell).strip() for cell in cells if not is_blank(cell)), "")
