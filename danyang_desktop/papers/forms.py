"""Paper to be written on by hand: blank forms with reserved numbers, and the sheet to take along to a door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.printing.blank import blank_form, blank_lists, numbers_sheet
from danyang_desktop.printing.door import door_sheet
from danyang_desktop.registers.action_items import open_items
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.rollups.due import households_due

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.sheets import Sheet
    from danyang_desktop.workspace import Workspace

_LIVE = ("final", "archived")
_MOST_DOORS = 200


def blank_recipe(workspace: Workspace, ledger: Ledger[Any], count: int) -> dict[str, Any]:
    """Set `count` numbers aside and return the recipe of the forms that bear them; a register's bear none.

    Call it in the transaction that prints them: then a print that fails uses up no number.
    """
    numbers = list(workspace.reserve_serials(ledger, count)) or [""] * count
    return {"make": "blank", "slug": ledger.slug, "numbers": numbers, "version": "working"}


def blank_sheets(workspace: Workspace, *, slug: str, numbers: Sequence[str], version: str) -> list[Sheet]:
    """Return the empty forms with these numbers, and the ledger's empty lists."""
    del version
    ledger = workspace.ledgers[slug]
    unit, at = workspace.branch.name, _moment(workspace)
    options = workspace.look.choices
    forms = [blank_form(ledger, unit=unit, options=options, serial_no=number, printed_at=at) for number in numbers]
    return [*forms, *blank_lists(ledger, unit=unit, serials=numbers, printed_at=at)]


def numbers_recipe(ledger: Ledger[Any], year: int) -> dict[str, Any]:
    """Return the recipe of the register of reserved numbers of a year."""
    if not ledger.code:
        raise UserError(f"{ledger.title}不编号，没有空白表编号。")
    return {"make": "blank_numbers", "slug": ledger.slug, "year": year, "version": "working"}


def number_sheets(workspace: Workspace, *, slug: str, year: int, version: str) -> list[Sheet]:
    """Return the register of reserved numbers: used, voided and why, or not used yet."""
    del version
    ledger = workspace.ledgers[slug]
    rows = [
        (one.serial_no, one.at[:10], one.author, one.state, one.void_reason) for one in workspace.reserved(ledger, year)
    ]
    return [numbers_sheet(ledger.title, rows, unit=workspace.branch.name, year=year, printed_at=_moment(workspace))]


def due_households(workspace: Workspace, within_days: int = 7) -> list[str]:
    """Return the uids of the households whose visit is overdue or due within so many days, the longest first."""
    households = workspace.query(HOUSEHOLDS, status=_LIVE).records()
    visits = workspace.query(VISITS, status=_LIVE).records()
    return [one.household.uid for one in households_due(households, visits, workspace.look, within_days=within_days)]


def door_recipe(workspace: Workspace, uids: Sequence[str]) -> dict[str, Any]:
    """Return the recipe of the sheets for these households. Raises UserError for one that the book does not have."""
    if not uids:
        raise UserError("没有要走访的户。请选几户，或者过几天再看看。")
    if len(uids) > _MOST_DOORS:
        raise UserError(f"一次最多打印 {_MOST_DOORS} 户。请分几次。")
    for uid in uids:
        if workspace.get(HOUSEHOLDS, uid) is None:
            raise UserError(f"没有编号是 {uid} 的户。请看看抄全了没有。")
    return {"make": "door", "uids": list(uids), "version": "working"}


def door_sheets(workspace: Workspace, *, uids: Sequence[str], version: str) -> list[Sheet]:
    """Return the sheets to take along: each household with its last visit and what was promised."""
    del version
    sheets: list[Sheet] = []
    for household in filter(None, (workspace.get(HOUSEHOLDS, uid) for uid in uids)):
        visits = workspace.linked(VISITS, household.uid)
        promised = [item for visit in reversed(visits) for item in open_items(visit.actions)]
        sheets.append(
            door_sheet(
                (HOUSEHOLDS, VISITS), household, visits[0] if visits else None, promised,
                unit=workspace.branch.name, today=workspace.today, options=workspace.look.choices,
                printed_at=_moment(workspace),
            )
        )  # fmt: skip
    return sheets


def _moment(workspace: Workspace) -> str:
    return f"{workspace.clock.now():%Y-%m-%d %H:%M}"
