"""Make a payment list out of a programme and the registers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.payouts.lines import PaymentLine, last_day, months_of, worked_out
from danyang_desktop.registers import identity
from danyang_desktop.registers.people import HERE, party_years
from danyang_desktop.registers.programs import ONCE, rate_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from danyang_desktop.declare.look import Look
    from danyang_desktop.registers.households import Household
    from danyang_desktop.registers.people import Person
    from danyang_desktop.registers.programs import Program, Rate


def build_lines(
    program: Program, people: Iterable[Person], households: Iterable[Household], period: tuple[str, str], look: Look
) -> list[PaymentLine]:
    """Return a line for everybody entitled in the period (first and last month, 2026-10), in order of group and name.

    Each month counts for itself: who reaches the age, dies or moves away within the period gets whole months only, the
    month of death included. A rate that changed within the period is made up for in `adjust_fen`.
    """
    del look
    by_head = hardship_of_heads(households)
    lines = [
        line for person in people if (line := _line(program, person, by_head.get(person.uid, ()), period)) is not None
    ]
    lines.sort(key=lambda line: (_order(line.group_no), line.person.name))
    for seq, line in enumerate(lines, 1):
        line.seq = seq
    return lines


def hardship_of_heads(households: Iterable[Household]) -> dict[str, tuple[str, ...]]:
    """Return uid of a head -> hardship kinds of the open household: money for a household goes to its head."""
    return {
        one.person.uid: tuple(one.hardship) for one in households if one.person and one.person.uid and not one.closed_on
    }


def months_alive(person: Person, months: list[str]) -> list[str]:
    """Return the months in which somebody may still be paid: up to the month of death or of moving away."""
    if person.standing == HERE or person.standing_on is None:
        return months
    return [month for month in months if month <= f"{person.standing_on:%Y-%m}"]


def _line(program: Program, person: Person, hardship: Iterable[str], period: tuple[str, str]) -> PaymentLine | None:
    kinds = {*hardship, *person.category}
    months = months_alive(person, months_of(*period))
    if program.cycle == ONCE:
        months = months[-1:] if months[-1:] == [period[1]] else []
    rates: list[Rate] = [rate for month in months if (rate := rate_for(program, person, kinds, last_day(month)))]
    if not rates:
        return None
    rate, end = rates[-1], last_day(period[1])
    line = PaymentLine(
        person=Link(person.uid, person.name),
        sex=person.sex,
        age=identity.age(person, end),
        id_no=person.id_no,
        group_no=person.group_no,
        joined_on=person.joined_on,
        party_years=party_years(person, end),
        category=rate.category,
        rate_fen=rate.rate_fen,
        months=len(rates),
        bank_name=person.bank_name,
        account_no=person.account_no,
        account_holder=person.account_holder,
    )
    difference = sum(one.rate_fen for one in rates) - rate.rate_fen * len(rates)
    if difference:
        line.adjust_fen, line.adjust_reason = difference, "期间标准或档次有变化"
    line.amount_fen = worked_out(line)
    return line


def _order(group: str) -> tuple[int, str]:
    digits = "".join(char for char in group if char.isdigit())
    return int(digits or 999), group
