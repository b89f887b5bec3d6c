"""Finding: any Chinese substring, pinyin as people type it, the tail of a telephone; never what is not there."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from danyang_desktop.declare.look import Link
from danyang_desktop.store import fts
from danyang_desktop.store.search import tokens
from tests.helpers.books import rolled_back
from tests.helpers.toy import ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.workspace import Workspace
    from tests.helpers.books import Pattern

SURNAMES = {
    "单田芳": ("shantianfang", "stf"),
    "解晓东": ("xiexiaodong", "xxd"),
    "仇和平": ("qiuheping", "qhp"),
    "区志强": ("ouzhiqiang", "ozq"),
    "查良镛": ("zhaliangyong", "zly"),
    "曾国藩": ("zengguofan", "zgf"),
    "朴正欢": ("piaozhenghuan", "pzh"),
    "缪建国": ("miaojianguo", "mjg"),
    "翟天临": ("zhaitianlin", "ztl"),
    "盖叫天": ("gejiaotian", "gjt"),
    "万俟咏": ("moqiyong", "mqy"),
    "尉迟恭": ("yuchigong", "ycg"),
}


def found(workspace: Workspace, text: str) -> set[str]:
    return {one.name for one in workspace.query(NEIGHBOURS, search=text).records()}


def add(workspace: Workspace, name: str, **values: str) -> str:
    return workspace.save(workspace.new(NEIGHBOURS, name=name, **values)).uid


@pytest.fixture
def village(toys: Workspace) -> Workspace:
    for name in (*SURNAMES, "王桂兰", "欧阳文松", "阿依·古丽", "马国𠅤"):
        add(toys, name)
    add(toys, "陈国富", phone="13800000021", id_no="32119919500314003X", account_no="6222021104001234567")
    add(toys, "孙玉珍", phone="0511-86123456", remark="老伴住院，药费负担重；想申请临时救助。住三组晒场边")
    return toys


@pytest.mark.parametrize("name", SURNAMES)
def test_surnames_are_read_as_surnames(village: Workspace, name: str) -> None:
    full, initials = SURNAMES[name]
    assert found(village, full) == {name}
    assert name in found(village, initials)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("单田芳", "dantianfang"), ("解晓东", "jiexiaodong"), ("仇和平", "chouheping"), ("万俟咏", "wansiyong")],
)
def test_and_not_as_the_dictionary_reads_them_first(village: Workspace, name: str, wrong: str) -> None:
    assert name not in found(village, wrong)


@pytest.mark.parametrize(
    "text", ["w", "wg", "wgl", "g", "gl", "l", "wang", "wanggui", "guilan", "lan", "WGL", "ＷＧＬ", "wa"]
)
def test_pinyin_from_any_syllable_finds(village: Workspace, text: str) -> None:
    assert "王桂兰" in found(village, text)


@pytest.mark.parametrize("text", ["wl", "anggui", "wgx", "wanggx", "wanglan", "uilan"])
def test_pinyin_from_within_a_syllable_does_not(village: Workspace, text: str) -> None:
    assert "王桂兰" not in found(village, text)


@pytest.mark.parametrize(
    "text",
    ["1", "138", "1380000", "13800000", "138000000", "1380000002", "13800000021", "0021", "000021", "00000021"],
)
def test_a_telephone_is_found_by_its_beginning_and_its_tail(village: Workspace, text: str) -> None:
    assert "陈国富" in found(village, text)


def test_a_landline_by_its_tail(village: Workspace) -> None:
    assert found(village, "3456") == {"孙玉珍"}
    assert found(village, "86123456") == {"孙玉珍"}


@pytest.mark.parametrize(
    "text", ["32119919500314003X", "32119919500314003x", "3211991950031", "6222021104001234567", "4567"]
)
def test_long_numbers_are_found_whole_and_while_they_are_typed(village: Workspace, text: str) -> None:
    assert found(village, text) == {"陈国富"}


@pytest.mark.parametrize(
    "text", ["药", "药费", "药费负", "费负担重", "老伴住院", "三组", "住三组晒场", "担重 救助", "孙 药费"]
)
def test_words_of_a_long_text(village: Workspace, text: str) -> None:
    assert found(village, text) == {"孙玉珍"}


@pytest.mark.parametrize(
    "text",
    [
        "药负",
        "费药",
        "重担",
        "李",
        "李桂兰",
        "王兰桂",
        "zzz",
        "13900000035",
        "0022",
        "药费负担轻",
        "桂兰 药费",
        "𠅥",
        "？",
    ],
)
def test_misses(village: Workspace, text: str) -> None:
    assert found(village, text) == set()


@pytest.mark.parametrize(
    ("text", "name"), [("𠅤", "马国𠅤"), ("国𠅤", "马国𠅤"), ("古丽", "阿依·古丽"), ("阿依·古丽", "阿依·古丽")]
)
def test_rare_characters_and_dots(village: Workspace, text: str, name: str) -> None:
    assert found(village, text) == {name}


@pytest.mark.parametrize("text", ["", " ", "　"])
def test_nothing_typed_finds_all(village: Workspace, text: str) -> None:
    assert len(found(village, text)) == len(SURNAMES) + 6


@pytest.mark.parametrize(
    "text", ['"', "'", "*", "AND", "a OR b", "t:王", "^王", "(", ")", "王*", '王" OR "', "-- ", "\\", "%", "\x00"]
)
def test_what_means_something_to_the_engine_means_nothing_here(village: Workspace, text: str) -> None:
    assert found(village, text) <= {"王桂兰"}


def test_a_changed_text_is_no_longer_found_and_the_new_one_is(toys: Workspace) -> None:
    uid = add(toys, "王桂兰", remark="想申请临时救助")
    record = toys.get(NEIGHBOURS, uid)
    record.name, record.remark = "王贵兰", "已经办好了"
    toys.save(record)
    assert [found(toys, text) for text in ("桂", "wgl", "临时救助", "办好")] == [set(), {"王贵兰"}, set(), {"王贵兰"}]


def test_a_binned_record_is_not_found_and_comes_back(toys: Workspace) -> None:
    uid = add(toys, "王桂兰")
    toys.bin(toys.get(NEIGHBOURS, uid))
    assert found(toys, "桂") == set()
    toys.bring_back(toys.get(NEIGHBOURS, uid))
    assert found(toys, "桂") == {"王桂兰"}


def test_an_errand_is_found_by_its_people_its_rows_and_its_number(toys: Workspace, dice: object) -> None:
    whom = add(toys, "王桂兰")
    errand = toys.new(ERRANDS, done_on=toys.today, neighbour=Link(whom, "王桂兰"), helpers=[Link("", "尉迟恭")])
    errand.kind = "修灯"
    errand.presents = ERRANDS.kinds["presents"].parse("鸡蛋、青菜", toys.today)
    change = toys.save(errand)
    for text in ("桂兰", "wgl", "ycg", "尉迟", "修灯", "鸡蛋", "青菜", change.serial_no, change.serial_no[-4:], "pt"):
        assert [one.uid for one in toys.query(ERRANDS, search=text).records()] == [change.uid], text


def test_suggestions_for_a_picker(village: Workspace) -> None:
    assert [one.name for one in village.suggest(NEIGHBOURS, "mqy")] == ["万俟咏"]
    assert [one.name for one in village.suggest(NEIGHBOURS, "0021")] == ["陈国富"]
    assert len(village.suggest(NEIGHBOURS, "", limit=5)) == 5


def test_a_search_within_a_month_sees_all_of_the_month(toys: Workspace) -> None:
    """More hits than are put in order at once must not hide the older months."""
    old, new = dt.date(2026, 1, 5), dt.date(2026, 11, 5)
    errands = [
        toys.new(ERRANDS, done_on=old if number < 10 else new, neighbour=Link("", "王桂兰"), helpers=[])
        for number in range(2100)
    ]
    toys.save_many(ERRANDS, errands)
    assert toys.query(ERRANDS, month="2026-01", search="桂").count() == 10
    assert toys.query(ERRANDS, month="2026-01", search="wgl").count() == 10
    assert toys.query(ERRANDS, month="2026", search="桂").totals() == {"cost": 0, "minutes": 0}


HANZI = st.text(st.sampled_from("王桂兰陈国富孙玉珍村组甲乙丙𠅤"), min_size=1, max_size=6)
SENTENCE = st.lists(HANZI, min_size=1, max_size=4).map("，".join)


@pytest.fixture(scope="module")
def scratch(toy_pattern: Pattern) -> Iterator[Workspace]:
    """One book for all examples: each is rolled back at its end."""
    with tempfile.TemporaryDirectory() as folder, toy_pattern.open(toy_pattern.copy(Path(folder))) as workspace:
        yield workspace


@given(st.lists(st.tuples(HANZI, SENTENCE), min_size=1, max_size=8), HANZI)
@example([("王桂兰", "王桂，兰"), ("王桂", "兰")], "王桂兰")
@settings(max_examples=200)
def test_search_is_the_substring_and_nothing_else(scratch: Workspace, rows: list[tuple[str, str]], wanted: str) -> None:
    connection = scratch.book.connection
    with rolled_back(scratch):
        for name, remark in rows:
            scratch.save(scratch.new(NEIGHBOURS, name=name, remark=remark))
        hits = sorted((one.name, one.remark) for one in scratch.query(NEIGHBOURS, search=wanted).records())
        assert hits == sorted((name, remark) for name, remark in rows if wanted in name or wanted in remark)
    assert connection.execute("SELECT count(*) FROM toy_neighbours").fetchone() == (0,)


MIXED = st.text(st.sampled_from("王桂兰村组38a，"), min_size=1, max_size=6).filter(lambda text: text.strip("，"))


@given(st.lists(MIXED, min_size=1, max_size=6), MIXED)
@settings(max_examples=100)
def test_search_never_misses_what_begins_a_word(scratch: Workspace, rows: list[str], wanted: str) -> None:
    """With letters and digits between, hits are those whose words hold or begin with the parts; none may be missing."""
    with rolled_back(scratch):
        for remark in rows:
            scratch.save(scratch.new(NEIGHBOURS, name="某", remark=remark))
        hits = {one.remark for one in scratch.query(NEIGHBOURS, search=wanted).records()}
        assert hits >= {row for row in rows if row.startswith(wanted)}


@given(st.data())
@settings(max_examples=25)
def test_records_are_found_wherever_their_words_are(scratch: Workspace, data: st.DataObject) -> None:
    """Words wait for the index and go into it, are changed and move to another day: no answer may show it."""
    words = ("药费负担重", "身体尚好", "药费不贵", "住三组", "卫生院", "")
    moves = st.tuples(st.integers(0, 30), st.integers(1, 28), st.sampled_from(words))
    with pytest.MonkeyPatch.context() as patch, rolled_back(scratch):
        patch.setattr(fts, "_MOST_WAITING", data.draw(st.integers(1, 9)))
        told: list[tuple[str, dt.date, str]] = []
        for which, day, story in data.draw(st.lists(moves, min_size=5, max_size=30)):
            on = dt.date(2026, 10 if day % 2 else 11, min(day, 20))
            if which < len(told):
                record = scratch.get(ERRANDS, told[which][0])
                record.done_on, record.story = on, story
                scratch.save(record)
                told[which] = (record.uid, on, story)
            else:
                record = scratch.new(ERRANDS, done_on=on, story=story, neighbour=Link("", "王桂兰"), kind="修灯")
                record.helpers = [Link("", "许敏")]
                told.append((scratch.save(record).uid, on, story))
        for text in ("药", "药费", "药费负", "药费负担重", "药费不", "费药", "身体", "三组", "卫生院", "xm 药"):
            for month in ("", "2026-10"):
                parts = text.removeprefix("xm ")
                mine = {uid for uid, on, story in told if parts in story and f"{on}".startswith(month)}
                query = scratch.query(ERRANDS, search=text, month=month)
                found = list(query.records())
                assert {one.uid for one in found} == mine, text
                assert len(found) == query.count() == len(mine)
                assert [one.done_on for one in found] == sorted((one.done_on for one in found), reverse=True)
                assert query.counts("kind") == ({"修灯": len(mine)} if mine else {})
                assert len(query.page(limit=2).rows) == min(2, len(mine))


def test_many_hits_of_a_register_come_as_they_were_written_and_all_of_them(toys: Workspace) -> None:
    names = [f"王{first}{second}" for first in "国建志文明玉秀桂春金" for second in "兰英珍华明强平军芳梅"] * 5
    toys.save_many(NEIGHBOURS, [toys.new(NEIGHBOURS, name=name) for name in names])
    assert len({one.uid for one in toys.query(NEIGHBOURS, search="王").records()}) == len(names) == 500
    page = toys.query(NEIGHBOURS, search="王").page(limit=3)
    assert [one.name for one in page.rows] == names[-3:][::-1]
    assert [one.name for one in toys.query(NEIGHBOURS, search="王").oldest_first()] == sorted(names)
    few = [one.name for one in toys.query(NEIGHBOURS, search="国兰").records()]
    assert few == ["王国兰"] * 5
    assert [one.name for one in toys.query(NEIGHBOURS, search="王国").page(limit=60).rows] == sorted(
        name for name in names if name[1] == "国"
    )


@given(latin=st.text("ab7 ", max_size=6), hanzi=st.text("王桂兰𠮷a ", max_size=12))
def test_every_run_of_up_to_three_characters_is_a_token(latin: str, hanzi: str) -> None:
    wanted = {hanzi[at : at + size] for size in (1, 2, 3) for at in range(len(hanzi) - size + 1)}
    whole = {piece for run in wanted for piece in run.split(" ")} | set(latin.split(" "))
    assert set(tokens(f"{latin} \n{hanzi}").split(" ")) | {""} == whole | {""}
