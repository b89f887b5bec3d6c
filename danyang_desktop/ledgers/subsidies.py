"""补助发放台账 (L5): payment batches, each with its list of people; from 编制 to 结清 (domain.md).

What a line is, how a list is made, what is checked and how a paid batch is put right: ledgers/payouts/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.capitals import amount_in_capitals
from danyang_desktop.base.chinese.dates import show_date, show_period
from danyang_desktop.base.chinese.money import show_fen
from danyang_desktop.declare.faces import Cells, Col, Fact, Print, Sheet
from danyang_desktop.declare.kinds import Choice, Date, LongText, Money, Number, Period, Ref, Rows, Text
from danyang_desktop.declare.kinds.numbers import MOST_FEN
from danyang_desktop.declare.ledger import Ledger
from danyang_desktop.declare.look import Link
from danyang_desktop.declare.record import Record
from danyang_desktop.declare.rules import in_order, needed, says
from danyang_desktop.ledgers.payouts import flow
from danyang_desktop.ledgers.payouts.checks import checks
from danyang_desktop.ledgers.payouts.lines import (
    MONEY_OUT,
    NORMAL,
    PAID,
    REISSUE,
    REVERSAL,
    STATES,
    PaymentLine,
    ReturnedPayment,
    last_day,
    signed,
    worked_out,
)  # fmt: skip
from danyang_desktop.registers import identity
from danyang_desktop.registers.people import Person
from danyang_desktop.registers.programs import PAY_MODES, PROGRAMS, Program

if TYPE_CHECKING:
    from danyang_desktop.declare.look import Look

DRAFTED, PUBLIC, REVIEWED, SUBMITTED, SENT, PARTLY_RETURNED, CLEARED = STATES
_CORRECTS = says("nature", REISSUE, REVERSAL)


class Batch(Record):
    """One batch of payments of one programme."""

    title = Text("批次名称", most=40, privacy=0, help="不填就按项目和月份取名。")
    program = Ref(PROGRAMS, "补助项目", required=True, privacy=0, aliases=("项目", "项目名称"))
    kind = Choice("项目类别", "subsidy_kind", privacy=0)
    nature = Choice("批次性质", (NORMAL, REISSUE, REVERSAL), default=NORMAL, privacy=0)
    corrects = Text("对应批次", form="code", most=32)
    corrects_no = Text("对应批次编号", form="code", most=40, shown_when=_CORRECTS)
    reason = Text("补发或冲正的原因", most=100, shown_when=_CORRECTS, required_when=_CORRECTS)
    month = Period("发放月份", required=True, default=lambda look: f"{look.today:%Y-%m}", privacy=0, aliases=("月份",))
    period_from = Period("从哪个月", privacy=0, help="不填就是发放月份。", aliases=("起始月份",))
    period_to = Period("到哪个月", privacy=0, aliases=("截止月份",))
    basis = Text("文件依据", most=80, privacy=0, aliases=("文号",))
    fund_source = Choice("资金来源", "fund_source", privacy=0)
    pay_mode = Choice("发放方式", PAY_MODES, privacy=0)
    lines = Rows("发放名单", PaymentLine, noun="行", most=500, privacy=2)
    public_from = Date("公示开始", privacy=0)
    public_to = Date("公示结束", future=True, privacy=0)
    objections = Number("异议", high=999, unit="件")
    objections_text = LongText("异议处理", most=500, privacy=2)
    approved_by = Text("审核人", most=30)
    approved_on = Date("审核日期")
    submitted_on = Date("报送日期")
    paid_on = Date("发放日期")
    returns = Rows("退回登记", ReturnedPayment, noun="笔", privacy=2)
    heads = Number("人数", unit="人", privacy=0)
    total_fen = Money("应发合计", low=-MOST_FEN, privacy=0)
    paid_fen = Money("实发合计", low=-MOST_FEN, privacy=0)
    capitals = Text("合计大写", most=60, privacy=0)
    state = Choice("进度", STATES, default=DRAFTED)
    campaign = Text("专项活动", most=30)
    remark = Text("备注", most=200)


def _roster_title(batch: Any) -> str:
    """Return the title of a roster: the programme's name, and what kind of batch it is."""
    nature = batch.nature if batch.nature in (REISSUE, REVERSAL) else "发放"
    return f"{batch.program.name}{nature}花名册" if batch.program else ""


def _amount(batch: Any) -> str:
    return f"{show_fen(batch.total_fen or 0)} 元（大写：{amount_in_capitals(batch.total_fen or 0)}）"


def _heads(batch: Any) -> str:
    return f"{batch.heads or 0} 人"


def _posted(batch: Any) -> str:
    if not batch.public_from or not batch.public_to:
        return ""
    days = f"{show_date(batch.public_from, with_year=True)}至{show_date(batch.public_to)}"
    return f"{days}，异议 {batch.objections or 0} 件"


def _noted(line: Any) -> str:
    """Return what stands beside a signature: who takes the money instead, why it differs, what came of it."""
    proxy = f"{line.proxy_name}（{line.proxy_relation}）代领" if line.proxy_name else ""
    result = line.result if line.result not in ("", None, PAID) else ""
    return "，".join(filter(None, (line.remark, proxy, line.adjust_reason, result)))


SUBSIDIES = Ledger(
    slug="subsidies", title="补助发放台账", short="补助发放", noun="批次", unit="批", code="BZ", icon="yuan",
    model=Batch, date_of="month", state="state", settled=(PUBLIC, REVIEWED, SUBMITTED, *MONEY_OUT),
    table=(
        Col("month", 90), Col("title"), Col("kind", 170), Col("heads", 70), Col("total_fen", 120),
        Col("fund_source", 150), Col("paid_on", 110), Col("state", 100),
    ),
    form={
        "批次": ("program", "title", "nature", "corrects_no", "reason", "month", "period_from", "period_to"),
        "依据": ("basis", "fund_source", "pay_mode", "campaign", "remark"),
        "名单": ("lines",),
    },
    totals=("total_fen", "paid_fen", "heads"),
    search=("title", "program", "kind", "basis", "lines", "corrects_no"),
    prints=(
        Sheet(
            "补助发放花名册",
            (
                Print("seq", 9, "序号", "center"), Print("person", 17), Print("id_no", 36),
                Print("category", 20, align="center"), Print("rate_fen", 15), Print("amount_fen", 17, total=True),
                Print("account_no", 21), Print("", 28, "领款人签字\n（按手印）", sign=True),
                Print("remark", 12, "备注", "center", _noted),
            ),
            rows_of="lines", landscape=False, signatures=("支部书记", "会计", "经办人"), seal=True,
            capitals="amount_fen", row_height=8.6, titled=_roster_title, unit_label="发放单位", counted="人",
        ),
        Sheet(
            "补助发放台账",
            (
                Print("serial_no", 50, "编号"), Print("title", 56), Print("kind", 36), Print("fund_source", 30),
                Print("heads", 14, total=True), Print("total_fen", 26, total=True), Print("paid_on", 24),
                Print("state", 20),
            ),
            carried=True, capitals="total_fen",
        ),
        Cells(
            "补助发放申请审批表",
            (
                ("title",), ("program", "nature"), ("month", "pay_mode"), ("basis",), ("fund_source", "heads"),
                ("total_fen",), ("public_from",), ("objections_text",), ("remark",),
            ),
            signatures=("支部\n意见", "村务监督\n委员会\n意见", "镇街\n审核\n意见"),
            tall={"objections_text": 24.0, "remark": 24.0, "signatures": 34.0},
            facts={
                "heads": Fact(shows=_heads),
                "total_fen": Fact("应发合计", _amount), "public_from": Fact("公示情况", _posted),
                "objections_text": Fact("异议和\n处理结果", text=True), "remark": Fact("申请理由", text=True),
            },
        ),
    ),
)  # fmt: skip


@SUBSIDIES.fill
def _work_out(batch: Batch, look: Look) -> None:
    """Take from the programme what is not said, and work out every line and the totals."""
    program = look.get(batch.program)
    batch.period_from = batch.period_from or batch.period_to or batch.month
    batch.period_to = batch.period_to or batch.period_from
    if isinstance(program, Program):
        batch.kind = program.kind
        batch.basis = batch.basis or program.basis
        batch.fund_source = batch.fund_source or program.fund_source
        batch.pay_mode = batch.pay_mode or program.pay_mode
        batch.title = batch.title or f"{show_period(batch.month)}{program.name}"[:40]
    for seq, line in enumerate(batch.lines, 1):
        person = look.get(line.person)
        if isinstance(person, Person) and batch.state == DRAFTED:
            line.age = identity.age(person, last_day(batch.period_to))
            line.sex = line.sex or person.sex
        line.seq, line.amount_fen = seq, worked_out(line)
    batch.heads = len({line.person.uid for line in batch.lines})
    batch.total_fen = sum(line.amount_fen or 0 for line in batch.lines)
    batch.paid_fen = sum(line.amount_fen or 0 for line in batch.lines if line.result == PAID)
    batch.capitals = amount_in_capitals(batch.total_fen)


for _name in ("basis", "fund_source", "pay_mode"):
    SUBSIDIES.rule(_name)(needed(_name, "请补上，或先登记到补助项目里。"))
SUBSIDIES.rule("period_to")(in_order("period_from", "period_to", "截止月份早于起始月份。请核对。"))


@SUBSIDIES.rule("lines")
def _amounts(batch: Batch, look: Look) -> str | None:
    """Let nobody get nothing, and only a reversal be below zero."""
    del look
    for line in batch.lines:
        amount = line.amount_fen or 0
        if amount == 0 or (amount < 0) != (batch.nature == REVERSAL):
            return f"第 {line.seq} 行{line.person.name}的金额算出来不对（{amount / 100:.2f} 元）。请核对标准和补扣。"
    return None


@SUBSIDIES.rule("lines")
def _paid_is_paid(batch: Batch, look: Look) -> str | None:
    """Refuse every change of a paid list, by whatever way it comes, 更正 included."""
    kept = look.get(Link(batch.uid or "", ""))
    if isinstance(kept, Batch) and kept.state in MONEY_OUT and signed(kept.lines) != signed(batch.lines):
        return "钱已经发出去，名单不能再改。发错的请办冲正，退回的请办补发。"
    return None


@SUBSIDIES.warning("lines")
def _findings(batch: Batch, look: Look) -> str | None:
    found = checks(batch, look) if batch.state == DRAFTED else []
    return f"发放前有 {len(found)} 处要看：{found[0].sentence}" if found else None


_STEP = SUBSIDIES.action
_STEP("publicise", "公示", state=(DRAFTED,), then=PUBLIC, asks=("public_from",))(flow.publicise)
_STEP(
    "review", "审核通过", state=(DRAFTED, PUBLIC), then=REVIEWED,
    asks=("approved_by", "approved_on", "objections", "objections_text"),
)(flow.review)  # fmt: skip
_STEP("submit", "报送镇里", state=(REVIEWED,), then=SUBMITTED, asks=("submitted_on",))(flow.submit)
_STEP("pay", "确认发放", state=(SUBMITTED,), then=SENT, asks=("paid_on",))(flow.pay)
_STEP("withdraw", "退回修改", state=(PUBLIC, REVIEWED, SUBMITTED), then=DRAFTED, asks=("remark",))(flow.withdraw)
_STEP(
    "book_returns", "登记退回", state=(SENT, PARTLY_RETURNED), then=PARTLY_RETURNED, asks=("returns",)
)(flow.book_returns)  # fmt: skip
_STEP("settle", "结清", state=(SENT, PARTLY_RETURNED), then=CLEARED)(flow.settle)
