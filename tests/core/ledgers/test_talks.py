"""The talk ledger: sides and their relation, secrecy, and what is asked about."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.talks import COUNT_ONLY, MANY, OPEN_TALK, SECRET, TALKS
from danyang_desktop.registers.action_items import ActionItem
from tests.helpers.fake_look import TODAY, link

if TYPE_CHECKING:
    from tests.helpers.village import Village

WORDS = "老伴住院已有两周，本人往返镇上照料，心里着急。谈了药费来源。"


def talk(village: Village, talker: str = "周建民", target: str = "徐福根", **values: Any) -> Any:
    """Return a plausible talk, not put in."""
    first = {
        "talkers": [link(village.people[talker])], "targets": [link(village.people[target])],
        "content": WORDS, "mood": "稳定",
    }  # fmt: skip
    return village.look.draft(TALKS, **{**first, **values})


def test_plausible_talk_has_nothing_wrong(village: Village) -> None:
    record = talk(village)
    verdict = village.look.judge(record)
    assert (verdict.errors, verdict.warnings) == ({}, {})
    assert (record.relations, record.secrecy, record.solved) == (["委员—党员"], OPEN_TALK, None)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"targets": []}, "targets"),
        ({"talkers": []}, "talkers"),
        ({"talkers": [Link("people-5", "徐福根")]}, "targets"),
        ({"talkers": [Link("", "某人")], "targets": [Link("", "某人")]}, "targets"),
        ({"mode": MANY}, "targets"),
        ({"mode": "视频"}, "mode"),
        ({"talk_on": TODAY + dt.timedelta(days=1)}, "talk_on"),
        ({"place": ""}, "place"),
        ({"scheme": "闲谈"}, "scheme"),
        ({"occasion": ""}, "occasion"),
        ({"content": ""}, "content"),
        ({"content": "谈了几句。"}, "content"),
        ({"content": "长" * 2001}, "content"),
        ({"mood": ""}, "mood"),
        ({"mood": "需关注"}, "follow_up_on"),
        ({"follow_up_on": TODAY}, "follow_up_on"),
        ({"starts": 600, "ends": 600}, "ends"),
        ({"actions": [ActionItem(what="送药", due_on=dt.date(2026, 1, 1))]}, "actions"),
    ],
)
def test_refused(village: Village, values: dict[str, Any], field: str) -> None:
    assert list(village.look.judge(talk(village, **values)).errors) == [field]


@pytest.mark.parametrize(
    ("talker", "target", "relation"),
    [
        ("周建民", "许敏", ["委员—委员"]),
        ("周建民", "徐福根", ["委员—党员"]),
        ("徐福根", "周建民", ["委员—党员"]),
        ("吴海燕", "徐福根", ["党员—党员"]),
        ("周建民", "王桂兰", ["群众"]),
        ("王桂兰", "孙玉珍", ["群众"]),
    ],
)
def test_relation_follows_from_the_posts(village: Village, talker: str, target: str, relation: list[str]) -> None:
    record = talk(village, talker, target)
    village.look.judge(record)
    assert record.relations == relation


def test_relations_of_a_group(village: Village) -> None:
    record = talk(village, mode=MANY, targets=[link(village.people[name]) for name in ("许敏", "徐福根", "王桂兰")])
    assert not village.look.judge(record).errors
    assert record.relations == ["委员—委员", "委员—党员", "群众"]
    record.scheme = "干部谈心（组织部门）"
    village.look.judge(record)
    assert record.relations == ["干部"]


@pytest.mark.parametrize(
    ("occasion", "secrecy"),
    [("年度例谈", OPEN_TALK), ("家庭变故", SECRET), ("政治生日", OPEN_TALK)],
)
def test_secrecy_proposed_by_the_occasion(village: Village, occasion: str, secrecy: str) -> None:
    record = talk(village, occasion=occasion)
    village.look.judge(record)
    assert record.secrecy == secrecy
    assert TALKS.is_secret(record) is (secrecy != OPEN_TALK)
    record.secrecy = OPEN_TALK
    village.look.judge(record)
    assert record.secrecy == OPEN_TALK, "what was chosen stays"


def test_counted_talk_keeps_no_text(village: Village) -> None:
    record = talk(
        village, secrecy=COUNT_ONLY, opinions="想修路", family_issue="老伴住院", difficulty="缺钱", outline="问病情"
    )
    assert not village.look.judge(record).errors
    assert {record.content, record.opinions, record.family_issue, record.difficulty, record.outline, record.mood} == {
        ""
    }
    bare = talk(village, secrecy=COUNT_ONLY, content="", mood="")
    assert not village.look.judge(bare).errors


def test_text_never_leaves_the_book() -> None:
    texts = {"outline", "content", "mood", "opinions", "family_issue", "difficulty"}
    assert {name for name, kind in TALKS.kinds.items() if kind.privacy == 4} == texts
    assert texts | {"targets", "talkers", "actions"} <= TALKS.stays
    assert not texts & set(TALKS.search), "and is not found by words"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"targets": [Link("people-5", "徐福根"), Link("people-6", "陈国富")]}, "targets"),
        ({"targets": [Link("", "赵德明")]}, "targets"),
        ({"starts": 600, "ends": 604}, "ends"),
        ({"starts": 600, "ends": 841}, "ends"),
    ],
)
def test_asked_about(village: Village, values: dict[str, Any], field: str) -> None:
    verdict = village.look.judge(talk(village, **values))
    assert not verdict.errors
    assert list(verdict.warnings) == [field]


@pytest.mark.parametrize("ends", [605, 840])
def test_usual_length(village: Village, ends: int) -> None:
    assert not village.look.judge(talk(village, starts=600, ends=ends)).warnings


def test_many_talks_a_day_and_two_at_one_minute(village: Village) -> None:
    village.look.settings["talks_a_day"] = 2
    village.look.keep(talk(village, target="许敏", starts=600, ends=640))
    assert not village.look.judge(talk(village)).warnings
    assert "同一个时间" in village.look.judge(talk(village, starts=600, ends=630)).warnings["talk_on"]
    village.look.keep(talk(village, target="何志强"))
    assert "2 次谈话" in village.look.judge(talk(village)).warnings["talk_on"]
    assert not village.look.judge(talk(village, talker="吴海燕")).warnings, "another talker's day"


def test_solved_when_all_is_done(village: Village) -> None:
    record = talk(village, actions=[ActionItem(what="送药"), ActionItem(what="办证", done_on=TODAY)])
    village.look.judge(record)
    assert record.solved is False
    record.actions[0].done_on = TODAY
    village.look.judge(record)
    assert record.solved is True


@pytest.mark.parametrize(
    ("on", "asked"),
    [
        (dt.date(2026, 7, 1), []),
        (dt.date(2026, 6, 24), []),
        (dt.date(2026, 7, 9), ["occasion"]),
        (dt.date(2026, 1, 5), ["occasion"]),
    ],
)
@pytest.mark.parametrize("values", [{"scheme": "政治生日"}, {"occasion": "政治生日"}])
def test_a_talk_of_the_political_birthday_is_near_it(
    village: Village, on: dt.date, asked: list[str], values: dict[str, str]
) -> None:
    """徐福根 joined on 1 July; the talk is held within a week (domain.md L3)."""
    told = village.look.judge(talk(village, talk_on=on, **values)).warnings
    assert [field for field in told if field == "occasion"] == asked
    assert "occasion" not in village.look.judge(talk(village, talk_on=on)).warnings
