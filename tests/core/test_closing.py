"""A month that was printed as 存档版 is closed: 更正, 补记, reopening, and the book as it stood."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.clock import SetClock
from danyang_desktop.base.errors import UserError
from danyang_desktop.papers.making import make_sheets
from danyang_desktop.papers.press import print_ledgers
from danyang_desktop.printing.sheets import Table
from tests.core.printing.paper_samples import squeezed, texts
from tests.helpers.rows import errand, neighbour, saved_errand
from tests.helpers.toy import ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.workspace import Workspace

MONTH = "2026-11"
DAY = dt.date(2026, 11, 5)


def close(toys: Workspace, tmp_path: Path) -> None:
    print_ledgers(toys, [ERRANDS], MONTH, tmp_path / "archive.pdf", version="archive")


def later(toys: Workspace) -> None:
    clock = toys.clock
    assert isinstance(clock, SetClock)
    clock.at = dt.datetime(2026, 12, 2, 10, 0)


def test_archive_print_closes_the_month_once(toys: Workspace, tmp_path: Path) -> None:
    print_ledgers(toys, [ERRANDS], MONTH, tmp_path / "working.pdf")
    assert toys.closed(ERRANDS, MONTH) is None
    close(toys, tmp_path)
    close(toys, tmp_path)
    print_ledgers(toys, [NEIGHBOURS], MONTH, tmp_path / "register.pdf", version="archive")
    assert [(one.slug, one.month, one.act) for one in toys.closings()] == [(ERRANDS.slug, MONTH, "close")]
    assert toys.closed(ERRANDS, "2026-12") is None


def test_a_closed_month_is_only_corrected(toys: Workspace, tmp_path: Path) -> None:
    kept = saved_errand(toys, done_on=DAY, cost=500)
    close(toys, tmp_path)
    kept.cost = 900
    with pytest.raises(UserError, match="更正"):
        toys.save(kept)
    assert toys.get(ERRANDS, kept.uid).cost == 500
    with pytest.raises(UserError, match="原因"):
        toys.correct(kept, " ")
    toys.correct(kept, "看错收据")
    assert toys.get(ERRANDS, kept.uid).cost == 900
    assert toys.history(kept.uid)[0].action == "更正：看错收据"


def test_nothing_moves_into_a_closed_month_or_out_of_it_silently(toys: Workspace, tmp_path: Path) -> None:
    inside, outside = saved_errand(toys, done_on=DAY), saved_errand(toys, done_on=dt.date(2026, 10, 5))
    close(toys, tmp_path)
    inside.done_on, outside.done_on = dt.date(2026, 10, 6), DAY
    for record in (inside, outside):
        with pytest.raises(UserError, match="存档版"):
            toys.save(record)


def test_a_record_forgotten_is_added_with_a_reason(toys: Workspace, tmp_path: Path) -> None:
    close(toys, tmp_path)
    forgotten = errand(toys, done_on=DAY)
    with pytest.raises(UserError, match="补记"):
        toys.save(forgotten)
    with pytest.raises(UserError, match="补记"):
        toys.save_many(ERRANDS, [forgotten])
    assert toys.query(ERRANDS).count() == 0
    toys.correct(forgotten, "当时停电，记在纸上")
    assert forgotten.serial_no.endswith("0001")
    assert [(one.what, one.reason) for one in toys.amended(ERRANDS, MONTH)] == [("补记", "当时停电，记在纸上")]


def test_corrections_stand_below_the_table(toys: Workspace, tmp_path: Path) -> None:
    kept, void = saved_errand(toys, done_on=DAY, cost=500), saved_errand(toys, done_on=DAY, cost=100)
    close(toys, tmp_path)
    assert "更正" not in texts((tmp_path / "archive.pdf").read_bytes())[0]
    later(toys)
    kept.cost = 123_456
    toys.correct(kept, "看错收据")
    toys.void(void, "记重了")
    print_ledgers(toys, [ERRANDS], MONTH, tmp_path / "again.pdf", version="archive")
    (page,) = texts((tmp_path / "again.pdf").read_bytes())
    for said in ("2026-12-02", kept.serial_no, "花费", "5.00", "1,234.56", "看错收据", "记重了", "已作废", "周建民"):
        assert squeezed(said) in page.partition("更正（")[2]


def test_the_corrections_of_a_month_are_its_own(toys: Workspace, tmp_path: Path) -> None:
    other = saved_errand(toys, done_on=dt.date(2026, 10, 5))
    close(toys, tmp_path)
    other.story = "别的月份"
    toys.save(other)
    assert toys.amended(ERRANDS, MONTH) == []


def test_reopening_needs_the_setting_and_a_reason(toys: Workspace, tmp_path: Path) -> None:
    kept = saved_errand(toys, done_on=DAY)
    close(toys, tmp_path)
    with pytest.raises(UserError, match="设置"):
        toys.reopen(ERRANDS, MONTH, "装订错了")
    toys.set_setting("closed_months_may_reopen", value=True)
    with pytest.raises(UserError, match="原因"):
        toys.reopen(ERRANDS, MONTH, "")
    toys.reopen(ERRANDS, MONTH, "装订错了")
    kept.story = "又改了"
    toys.save(kept)
    assert toys.closings()[-1].reason == "装订错了"
    with pytest.raises(UserError, match="没有存档"):
        toys.reopen(ERRANDS, MONTH, "再来")


def test_the_book_as_it_stood_prints_what_it_printed(toys: Workspace, tmp_path: Path) -> None:
    whom = neighbour(toys)
    for day in (5, 3, 9):
        saved_errand(toys, whom=whom, done_on=dt.date(2026, 11, day), cost=day)
    recipe = {"make": "ledgers", "slugs": [ERRANDS.slug], "period": MONTH, "version": "archive", "forms": True}
    before = [list(sheet.values()) for sheet in make_sheets(toys, recipe)]
    upto = toys.book.connection.execute("SELECT max(seq) FROM versions").fetchone()[0]
    first, *_ = toys.query(ERRANDS).oldest_first()
    first.done_on, first.cost = dt.date(2026, 11, 20), 77
    toys.save(first)
    saved_errand(toys, done_on=DAY)
    then = toys.as_it_stood(upto, toys.clock.now())
    assert [list(sheet.values()) for sheet in make_sheets(then, recipe)] == before
    assert [list(sheet.values()) for sheet in make_sheets(toys, recipe)] != before
    assert [one.uid for one in then.linked(ERRANDS, whom.uid)]


def test_reserved_numbers_are_used_once_voided_or_left(toys: Workspace) -> None:
    first, second, third = toys.reserve_serials(ERRANDS, 3)
    assert toys.reserved(ERRANDS)[0].state == "未用"
    used = saved_errand(toys, done_on=DAY, serial_no=second)
    assert used.serial_no == second
    assert saved_errand(toys, done_on=DAY).serial_no.endswith("0004")
    toys.void_reserved(first, "写坏了")
    assert [one.state for one in toys.reserved(ERRANDS)] == ["已作废", "已录入", "未用"]
    for number, word in ((second, "已录入"), (first, "已作废"), ("PT-1-2026-0009", "预留")):
        with pytest.raises(UserError, match=word):
            saved_errand(toys, done_on=DAY, serial_no=number)
    with pytest.raises(UserError, match="2025"):
        saved_errand(toys, done_on=dt.date(2025, 11, 5), serial_no=third)
    assert toys.reserved(ERRANDS)[2].state == "未用"
    for number, reason in ((second, "丢了"), (third, " ")):
        with pytest.raises(UserError, match="作废"):
            toys.void_reserved(number, reason)
    with pytest.raises(UserError, match="200"):
        toys.reserve_serials(ERRANDS, 201)
    assert toys.reserve_serials(NEIGHBOURS, 3) == ()


def test_the_sheet_of_a_month_without_changes_has_one_table(toys: Workspace, tmp_path: Path) -> None:
    close(toys, tmp_path)
    recipe = {"make": "ledgers", "slugs": [ERRANDS.slug], "period": MONTH, "version": "archive", "forms": False}
    (sheet,) = make_sheets(toys, recipe)
    assert [type(block) for block in sheet.blocks] == [Table]
