"""A doubt about two records as two sides to choose from: what each says, and which is likelier right (screen 10b)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.county.doubles import PAID_TWICE, PAIRED_TWICE, SAME_NUMBER, TWO_PLACES, People
from danyang_desktop.declare.query import LIVE
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.registers.households import HOUSEHOLDS

if TYPE_CHECKING:
    from danyang_desktop.county.doubles import Finding, Row
    from danyang_desktop.county.office import Office

_TWO = (PAID_TWICE, PAIRED_TWICE, SAME_NUMBER, TWO_PLACES)


class DoubtSide(NamedTuple):
    """One of two records; of a payment list the line of the person in question, else None."""

    row: Row
    record: Any
    line: Any


class Doubt(NamedTuple):
    """Two sides, the place (0, 1) of the likelier one, and why."""

    sides: tuple[DoubtSide, DoubtSide]
    suggested: int
    because: str


def doubt_of(office: Office, finding: Finding) -> Doubt | None:
    """Return a finding as two sides, or None when it is about one record or about many."""
    if finding.kind not in _TWO or len(finding.rows) != 2:
        return None
    people = People.of(office)
    one, other = (_side(office, people, finding, row) for row in finding.rows)
    if one is None or other is None:
        return None
    suggested, because = _likelier(office, people, finding)
    return Doubt((one, other), suggested, because)


def _side(office: Office, people: People, finding: Finding, row: Row) -> DoubtSide | None:
    ledger = office.desk.book.ledgers.get(row.slug)
    record = office.desk.book.get(ledger, row.uid) if ledger is not None else None
    if record is None:
        return None
    lines = record.lines if row.slug == SUBSIDIES.slug else ()
    mine = (line for line in lines if _who(people, line).startswith(finding.person or "-"))
    return DoubtSide(row, record, next(mine, None))


def _who(people: People, line: Any) -> str:
    return people.by_uid.get(line.person.uid) or (people.hashed(line.id_no) if line.id_no else "")


def _likelier(office: Office, people: People, finding: Finding) -> tuple[int, str]:
    """Say which side to keep: the branch that keeps the household's file, if only one of the two does."""
    if not finding.person:
        return 0, ""
    sql = f"SELECT uid, branch FROM {HOUSEHOLDS.slug} WHERE status IN {LIVE}"
    homes = {
        branch
        for uid, branch in office.desk.book.connection.execute(sql).fetchall()
        if people.by_uid.get(uid, "").startswith(finding.person)
    }
    keeping = [place for place, row in enumerate(finding.rows) if row.branch in homes]
    if len(keeping) != 1:
        return 0, "两边都说得通，请打电话问清楚人在哪边再选。"
    kept, other = finding.rows[keeping[0]], finding.rows[1 - keeping[0]]
    names = [office.branch_name(row.branch) for row in (kept, other)]
    return keeping[0], f"户的档案在{names[0]}，建议保留{names[0]}这一条，请{names[1]}改正。"
