"""What is done instead of editing a batch whose money has left: pay again what came back, or reverse what was wrong.

A paid batch is never changed. A payment that came back is paid again by a batch 补发 whose lines name the returned
ones (`for_line`). A wrong payment is reversed by a batch 冲正 whose lines are the same with the sign turned, so that
original and reversal add up to nothing in every sum; the right amount is then paid by an ordinary batch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.base.errors import UserError
from danyang_desktop.base.ids import new_uid
from danyang_desktop.declare.ledger import LEDGER_OF
from danyang_desktop.declare.record import fresh
from danyang_desktop.ledgers.payouts.lines import (
    MONEY_OUT,
    PAID,
    REISSUE,
    RETURNED,
    REVERSAL,
    UNCLAIMED,
    PaymentLine,
    worked_out,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from danyang_desktop.declare.look import Look
    from danyang_desktop.ledgers.subsidies import Batch

_SHARED = ("program", "kind", "period_from", "period_to", "basis", "fund_source", "pay_mode")


def reissue(batch: Batch, look: Look) -> Batch:
    """Return a new batch that pays again what came back of a paid one; raises UserError when nothing is left to pay."""
    done = _corrected(batch, look, REISSUE)
    back = [line for line in batch.lines if line.result in (RETURNED, UNCLAIMED) and line.row_uid not in done]
    if not back:
        raise UserError("这一批没有要补发的：没有退回、未领的，或者都已经补发了。")
    return _correction(batch, look, REISSUE, back, sign=1)


def reverse(batch: Batch, look: Look, reason: str, rows: Collection[str] = ()) -> Batch:
    """Return a new batch that reverses lines of a paid one: those of `rows` (row_uid), or all that were paid.

    Raises UserError when the money has not left, or when there is nothing left to reverse.
    """
    if batch.state not in MONEY_OUT:
        raise UserError("这一批还没有发，直接退回修改就可以，不用冲正。")
    done = _corrected(batch, look, REVERSAL)
    wrong = [
        line
        for line in batch.lines
        if line.result == PAID and line.row_uid not in done and (not rows or line.row_uid in rows)
    ]
    if not wrong:
        raise UserError("没有可以冲正的行：没有发成功的，或者都已经冲正了。")
    made = _correction(batch, look, REVERSAL, wrong, sign=-1)
    made.reason = reason
    return made


def outstanding(batch: Batch, look: Look) -> list[PaymentLine]:
    """Return the lines of a paid batch that came back and have not been paid again."""
    paid_again = _corrected(batch, look, REISSUE, only_paid=True)
    return [line for line in batch.lines if line.result in (RETURNED, UNCLAIMED) and line.row_uid not in paid_again]


def _corrected(batch: Batch, look: Look, nature: str, *, only_paid: bool = False) -> set[str]:
    """Return the lines of `batch` that other batches of this nature speak of."""
    found = [one for one in look.where(LEDGER_OF[type(batch)], corrects=batch.uid) if one.nature == nature]
    if only_paid:
        return {line.for_line for one in found if one.state in MONEY_OUT for line in one.lines if line.result == PAID}
    return {line.for_line for one in found for line in one.lines}


def _correction(batch: Batch, look: Look, nature: str, lines: list[PaymentLine], *, sign: int) -> Batch:
    made: Batch = fresh(type(batch), look, **{name: getattr(batch, name) for name in _SHARED})
    made.nature = nature
    made.title = f"{batch.title}（{nature}）"[:40]
    made.corrects, made.corrects_no = batch.uid, batch.serial_no or ""
    made.reason = "退回款补发" if nature == REISSUE else ""
    made.lines = [_turned(line, seq, sign) for seq, line in enumerate(lines, 1)]
    return made


def _turned(line: PaymentLine, seq: int, sign: int) -> PaymentLine:
    turned: PaymentLine = line.copied()
    turned.row_uid = new_uid()
    turned.for_line = line.row_uid
    turned.seq = seq
    turned.rate_fen *= sign
    turned.adjust_fen = line.adjust_fen and line.adjust_fen * sign
    turned.amount_fen = worked_out(turned)
    turned.result = turned.return_reason = ""
    turned.received_on = None
    return turned
