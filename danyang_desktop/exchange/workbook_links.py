"""Names as they were written, in a workbook or a JSON file, matched to the registers they point to.

A name that one record bears is that record. Namesakes are told apart by a further column (身份证号,
村民小组) or by what stands in brackets behind the name; if that does not settle it, the row is refused, never guessed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from danyang_desktop.base.chinese.names import normalise_name
from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.look import Link
from danyang_desktop.declare.query import LIVE
from danyang_desktop.declare.record import kinds_of
from danyang_desktop.exchange.workbook_cells import Fault, is_blank

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.record import Record
    from danyang_desktop.exchange.workbook_grid import Cell

_BRACKET = re.compile(r"(?P<name>[^（(]+)[（(](?P<hint>[^）)]+)[）)]")
_SHOWN = 3  # namesakes that a sentence describes
_TELLING = ("group_no", "address", "phone", "birth_on")  # what a sentence says of a namesake, if the register has it


class _Asks(Protocol):
    """The part of a workspace that is needed here."""

    def query(self, ledger: Ledger[Any], *, status: tuple[str, ...] = ...) -> Any:
        """Return a question whose `records()` can be gone through."""


class Finder:
    """Finds the records that names mean; each register is gone through once."""

    def __init__(self, workspace: _Asks, today: dt.date) -> None:
        self._workspace = workspace
        self._today = today
        self._names: dict[str, dict[str, list[Record]]] = {}

    def resolve(self, kind: Kind[Any], value: Any, hints: Mapping[str, Cell]) -> Any:
        """Return a Link, or the list of them, with uids. `hints`: field of the register -> cell. Raises Fault."""
        if kind.name_of_kind == "people":
            # A column of ID numbers beside several names does not say whose number it is.
            return [self._link(kind, link, hints if len(value) == 1 else {}) for link in value]
        return self._link(kind, value, hints) if value is not None else None

    def resolve_rows(self, kind: Kind[Any], rows: list[Any]) -> None:
        """Put uids into the links of rows that were read from one cell. Raises Fault, which names the whole field."""
        for row in rows:
            for name, inner in row.kinds.items():
                value = getattr(row, name)
                if inner.name_of_kind in ("ref", "people") and value:
                    try:
                        setattr(row, name, self.resolve(inner, value, {}))
                    except Fault as fault:
                        raise Fault(f"{kind.label}：{fault.sentence}", kind.name, fault.why) from fault

    def settle(self, record: Record) -> None:
        """Put uids into all links of a record that have a name only. Raises Fault."""
        for name, kind in kinds_of(type(record)).items():
            value = getattr(record, name)
            if kind.name_of_kind == "rows":
                self.resolve_rows(kind, value)
            elif kind.name_of_kind in ("ref", "people") and value:
                setattr(record, name, self.resolve(kind, value, {}))

    def _link(self, kind: Kind[Any], link: Link, hints: Mapping[str, Cell]) -> Link:
        if link.uid:
            return link
        register: Ledger[Any] = kind.target  # type: ignore[attr-defined]  # only Ref and People come here
        found, name = self._bearers(register, link.name)
        asked = self._asked(register, hints)
        agreeing = [record for record in found if _agrees(record, asked)]
        if len(agreeing) == 1:
            return Link(agreeing[0].uid, name)
        if found and asked and not agreeing:
            said = "、".join(
                f"{register.kinds[field].label}{register.kinds[field].show(value)}" for field, value in asked.items()
            )
            raise Fault(f"{register.title}里的{name}和表里写的{said}对不上。请核对。", kind.name, "link_differs")
        if len(found) > 1:
            raise Fault(
                f"{register.title}里有{len(found)}个{name}（{self._told_apart(register, found)}）。"
                f"请把名字写成“{name}（村民小组）”这样；表里也可以加一列身份证号。",
                kind.name,
                "ambiguous",
            )
        if not kind.loose:  # type: ignore[attr-defined]  # as above
            raise Fault(f"“{kind.label}”里的{name}不在{register.title}里。请先登记。", kind.name, "not_in_register")
        return Link("", link.name)

    def _bearers(self, register: Ledger[Any], written: str) -> tuple[list[Record], str]:
        """Return those who bear a name as written, with or without a bracket behind it, and the name."""
        names = self._of(register)
        found = names.get(written, [])
        bracket = _BRACKET.fullmatch(written)
        if found or bracket is None:
            return found, written
        name, hint = normalise_name(bracket["name"]), bracket["hint"].strip()
        named = names.get(name, [])
        return [record for record in named if _mentions(register, record, hint)], name if named else written

    def _of(self, register: Ledger[Any]) -> dict[str, list[Record]]:
        names = self._names.get(register.slug)
        if names is None:
            names = self._names[register.slug] = {}
            for record in self._workspace.query(register, status=LIVE).records():
                names.setdefault(normalise_name(register.name_of_record(record)), []).append(record)
        return names

    def _asked(self, register: Ledger[Any], hints: Mapping[str, Cell]) -> dict[str, Any]:
        """Read the further columns; one that cannot be read helps nobody and is left out."""
        asked = {}
        for field, cell in hints.items():
            if not is_blank(cell):
                try:
                    asked[field] = register.kinds[field].from_cell(cell, self._today)
                except UserError:
                    continue
        return asked

    @staticmethod
    def _told_apart(register: Ledger[Any], found: list[Record]) -> str:
        kinds = register.kinds
        shown = []
        for record in found[:_SHOWN]:
            said = (kinds[field].show(getattr(record, field)) for field in _TELLING if field in kinds)
            shown.append(next(filter(None, said), "没写住处"))
        return "、".join(shown) + ("……" if len(found) > _SHOWN else "")


def _agrees(record: Record, asked: Mapping[str, Any]) -> bool:
    """Tell whether a record has, or lacks, what was asked; at least nothing contradicts."""
    return all(getattr(record, field) in (value, "", None) for field, value in asked.items())


def _mentions(register: Ledger[Any], record: Record, hint: str) -> bool:
    return any(hint in kind.show(getattr(record, field)) for field, kind in _texts(register))


def _texts(register: Ledger[Any]) -> Iterable[tuple[str, Kind[Any]]]:
    return ((field, kind) for field, kind in register.kinds.items() if kind.name_of_kind in ("text", "choice"))
