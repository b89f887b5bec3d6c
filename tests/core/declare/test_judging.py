"""The one validator: what is missing, what is beyond the kinds, what rules and warnings say."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.declare.look import Link
from tests.helpers.rows import errand, neighbour
from tests.helpers.toy import ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace


def errors(workspace: Workspace, **values: Any) -> dict[str, str]:
    return workspace.judge(errand(workspace, **values)).errors


def test_a_good_record_has_no_errors(toys: Workspace) -> None:
    assert errors(toys) == {}


def test_what_is_missing_is_said_field_by_field(toys: Workspace) -> None:
    said = toys.judge(toys.new(ERRANDS)).errors
    assert set(said) == {"done_on", "neighbour", "helpers", "kind"}
    assert said["helpers"] == "“谁去的”没有填，请补上。"


@pytest.mark.parametrize(("kind", "missing"), [("陪诊", True), ("修灯", False), ("买菜", False)])
def test_what_is_required_only_sometimes(toys: Workspace, kind: str, missing: object) -> None:
    assert ("place" in errors(toys, kind=kind, place="")) is missing


def test_what_is_not_shown_is_not_judged(toys: Workspace) -> None:
    assert errors(toys, kind="买菜", thanked=None) == {}


def test_a_day_after_today(toys: Workspace) -> None:
    said = errors(toys, done_on=dt.date(2026, 11, 24))
    assert said == {"done_on": "“日期”在今天之后。请改成 11月23日或更早的日期。"}
    assert errors(toys, done_on=dt.date(2026, 11, 23)) == {}


def test_a_link_that_leads_nowhere(toys: Workspace) -> None:
    assert errors(toys, neighbour=Link("", "外村人")) == {}, "declared as loose"
    whom = neighbour(toys)
    assert errors(toys, neighbour=Link(whom.uid, whom.name)) == {}


def test_a_value_that_is_none_of_the_books_own_list(toys: Workspace) -> None:
    assert "skills" in errors(toys, skills=["会飞"])
    assert errors(toys, skills=["理发"]) == {}


def test_what_is_wrong_in_a_row_is_said_with_its_number(toys: Workspace) -> None:
    gifts = ERRANDS.kinds["presents"].parse("鸡蛋、青菜", toys.today)
    gifts[1].quantity = 100
    assert errors(toys, presents=gifts)["presents"].startswith("回礼第 2 样：")
    gifts[1].quantity, gifts[1].what = None, ""
    assert errors(toys, presents=gifts)["presents"] == "回礼第 2 样：“品名”没有填。"


@pytest.mark.parametrize(
    ("name", "value"),
    [("cost", "500"), ("minutes", [1]), ("starts", "9:30"), ("story", 7), ("presents", "鸡蛋"), ("helpers", "许敏"),
     ("neighbour", "王桂兰"), ("done_on", "2026-11-01"), ("thanked", "是"), ("skills", 7), ("photos", 7), ("month", 7),
     ("kind", ["修灯"])],
)  # fmt: skip
def test_a_value_of_another_type_is_an_error_and_no_crash(toys: Workspace, name: str, value: Any) -> None:
    record = errand(toys, **{name: value})
    verdict = toys.judge(record)
    assert name in verdict.errors
    assert verdict.errors[name].endswith("。")


def test_rules_wait_until_the_fields_are_right(toys: Workspace) -> None:
    said = errors(toys, cost=1_000_001, done_on=None)
    assert set(said) == {"done_on"}
    assert set(errors(toys, cost=1_000_001)) == {"cost"}


def test_warnings_do_not_stand_in_the_way(toys: Workspace) -> None:
    verdict = toys.judge(errand(toys, story=""))
    assert (verdict.errors, verdict.warnings) == ({}, {"story": "经过还没写。"})


def test_judging_saves_nothing(toys: Workspace) -> None:
    toys.judge(errand(toys))
    assert toys.query(ERRANDS).count() == 0
    assert toys.query(NEIGHBOURS).count() == 0
