"""The year's talks as lines of a sheet. No widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.sheet.model import Column, Line

if TYPE_CHECKING:
    import datetime as dt

    from danyang_desktop.rollups.coverage import Coverage, PersonCoverage
    from danyang_desktop.workspace import Workspace
    from ui.marks import Tone

PEOPLE_COLUMNS = (
    Column("name", "姓名", 96, bold=True),
    Column("role", "职务", 100, quiet=True),
    Column("talks", "次数", 62, right=True),
    Column("committee", "和支委谈", 122, look="mark"),
    Column("member", "党员之间谈", 122, look="mark"),
    Column("missing", "今年还差", 0, quiet=True),
)
_NOT_YET = "还没谈"


def read(workspace: Workspace, year: int) -> Coverage:
    """Work out a year's coverage from the register of people and the talks."""
    from danyang_desktop.rollups.coverage import coverage

    ledgers = workspace.ledgers
    talks = workspace.query(ledgers["talks"], month=str(year)).records()
    return coverage(year, workspace.query(ledgers["people"]).records(), talks)


def _day(on: dt.date | None) -> tuple[Tone, str]:
    return ("ok", f"{on.month}月{on.day}日") if on else ("warn", _NOT_YET)


def people_lines(found: Coverage, chosen: str) -> list[Line]:
    """Return a line for every member, those to whom something is missing first; `chosen`: "", "left" or "done"."""
    rows = [*found.not_yet, *found.covered]
    if chosen:
        rows = [one for one in rows if bool(one.missing) == (chosen == "left")]
    return [_line(one) for one in rows]


def _line(one: PersonCoverage) -> Line:
    texts = {
        "name": one.person.name, "role": one.role, "talks": str(one.talks), "missing": "、".join(one.missing),
        "member": "—" if one.committee else "",
    }  # fmt: skip
    marks: dict[str, tuple[Tone, str]] = {}
    if one.committee:
        met = sum(on is not None for on in one.with_committee.values())
        whole = met == len(one.with_committee)
        marks["committee"] = ("ok" if whole else "warn", f"{met} / {len(one.with_committee)} 人")
    else:
        marks["committee"], marks["member"] = _day(one.committee_on), _day(one.member_on)
    return Line(one.person.uid, texts, marks=marks)


def board_of(found: Coverage) -> list[PersonCoverage]:
    """Return the committee."""
    return [one for one in found.people if one.committee]


def board_columns(found: Coverage) -> list[Column]:
    """Return a column for each committee member."""
    return [
        Column("name", "支委互谈", 84, bold=True),
        *(Column(one.person.uid, one.person.name, 64) for one in board_of(found)),
    ]


def board_lines(found: Coverage) -> list[Line]:
    """Return the committee's square: the day on which each two have talked."""
    lines = []
    for one in board_of(found):
        met = one.with_committee
        texts = {"name": one.person.name, one.person.uid: "—"}
        texts |= {uid: f"{on:%m-%d}" if on else "没谈" for uid, on in met.items()}
        states: dict[str, Tone] = {uid: "warn" for uid, on in met.items() if on is None}
        lines.append(Line(one.person.uid, texts, states=states))
    return lines
