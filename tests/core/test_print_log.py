"""Every printed sheet is logged with its 核对码, and a code tells whether the book still says what the paper says."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.papers.press import print_ledgers, print_month, print_record
from danyang_desktop.recheck import recheck
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.pairings import PAIRINGS
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.store import print_log
from tests.core.printing.paper_samples import texts
from tests.helpers.rows import neighbour, saved_errand
from tests.helpers.toy import ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.store.print_log import Entry
    from danyang_desktop.workspace import Workspace

MONTH = "2026-11"
DAY = dt.date(2026, 11, 5)


def log(workspace: Workspace) -> list[Entry]:
    return print_log.entries(workspace.book.connection)


def test_each_sheet_of_a_file_is_logged(book: Workspace, tmp_path: Path) -> None:
    book.save(book.new(PEOPLE, name="王桂兰", id_missing_reason="外地亲属"))
    printed = print_month(book, MONTH, tmp_path / "month.pdf")
    entries = log(book)[::-1]
    assert [one.code for one in entries] == [one.check_code for one in printed.sheets]
    assert [one.number for one in entries] == list(range(len(printed.sheets)))
    assert sum(one.pages for one in entries) == printed.pages
    assert {(one.job, one.author, one.version, one.at) for one in entries} == {
        (1, "周建民", "工作版", "2026-11-23T09:12:00")
    }
    for one in entries:
        assert one.code in "".join(texts((tmp_path / "month.pdf").read_bytes()))


def test_a_code_of_today_is_the_same(toys: Workspace, tmp_path: Path) -> None:
    saved_errand(toys, done_on=DAY)
    printed = print_ledgers(toys, [ERRANDS, NEIGHBOURS], MONTH, tmp_path / "a.pdf")
    for sheet in printed.sheets:
        told = recheck(toys, sheet.check_code)
        assert (told.state, told.entry.title if told.entry else "") == ("same", sheet.title)
    assert recheck(toys, printed.sheets[0].check_code.lower().replace("-", "")).state == "same"


def test_a_changed_book_names_the_records(toys: Workspace, tmp_path: Path) -> None:
    still, edited, moved = (saved_errand(toys, done_on=dt.date(2026, 11, day)) for day in (5, 6, 7))
    code = print_ledgers(toys, [ERRANDS], MONTH, tmp_path / "a.pdf").sheets[0].check_code
    edited.cost = 4321
    toys.save(edited)
    moved.done_on = dt.date(2026, 10, 7)
    toys.save(moved)
    added = saved_errand(toys, done_on=DAY)
    told = recheck(toys, code)
    assert (told.state, told.then) == ("changed", True)
    assert {one.uid: one.how for one in told.changed} == {
        edited.uid: "修改", moved.uid: "修改（已不在这个月）", added.uid: "新增",
    }  # fmt: skip
    assert still.uid not in {one.uid for one in told.changed}
    assert "没有被动过" in told.sentence


def test_a_name_written_otherwise_in_a_register_is_told_apart(toys: Workspace, tmp_path: Path) -> None:
    whom = neighbour(toys, remark="老邻居")
    code = print_ledgers(toys, [NEIGHBOURS], "", tmp_path / "a.pdf").sheets[0].check_code
    whom.remark = "搬走了"
    toys.save(whom)
    told = recheck(toys, code)
    assert [(one.name, one.how) for one in told.changed] == [("王桂兰", "修改")]


def test_a_single_record_is_checked_by_its_own_history(book: Workspace, tmp_path: Path) -> None:
    record = book.new(HOUSEHOLDS, head_name="孙玉珍", hardship=["低保户"], id_missing_reason="没带来")
    book.save(record)
    code = print_record(book, record, tmp_path / "one.pdf").sheets[0].check_code
    assert recheck(book, code).state == "same"
    book.save(book.new(HOUSEHOLDS, head_name="王桂兰", hardship=["低保户"], id_missing_reason="没带来"))
    assert recheck(book, code).state == "same"
    record.address = "柳塘村3组1号"
    book.save(record)
    assert [one.uid for one in recheck(book, code).changed] == [record.uid]


def test_nobody_printed_an_unknown_code(toys: Workspace) -> None:
    told = recheck(toys, "0000-0000")
    assert (told.state, told.entry) == ("unknown", None)
    assert "没有打印记录" in told.sentence
    for odd in ("", "12", "GGGG-GGGG", "3F2A-9C1B-0"):
        with pytest.raises(UserError, match="8 位"):
            recheck(toys, odd)


def test_a_setting_that_changed_is_not_laid_at_the_records_door(toys: Workspace, tmp_path: Path) -> None:
    saved_errand(toys, done_on=DAY)
    code = print_ledgers(toys, [ERRANDS], MONTH, tmp_path / "a.pdf").sheets[0].check_code
    with toys.book.transaction():
        toys.book.connection.execute("UPDATE print_log SET recipe = replace(recipe, 'working', 'notice')")
    told = recheck(toys, code)
    assert (told.state, told.then, told.changed) == ("changed", False, ())


def test_only_what_changed_is_printed_again(toys: Workspace, tmp_path: Path) -> None:
    saved_errand(toys, done_on=DAY)
    first = print_ledgers(toys, [ERRANDS, NEIGHBOURS], MONTH, tmp_path / "a.pdf", changed=True)
    assert len(first.sheets) == 2
    with pytest.raises(UserError, match="没有改过"):
        print_ledgers(toys, [ERRANDS, NEIGHBOURS], MONTH, tmp_path / "b.pdf", changed=True)
    assert not (tmp_path / "b.pdf").exists()
    neighbour(toys, "孙玉珍")
    again = print_ledgers(toys, [ERRANDS, NEIGHBOURS], MONTH, tmp_path / "b.pdf", changed=True)
    assert [sheet.title for sheet in again.sheets] == [NEIGHBOURS.title]
    other = print_ledgers(toys, [ERRANDS], MONTH, tmp_path / "c.pdf", version="archive", changed=True)
    assert len(other.sheets) == 1


def test_of_many_forms_only_the_changed_one_is_printed_again(book: Workspace, tmp_path: Path) -> None:
    how = {"forms": True, "changed": True}
    homes = [
        book.new(HOUSEHOLDS, head_name=name, hardship=["低保户"], id_missing_reason="没带来")
        for name in ("孙玉珍", "王桂兰", "徐福根")
    ]
    pairs = [
        book.new(PAIRINGS, helper_unit=unit, partner="柳塘村党支部", goal="常走动") for unit in ("农商行", "卫生院")
    ]
    for pair in pairs:
        pair.kind = "机关—村"
    for record in (*homes, *pairs):
        book.save(record)
    assert len(print_ledgers(book, [HOUSEHOLDS, PAIRINGS], MONTH, tmp_path / "a.pdf", **how).sheets) == 7
    homes[0].address, pairs[1].goal = "柳塘村4组1号", "每季度走访一次"
    book.save(homes[0])
    book.save(pairs[1])
    again = print_ledgers(book, [HOUSEHOLDS, PAIRINGS], MONTH, tmp_path / "b.pdf", **how)
    titles = [sheet.title for sheet in again.sheets]
    assert titles == ["困难党员、困难家庭花名册", "帮扶对象档案表", "结对帮扶一览表", "结对帮扶计划"]
    page = "".join(texts((tmp_path / "b.pdf").read_bytes()))
    assert "每季度走访一次" in page
    assert "柳塘村4组1号" in page


def test_what_was_not_written_is_not_logged(toys: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Trouble):
        print_ledgers(toys, [ERRANDS], MONTH, tmp_path / "gone" / "a.pdf", version="archive")
    assert log(toys) == []
    assert toys.closings() == []
