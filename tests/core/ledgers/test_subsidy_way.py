"""The way of a batch from 编制 to 结清, and what replaces editing a paid one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.payouts.checks import checks
from danyang_desktop.ledgers.payouts.corrections import outstanding, reissue, reverse
from danyang_desktop.ledgers.payouts.lines import (
    MONEY_OUT,
    PAID,
    REISSUE,
    RETURNED,
    REVERSAL,
    STOPPED,
    ReturnedPayment,
)
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from tests.helpers.batches import back, batch_of, found, pay

if TYPE_CHECKING:
    from tests.helpers.village import Village


def test_way_of_a_batch(village: Village, allowance: Any) -> None:
    look, batch = village.look, village.look.keep(batch_of(village, allowance))
    with pytest.raises(UserError, match="还没有公示"):
        look.act(batch, "review", approved_by="朱小妹")
    look.act(batch, "publicise")
    assert (batch.public_from, batch.public_to) == (dt.date(2026, 11, 23), dt.date(2026, 12, 2)), "7 working days"
    look.today = dt.date(2026, 12, 2)
    with pytest.raises(UserError, match="12月2日"):
        look.act(batch, "review", approved_by="朱小妹")
    look.today = dt.date(2026, 12, 3)
    batch.approved_on, batch.approved_by = None, ""
    with pytest.raises(UserError, match="审核人"):
        look.act(batch, "review")
    with pytest.raises(UserError, match="异议"):
        look.act(batch, "review", approved_by="朱小妹", objections=1)
    look.act(batch, "review", approved_by="朱小妹", objections=1, objections_text="已说明，撤回")
    look.act(batch, "submit")
    with pytest.raises(UserError, match="早于审核"):
        look.act(batch, "pay", paid_on=dt.date(2026, 12, 2))
    look.act(batch, "pay", paid_on=dt.date(2026, 12, 3))
    assert (batch.state, batch.paid_fen, {one.result for one in batch.lines}) == ("已发", 96_000, {PAID})
    assert batch.state in SUBSIDIES.settled
    look.act(batch, "settle")
    assert batch.state == "结清"


def test_five_day_notice_is_a_setting(village: Village, allowance: Any) -> None:
    village.look.settings["notice_days"] = 5
    batch = village.look.keep(batch_of(village, allowance))
    village.look.act(batch, "publicise")
    assert batch.public_to == dt.date(2026, 11, 30)


def test_who_dies_after_the_notice_is_not_paid(village: Village, allowance: Any) -> None:
    look, batch = village.look, village.look.keep(batch_of(village, allowance))
    look.act(batch, "publicise")
    look.today = dt.date(2026, 12, 10)
    look.act(batch, "review", approved_by="朱小妹")
    look.act(batch, "submit")
    woman = village.people["王桂兰"]
    woman.standing, woman.standing_on = "去世", dt.date(2026, 10, 30)
    with pytest.raises(UserError, match="去世"):
        look.act(batch, "pay")
    look.act(batch, "withdraw", remark="王桂兰去世")
    assert (batch.state, batch.public_to, batch.approved_by) == ("编制", None, "")


def test_cash_is_received_on_the_day(village: Village, allowance: Any) -> None:
    batch = pay(village, batch_of(village, allowance, pay_mode="现金"))
    assert {one.received_on for one in batch.lines} == {dt.date(2026, 12, 10)}


def test_returned_money_is_paid_again(village: Village, allowance: Any) -> None:
    look, batch = village.look, pay(village, batch_of(village, allowance))
    line = batch.lines[1]
    look.act(batch, "book_returns", returns=[back(line)])
    assert (batch.state, batch.total_fen, batch.paid_fen, batch.returns[0].name) == (
        "部分退回",
        96_000,
        48_000,
        "王桂兰",
    )
    assert [one.row_uid for one in outstanding(batch, look)] == [line.row_uid]
    with pytest.raises(UserError, match="王桂兰"):
        look.act(batch, "settle")
    again = reissue(batch, look)
    assert not look.judge(again).errors
    assert (again.nature, again.corrects_no, again.total_fen) == (REISSUE, batch.serial_no, 48_000)
    assert [(one.for_line, one.amount_fen) for one in again.lines] == [(line.row_uid, 48_000)]
    assert again.lines[0].row_uid != line.row_uid
    assert found(village, again) == []
    pay(village, again)
    with pytest.raises(UserError, match="没有要补发的"):
        reissue(batch, look)
    assert outstanding(batch, look) == []
    look.act(batch, "settle")
    assert batch.state == "结清"


def test_stopped_money_is_not_paid_again(village: Village, allowance: Any) -> None:
    batch = pay(village, batch_of(village, allowance))
    village.look.act(batch, "book_returns", returns=[back(batch.lines[0], STOPPED)])
    with pytest.raises(UserError, match="没有要补发的"):
        reissue(batch, village.look)
    village.look.act(batch, "settle")


def test_returns_must_be_of_this_list(village: Village, allowance: Any) -> None:
    batch = pay(village, batch_of(village, allowance))
    stranger = ReturnedPayment(line="nowhere", kind=RETURNED, reason="x", returned_on=dt.date(2026, 12, 10))
    with pytest.raises(UserError, match="不在这批名单"):
        village.look.act(batch, "book_returns", returns=[stranger])
    with pytest.raises(UserError, match="早于发放"):
        village.look.act(batch, "book_returns", returns=[back(batch.lines[0], on=dt.date(2026, 12, 9))])


def test_reversal_takes_back_every_fen_and_frees_the_period(village: Village, allowance: Any) -> None:
    look, batch = village.look, pay(village, batch_of(village, allowance))
    wrong = reverse(batch, look, "重复造册")
    assert not look.judge(wrong).errors
    assert (wrong.nature, wrong.reason, wrong.total_fen) == (REVERSAL, "重复造册", -96_000)
    assert wrong.capitals.startswith("负")
    assert found(village, wrong) == []
    look.keep(wrong)
    right = batch_of(village, allowance, month="2026-11")
    assert {code for code, _ in found(village, right)} == {"paid_already"}, "a drafted reversal frees nothing"
    pay(village, wrong)
    assert batch.paid_fen + wrong.paid_fen == 0
    assert found(village, right) == []
    assert batch.state in MONEY_OUT
    assert {one.amount_fen for one in batch.lines} == {48_000}, "the paid batch is as it was"
    with pytest.raises(UserError, match="都已经冲正"):
        reverse(batch, look, "再冲一次")


def test_reversal_of_one_line_keeps_adjustments(village: Village, allowance: Any) -> None:
    batch = batch_of(village, allowance)
    batch.lines[0].adjust_fen, batch.lines[0].adjust_reason = 2_000, "补上月"
    village.look.judge(batch)
    pay(village, batch)
    wrong = reverse(batch, village.look, "补错人", rows=[batch.lines[0].row_uid])
    assert [(one.rate_fen, one.adjust_fen, one.amount_fen) for one in wrong.lines] == [(-48_000, -2_000, -50_000)]
    assert found(village, wrong) == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("rate_fen", -47_000, "金额"),
        ("for_line", "nowhere", "原批次里没有"),
        ("person", Link("people-1", "周建民"), "没有"),
    ],
)
def test_reversal_must_be_of_the_original(village: Village, allowance: Any, name: str, value: Any, said: str) -> None:
    batch = pay(village, batch_of(village, allowance))
    wrong = reverse(batch, village.look, "重复造册")
    setattr(wrong.lines[0], name, value)
    village.look.judge(wrong)
    findings = checks(wrong, village.look)
    assert [(one.code, one.hard) for one in findings] == [("correction", True)]
    assert said in findings[0].sentence


def test_nothing_to_reverse_before_payment(village: Village, allowance: Any) -> None:
    batch = village.look.keep(batch_of(village, allowance))
    with pytest.raises(UserError, match="还没有发"):
        reverse(batch, village.look, "试试")


def test_positive_reversal_and_negative_payment_are_refused(village: Village, allowance: Any) -> None:
    batch = pay(village, batch_of(village, allowance))
    wrong = reverse(batch, village.look, "重复造册")
    wrong.nature = REISSUE
    assert "金额" in village.look.judge(wrong).errors["lines"]
