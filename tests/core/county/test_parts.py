"""A bundle in parts: each stands by itself, they come in any order, and the office answers when it has them all."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.errors import Cancelled, Trouble
from danyang_desktop.county.aside import refused
from danyang_desktop.county.board import board
from danyang_desktop.county.undo import undo_import
from danyang_desktop.exchange import bundle_out, bundle_parts, container, stick
from danyang_desktop.exchange.bundle_parts import PART_BYTES, name_of, part_of, shares
from danyang_desktop.exchange.bundle_refusals import BadContent
from danyang_desktop.exchange.outbox import outbox
from danyang_desktop.exchange.receipt_in import read_receipts
from tests.helpers.pictures import noise
from tests.helpers.rows import faces, saved_errand

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from tests.core.county.conftest import Pair

_MOST = 60_000


def _fill(pair: Pair, photos: int = 6) -> None:
    for number in range(photos):
        saved_errand(pair.branch, photos=[pair.branch.attach(noise(number))])


def _export(pair: Pair, most: int = _MOST) -> list[Path]:
    return list(bundle_out.export(pair.branch.desk, pair.stick, most=most).files)


def test_every_part_is_small_whole_and_its_own(pair: Pair) -> None:
    _fill(pair)
    made = bundle_out.export(pair.branch.desk, pair.stick, most=_MOST)
    assert len(made.files) > 2
    assert [path.name.rsplit("-", 1)[1] for path in made.files] == [
        f"{number}of{len(made.files)}.dyb" for number in range(1, len(made.files) + 1)
    ]
    assert all(path.stat().st_size < _MOST + 20_000 for path in made.files)
    headers = [container.verify(path, pair.office.public_key).header for path in made.files]
    assert {header.seq for header in headers} == {1}
    assert [part_of(header)[0] for header in headers] == list(range(1, len(headers) + 1))
    assert [header.records for header in headers] == [6, *[0] * (len(headers) - 1)]
    assert sum(header.photos for header in headers) == made.photos == 6
    assert sum(path.stat().st_size for path in made.files) == made.bytes
    note = (pair.stick / stick.NOTE).read_text("utf-8-sig")
    assert all(path.name in note for path in made.files)
    assert f"分成 {len(made.files)} 个文件" in note
    assert all(stick.month_of(path.name) == "2026-11" for path in made.files)


def test_they_come_in_any_order_and_the_receipt_waits_for_the_last(pair: Pair, dice: random.Random) -> None:
    _fill(pair)
    files = _export(pair)
    for number, path in enumerate(dice.sample(files, len(files)), 1):
        told = pair.receive(path)
        assert (told.refused, told.conflicts) == ([], 0)
        last = number == len(files)
        assert bool(told.alarms) is not last
        assert [one.kind for one in refused(pair.office.desk)] == ([] if last else ["parts"])
        assert bool(pair.answer()) is last
        assert [row["state"] for row in board(pair.office, "2026-11")] == ["已收" if last else "退回"]
    assert faces(pair.book) == faces(pair.branch)
    assert pair.book.check() == []
    assert read_receipts(pair.branch.desk, pair.stick).taken
    assert [one["state"] for one in outbox(pair.branch.book)] == ["县里已收"]


def test_a_missing_part_is_said_and_the_next_bundle_heals_it(pair: Pair) -> None:
    _fill(pair)
    files = _export(pair)
    files[1].unlink()
    told = pair.receive()
    assert told.alarms == [
        f"{pair.branch.desk.name}：第 1 号包分成 {len(files)} 个文件，还缺第 2 个，收到的先放着。"
        "请支部补交，找不到了就在“上报县里”页的“更多”里选“整本从头再交一次”。"
    ]
    assert pair.answer() == []
    saved_errand(pair.branch)
    told = pair.receive(*_export(pair, PART_BYTES))
    assert (told.merged, told.alarms, refused(pair.office.desk)) == (1, [], [])
    assert len(pair.answer()) == 1
    assert pair.book.check() == []


def test_the_same_part_twice_is_once(pair: Pair) -> None:
    _fill(pair)
    for path in _export(pair):
        shutil.copy(path, path.with_name(f"again-{path.name}"))
    told = pair.receive()
    assert (told.merged, told.alarms) == (6, [])


def test_a_bundle_that_builds_on_one_that_lacks_a_part_is_a_gap(pair: Pair) -> None:
    _fill(pair)
    files = _export(pair)
    pair.receive()
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    saved_errand(pair.branch)
    later = pair.hand_in()
    undo_import(pair.office.desk, container.verify(files[-1], pair.office.public_key).hash)
    pair.receive(*files[:-1])
    assert [one["kind"] for one in pair.receive(later).refused] == ["gap"]
    assert not pair.receive(files[-1], later).refused
    assert faces(pair.book) == faces(pair.branch)


@pytest.mark.parametrize("whose", ["another one of the same part", "another epoch's", "another computer's"])
def test_a_part_of_something_else_does_not_make_a_bundle_whole(pair: Pair, tmp_path: Path, whose: str) -> None:
    saved_errand(pair.branch)
    other = pair.two_computers(tmp_path / "second") if "computer" in whose else pair.branch
    mine = pair.forge("a.dyb", extra={"part": 1, "parts": 2})
    first, pair.branch = pair.branch, other
    epoch = first.book.epoch + ("epoch" in whose)
    part = 1 if "same" in whose else 2
    theirs = pair.forge("b.dyb", epoch=epoch, extra={"part": part, "parts": 2, "made": "elsewhere"})
    pair.branch = first
    told = pair.receive(mine, theirs)
    assert (len(told.accepted), told.refused) == (2, [])
    assert pair.answer() == []


@pytest.mark.parametrize("stop", [1, 2])
def test_all_parts_are_written_or_none(pair: Pair, monkeypatch: pytest.MonkeyPatch, stop: int) -> None:
    _fill(pair)
    real, count = container.seal, [0]

    def seal(*args: object, **how: object) -> object:
        count[0] += 1
        if count[0] > stop:
            raise (Trouble("写满了", "U-101") if stop == 1 else Cancelled)
        return real(*args, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(container, "seal", seal)
    with pytest.raises((Trouble, Cancelled)):
        _export(pair)
    assert list(pair.stick.iterdir()) == []
    assert [one["state"] for one in outbox(pair.branch.book)] == ["没写完"]


@pytest.mark.parametrize("said", [{"part": 0, "parts": 2}, {"part": 3, "parts": 2}, {"part": "1", "parts": 2},
                                  {"part": 1, "parts": 10**6}, {"part": True, "parts": 2}])  # fmt: skip
def test_a_part_of_nothing_is_refused(pair: Pair, said: dict[str, object]) -> None:
    path = pair.forge("a.dyb", extra=said)
    with pytest.raises(BadContent):
        part_of(container.read_header(path))
    assert [one["kind"] for one in pair.receive(path).refused] == ["content"]


def test_photos_are_shared_out_in_order_and_none_is_lost(dice: random.Random) -> None:
    sizes = {f"{number:064x}": dice.randrange(1, 300_000) for number in range(700)}
    for most in (310_000, 5_000_000, PART_BYTES):
        parts = shares(sizes, 100_000, most)
        assert [one for part in parts for one in part] == list(sizes)
        rooms = [most - 100_000, *[most] * len(parts)]  # the records are in the first one
        fill = [sum(sizes[one] + bundle_parts._PHOTO_MORE for one in part) for part in parts]
        assert all(size <= room for size, room in zip(fill, rooms, strict=False) if room > 300_000)
        if most < PART_BYTES:
            assert min(fill[1:-1]) > most - 300_000 - bundle_parts._PHOTO_MORE, "no part goes with room for one more"
    assert len(shares(sizes, 0)) == 1
    more = bundle_parts._PHOTO_MORE
    assert [len(part) for part in shares(dict.fromkeys("abcd", 100), 0, 2 * (100 + more) + more)] == [2, 2]
    assert shares({}, 10) == [[]]
    assert [len(part) for part in shares(dict.fromkeys("abcdef", 100), 100 + more, 2 * (100 + more))] == [1, 2, 2, 1]
    assert len(shares(dict.fromkeys(map(str, range(40_000)), 1), 0)) == 3
    assert name_of("a.dyb", 1, 1) == "a.dyb"
