"""更正 on paper: what was changed after the month was closed, below its table: old, new, date, reason, by whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.amendments import ADDED
from danyang_desktop.printing.sheets import Column, Sheet, Table, Words
from danyang_desktop.printing.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from danyang_desktop.declare.amendments import Amendment
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.sheets import Version

HEADING = "更正（存档以后的改动，原来的内容留在上面已经装订的页里）"
_COLUMNS = (
    Column("日期", 22, "center"),
    Column("编号", 50, "center"),
    Column("项目", 28, "center"),
    Column("原来", 52),
    Column("改为", 52),
    Column("原因", 40),
    Column("经手人", 18, "center"),
)
_STATUS = "状态"


def with_amendments(sheet: Sheet, ledger: Ledger[Any], amended: Sequence[Amendment], version: Version) -> Sheet:
    """Return the sheet with a table of 更正 below its own; unchanged if there are none.

    A notice shows how things stand and has no such table. Of secret records only the number of changes is said.
    """
    if not amended or version == "notice":
        return sheet
    told = [one for one in amended if not _is_secret(ledger, one)]
    rows = [row for one in told for row in _rows(ledger, one, version)]
    blocks = [*sheet.blocks, Words(HEADING, heading=True)]
    if rows:
        blocks.append(Table(columns=_COLUMNS, rows=rows, total_label=None))
    if len(told) < len(amended):
        blocks.append(Words(f"另有保密的 {len(amended) - len(told)} 处更正，不列内容。"))
    return replace(sheet, blocks=tuple(blocks))


def _is_secret(ledger: Ledger[Any], one: Amendment) -> bool:
    return ledger.is_secret(one.new) or (one.old is not None and ledger.is_secret(one.old))


def _rows(ledger: Ledger[Any], one: Amendment, version: Version) -> Iterator[list[str]]:
    """Give a line for each field that was changed."""
    number = one.new.serial_no or ledger.name_of_record(one.new)
    tail = [one.reason or one.what, one.who]
    if one.old is None:
        day = ledger.kinds[ledger.date_of].show(getattr(one.new, ledger.date_of))
        yield [one.at[:10], number, ADDED, "", f"{day}，见上表", *tail]
        return
    before, after = Shown(ledger, one.old, version), Shown(ledger, one.new, version)
    if one.status is not None:
        yield [one.at[:10], number, _STATUS, *one.status, *tail]
    for name in one.fields(ledger):
        kind = ledger.kinds[name]
        old, new = before.value(kind, getattr(one.old, name)), after.value(kind, getattr(one.new, name))
        yield [one.at[:10], number, kind.label, old or "（空）", new or "（空）", *tail]
