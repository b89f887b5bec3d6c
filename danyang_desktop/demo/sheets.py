"""Every kind of sheet that the program prints, from a sample branch: to be shown, and held beside the pictures."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.query import LIVE
from danyang_desktop.demo.invent import texts
from danyang_desktop.ledgers.participation import CONFIRMED, present
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.papers import press
from danyang_desktop.papers.forms import due_households
from danyang_desktop.printing.record_sheet import forms_declared
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.volunteers import VOLUNTEERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.paper import Printed
    from danyang_desktop.workspace import Workspace

_BLANKS = 2
_MOST_DOORS = 3


def print_month_sheets(workspace: Workspace, folder: Path, month: str) -> int:
    """Print the month's volume and the form of the newest open record of each ledger; returns the pages."""
    pages = press.print_month(workspace, month, folder / f"{month}_月度汇总.pdf", asks=texts()["asks"]).pages
    for ledger, record in _newest(workspace, month):
        pages += press.print_record(workspace, record, folder / f"{month}_{ledger.short}_单条.pdf").pages
    return pages


def print_every_sheet(workspace: Workspace, folder: Path, today: dt.date) -> int:
    """Print what else there is: each ledger, the special sheets, the year, the paper to write on; returns the pages."""
    folder.mkdir()
    return sum(printed.pages for printed in _every_sheet(workspace, folder, today))


def _every_sheet(workspace: Workspace, folder: Path, today: dt.date) -> Iterator[Printed]:
    month = f"{today:%Y-%m}"
    for ledger in _ledgers(workspace):
        name = f"{ledger.title}_{month}_工作版.pdf"
        yield press.print_ledgers(workspace, [ledger], month, folder / name, forms=True)
        yield press.print_blank(workspace, ledger, _BLANKS, folder / f"空白表_{ledger.short}.pdf")
    yield from _closed(workspace, folder)
    yield press.print_ledgers(workspace, [HOUSEHOLDS], "", folder / "困难家庭花名册.pdf", version="archive")
    yield press.print_members(workspace, folder / "困难党员花名册.pdf", version="archive")
    for batch in workspace.query(SUBSIDIES, month=month, status=LIVE).page(limit=1).rows:
        yield press.print_notice(workspace, batch, folder / "补助发放公示.pdf")
    yield from _of_people(workspace, folder, today)
    yield press.print_coverage(workspace, today.year, folder / "谈心谈话全年进度表.pdf")
    yield press.print_hours(workspace, today.year, folder / "志愿服务时长年度汇总表.pdf")
    yield press.print_year(workspace, today.year, folder / "年度卷.pdf", version="working")
    yield press.print_numbers(workspace, VISITS, today.year, folder / "空白表编号登记.pdf")


def _ledgers(workspace: Workspace) -> list[Ledger[Any]]:
    return [ledger for ledger in workspace.ledgers.values() if ledger.prints and not ledger.is_register]


def _closed(workspace: Workspace, folder: Path) -> Iterator[Printed]:
    """Print the oldest month as 存档版, which closes it, put one visit of it right, and print that ledger again."""
    visits = workspace.query(VISITS, status=LIVE).oldest_first()
    month = f"{visits[0].visited_on:%Y-%m}"
    if month == f"{workspace.today:%Y-%m}":
        return  # the month in which the sample is used stays open
    for ledger in _ledgers(workspace):
        name = f"{ledger.title}_{month}_存档版.pdf"
        yield press.print_ledgers(workspace, [ledger], month, folder / name, version="archive", forms=True)
    visits[0].measures = f"{visits[0].measures}已办妥。"
    workspace.correct(visits[0], "漏写了办理结果")
    name = f"{VISITS.title}_{month}_存档版_更正后.pdf"
    yield press.print_ledgers(workspace, [VISITS], month, folder / name, version="archive", changed=True)


def _of_people(workspace: Workspace, folder: Path, today: dt.date) -> Iterator[Printed]:
    """Print the sheets of one household and of one volunteer: those with the most to show."""
    households = workspace.query(HOUSEHOLDS, status=LIVE).oldest_first()
    busiest = max(households, key=lambda one: len(workspace.linked(VISITS, one.uid)))
    yield press.print_household(workspace, busiest, folder / "一户一档.pdf", version="archive")
    doors = due_households(workspace, 60)[:_MOST_DOORS] or [busiest.uid]
    yield press.print_doors(workspace, doors, folder / "入户走访表.pdf")
    for activity in workspace.query(VOLUNTEERING, month=str(today.year), state=CONFIRMED).page(limit=1).rows:
        volunteer = workspace.get(VOLUNTEERS, present(activity)[0].volunteer.uid)
        first = dt.date(today.year, 1, 1)
        for name in ("志愿服务证明.pdf", "志愿服务证明_补打.pdf"):
            yield press.print_certificate(workspace, volunteer, first, today, folder / name)


def _newest(workspace: Workspace, month: str) -> Iterator[tuple[Ledger[Any], Any]]:
    for ledger in workspace.ledgers.values():
        if ledger.is_register or not forms_declared(ledger):
            continue
        found = workspace.query(ledger, month=month, status=("final",)).page().rows
        shown = next((record for record in found if not ledger.is_secret(record)), None)
        if shown is not None:
            yield ledger, shown
