"""The face of a version, worked out from what it says alone: no book is asked, and no record made in between.

A county receives a quarter of a million in a month, so what a field does to its value is looked up once a ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.record import COMMON, STATUSES
from danyang_desktop.exchange.bundle_refusals import BadContent
from danyang_desktop.store import search as finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from danyang_desktop.declare.table import Table
    from danyang_desktop.store.versions import Version

WRONG_SHAPE = (TypeError, ValueError, KeyError, AttributeError, OverflowError)
"""What a field may raise on content that no program of ours wrote."""
_STATE = ("branch", "created_at", "recorder", "status")
_ODD = "有一条记录的格式不对"
_REVISION = COMMON.index("revision")


class Face(NamedTuple):
    """All that the tables are to show of a record: its row without an id, whom it points to, what it is found by."""

    row: list[Any]
    links: set[str]
    words: str

    def told(self, revision: int) -> list[Any]:
        """Return the row of a record that has had so many versions."""
        self.row[_REVISION] = revision
        return self.row


class Faces:
    """What all records of a ledger have alike."""

    def __init__(self, table: Table) -> None:
        kinds, spells = table.ledger.kinds, table.spells
        self._table = table
        self._blank = [
            kind.empty if (spell := spells[name]) is None else spell(kind.empty) for name, kind in kinds.items()
        ]
        self._plan = {
            name: _Field(place, kind.from_json, spells[name], told=name in table.telling)
            for place, (name, kind) in enumerate(kinds.items(), len(COMMON))
        }

    def of(self, version: Version, said: dict[str, Any]) -> Face:
        """Return the face of a version that says this; raises BadContent for what is no record of the ledger."""
        row = [*_common(version, said.get("_")), *self._blank]
        values: dict[str, Any] = {"serial_no": row[2]}
        plan = self._plan
        try:
            for name, value in said.items():
                if name in plan:
                    place, read, spell, told = plan[name]
                    read_value = read(value)
                    row[place] = read_value if spell is None else spell(read_value)
                    if told:
                        values[name] = read_value
            return Face(row, self._table.targets(values), finding.spelled(self._table.said(values)))
        except UserError as error:
            raise BadContent(error.sentence) from error
        except WRONG_SHAPE as error:
            raise BadContent(_ODD) from error


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
