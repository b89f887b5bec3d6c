"""A stick that is pulled out while it is read: what was received stays, and nothing is said of what was not read."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.errors import Trouble
from danyang_desktop.county.aside import refused
from danyang_desktop.county.board import board
from danyang_desktop.county.receive import GONE, receive
from danyang_desktop.county.received import ODD, files
from danyang_desktop.exchange import stick
from tests.helpers.rows import saved_errand

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.county.conftest import Pair


def _written(pair: Pair, count: int) -> None:
    for _ in range(count):
        saved_errand(pair.branch)
        pair.hand_in()


@pytest.mark.parametrize("folder_stays", [False, True], ids=["drive gone", "empty folder left"])
@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_stick_pulled_out_stops_the_work_and_sends_nothing_back(
    pair: Pair, tmp_path: Path, after: int, *, folder_stays: bool
) -> None:
    _written(pair, 3)
    away = tmp_path / "away"
    shutil.copytree(pair.stick, away)

    def pulled(done: int, total: int, said: str) -> None:
        del said
        if total == 3 and done == after:
            shutil.rmtree(pair.stick)
            if folder_stays:
                pair.stick.mkdir()

    with pytest.raises(Trouble, match="断开了") as told:
        receive(pair.office, [pair.stick], pulled)
    assert told.value.code == GONE
    assert ("前面的" in told.value.sentence) is bool(after)
    assert refused(pair.office.desk) == []
    assert [row["state"] for row in board(pair.office, "2026-11")] == ["已收" if after else "未交"]
    assert len(pair.receive(away).accepted) == 3, "plugged in again, it goes on"


def test_one_file_that_is_gone_is_that_files_fault(pair: Pair) -> None:
    _written(pair, 3)
    first = min(pair.stick.glob("*.dyb"))

    def removed(done: int, total: int, said: str) -> None:
        del said
        if total == 3 and done == 0:
            first.unlink()

    told = receive(pair.office, [pair.stick], removed)
    assert (len(told.accepted), [one["file"] for one in told.refused]) == (2, [first.name])


def test_a_stick_pulled_out_while_it_is_looked_through_sends_nothing_back(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    _written(pair, 1)
    (bundle,) = pair.stick.glob("*.dyb")

    def looked(folder: Path, **_: int) -> stick.Found:
        shutil.rmtree(folder)
        return stick.Found(unread=[bundle])

    monkeypatch.setattr(stick, "find_bundles", looked)
    with pytest.raises(Trouble, match="断开了"):
        pair.receive()
    assert refused(pair.office.desk) == []


def test_what_is_odd_about_a_bundle_stands_in_the_record_of_files(pair: Pair) -> None:
    (pair.stick / "一").mkdir()
    for name in ("a.dyb", "b.dyb"):
        pair.forge(name)
    told = pair.receive()
    (alarm,) = told.alarms
    (kept,) = [one for one in files(pair.office.desk) if one.state == ODD]
    assert (kept.why, kept.branch, kept.number) == (alarm, pair.branch.desk.code, 1)
    pair.receive()
    assert len([one for one in files(pair.office.desk) if one.state == ODD]) <= 2, "said again of no file"
