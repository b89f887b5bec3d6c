"""Who has handed in, who has not, and what does not add up: a row for every branch, by town."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.towns import SHIPPED
from danyang_desktop.county import aside
from danyang_desktop.county.month_held import figures_of, held
from danyang_desktop.registers.branches import BRANCHES
from danyang_desktop.registers.towns import TOWNS

if TYPE_CHECKING:
    from danyang_desktop.county.office import Office
    from danyang_desktop.declare.book import Book

TAKEN, LACKING, RETURNED, UNKNOWN = "已收", "未交", "退回", "没登记"
NO_TOWN = "没列镇街"
_TOWN_DIGITS = 9


def board(office: Office, month: str) -> list[dict[str, Any]]:
    """Return a row for every branch that is enrolled or on the office's list, by town and code.

    state    已收 (a bundle that reaches the month), 退回 (something waits for a good file), 未交, 没登记
    missing  numbers of bundles on which others build and which are not here
    refused  files that wait for a good one, also of a branch whose month is here
    and what is here of the month (month_held.py): with which bundle it came, how many records, what changed since
    """
    book = office.desk.book
    listed, towns = _listed(book), _towns(book)
    enrolled = dict(
        book.connection.execute("SELECT branch, max(branch_name) FROM devices WHERE revoked_at IS NULL GROUP BY branch")
    )
    here = held(book, month)
    waiting: dict[str, list[aside.SetAside]] = defaultdict(list)
    for one in aside.refused(office.desk):
        waiting[one.branch].append(one)
    rows = []
    for branch in sorted({*enrolled, *listed}):
        name, town = listed.get(branch, (enrolled.get(branch, branch), ""))
        got = figures_of(here.get(branch))
        refused = waiting.get(branch, [])
        state = TAKEN if got["came_with"] else RETURNED if refused else LACKING
        missing = sorted({one.missing for one in refused if one.missing})
        rows.append(
            {
                **got, "branch": branch, "enrolled": branch in enrolled, "missing": missing, "month": month,
                "name": name, "refused": len(refused), "state": state if branch in enrolled else UNKNOWN,
                "town": town or towns.get(branch[:_TOWN_DIGITS], NO_TOWN),
            }
        )  # fmt: skip
    return sorted(rows, key=lambda row: (row["town"] == NO_TOWN, row["branch"]))


def by_town(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a board by town, in order."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["town"], []).append(row)
    return found


def tally(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Return how many branches there are of each state, in a fixed order."""
    return {state: sum(row["state"] == state for row in rows) for state in (TAKEN, LACKING, RETURNED, UNKNOWN)}


def _listed(book: Book) -> dict[str, tuple[str, str]]:
    """Return code -> (name, town) of the branches on the office's list; it may be imported from a workbook."""
    if BRANCHES.slug not in book.tables:
        return {}
    rows = book.connection.execute(
        f"SELECT code, name, town FROM {BRANCHES.slug} WHERE status IN ('final', 'archived') AND code != ''"
    )
    return {code: (name, town or "") for code, name, town in rows}


def _towns(book: Book) -> dict[str, str]:
    towns = dict(SHIPPED)
    if TOWNS.slug in book.tables:
        towns |= {
            code[:_TOWN_DIGITS]: name
            for code, name in book.connection.execute(f"SELECT code, name FROM {TOWNS.slug} WHERE status = 'final'")
            if code
        }
    return towns
