"""The parts of an import's plan: rows to be added, changed, left, refused or looked at, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.declare.check import Verdict
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.record import Record
    from danyang_desktop.exchange.workbook_grid import Cell


class Desk(Protocol):
    """The part of a workspace that an import needs."""

    @property
    def today(self) -> dt.date:
        """Today, by the book's clock."""

    def new(self, ledger: Ledger[Any], **values: Any) -> Any:
        """Return a new record with its first values."""

    def judge(self, record: Record) -> Verdict:
        """Work out what is computed and say what is wrong."""

    def get(self, ledger: Ledger[Any], uid: str) -> Any:
        """Return a record."""

    def query(self, ledger: Ledger[Any], *, month: str = "", status: tuple[str, ...] = ()) -> Any:
        """Return a question about a ledger."""

    def save_many(self, ledger: Ledger[Any], records: Iterable[Record], progress: Progress = ...) -> list[str]:
        """Save judged records, new and changed, in one transaction."""

    def index(self, progress: Progress = ...) -> None:
        """Let what was saved be found quickly; may be cut off anywhere."""


@dataclass
class Entry:
    """A row that will be saved. `changes`: (label, old text, new text), empty for a new record."""

    row: int
    record: Any
    changes: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Refusal:
    """A row that will not be saved.

    row      the sheet's own row number, from 1;  column   heading of the first cell that is wrong, "" = the whole row
    reason   what is wrong and what to do;  why   the same for programs: id_checksum, name_missing, duplicate ...
    name     how the row calls its record;  cells   the row as it came
    """

    row: int
    column: str
    reason: str
    why: str
    name: str
    cells: list[Cell]


@dataclass
class Warned:
    """A row that will be saved, but ought to be looked at."""

    row: int
    column: str
    reason: str


@dataclass
class Plan:
    """What an import would do.

    same      numbers of rows that the book has already, word for word
    unknown_columns   headings that no field claims;  missing_columns   labels of required fields without a column
    skipped   rows that were taken for titles, totals or signatures: (row, text)
    notes     sentences about the sheet as a whole
    """

    ledger: Ledger[Any]
    sheet: str
    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    warned: list[Warned] = field(default_factory=list)
    unknown_columns: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    skipped: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    titles: dict[int, str] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows of data the sheet has."""
        return len(self.new) + len(self.changed) + len(self.same) + len(self.refused)

    def summary(self) -> str:
        """Say in one sentence what would happen."""
        unit = self.ledger.unit
        if not self.rows:
            return f"“{self.sheet}”里只有表头，还没有填内容，没有可导入的{self.ledger.noun}。"
        parts = [
            f"新增 {len(self.new)} {unit}",
            f"修改 {len(self.changed)} {unit}",
            f"没有变化 {len(self.same)} {unit}",
        ]
        said = f"“{self.sheet}”共 {self.rows} 行：{'，'.join(parts)}"
        return f"{said}，有问题不收的 {len(self.refused)} 行。" if self.refused else f"{said}。"

    def as_json(self) -> dict[str, Any]:
        """Return the shape that `import --json` answers (commands.md)."""
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "same": len(self.same),
            "refused": [
                {"row": one.row, "column": one.column, "reason": one.reason, "why": one.why} for one in self.refused
            ],
            "warned": [{"row": one.row, "column": one.column, "reason": one.reason} for one in self.warned],
            "sheet": self.sheet,
            "unknown_columns": list(self.unknown_columns),
            "notes": self.notes,
        }


@dataclass(frozen=True)
class Applied:
    """Uids of what was saved."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
