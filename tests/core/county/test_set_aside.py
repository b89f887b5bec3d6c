"""A file that was not taken belongs to one month and to one branch, wherever it is asked about."""

from __future__ import annotations

import datetime as dt
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.county import aside
from danyang_desktop.county.board import NOBODYS, board, nobodys
from danyang_desktop.county.notices import refusals
from danyang_desktop.county.received import REFUSED, files
from danyang_desktop.exchange import container, stick
from tests.helpers.rows import saved_errand

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.county.conftest import Pair

NOW = dt.datetime(2026, 12, 2, 10, 0)


def _december(pair: Pair) -> None:
    clock: Any = pair.book.clock
    clock.at = NOW


def _cut(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:-1])
    return path


def _at_months(pair: Pair) -> dict[str, tuple[str, int, int]]:
    """Return month -> the board's state, files on the board, files on 退回单."""
    told = {}
    for month in ("2026-10", "2026-11", "2026-12"):
        (row,) = board(pair.office, month)
        sheets = refusals(pair.office, month, NOW)
        told[month] = (row["state"], row["refused"], sum(len(sheet.blocks[0].rows) for sheet in sheets))
    return told


def test_a_damaged_file_belongs_to_the_month_on_its_name(pair: Pair) -> None:
    saved_errand(pair.branch)
    _cut(pair.hand_in())
    _december(pair)
    told = pair.receive()
    assert [one["month"] for one in told.refused] == ["2026-11"]
    assert _at_months(pair) == {"2026-10": ("未交", 0, 0), "2026-11": ("退回", 1, 1), "2026-12": ("未交", 0, 0)}
    assert [(one.state, one.month) for one in files(pair.office.desk)] == [(REFUSED, "2026-11")]


@pytest.mark.parametrize("name", ["改过的名字.dyb", "DYB_{}_柳塘村_2027-01_0001.dyb", "DYB_{}_柳塘村_2013-01_0001.dyb"])
def test_a_name_that_tells_no_month_that_can_be_means_the_month_in_which_it_came(pair: Pair, name: str) -> None:
    saved_errand(pair.branch)
    bundle = _cut(pair.hand_in())
    bundle.rename(bundle.with_name(name.format(pair.branch.branch.code)))
    _december(pair)
    pair.receive()
    assert _at_months(pair)["2026-12"] == ("退回", 1, 1)


def test_a_month_that_is_here_is_not_touched_by_a_later_bad_file(pair: Pair) -> None:
    saved_errand(pair.branch, done_on=dt.date(2026, 10, 20))
    pair.receive(pair.hand_in(month="2026-10"))
    saved_errand(pair.branch)
    pair.receive(_cut(pair.hand_in()))
    told = _at_months(pair)
    assert (told["2026-10"], told["2026-11"]) == (("已收", 0, 0), ("退回", 1, 1))


@pytest.mark.parametrize("content", [b"PK no bundle", None], ids=["no bundle", "a front that cannot be read"])
def test_a_file_that_cannot_be_read_at_all_is_its_branchs_by_name_until_a_good_one_comes(
    pair: Pair, content: bytes | None
) -> None:
    saved_errand(pair.branch)
    bundle = pair.hand_in()
    whole = bundle.read_bytes()
    bundle.write_bytes(content or whole[:40])
    told = pair.receive()
    (one,) = aside.refused(pair.office.desk)
    assert (one.branch, one.device, one.bundle) == (pair.branch.branch.code, "", 1)
    assert [one["waits"] for one in told.refused] == [True]
    assert _at_months(pair)["2026-11"] == ("退回", 1, 1)
    bundle.unlink()
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    assert aside.refused(pair.office.desk) == []
    assert _at_months(pair)["2026-11"] == ("已收", 0, 0)


def test_a_file_of_nobody_stands_by_itself_and_can_be_given_back(pair: Pair) -> None:
    (pair.stick / "家里的.dyb").write_bytes(b"PK no bundle")
    pair.receive()
    rows = board(pair.office, "2026-11")
    (one,) = nobodys(pair.office, "2026-11", rows)
    assert [row["state"] for row in rows] == ["未交"]
    (sheet,) = refusals(pair.office, "2026-11", NOW)
    assert sheet.unit.endswith(NOBODYS)
    aside.dismiss(pair.office.desk, one, "是别人的，还给他了", "张主任")
    assert refusals(pair.office, "", NOW) == []
    pair.receive()
    assert len(refusals(pair.office, "", NOW)) == 1, "it lies there again"


def test_a_bad_copy_of_what_is_here_waits_for_nothing(pair: Pair, tmp_path: Path) -> None:
    saved_errand(pair.branch)
    bundle = pair.hand_in()
    _cut(shutil.copy(bundle, pair.stick / "A 副本.dyb"))
    shutil.copy(pair.stick / "A 副本.dyb", pair.stick / "Z 副本.dyb")
    told = pair.receive()
    assert [(one["waits"], "不用再交" in one["reason"]) for one in told.refused] == [(False, True)] * 2
    assert aside.refused(pair.office.desk) == []


def test_a_struck_off_computer_is_told_from_an_unknown_one(pair: Pair) -> None:
    saved_errand(pair.branch)
    pair.office.revoke(pair.branch.desk.signer.device)
    told = pair.receive(pair.hand_in())
    assert "已经撤销登记" in told.refused[0]["reason"]
    with pair.book.book.transaction():
        pair.book.book.connection.execute("DELETE FROM devices")
    told = pair.receive()
    assert "还没有登记" in told.refused[0]["reason"]


def test_a_missing_bundle_is_not_asked_for_by_another_copy(pair: Pair) -> None:
    pair.settle_up()
    saved_errand(pair.branch)
    later = pair.hand_in()
    with pair.book.book.transaction():
        pair.book.book.connection.execute("DELETE FROM received")
    (one,) = pair.receive(later).refused
    assert "再拷一份没有用" in one["reason"]
    assert "整本从头再交一次" in one["reason"]


def test_a_receive_tells_the_month_that_is_closed_not_that_of_the_last_day(pair: Pair) -> None:
    saved_errand(pair.branch, done_on=dt.date(2026, 10, 20))
    saved_errand(pair.branch, done_on=dt.date(2026, 11, 9))
    bundle = pair.hand_in(month="2026-10")
    assert (container.read_header(bundle).to_on, stick.month_of(bundle.name)) == ("2026-11-23", "2026-10")
    told = pair.receive(bundle)
    assert [one["period"] for one in told.accepted] == ["2026-10"]
    assert board(pair.office, "2026-10")[0]["came_with"] == "2026-10"


def test_the_other_computers_bundle_does_not_stand_for_a_file_that_cannot_be_read(pair: Pair, tmp_path: Path) -> None:
    saved_errand(pair.branch)
    other = pair.two_computers(tmp_path / "second")
    saved_errand(other)
    torn = pair.hand_in(other)
    torn.write_bytes(torn.read_bytes()[:40])
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    pair.receive()
    assert [one.file for one in aside.refused(pair.office.desk)] == [torn.name]
    torn.unlink()
    saved_errand(other)
    pair.receive(pair.hand_in(other))
    assert aside.refused(pair.office.desk) == []
