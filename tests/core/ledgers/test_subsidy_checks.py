"""The checks before payment."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.ledgers.payouts.checks import CHECKS, checks
from tests.helpers.batches import batch_of, found
from tests.helpers.village import rate

if TYPE_CHECKING:
    from tests.helpers.village import Village


def test_six_checks_are_named_first() -> None:
    assert list(CHECKS)[:6] == ["duplicate_id", "deceased", "moved", "over_rate", "paid_already", "account"]


def test_clean_list_has_no_findings(village: Village, allowance: Any) -> None:
    assert found(village, batch_of(village, allowance)) == []


def test_same_number_twice(village: Village, allowance: Any) -> None:
    batch = batch_of(village, allowance)
    batch.lines[1].id_no = batch.lines[0].id_no
    findings = checks(batch, village.look)
    assert [one.code for one in findings] == ["duplicate_id", "duplicate_id", "id_no"]
    assert "第 1 行孙玉珍和第 2 行王桂兰" in findings[0].sentence
    assert {findings[0].row_uid, findings[1].row_uid} == {one.row_uid for one in batch.lines}


@pytest.mark.parametrize(("standing", "code"), [("去世", "deceased"), ("迁出", "moved")])
def test_dead_and_moved(village: Village, allowance: Any, standing: str, code: str) -> None:
    batch = batch_of(village, allowance)
    woman = village.people["王桂兰"]
    woman.standing, woman.standing_on = standing, dt.date(2026, 10, 28)
    assert found(village, batch) == [(code, True)]
    woman.standing_on = dt.date(2026, 11, 1)
    assert found(village, batch) == [], "November is still hers"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"rate_fen": 48_001}, [("over_rate", True)]),
        ({"rate_fen": 48_001, "exception_reason": "镇里批了"}, [("over_rate", False)]),
        ({"adjust_fen": 12_000, "adjust_reason": "补上月"}, [("over_rate", False)]),
        ({"months": 2}, [("over_rate", True)]),
        ({"rate_fen": 47_999}, []),
        ({"category": "五保"}, [("category", True)]),
    ],
)
def test_over_the_rate(village: Village, allowance: Any, values: dict[str, Any], expected: list[Any]) -> None:
    batch = batch_of(village, allowance)
    for name, value in values.items():
        setattr(batch.lines[0], name, value)
    village.look.judge(batch)
    assert found(village, batch) == expected


def test_not_entitled(village: Village, allowance: Any) -> None:
    batch = batch_of(village, allowance)
    village.people["孙玉珍"].category = []
    assert found(village, batch) == [("category", True)]
    batch.lines[0].exception_reason = "镇里批了"
    assert found(village, batch) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"account_no": ""}, [("account", True)]),
        ({"account_no": "62220211"}, [("account", True)]),
        ({"account_no": "6.22202E+18"}, [("account", True)]),
        ({"bank_name": ""}, [("account", True)]),
        ({"account_holder": "王小军"}, [("account", True)]),
        ({"account_holder": "王小军", "proxy_name": "王小军"}, []),
        ({"account_holder": "孙玉珍"}, []),
        ({"account_no": "6222021104001230000"}, [("account", False)]),
        ({"id_no": ""}, [("id_no", True)]),
        ({"id_no": "321199194801020018"}, [("id_no", True)]),
    ],
)
def test_accounts_and_numbers(village: Village, allowance: Any, values: dict[str, Any], expected: list[Any]) -> None:
    batch = batch_of(village, allowance)
    for name, value in values.items():
        setattr(batch.lines[0], name, value)
    assert found(village, batch) == expected


def test_cash_needs_no_account(village: Village, allowance: Any) -> None:
    batch = batch_of(village, allowance, pay_mode="现金")
    batch.lines[0].account_no = ""
    assert found(village, batch) == []


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (("2026-11", "2026-11"), [("paid_already", True)] * 2),
        (("2026-10", "2026-12"), [("paid_already", True)] * 2),
        (("2026-12", "2026-12"), []),
    ],
)
def test_paid_already(village: Village, allowance: Any, period: tuple[str, str], expected: list[Any]) -> None:
    village.look.keep(batch_of(village, allowance))
    again = batch_of(village, allowance, period_from=period[0], period_to=period[1])
    assert found(village, again) == expected


def test_other_kind_void_list_and_other_programme(village: Village, allowance: Any) -> None:
    first = village.look.keep(batch_of(village, allowance))
    relief = village.program(rate("低保户", 10_000, hardship=["低保户"]), name="互助", kind="互助基金救助")
    assert found(village, batch_of(village, relief)) == [], "another kind of money"
    same = village.program(rate("低保户", 10_000, hardship=["低保户"]), name="另一个定补")
    findings = checks(batch_of(village, same), village.look)
    assert {one.code for one in findings} == {"paid_already"}
    assert first.serial_no in findings[0].sentence
    first.status = "void"
    assert found(village, batch_of(village, same)) == []


def test_findings_are_shown_as_a_warning_and_stop_the_notice(village: Village, allowance: Any) -> None:
    batch = batch_of(village, allowance)
    batch.lines[0].account_no = ""
    verdict = village.look.judge(batch)
    assert not verdict.errors, "a list may be saved half-way"
    assert "1 处" in verdict.warnings["lines"]
    with pytest.raises(UserError, match="先改好 1 处"):
        village.look.act(batch, "publicise")
    batch.lines = []
    with pytest.raises(UserError, match="还没有人"):
        village.look.act(batch, "publicise")
