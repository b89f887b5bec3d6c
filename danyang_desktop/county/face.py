"""The face of a version, worked out from what it says alone: no book is asked, and no record made in between.

A county receives a quarter of a million in a month, so what a field does to its value is looked up once a ledger.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.kinds import Ref, Rows
from danyang_desktop.declare.record import COMMON, STATUSES
from danyang_desktop.exchange.bundle_refusals import BadContent
from danyang_desktop.store import search as finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from danyang_desktop.declare.table import Table
    from danyang_desktop.store.spelling import Spelling
    from danyang_desktop.store.versions import Version

WRONG_SHAPE = (TypeError, ValueError, KeyError, AttributeError, OverflowError)
"""What a field may raise on content that no program of ours wrote."""
_STATE = ("branch", "created_at", "recorder", "status")
_ODD = "有一条记录的格式不对"
_REVISION, _STATUS = COMMON.index("revision"), COMMON.index("status")
_STANDING = {"final", "archived"}
_ROW = re.compile(r"[0-9a-f]{32}")


class Face(NamedTuple):
    """All that the tables are to show of a new record, as the engine spells it.

    row     `Faces.rest` of its columns;  day  the one it is kept by, "" in a register
    links   of those it points to;  words  by which it is found
    """

    row: Any
    day: str
    links: list[Any]
    words: Any


class Faces:
    """What all records of a ledger have alike. `rest`: the columns of a face's row, which lacks id and revision."""

    def __init__(self, table: Table, spelling: Spelling) -> None:
        kinds, spells = table.ledger.kinds, table.spells
        self._table = table
        self._spelling = spelling
        self.rest = tuple(name for name in table.columns if name != "revision")
        self._day = table.columns.index(table.ledger.date_of) if table.ledger.date_of else -1
        self._blank = [
            kind.empty if (spell := spells[name]) is None else spell(kind.empty) for name, kind in kinds.items()
        ]
        self._plan = {
            name: _Field(place, kind.from_json, spells[name], told=name in table.telling)
            for place, (name, kind) in enumerate(kinds.items(), len(COMMON))
        }
        self._needed = {
            name: kind.label
            for name, kind in kinds.items()
            if kind.required and (isinstance(kind, Ref) or name == table.ledger.date_of)
        }
        self._rows = {
            name: [inner for inner, of in kind.row.kinds.items() if of.required and isinstance(of, Ref)]
            for name, kind in kinds.items()
            if isinstance(kind, Rows)
        }

    def of(self, version: Version, said: dict[str, Any]) -> Face:
        """Return the face of a version that says this; raises BadContent for what is no record of the ledger."""
        try:
            row, values = self._read(version, said)
            table, spell, branch = self._table, self._spelling, version.branch
            links = [spell.row((to, version.uid, version.slug, branch)) for to in table.targets(values)]
            words = spell.found(branch, finding.spelled(table.said(values)))
            day = row[self._day] or "" if self._day >= 0 else ""
            del row[_REVISION]
            return Face(spell.row(row), day, links, words)
        except BadContent:
            raise
        except (UserError, *WRONG_SHAPE) as error:
            raise BadContent(error.sentence if isinstance(error, UserError) else _ODD) from error

    def row(self, version: Version, revision: int) -> list[Any]:
        """Return the row, without id, of a record that has had so many versions; raises BadContent."""
        try:
            row, _ = self._read(version, version.content())
        except BadContent:
            raise
        except (UserError, *WRONG_SHAPE) as error:
            raise BadContent(error.sentence if isinstance(error, UserError) else _ODD) from error
        row[_REVISION] = revision
        return row

    def _read(self, version: Version, said: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        """Return a row without id, and of the fields that tell something what they say."""
        row = [*_common(version, said.get("_")), *self._blank]
        if row[_STATUS] in _STANDING:
            self._must_be_whole(said)
        values: dict[str, Any] = {"serial_no": row[2]}
        plan = self._plan
        for name, value in said.items():
            if name in plan:
                place, read, spell, told = plan[name]
                read_value = read(value)
                row[place] = read_value if spell is None else spell(read_value)
                if told:
                    values[name] = read_value
        return row, values

    def _must_be_whole(self, said: dict[str, Any]) -> None:
        """Raise BadContent for a record that points to nobody where it must, or has no day: no form of ours saves one.

        All that counts and prints may rely on it; one such record would stop the table of the whole county.
        """
        for name, label in self._needed.items():
            if not said.get(name):
                raise BadContent(f"有一条记录没有{label}")
        for name, needed in self._rows.items():
            for one in said.get(name) or ():
                if not _ROW.fullmatch(one["row_uid"]) or not all(one.get(inner) for inner in needed):
                    raise BadContent("有一条记录的明细没有编号或没有人")


class _Field(NamedTuple):
    place: int
    read: Callable[[Any], Any]
    spell: Callable[[Any], Any] | None
    told: bool


def _common(version: Version, state: Any) -> tuple[Any, ...]:
    """Return what every record has besides its own fields, the number of its versions left open."""
    if not isinstance(state, dict) or not all(isinstance(state.get(name), str) for name in _STATE):
        raise BadContent("有一条记录缺支部、状态或经手人")
    serial_no, void_reason = state.get("serial_no"), state.get("void_reason")
    if {type(serial_no), type(void_reason)} - {str, type(None)}:
        raise BadContent("有一条记录的编号或作废原因不对")
    if state["branch"] != version.branch or state["status"] not in STATUSES:
        raise BadContent("有一条记录的支部或状态不对")
    return (
        version.uid, version.branch, serial_no, state["status"], void_reason, state["recorder"], state["created_at"],
        version.at, 0, version.digest,
    )  # fmt: skip
