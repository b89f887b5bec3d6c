"""Who belongs to which team, and what an activity's list says in sum. No widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers import participation
from danyang_desktop.ledgers.participation import Participation
from danyang_desktop.registers.people import Person, is_member

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

_GONE = "已退出"


@dataclass(frozen=True)
class Member:
    """A volunteer of a team."""

    link: Link
    party: bool


@dataclass(frozen=True)
class Team:
    """A team and its volunteers, by name."""

    link: Link
    members: tuple[Member, ...]


def teams_of(workspace: Workspace) -> list[Team]:
    """Return the teams with those who are in them; who has left is left out."""
    ledgers = workspace.ledgers
    by_team: dict[str, list[Member]] = {}
    for volunteer in workspace.query(ledgers["volunteers"]).records():
        if volunteer.standing == _GONE:
            continue
        person = workspace.look.get(volunteer.person)
        member = Member(Link(volunteer.uid, volunteer.name), isinstance(person, Person) and is_member(person))
        for link in volunteer.teams:
            by_team.setdefault(link.uid, []).append(member)
    return [
        Team(Link(team.uid, team.name), tuple(sorted(by_team.get(team.uid, ()), key=lambda one: one.link.name)))
        for team in workspace.query(ledgers["teams"]).records()
    ]


def joined(rows: list[Any], members: list[Member], team: str, times: tuple[int | None, int | None]) -> list[Any]:
    """Return the rows with these members added at these times; who is there already is skipped."""
    there = {row.volunteer.uid for row in rows if row.volunteer}
    kept = [row for row in rows if row.volunteer]  # an empty row that was begun gives way
    new = [
        Participation(volunteer=one.link, team=team, sign_in=times[0], sign_out=times[1], attended=True)
        for one in members
        if one.link.uid not in there
    ]
    return [*kept, *new]


def same_times(rows: list[Any], times: tuple[int | None, int | None]) -> int:
    """Give everybody who came these times; returns how many that were."""
    here = [row for row in rows if row.attended is not False and row.volunteer]
    for row in here:
        row.sign_in, row.sign_out = times
    return len(here)


def work_out(workspace: Workspace, activity: Any) -> tuple[int, int, int]:
    """Work out the hours of an activity's list as saving will; returns who came, their hours in minutes, who did not.

    An activity without its times is not worked out yet.
    """
    rows = [row for row in activity.participants if row.volunteer]
    here = [row for row in rows if row.attended is not False]
    if (
        activity.starts is None
        or activity.ends is None
        or activity.team is None
        or len(rows) < len(activity.participants)
    ):
        return len(here), sum(row.hours or 0 for row in here), len(rows) - len(here)
    participation.work_out(activity, workspace.look)
    return len(here), sum(row.hours or 0 for row in here), len(rows) - len(here)
