"""核对码 checked: whether a sheet of paper is still what the book says, and was when it was printed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from danyang_desktop.base.chinese.text import halfwidth
from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.record import STATUSES
from danyang_desktop.papers.making import make_sheets
from danyang_desktop.printing.check_code import check_code
from danyang_desktop.store import print_log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.store.print_log import Entry
    from danyang_desktop.workspace import Workspace

_CODE = re.compile(r"([0-9A-F]{4})-?([0-9A-F]{4})")


@dataclass(frozen=True)
class Changed:
    """A record that is not what it was when the sheet was printed; `how` is its last change."""

    ledger: str
    name: str
    uid: str
    at: str
    who: str
    how: str


@dataclass(frozen=True)
class Recheck:
    """What came of it.

    state    same: the book would print this sheet today;  changed: it would not;  unknown: nobody printed it here
    then     whether the book as it stood at the print gives this 核对码 (False: the program or a setting changed)
    changed  the records that differ; empty when what changed lies in a register or another month
    """

    code: str
    state: Literal["same", "changed", "unknown"]
    entry: Entry | None = None
    then: bool = False
    changed: tuple[Changed, ...] = ()

    @property
    def sentence(self) -> str:
        """Say it to whoever holds the paper."""
        if self.entry is None:
            return f"核对码 {self.code} 没有打印记录：这一页不是这本台账打印的，或者核对码抄错了。请再看看右下角。"
        one = self.entry
        sheet = f"《{one.title}》{one.period}（{one.version}，{one.at[:16].replace('T', ' ')} {one.author}打印）"
        if self.state == "same":
            return f"对得上：{sheet}和台账现在的内容一样。"
        if not self.then:
            return f"{sheet}有打印记录，现在印出来会不一样；打印那时的内容也算不出同一个核对码，可能换过设置或程序。"
        return f"{sheet}打印以后，台账改过。纸上是打印那时的内容，没有被动过。"


def recheck(workspace: Workspace, code: str) -> Recheck:
    """Work out the sheet with this 核对码 anew, from the book as it is and as it was. Raises UserError for no code."""
    found = _CODE.fullmatch(halfwidth(code).strip().upper().replace("—", "-"))
    if not found:
        raise UserError("核对码是 8 位，像 3F2A-9C1B，印在每页右下角。请再看看。")
    code = "-".join(found.groups())
    entries = print_log.by_code(workspace.book.connection, code)
    if not entries:
        return Recheck(code, "unknown")
    entry = entries[0]
    if code in _codes(workspace, entry):
        return Recheck(code, "same", entry, then=True)
    then = workspace.as_it_stood(entry.upto, dt.datetime.fromisoformat(entry.at))
    try:
        return Recheck(code, "changed", entry, code in _codes(then, entry), tuple(_changed(workspace, then, entry)))
    finally:
        then.book.engine.close()


def _codes(workspace: Workspace, entry: Entry) -> set[str]:
    return {check_code(sheet.values()) for sheet in make_sheets(workspace, entry.recipe)}


def _changed(workspace: Workspace, then: Workspace, entry: Entry) -> Iterator[Changed]:
    """Give the records of the printed ledgers and months that were added, changed, or moved away."""
    recipe = entry.recipe
    for slug, ledger in workspace.ledgers.items():
        if slug not in recipe.get("slugs", (slug,)) or (ledger.is_register and recipe["make"] == "month"):
            continue
        month = "" if ledger.is_register else str(recipe.get("period", ""))
        old, new = _heads(then, ledger, month, recipe), _heads(workspace, ledger, month, recipe)
        for uid in sorted(set(old) | set(new)):
            if old.get(uid) != new.get(uid):
                yield _told(workspace, ledger, uid, gone=uid not in new)


def _heads(workspace: Workspace, ledger: Ledger[Any], month: str, recipe: dict[str, Any]) -> dict[str, str]:
    if "uid" in recipe or "uids" in recipe:
        asked = [workspace.get(ledger, uid) for uid in recipe.get("uids", (recipe.get("uid"),))]
        return {one.uid: one.head for one in asked if one is not None}
    every = workspace.query(ledger, month=month, status=tuple(STATUSES)).records()
    return {record.uid: record.head for record in every}


def _told(workspace: Workspace, ledger: Ledger[Any], uid: str, *, gone: bool) -> Changed:
    record = workspace.get(ledger, uid)
    last = workspace.history(uid)[0]
    name = record.serial_no or ledger.name_of_record(record)
    how = f"{last.action}（已不在这个月）" if gone else last.action
    return Changed(ledger.title, name, uid, last.at, last.who, how)
