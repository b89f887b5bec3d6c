"""Payment lists and batches: who gets what, and what is worked out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.payouts.lines import (
    REISSUE,
    PaymentLine,
    last_day,
    months_of,
)
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from tests.helpers.batches import batch_of, found, lines_of
from tests.helpers.fake_look import link
from tests.helpers.village import ACCOUNT, rate

if TYPE_CHECKING:
    from tests.helpers.village import Village


def test_months() -> None:
    assert months_of("2026-11", "2027-02") == ["2026-11", "2026-12", "2027-01", "2027-02"]
    assert months_of("2026-11", "2026-11") == ["2026-11"]
    assert last_day("2024-02") == dt.date(2024, 2, 29)
    assert last_day("2026-12") == dt.date(2026, 12, 31)


def test_list_is_built_from_programme_and_register(village: Village, allowance: Any) -> None:
    village.people["王桂兰"].group_no = "10组"
    lines = lines_of(village, allowance)
    assert [(one.seq, one.person.name, one.amount_fen) for one in lines] == [
        (1, "孙玉珍", 48_000),
        (2, "王桂兰", 48_000),
    ]
    assert (lines[0].age, lines[0].months, lines[0].account_no) == (78, 1, ACCOUNT)


def test_household_money_goes_to_the_head(village: Village, allowance: Any) -> None:
    head = village.people["陈国富"]
    home = village.household(head)
    assert "陈国富" in [one.person.name for one in lines_of(village, allowance)]
    home.closed_on = dt.date(2026, 10, 1)
    assert "陈国富" not in [one.person.name for one in lines_of(village, allowance)]


@pytest.mark.parametrize(
    ("standing", "on", "months"),
    [
        ("在册", None, 3),
        ("去世", dt.date(2026, 11, 1), 2),
        ("去世", dt.date(2026, 10, 31), 1),
        ("去世", dt.date(2026, 9, 30), 0),
        ("迁出", dt.date(2026, 12, 31), 3),
    ],
)
def test_dead_and_moved_get_whole_months(
    village: Village, allowance: Any, standing: str, on: dt.date | None, months: int
) -> None:
    woman = village.people["王桂兰"]
    woman.standing, woman.standing_on = standing, on
    mine = [one for one in lines_of(village, allowance, ("2026-10", "2026-12")) if one.person.name == "王桂兰"]
    assert [one.months for one in mine] == ([months] if months else [])


def test_rate_changed_within_the_period_is_made_up_for(village: Village) -> None:
    program = village.program(
        rate("低保", 30_000, valid_to=dt.date(2026, 10, 31), hardship=["低保户"]),
        rate("低保", 36_000, dt.date(2026, 11, 1), hardship=["低保户"]),
    )
    line = lines_of(village, program, ("2026-10", "2026-12"))[0]
    assert (line.rate_fen, line.months, line.adjust_fen, line.amount_fen) == (36_000, 3, -6_000, 102_000)
    assert line.adjust_reason
    batch = batch_of(village, program, period_from="2026-10", period_to="2026-12", lines=[line])
    assert found(village, batch) == []


def test_who_reaches_the_age_within_the_period_gets_the_months_from_then(village: Village) -> None:
    program = village.program(rate("八十岁", 10_000, min_age=80))
    village.person("邱丽根", dt.date(1946, 11, 15))
    lines = lines_of(village, program, ("2026-10", "2026-12"))
    assert [(one.person.name, one.months, one.amount_fen) for one in lines] == [("邱丽根", 2, 20_000)]


def test_one_off_money_is_paid_once(village: Village) -> None:
    program = village.program(rate("慰问", 50_000, hardship=["低保户"]), cycle="一次性", kind="节日慰问金")
    assert {(one.months, one.amount_fen) for one in lines_of(village, program, ("2026-01", "2026-03"))} == {(1, 50_000)}
    village.people["王桂兰"].standing, village.people["王桂兰"].standing_on = "去世", dt.date(2026, 2, 1)
    assert len(lines_of(village, program, ("2026-01", "2026-03"))) == 1


def test_plausible_batch_has_nothing_wrong(village: Village, allowance: Any) -> None:
    batch = batch_of(village, allowance)
    assert village.look.judge(batch).warnings == {}
    assert (batch.heads, batch.total_fen, batch.capitals) == (2, 96_000, "玖佰陆拾元整")
    assert (batch.title, batch.basis, batch.fund_source) == ("2026年11月困难党员定补", "镇发〔2026〕3号", "财政拨款")
    assert (batch.kind, batch.pay_mode, batch.period_from, batch.state) == (
        "困难老党员定补",
        "银行代发",
        "2026-11",
        "编制",
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"program": None}, "program"),
        ({"program": Link("", "没有的项目")}, "program"),
        ({"month": ""}, "month"),
        ({"month": "2026-13"}, "month"),
        ({"period_from": "2026-12", "period_to": "2026-11"}, "period_to"),
        ({"nature": REISSUE}, "reason"),
        ({"objections": -1}, "objections"),
        ({"lines": [PaymentLine(person=Link("", "某人"), category="甲", rate_fen=1)]}, "lines"),
    ],
)
def test_batch_refused(village: Village, allowance: Any, values: dict[str, Any], field: str) -> None:
    record = village.look.draft(SUBSIDIES, **{"program": link(allowance), **values})
    assert field in village.look.judge(record).errors


@pytest.mark.parametrize("name", ["basis", "fund_source", "pay_mode"])
def test_what_neither_batch_nor_programme_says_is_asked_for(village: Village, allowance: Any, name: str) -> None:
    setattr(allowance, name, "")
    record = village.look.draft(SUBSIDIES, program=link(allowance))
    assert name in village.look.judge(record).errors


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"months": 0}, "之间"),
        ({"months": 13}, "之间"),
        ({"rate_fen": None}, "没有填"),
        ({"category": ""}, "没有填"),
        ({"adjust_fen": -100}, "补扣原因"),
        ({"adjust_fen": -48_000, "adjust_reason": "多发扣回"}, "金额"),
        ({"rate_fen": -48_000}, "金额"),
        ({"proxy_name": "王小军"}, "代领人关系"),
        ({"proxy_name": "王小军", "proxy_relation": "子女", "proxy_id": "321199"}, "身份证号"),
    ],
)
def test_lines_refused(village: Village, allowance: Any, values: dict[str, Any], said: str) -> None:
    batch = batch_of(village, allowance)
    for name, value in values.items():
        setattr(batch.lines[0], name, value)
    assert said in village.look.judge(batch).errors["lines"]
