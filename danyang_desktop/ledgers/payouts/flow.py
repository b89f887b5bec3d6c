"""What happens to a batch on its way from 编制 to 结清: the conditions of each step, and what it writes down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.base.chinese.dates import show_date
from danyang_desktop.base.errors import UserError
from danyang_desktop.ledgers.payouts.checks import checks
from danyang_desktop.ledgers.payouts.corrections import outstanding
from danyang_desktop.ledgers.payouts.lines import NORMAL, PAID
from danyang_desktop.registers.holidays import notice_ends
from danyang_desktop.registers.programs import IN_CASH

if TYPE_CHECKING:
    from danyang_desktop.declare.look import Look
    from danyang_desktop.ledgers.subsidies import Batch


def _must_be_clean(batch: Batch, look: Look) -> None:
    if not batch.lines:
        raise UserError("名单里还没有人。请先加人，再往下办。", "lines")
    hard = [one for one in checks(batch, look) if one.hard]
    if hard:
        raise UserError(f"先改好 {len(hard)} 处再往下办：{hard[0].sentence}", "lines")


def publicise(batch: Batch, look: Look) -> None:
    """Work out the last day: N working days, the first day not counted (setting notice_days)."""
    _must_be_clean(batch, look)
    batch.public_from = batch.public_from or look.today
    batch.public_to = notice_ends(batch.public_from, look.setting("notice_days"), look)


def review(batch: Batch, look: Look) -> None:
    """Let pass only what has hung out its days; what was publicised once need not be for 补发 and 冲正."""
    _must_be_clean(batch, look)
    batch.approved_on = batch.approved_on or look.today
    if batch.nature == NORMAL and batch.public_to is None:
        raise UserError("还没有公示。请先公示，期满以后再审核。", "public_from")
    if batch.public_to and batch.approved_on <= batch.public_to:
        raise UserError(f"公示到 {show_date(batch.public_to)} 才满。请在这以后审核。", "approved_on")
    if not batch.approved_by:
        raise UserError("请写明审核人。", "approved_by")
    if batch.objections and not batch.objections_text:
        raise UserError(f"有 {batch.objections} 件异议。请写明怎么处理的。", "objections_text")


def submit(batch: Batch, look: Look) -> None:
    """Hand the list to the town."""
    _must_be_clean(batch, look)
    batch.submitted_on = batch.submitted_on or look.today


def pay(batch: Batch, look: Look) -> None:
    """Check once more (somebody may have died since), and mark every line as paid."""
    _must_be_clean(batch, look)
    batch.paid_on = batch.paid_on or look.today
    if batch.approved_on and batch.paid_on < batch.approved_on:
        raise UserError(f"发放日期早于审核日期 {batch.approved_on}。请核对。", "paid_on")
    for line in batch.lines:
        line.result = PAID
        line.received_on = batch.paid_on if batch.pay_mode == IN_CASH else None


def withdraw(batch: Batch, look: Look) -> None:
    """Start anew: a list that is changed must hang out again."""
    del look
    batch.public_from = batch.public_to = batch.approved_on = batch.submitted_on = None
    batch.approved_by = ""


def book_returns(batch: Batch, look: Look) -> None:
    """Mark the lines that came back; their amounts stay as they were signed."""
    del look
    lines = {line.row_uid: line for line in batch.lines}
    for back in batch.returns:
        line = lines.get(back.line)
        if line is None:
            raise UserError("退回登记里有一笔不在这批名单里。请重新选人。", "returns")
        if batch.paid_on and back.returned_on < batch.paid_on:
            raise UserError(f"{line.person.name}的退回日期早于发放日期 {batch.paid_on}。请核对。", "returns")
        back.name = line.person.name
        line.result, line.return_reason, line.received_on = back.kind, back.reason, None


def settle(batch: Batch, look: Look) -> None:
    """Close the batch once everybody has the money, or was stopped for a reason."""
    left = outstanding(batch, look)
    if left:
        raise UserError(f"还有 {len(left)} 人退回或未领没有补发，第一个是{left[0].person.name}。请先补发，或改成停发。")
