"""The lines of a payment list, and the payments that came back."""

from __future__ import annotations

import datetime as dt

from danyang_desktop.declare.kinds import Choice, Date, Money, Number, Ref, Row, Text
from danyang_desktop.declare.kinds.numbers import MOST_FEN
from danyang_desktop.declare.rules import filled
from danyang_desktop.registers.people import PEOPLE

PAID, RETURNED, UNCLAIMED, STOPPED = "成功", "退回", "未领", "停发"
STATES = ("编制", "公示", "审核", "报送", "已发", "部分退回", "结清")
MONEY_OUT = STATES[4:]
"""States in which the money has left: such a batch is never edited again."""
NORMAL, REISSUE, REVERSAL = "发放", "补发", "冲正"


class PaymentLine(Row):
    """What one person gets.

    Number and account are kept as they came: what is wrong with them is said by the checks before payment, so that a
    list can be saved half-way. A reversal carries the same line with rate and adjustment below zero.
    """

    seq = Number("序号", low=1, privacy=0)
    person = Ref(PEOPLE, "姓名", required=True, privacy=2)
    sex = Choice("性别", ("男", "女"), privacy=2)
    age = Number("年龄", high=130, unit="岁", privacy=2)
    id_no = Text("身份证号", form="code", most=24, privacy=3)
    group_no = Text("组别", most=60, privacy=2)
    joined_on = Date("入党时间", privacy=2)
    party_years = Number("党龄", high=110, unit="年", privacy=2)
    category = Text("类别", most=20, required=True)
    rate_fen = Money("标准", required=True, low=-MOST_FEN)
    months = Number("月数", low=1, high=12, required=True, default=1)
    adjust_fen = Money("补扣", low=-MOST_FEN)
    adjust_reason = Text("补扣原因", most=60, required_when=filled("adjust_fen"))
    amount_fen = Money("实发", low=-MOST_FEN)
    bank_name = Text("开户行", most=40, privacy=3)
    account_no = Text("账号", form="code", most=24, privacy=3)
    account_holder = Text("户名", most=50, privacy=3)
    proxy_name = Text("代领人", form="name", most=50, privacy=3)
    proxy_relation = Choice("代领人关系", "relation_to_head", privacy=3, required_when=filled("proxy_name"))
    proxy_id = Text("代领人身份证号", form="id_no", privacy=3, required_when=filled("proxy_name"))
    result = Choice("发放结果", (PAID, RETURNED, UNCLAIMED, STOPPED))
    return_reason = Text("退回原因", most=60)
    received_on = Date("领取日期")
    for_line = Text("对应原行", form="code", most=32)
    exception_reason = Text("例外原因", most=60)
    remark = Text("备注", most=40)


class ReturnedPayment(Row):
    """A payment that came back, or that nobody fetched. `line` is the row_uid of the line it speaks of."""

    line = Text("哪一行", form="code", most=32, required=True)
    name = Text("姓名", most=50, privacy=2)
    kind = Choice("情况", (RETURNED, UNCLAIMED, STOPPED), required=True)
    reason = Text("原因", most=60, required=True)
    returned_on = Date("退回日期", required=True)


_SIGNED = ("person", "id_no", "category", "rate_fen", "months", "adjust_fen", "amount_fen", "account_no", "for_line")


def signed(lines: list[PaymentLine]) -> list[tuple[object, ...]]:
    """Return what was signed for: who got how much, on which account. What came of it later is not part of it."""
    return [(line.row_uid, *(getattr(line, name) for name in _SIGNED)) for line in lines]


def worked_out(line: PaymentLine) -> int:
    """Return the amount of a line in fen: rate x months, plus or minus the adjustment."""
    return line.rate_fen * line.months + (line.adjust_fen or 0)


def months_of(first: str, last: str) -> list[str]:
    """Return the months from `first` to `last`, both included: 2026-11, 2026-12, 2027-01."""
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(start, end + 1)]


def last_day(month: str) -> dt.date:
    """Return the last day of a month."""
    first = dt.date.fromisoformat(f"{month}-01")
    return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
