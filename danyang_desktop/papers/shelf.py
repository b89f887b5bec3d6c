"""The sheets that belong to no month: what each is, what must be known to print it, and what prints it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.papers import press
from danyang_desktop.papers.forms import due_households
from danyang_desktop.printing.specials.certificate import CERTIFICATE
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.registers.volunteers import VOLUNTEERS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from danyang_desktop.printing.sheets import Version
    from danyang_desktop.workspace import Workspace

Job = Any
"""What prints: it is called with `out` and `progress` and returns what was printed."""
_FULL: tuple[Version, ...] = ("working", "archive")


@dataclass(frozen=True)
class Wanted:
    """What was answered: a record, a ledger's slug, a year, the days of a span, how many, and the version."""

    record: Any = None
    slug: str = ""
    year: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
    count: int = 1
    version: Version = "working"


@dataclass(frozen=True)
class Special:
    """A kind of sheet.

    pick      slug of the ledger or register from which one record is chosen;  may_skip  or none
    of        slugs of the ledgers or registers of which one is chosen
    year, span, count   whether it asks for a year, for the days from and to, for how many
    make      gives what prints it: it takes `out` and `progress`
    """

    key: str
    title: str
    hint: str
    make: Callable[[Workspace, Wanted], Any]
    pick: str = ""
    may_skip: bool = False
    of: tuple[str, ...] = ()
    year: bool = False
    span: bool = False
    count: bool = False
    versions: tuple[Version, ...] = ("working",)


def specials_of(workspace: Workspace) -> list[Special]:
    """Return the kinds of sheets that this book has the ledgers for."""
    known = workspace.ledgers
    registers = tuple(slug for slug, ledger in known.items() if ledger.is_register)
    numbered = tuple(slug for slug, ledger in known.items() if ledger.code)
    always = (
        Special("roster", "花名册", "名册今天的样子，一人一户一行。", _roster, of=registers, versions=_FULL),
        Special(
            "blank", "空白表", "停电时手写的表。打印时才占用编号，以后照着补记。", _blank, of=tuple(known), count=True
        ),
        Special("numbers", "空白表编号登记", "留出去的编号用了没有。", _numbers, of=numbered, year=True),
    )
    return [*always, *(special for special, needs in _OF_LEDGERS if set(needs) <= set(known))]


def _roster(workspace: Workspace, wanted: Wanted) -> Job:
    return partial(press.print_list, workspace, workspace.ledgers[wanted.slug], version=wanted.version)


def _members(workspace: Workspace, wanted: Wanted) -> Job:
    return partial(press.print_members, workspace, version=wanted.version)


def _household(workspace: Workspace, wanted: Wanted) -> Job:
    return partial(press.print_household, workspace, _chosen(wanted, "户"), version=wanted.version)


def _door(workspace: Workspace, wanted: Wanted) -> Job:
    uids = [wanted.record.uid] if wanted.record is not None else due_households(workspace)
    return partial(press.print_doors, workspace, uids)


def _notice(workspace: Workspace, wanted: Wanted) -> Job:
    return partial(press.print_notice, workspace, _chosen(wanted, "批"))


def _certificate(workspace: Workspace, wanted: Wanted) -> Job:
    assert wanted.first is not None  # noqa: S101 - a sheet with `span` is asked for with both days
    assert wanted.last is not None  # noqa: S101 - same
    return partial(press.print_certificate, workspace, _chosen(wanted, "名志愿者"), wanted.first, wanted.last)


def _hours(workspace: Workspace, wanted: Wanted) -> Job:
    return partial(press.print_hours, workspace, wanted.year, version=wanted.version)


def _coverage(workspace: Workspace, wanted: Wanted) -> Job:
    return partial(press.print_coverage, workspace, wanted.year, version=wanted.version)


def _blank(workspace: Workspace, wanted: Wanted) -> Job:
    return partial(press.print_blank, workspace, workspace.ledgers[wanted.slug], wanted.count)


def _numbers(workspace: Workspace, wanted: Wanted) -> Job:
    return partial(press.print_numbers, workspace, workspace.ledgers[wanted.slug], wanted.year)


def _year(workspace: Workspace, wanted: Wanted) -> Job:
    return partial(press.print_year, workspace, wanted.year, version=wanted.version)


def _chosen(wanted: Wanted, unit: str) -> Any:
    if wanted.record is None:
        raise UserError(f"先选一{unit}，再打印。")
    return wanted.record


_PEOPLE, _HOMES, _TALKS = PEOPLE.slug, HOUSEHOLDS.slug, TALKS.slug
_VISITS, _VOLUNTEERS, _SERVICE, _SUBSIDIES = VISITS.slug, VOLUNTEERS.slug, VOLUNTEERING.slug, SUBSIDIES.slug
_DOOR_HINT = "带着上门的表，上次走访和没办完的事已经印好。不选户，就是到期该走的户。"
_OF_LEDGERS: tuple[tuple[Special, tuple[str, ...]], ...] = (
    (Special("members", "困难党员花名册", "在册的困难党员。", _members, versions=_FULL), (_PEOPLE,)),
    (Special("household", "一户一档", "一户的档案、走访、慰问和照片。", _household, _HOMES, versions=_FULL), (_HOMES,)),
    (Special("door", "入户走访表", _DOOR_HINT, _door, _HOMES, may_skip=True), (_HOMES, _VISITS)),
    (
        Special("notice", "补助公示", "张贴的公示和回执，姓名遮住一个字。", _notice, _SUBSIDIES, versions=("notice",)),
        (_SUBSIDIES,),
    ),
    (
        Special(
            "certificate", CERTIFICATE, "编号的证明，只算已经确认的服务时长。", _certificate, _VOLUNTEERS,
            span=True, versions=("archive",),
        ),
        (_VOLUNTEERS, _SERVICE),
    ),
    (
        Special("hours", "志愿服务时长年度汇总", "一年里谁服务几次、多少小时。", _hours, year=True, versions=_FULL),
        (_VOLUNTEERS, _SERVICE),
    ),
    (
        Special("coverage", "谈心谈话全年进度", "谁谈过，谁还没有谈。", _coverage, year=True, versions=_FULL),
        (_TALKS, _PEOPLE),
    ),
    (
        Special("year", "年度卷", "封面、目录、各月台账、全年的表。", _year, year=True, versions=_FULL[::-1]),
        (_VISITS, _TALKS, _SERVICE, _SUBSIDIES, _HOMES),
    ),
)  # fmt: skip
"""Kinds of sheets, and the slugs that a book must know for each."""
