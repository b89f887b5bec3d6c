"""A register and a fifth ledger, declared as the README tells it: every kind of field, a state, rules, totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.declare.kinds import (
    Choice,
    Choices,
    Date,
    LongText,
    Money,
    Number,
    People,
    Period,
    Photos,
    Ref,
    Row,
    Rows,
    Text,
    Time,
    YesNo,
)
from danyang_desktop.declare.ledger import Ledger
from danyang_desktop.declare.record import Record

if TYPE_CHECKING:
    from danyang_desktop.declare.look import Look

DRAWN, CHECKED, PAID = "编制", "已核对", "已发放"


class Neighbour(Record):
    name = Text("姓名", form="name", required=True)
    id_no = Text("身份证号", form="id_no", privacy=3)
    phone = Text("电话", form="phone")
    account_no = Text("账号", form="account", privacy=3)
    remark = LongText("备注")


NEIGHBOURS = Ledger(
    slug="toy_neighbours",
    title="邻居名册",
    model=Neighbour,
    name_of="name",
    keys=("id_no",),
)


class Present(Row):
    what = Text("品名", required=True)
    quantity = Number("数量", low=1, high=99)
    giver = Ref(NEIGHBOURS, "谁送的", loose=True)


class Errand(Record):
    done_on = Date("日期", required=True)
    starts = Time("几点")
    month = Period("算在哪个月")
    neighbour = Ref(NEIGHBOURS, "帮了谁", required=True, loose=True)
    helpers = People(NEIGHBOURS, "谁去的", required=True)
    kind = Choice("做什么", ("买菜", "修灯", "陪诊"), required=True)
    skills = Choices("用到的特长", "volunteer_skill")
    story = LongText("经过")
    place = Text("地点", required_when=lambda errand: errand.kind == "陪诊")
    cost = Money("花费")
    minutes = Number("分钟", high=1440, unit="分钟")
    thanked = YesNo("道谢了没有", shown_when=lambda errand: errand.kind != "买菜")
    presents = Rows("回礼", Present, noun="样")
    photos = Photos()
    state = Choice("状态", (DRAWN, CHECKED, PAID), default=DRAWN)
    paid_on = Date("发放日期")


ERRANDS = Ledger(
    slug="toy_errands",
    title="跑腿台账",
    model=Errand,
    code="PT",
    date_of="done_on",
    state="state",
    settled=(PAID,),
    totals=("cost", "minutes"),
)
TOYS = (NEIGHBOURS, ERRANDS)


@ERRANDS.fill
def _round_up(errand: Errand, look: Look) -> None:
    del look
    if errand.minutes is None and errand.starts is not None:
        errand.minutes = 30


@ERRANDS.rule("cost")
def _not_dear(errand: Errand, look: Look) -> str | None:
    del look
    return "花得太多了，请问一声书记。" if (errand.cost or 0) > 1_000_000 else None


@ERRANDS.warning("story")
def _told(errand: Errand, look: Look) -> str | None:
    del look
    return None if errand.story else "经过还没写。"


@ERRANDS.action("check", "核对", state=(DRAWN,), then=CHECKED)
def _check(errand: Errand, look: Look) -> None:
    del errand, look


@ERRANDS.action("pay", "发放", state=(CHECKED,), then=PAID, asks=("paid_on",))
def _pay(errand: Errand, look: Look) -> None:
    errand.paid_on = errand.paid_on or look.today
