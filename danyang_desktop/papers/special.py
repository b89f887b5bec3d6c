"""Makers of the sheets that no single declaration gives: what the book says, handed to printing/specials/."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.dates import show_period
from danyang_desktop.base.errors import UserError
from danyang_desktop.base.ids import short_code
from danyang_desktop.declare.query import LIVE
from danyang_desktop.ledgers.participation import CONFIRMED, present
from danyang_desktop.ledgers.payouts.lines import PAID, last_day
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.talks import OPEN_TALK, TALKS
from danyang_desktop.ledgers.visits import BATCH, VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.papers.covers import year_charts, year_note
from danyang_desktop.papers.issued import issued_before
from danyang_desktop.printing.ledger_sheet import ledger_sheet
from danyang_desktop.printing.month import sheets_of
from danyang_desktop.printing.specials import yearly
from danyang_desktop.printing.specials.certificate import CERTIFICATE, Certificate, certificate_sheet
from danyang_desktop.printing.specials.household import Gift, household_sheets
from danyang_desktop.printing.specials.notice import Notice, Payee, notice_sheet, result_sheet
from danyang_desktop.printing.specials.year import Piece, year_sheets
from danyang_desktop.registers.branches import BRANCHES
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.people import HERE, PEOPLE, party_years
from danyang_desktop.registers.volunteers import VOLUNTEERS
from danyang_desktop.rollups.coverage import coverage
from danyang_desktop.rollups.month import months_before
from danyang_desktop.rollups.volunteer_hours import services
from danyang_desktop.store import print_log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.sheets import Sheet, Version
    from danyang_desktop.workspace import Workspace

_FIRST_YEAR, _LAST_YEAR = 1949, 2100
HARD_MEMBER = "困难党员"
_TALKED = "已谈"
_KEPT = {TALKS.slug: "10年"}
_USUALLY_KEPT, _FOR_EVER = "30年", "永久"
"""保管期限 by ledger (domain.md 3.6)."""
_OF_THE_YEAR = "全年汇总"


def how_printed(workspace: Workspace, version: Version) -> dict[str, Any]:
    """Return what every sheet takes: unit, version, moment of printing."""
    now = workspace.clock.now()
    return {"printed_at": f"{now:%Y-%m-%d %H:%M}", "unit": workspace.branch.name, "version": version}


def notice_of(workspace: Workspace, uid: str, *, first: str, last: str, days: int) -> Notice:
    """Return what a batch's notice says. Raises UserError for a batch that is not there, void, or empty."""
    batch = _found(workspace, SUBSIDIES, uid)
    if batch.status == "void" or not batch.lines:
        raise UserError("这个批次已经作废，或者名单里还没有人，不用公示。")
    branch = _branch(workspace)
    name = workspace.branch.name
    return Notice(
        place=name.removeprefix(workspace.branch.town).removesuffix("党支部"),
        unit=name,
        period=show_period(batch.month),
        program=batch.program.name,
        payees=[Payee(line.person.name, line.group_no, line.amount_fen or 0) for line in batch.lines],
        heads=batch.heads or 0,
        first=dt.date.fromisoformat(first),
        last=dt.date.fromisoformat(last),
        days=days,
        contact=branch.secretary.name if branch and branch.secretary else "",
        hotline=(branch.hotline or branch.phone) if branch else "",
        names=workspace.setting("notice_names"),
    )


def _notice(workspace: Workspace, *, uid: str, version: Version, **span: Any) -> list[Sheet]:
    del version
    notice = notice_of(workspace, uid, **span)
    at = how_printed(workspace, "notice")["printed_at"]
    return [notice_sheet(notice, printed_at=at), result_sheet(notice, printed_at=at)]


def certificate_recipe(
    workspace: Workspace, volunteer: Any, first: dt.date, last: dt.date, version: Version
) -> dict[str, Any]:
    """Return the recipe of a certificate, numbered branch-ZM-year-CODE-###.

    CODE is this computer's: another one of the same branch, which may not have read yet what was printed here, gives
    other numbers. The same volunteer and days again give the same number, marked 补打, also on the other computer.
    Raises UserError for days in the wrong order.
    """
    if last < first:
        raise UserError("证明的结束日期早于开始日期。请核对。")
    today = workspace.today
    span = {"uid": volunteer.uid, "first": first.isoformat(), "last": last.isoformat()}
    issued = [one.recipe for one in print_log.titled(workspace.book.connection, CERTIFICATE)]
    before = next((one for one in reversed(issued) if {name: one.get(name) for name in span} == span), None)
    before = before or issued_before(workspace, span)
    start = f"{workspace.branch.code}-ZM-{today.year}-{short_code(workspace.book.device, workspace.book.epoch)}-"
    taken = max((int(one["number"][-3:]) for one in issued if one["number"].startswith(start)), default=0)
    return {
        "make": "certificate", **span, "version": version, "handler": workspace.operator,
        "number": before["number"] if before else f"{start}{taken + 1:03}",
        "on": today.isoformat(), "again": before["on"] if before else "",
    }  # fmt: skip


def _certificate(workspace: Workspace, *, version: Version, **asked: Any) -> list[Sheet]:
    uid, number = asked["uid"], asked["number"]
    first, last, on = (dt.date.fromisoformat(asked[name]) for name in ("first", "last", "on"))
    again = dt.date.fromisoformat(asked["again"]) if asked["again"] else None
    volunteer = _found(workspace, VOLUNTEERS, uid)
    activities = [
        one
        for one in _of_span(workspace, VOLUNTEERING, first, last)
        if one.state == CONFIRMED and any(row.volunteer.uid == uid for row in present(one))
    ]
    mine = next((one for one in services(activities, first, last) if one.volunteer.uid == uid), None)
    if mine is None or not mine.certified:
        raise UserError(f"{volunteer.name}在这段时间里没有已经确认的服务时长，不能出证明。请先公示、确认时长。")
    person = workspace.look.get(volunteer.person)
    branch = _branch(workspace)
    return [
        certificate_sheet(
            Certificate(
                number=number,
                name=volunteer.name,
                sex=getattr(person, "sex", ""),
                id_no=getattr(person, "id_no", ""),
                volunteer_no=volunteer.volunteer_no,
                teams="、".join(team.name for team in volunteer.teams),
                first=first,
                last=last,
                times=mine.times,
                hours=VOLUNTEERING.kinds["total_hours"].show(mine.certified),
                content="；".join(dict.fromkeys(mine.titles)) + "。",
                unit=workspace.branch.name,
                head=branch.secretary.name if branch and branch.secretary else "",
                handler=asked["handler"],
                phone=branch.phone if branch else "",
                issued_on=on,
                again_on=again,
            ),
            version=version,
            printed_at=how_printed(workspace, version)["printed_at"],
        )
    ]


def _household(workspace: Workspace, *, uid: str, version: Version) -> list[Sheet]:
    household = _found(workspace, HOUSEHOLDS, uid)
    visits = list(reversed(workspace.linked(VISITS, uid)))
    gifts = sorted(_gifts(workspace, household, visits), key=lambda one: str(one.given_on or ""))
    return household_sheets(household, visits, gifts, photo=workspace.photo, **how_printed(workspace, version))


def _gifts(workspace: Workspace, household: Any, visits: list[Any]) -> Iterator[Gift]:
    """Give what reached the household, each amount once: a gift paid through a batch stands with the batch."""
    for visit in visits:
        fen = 0 if visit.counted_in == BATCH else visit.cash or 0
        goods = VISITS.kinds["goods"].show(visit.goods)
        if fen or goods:
            yield Gift(visit.visited_on, visit.festival or visit.purpose, goods, fen, visit.cash_source if fen else "")
    head = household.person.uid if household.person else ""
    for batch in workspace.linked(SUBSIDIES, head) if head else ():
        for line in batch.lines:
            if line.person.uid == head and line.result == PAID:
                yield Gift(batch.paid_on, batch.title, "", line.amount_fen or 0, batch.fund_source)


def _must_be_a_year(year: int) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise UserError(f"年份要在 {_FIRST_YEAR} 到 {_LAST_YEAR} 之间，现在是 {year}。", "year")


def _coverage(workspace: Workspace, *, year: int, version: Version) -> list[Sheet]:
    _must_be_a_year(year)
    people = list(workspace.query(PEOPLE, status=LIVE).records())
    talks = workspace.query(TALKS, month=str(year), status=LIVE).oldest_first()
    whole = coverage(year, people, talks)
    told = coverage(year, people, [one for one in talks if one.secrecy == OPEN_TALK])
    days = {(a.uid, b.uid): on for a, b, on in told.pairs}
    places = {row.person.uid: place for place, row in enumerate(row for row in whole.people if row.committee)}
    board = [row.person.name for row in whole.people if row.committee]
    met = {
        (min(places[a.uid], places[b.uid]), max(places[a.uid], places[b.uid])): _day(on, days[a.uid, b.uid])
        for a, b, on in whole.pairs
    }
    members = [
        yearly.MemberTalks(
            row.person.name,
            _day(row.committee_on, open_row.committee_on),
            _day(row.member_on, open_row.member_on),
            row.talks,
            "、".join(row.missing),
        )
        for row, open_row in zip(whole.people, told.people, strict=True)
        if not row.committee
    ]
    return [yearly.coverage_sheet(year, board, met, members, **how_printed(workspace, version))]


def _day(on: dt.date | None, told: dt.date | None) -> str:
    """Return the day of a first talk; only that there was one, if all of them are secret."""
    if on is None:
        return ""
    return f"{told:%m-%d}" if told else _TALKED


def _hours(workspace: Workspace, *, year: int, version: Version) -> list[Sheet]:
    _must_be_a_year(year)
    numbers = {one.uid: one.volunteer_no for one in workspace.query(VOLUNTEERS, status=LIVE).records()}
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    served = [
        yearly.Served(one.volunteer.name, numbers.get(one.volunteer.uid, ""), one.times, one.printed, one.certified)
        for one in services(_of_span(workspace, VOLUNTEERING, first, last), first, last)
    ]
    show = VOLUNTEERING.kinds["total_hours"].show
    return [yearly.hours_sheet(year, served, show, **how_printed(workspace, version))]


def _members(workspace: Workspace, *, on: str, version: Version) -> list[Sheet]:
    day = dt.date.fromisoformat(on)
    members = [
        yearly.HardMember(
            one.name,
            one.sex,
            one.id_no,
            f"{one.joined_on:%Y-%m-%d}" if one.joined_on else "",
            str(party_years(one, day) or ""),
            "、".join(one.category),
            one.group_no,
            one.address,
            one.phone,
        )
        for one in workspace.query(PEOPLE, status=LIVE).records()
        if HARD_MEMBER in one.category and one.standing == HERE
    ]
    return [yearly.members_sheet(members, on=on, **how_printed(workspace, version))]


def _year(workspace: Workspace, *, year: int, version: Version, forms: bool = False) -> list[Sheet]:
    _must_be_a_year(year)
    how = how_printed(workspace, version)
    ledgers = [ledger for ledger in workspace.ledgers.values() if not ledger.is_register]
    pieces = [piece for ledger in ledgers for piece in _pieces(workspace, ledger, year, forms=forms, how=how)]
    end = min(workspace.today, dt.date(year, 12, 31))
    pieces += _summaries(workspace, year, end, version)
    notes = [(ledger.short, year_note(workspace, ledger, year)) for ledger in ledgers]
    notes.append((_OF_THE_YEAR, "谈话进度、服务时长、困难家庭和党员"))
    return year_sheets(year, pieces, notes, charts=year_charts(workspace, year), **how)


def _pieces(
    workspace: Workspace, ledger: Ledger[Any], year: int, *, forms: bool, how: dict[str, Any]
) -> Iterator[Piece]:
    """Give a piece for each month of a ledger that has records."""
    for month in months_before(f"{year}-12", 12):
        records = workspace.query(ledger, month=month).oldest_first()
        if records:
            sheets = sheets_of(
                ledger, records, period=month, forms=forms, photo=workspace.photo,
                amended=workspace.amended(ledger, month), **how,
            )  # fmt: skip
            title = f"{ledger.title}（{int(month[5:])}月）"
            yield Piece(
                ledger.short, title, f"{last_day(month):%Y%m%d}", _KEPT.get(ledger.slug, _USUALLY_KEPT), tuple(sheets)
            )


def _summaries(workspace: Workspace, year: int, end: dt.date, version: Version) -> Iterator[Piece]:
    households = [
        one
        for one in workspace.query(HOUSEHOLDS, status=LIVE).oldest_first()
        if (one.opened_on or end) <= end and (one.closed_on is None or one.closed_on > end)
    ]
    how = how_printed(workspace, version)
    roster = ledger_sheet(HOUSEHOLDS, households, period=str(year), **how)
    found = (
        ("谈心谈话全年进度表", "10年", _coverage(workspace, year=year, version=version)),
        ("志愿服务时长年度汇总表", _USUALLY_KEPT, _hours(workspace, year=year, version=version)),
        (roster.title, _FOR_EVER, [roster]),
        ("困难党员花名册", _FOR_EVER, _members(workspace, on=end.isoformat(), version=version)),
    )
    for title, kept, sheets in found:
        yield Piece(_OF_THE_YEAR, title, f"{end:%Y%m%d}", kept, tuple(sheets))


def _of_span(workspace: Workspace, ledger: Ledger[Any], first: dt.date, last: dt.date) -> list[Any]:
    """Return the live records of all years that a span touches."""
    years = range(first.year, last.year + 1)
    return [one for year in years for one in workspace.query(ledger, month=str(year), status=LIVE).oldest_first()]


def _found(workspace: Workspace, ledger: Ledger[Any], uid: str) -> Any:
    record = workspace.get(ledger, uid)
    if record is None:
        raise UserError(f"{ledger.title}里没有找到“{uid}”。请核对编号。")
    return record


def _branch(workspace: Workspace) -> Any:
    found = workspace.look.where(BRANCHES, code=workspace.branch.code)
    return found[0] if found else None


SPECIAL_MAKERS: dict[str, Callable[..., list[Sheet]]] = {
    "notice": _notice,
    "certificate": _certificate,
    "household": _household,
    "coverage": _coverage,
    "hours": _hours,
    "members": _members,
    "year": _year,
}
"""Makers for making.MAKERS."""
