"""What the desk does to a batch, without widgets: make its list, change a cell, add and take out lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.payouts.build import build_lines
from danyang_desktop.ledgers.payouts.lines import PaymentLine, last_day, worked_out
from danyang_desktop.registers.programs import Program, rate_named

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

TYPED = ("category", "id_no", "months", "amount_fen", "account_no", "bank_name")
"""Cells of a line that are typed on the desk. Who is paid is not typed: a person is added or taken out."""


def program_of(workspace: Workspace, batch: Any) -> Program:
    """Return the programme of a batch; raises UserError when there is none."""
    found = workspace.look.get(batch.program)
    if not isinstance(found, Program):
        raise UserError("请先选补助项目。", "program")
    return found


def _whole(workspace: Workspace, slug: str) -> list[Any]:
    return list(workspace.query(workspace.ledgers[slug]).records())


def entitled_lines(workspace: Workspace, batch: Any) -> list[PaymentLine]:
    """Return a line for everybody who is entitled in the batch's period; raises UserError without a programme."""
    program = program_of(workspace, batch)
    first = batch.period_from or batch.period_to or batch.month
    if not first:
        raise UserError("请先填发放月份。", "month")
    period = (first, batch.period_to or first)
    return build_lines(program, _whole(workspace, "people"), _whole(workspace, "households"), period, workspace.look)


def line_for(workspace: Workspace, batch: Any, person: Any) -> PaymentLine:
    """Return a line for one person: at the rate they are entitled to, else at the programme's first, to be checked."""
    program = program_of(workspace, batch)
    period = (batch.period_from, batch.period_to)
    made = build_lines(program, [person], _whole(workspace, "households"), period, workspace.look)
    if made:
        return made[0]
    rate = next((one for one in program.rates if rate_named(program, one.category, last_day(period[1]))), None)
    if rate is None:
        raise UserError(f"“{program.name}”在这一期没有标准。请先登记标准，再加人。", "program")
    return PaymentLine(
        person=Link(person.uid, person.name), id_no=person.id_no, group_no=person.group_no, category=rate.category,
        rate_fen=rate.rate_fen, months=1, bank_name=person.bank_name, account_no=person.account_no,
        account_holder=person.account_holder,
    )  # fmt: skip


def line_of(batch: Any, key: str) -> PaymentLine:
    """Return the line with a row_uid."""
    found: PaymentLine = next(line for line in batch.lines if line.row_uid == key)
    return found


def put(workspace: Workspace, batch: Any, key: str, column: str, text: str) -> bool:
    """Put what was typed into a cell of a line; raises UserError when it cannot be read.

    Tells whether the amount now differs from the standard without a reason being written.
    """
    line = line_of(batch, key)
    kind = PaymentLine.kinds[column]
    value = kind.parse(text, workspace.today)
    if column == "amount_fen":
        if not value:
            raise UserError("实发没有填。不发的人请移出名单。")
        difference = value - line.rate_fen * line.months
        line.adjust_fen = difference or None
        if not difference:
            line.adjust_reason = ""
        return bool(difference and not line.adjust_reason)
    if column == "months" and not value:
        raise UserError("月数没有填。不发的人请移出名单。")
    setattr(line, column, value)
    if column == "category":
        rate = rate_named(program_of(workspace, batch), line.category, last_day(batch.period_to))
        line.rate_fen = rate.rate_fen if rate else line.rate_fen
    line.amount_fen = worked_out(line)
    return False


def without(batch: Any, keys: list[str]) -> str:
    """Take lines out of a batch; returns the names of those who were in them."""
    names = "、".join(line.person.name for line in batch.lines if line.row_uid in keys)
    batch.lines = [line for line in batch.lines if line.row_uid not in keys]
    return names
