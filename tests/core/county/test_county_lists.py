"""What the office's pages ask of its book: whom to ring, what came, whose computers, the month's tables."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import openpyxl

from danyang_desktop.county import computers
from danyang_desktop.county.board import board
from danyang_desktop.county.conflicts import conflicts, count_open, settle, settled, unsettle
from danyang_desktop.county.contacts import waiting
from danyang_desktop.county.receive import branches_on
from danyang_desktop.county.received import files
from danyang_desktop.county.tables import BRANCH, TOWN, as_of, cells_of, county_table
from danyang_desktop.county.undo import undo_import
from danyang_desktop.exchange.workbook_table import write_table
from tests.helpers.rows import saved_errand

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.county.conftest import Pair

NOW = dt.datetime(2026, 11, 24, 10, 0)


def test_who_is_to_be_rung_is_told_with_the_reason(pair: Pair) -> None:
    saved_errand(pair.branch, done_on=NOW.date() - dt.timedelta(days=1))
    (lacking,) = waiting(pair.office, board(pair.office, "2026-11"))
    assert (lacking.state, lacking.why) == ("未交", "没有留电话")
    bundle = pair.hand_in()
    whole = bundle.read_bytes()
    bundle.write_bytes(whole[:-1])
    pair.receive()
    (returned,) = waiting(pair.office, board(pair.office, "2026-11"))
    assert (returned.state, returned.why) == ("退回", "拷贝不完整，请重新导出")
    assert bundle.name in returned.known
    bundle.write_bytes(whole)
    pair.receive()
    assert waiting(pair.office, board(pair.office, "2026-11")) == []


def test_every_file_is_in_the_record_with_its_end(pair: Pair) -> None:
    saved_errand(pair.branch)
    good = pair.hand_in()
    saved_errand(pair.branch)
    bad = pair.hand_in()
    bad.write_bytes(bad.read_bytes()[:-1])
    pair.receive()
    assert {(one.file, one.state) for one in files(pair.office.desk)} == {(good.name, "收下"), (bad.name, "退回")}
    taken = next(one for one in files(pair.office.desk) if one.sha256)
    assert (taken.number, taken.month, taken.merged) == (1, "2026-11", 1)
    undo_import(pair.office.desk, taken.sha256)
    assert {one.state for one in files(pair.office.desk)} == {"已撤销", "退回"}


def test_whose_stick_it_is_is_told_from_the_bundles(pair: Pair) -> None:
    assert branches_on(pair.stick) == set()
    saved_errand(pair.branch)
    pair.hand_in()
    assert branches_on(pair.stick) == {pair.branch.branch.code}


def test_the_computers_of_a_branch_carry_their_numbers(pair: Pair, tmp_path: Path) -> None:
    pair.branch.close()
    other = pair.second_computer(tmp_path / "second")
    code = other.branch.code
    assert computers.counts(pair.office.desk) == {code: 2}
    assert other.desk.signer.fingerprint in {one.fingerprint for one in computers.of_branch(pair.office.desk, code)}
    pair.office.revoke(other.desk.signer.device)
    assert computers.counts(pair.office.desk) == {code: 1}
    assert [bool(one.revoked_at) for one in computers.of_branch(pair.office.desk, code)] == [False, True]


def test_what_was_decided_is_listed_and_opens_again(pair: Pair, tmp_path: Path) -> None:
    uid = pair.disagree(tmp_path / "second")
    assert count_open(pair.book.book) == 1
    chosen = conflicts(pair.book.book)[0].suggested
    settle(pair.office.desk, uid, chosen, "打电话问过", "张主任")
    (one,) = settled(pair.book.book)
    assert (one.chosen, one.reason, one.by) == (chosen, "打电话问过", "张主任")
    assert len(one.conflict.sides) == 2
    unsettle(pair.office.desk, uid, "张主任")
    assert settled(pair.book.book) == []
    assert count_open(pair.book.book) == 1


def test_the_towns_add_up_to_the_branches(pair: Pair) -> None:
    with pair.book.book.transaction():
        pair.book.book.connection.execute(
            "INSERT INTO devices (device, branch, branch_name, public_key, enrolled_at) VALUES (?, ?, ?, '', '')",
            ("0" * 16, "32118110220101", "荆村党支部"),
        )
    towns = county_table(pair.office, pair.book.look, "2026-11", TOWN)
    branches = county_table(pair.office, pair.book.look, "2026-11", BRANCH)
    assert [row.name for row in towns.rows] == ["延陵镇", "珥陵镇"]
    assert towns.totals.figures["visits"] == branches.totals.figures["visits"]
    assert (towns.totals.figures["branches"], towns.missing) == (2, 2)
    one = county_table(pair.office, pair.book.look, "2026-11", BRANCH, "珥陵镇")
    assert ([row.name for row in one.rows], one.totals.name, one.missing) == (["荆村党支部"], "珥陵镇", 1)
    assert as_of(towns, NOW) == "截至 2026-11-24，未交或退回 2 个"
    assert not towns.whole


def test_a_table_of_figures_keeps_text_text_and_numbers_numbers(pair: Pair, tmp_path: Path) -> None:
    heads, rows = cells_of(county_table(pair.office, pair.book.look, "2026-11", TOWN))
    path = tmp_path / "汇总.xlsx"
    told = [["=1+1", *list(row)[1:]] for row in rows]
    assert write_table(path, "全县汇总表", "截至今天", heads, told) == 2
    sheet = openpyxl.load_workbook(path).active
    assert [cell.value for cell in sheet[3]][:2] == ["乡镇（街道）", "支部"]
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("=1+1", "s")
    assert isinstance(sheet["B4"].value, int)
