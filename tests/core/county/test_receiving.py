"""Receiving when something is wrong: hostile content, files that cannot be read, sticks that go away."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.clock import stamp_of
from danyang_desktop.base.errors import Cancelled, Trouble
from danyang_desktop.base.parts import part_beside
from danyang_desktop.county import intake, reading, ready
from danyang_desktop.county import receive as receiving
from danyang_desktop.county.aside import refused
from danyang_desktop.county.later import Later
from danyang_desktop.exchange import container
from danyang_desktop.exchange.bundle_out import lines
from danyang_desktop.store import versions
from tests.helpers.books import NOW
from tests.helpers.rows import faces, neighbour, saved_errand
from tests.helpers.toy import NEIGHBOURS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.county.conftest import Pair

JPEG = b"\xff\xd8\xff\xe0 as good as a photo"
OTHER = "32118110120399"


def _line(pair: Pair) -> dict[str, Any]:
    """Return an honest line of a new record that was never handed in."""
    neighbour(pair.branch)
    last = versions.last_seq(pair.branch.book.connection)
    return next(iter(lines(pair.branch.desk, last - 1, last)))


def _again(line: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the line with changes, its digest made anew: only the content is hostile."""
    said = {**line, **changes}
    version = versions.make(
        uid=said["uid"], slug=said["kind"], branch=said["branch"], hlc=said["hlc"], device=said["device"],
        epoch=said["epoch"], parents=tuple(said["parents"]), action=said["action"], author=said["author"],
        at=said["at"], body=said["body"],
    )  # fmt: skip
    return {**said, "digest": version.digest}


def _under(line: dict[str, Any], **state: Any) -> dict[str, Any]:
    return {**line["body"], "_": {**line["body"]["_"], **state}}


def _note_on(line: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "退回修改", "slug": line["kind"], "target": line["uid"], "withdrawn": False, "words": "请改。"}


HOSTILE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "another branch's record": lambda line: _again(line, branch=OTHER),
    "another branch's record as its own": lambda line: _again(line, branch=OTHER, body=_under(line, branch=OTHER)),
    "another branch's record of a ledger to come": lambda line: _again(line, branch=OTHER, kind="ledger_of_2040"),
    "another branch in the body": lambda line: _again(line, body=_under(line, branch=OTHER)),
    "no state at all": lambda line: _again(line, body={"name": "王桂兰"}),
    "a state that is none": lambda line: _again(line, body=_under(line, status="secret")),
    "a state that is a list": lambda line: _again(line, body=_under(line, status=["final"])),
    "a number for a name": lambda line: _again(line, body={**line["body"], "name": 7}),
    "a list for a text": lambda line: _again(line, body={**line["body"], "phone": ["1"]}),
    "an altered text": lambda line: {**line, "body": {**line["body"], "name": "别人"}},
    "a false seal": lambda line: {**line, "body": {**line["body"], "name": "别人", "_seal": "0" * 64}},
    "a stamp of the year 9999": lambda line: _again(line, hlc=1 << 62),
    "a stamp below zero": lambda line: _again(line, hlc=-1),
    "truth for a number": lambda line: _again(line, epoch=True),
    "a short uid": lambda line: _again(line, uid="abc"),
    "a uid in capitals": lambda line: _again(line, uid=line["uid"].upper().replace("0", "A")),
    "a moment that is none": lambda line: _again(line, at="yesterday"),
    "parents without end": lambda line: _again(line, parents=["0" * 64] * 17),
    "a parent that is a number": lambda line: {**line, "parents": [1]},
    "two parents in one": lambda line: _again(line, parents=[f"{'0' * 64} {'1' * 64}"]),
    "an annotation": lambda line: _again(line, kind="annotations"),
    "an annotation as the office writes one": lambda line: _again(line, kind="annotations", body=_note_on(line)),
    "a number for the action": lambda line: _again(line, action=7),
    "no author": lambda line: _again(line, author=None),
    "an author without end": lambda line: _again(line, author="长" * 61),
    "no body": lambda line: {name: value for name, value in line.items() if name != "body"},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_signed_but_hostile_content_is_refused_whole(pair: Pair, name: str) -> None:
    honest = _line(pair)
    pair.forge("hostile.dyb", HOSTILE[name](honest))
    told = pair.receive()
    assert [one["kind"] for one in told.refused] == ["content"]
    assert [one["reason"].count("文件里的内容不对") for one in told.refused] == [1], "said once, not within itself"
    assert versions.last_seq(pair.book.book.connection) == 0
    assert faces(pair.book) == {}
    assert [one.branch for one in refused(pair.office.desk)] == [pair.branch.branch.code]


def test_the_same_line_unchanged_is_taken(pair: Pair) -> None:
    pair.forge("honest.dyb", _line(pair))
    assert pair.receive().merged == 1


def test_nobody_writes_into_another_branchs_record(pair: Pair) -> None:
    pair.receive(pair.forge("honest.dyb", _line(pair)))
    connection = pair.book.book.connection
    with pair.book.book.transaction():
        connection.execute("UPDATE versions SET branch = ?", (OTHER,))
    theirs = _again(_line(pair), uid=connection.execute("SELECT uid FROM versions").fetchone()[0])
    told = pair.receive(pair.forge("hostile.dyb", theirs, seq=2))
    assert [one["kind"] for one in told.refused] == ["content"]
    assert versions.last_seq(connection) == 1


def test_only_what_is_called_a_bundle_is_told_of_as_a_broken_one(pair: Pair) -> None:
    for name in ("回执.dyr", "登记.dyq", "照片.jpg", "数据.dyb"):
        (pair.stick / name).write_bytes(b"nothing of ours")
    assert [one["file"] for one in pair.receive().refused] == ["数据.dyb"]


def test_one_wrong_line_at_the_end_keeps_all_of_the_bundle_out(pair: Pair) -> None:
    good = _line(pair)
    told = pair.receive(pair.forge("hostile.dyb", good, {**good, "body": 1}))
    assert [one["kind"] for one in told.refused] == ["content"]
    assert versions.last_seq(pair.book.book.connection) == 0


def test_a_bad_photo_keeps_the_bundle_out_and_the_good_one_brings_all(pair: Pair) -> None:
    good = _line(pair)
    digest = hashlib.sha256(JPEG).hexdigest()
    told = pair.receive(pair.forge("bad.dyb", good, photos=[(digest, b"other bytes")]))
    assert [one["kind"] for one in told.refused] == ["content"]
    assert versions.last_seq(pair.book.book.connection) == 0
    told = pair.receive(pair.forge("good.dyb", good, seq=2, photos=[(digest, JPEG)]))
    assert told.merged == 1
    assert pair.book.photo(digest) == JPEG


def test_what_is_no_photo_is_not_kept_as_one(pair: Pair) -> None:
    other = b"GIF89a has its own hash, rightly"
    digest = hashlib.sha256(other).hexdigest()
    told = pair.receive(pair.forge("bad.dyb", _line(pair), photos=[(digest, other)]))
    assert [one["kind"] for one in told.refused] == ["content"]
    assert versions.last_seq(pair.book.book.connection) == 0
    assert not pair.book.attachments.has(digest)


def test_photos_that_were_lost_come_back_when_the_bundle_is_received_again(pair: Pair) -> None:
    digest = hashlib.sha256(JPEG).hexdigest()
    path = pair.forge("good.dyb", _line(pair), photos=[(digest, JPEG)])
    pair.receive(path)
    pair.book.attachments.connection.execute("DELETE FROM photos")
    told = pair.receive(path)
    assert [one["again"] for one in told.accepted] == [True]
    assert pair.book.photo(digest) == JPEG


def test_a_merge_that_is_cut_off_is_done_by_the_next_run(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = hashlib.sha256(JPEG).hexdigest()
    path = pair.forge("good.dyb", _line(pair), photos=[(digest, JPEG)])

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(intake, "merge", killed)
        with pytest.raises(KeyboardInterrupt):
            pair.receive(path)
    assert not pair.answer()
    assert pair.receive(path).merged == 1
    assert pair.book.photo(digest) == JPEG


def test_a_file_that_cannot_be_read_does_not_stop_the_others(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = pair.forge("a.dyb", _line(pair)), pair.forge("b.dyb", _line(pair), seq=2)
    verify = container.verify

    def broken(path: Any, *how: Any) -> Any:
        if path == first:
            raise Trouble("“a.dyb”读不出来。", "U-107")
        return verify(path, *how)

    monkeypatch.setattr(container, "verify", broken)
    told = pair.receive()
    assert [one["file"] for one in told.refused] == ["a.dyb"]
    assert [one["file"] for one in told.accepted] == [second.name]


def test_our_own_full_disk_stops_the_work(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    pair.forge("a.dyb", _line(pair))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ready, "copy", full)
    with pytest.raises(Trouble, match="写满"):
        pair.receive()
    assert versions.last_seq(pair.book.book.connection) == 0


def test_the_stick_is_not_needed_once_its_bundle_was_copied(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pair.forge("a.dyb", _line(pair))
    opened = container.open_payload

    def pulled(proven: Any, *how: Any, **more: Any) -> Any:
        path.unlink()
        return opened(proven, *how, **more)

    monkeypatch.setattr(container, "open_payload", pulled)
    assert pair.receive().merged == 1


def test_a_file_that_is_swapped_while_it_is_copied_is_refused(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = pair.forge("a.dyb", _line(pair)), pair.forge("b.dyb", _line(pair), seq=2)
    copy = ready.copy
    monkeypatch.setattr(ready, "copy", lambda _, out: copy(second, out))
    assert [one["kind"] for one in pair.receive(first).refused] == ["damaged"]
    assert versions.last_seq(pair.book.book.connection) == 0
    assert list((pair.book.folder / ready.KEPT).iterdir()) == []


def test_a_return_bundle_is_not_received_at_the_office(pair: Pair) -> None:
    told = pair.receive(pair.forge("down.dyb", _line(pair), direction="down"))
    assert [one["kind"] for one in told.refused] == ["content"]


def test_two_different_bundles_of_one_number_raise_an_alarm(pair: Pair) -> None:
    told = pair.receive(pair.forge("a.dyb", _line(pair)), pair.forge("b.dyb", _line(pair)))
    assert len(told.accepted) == 2
    assert any("复制了整台电脑" in one for one in told.alarms)


def test_a_clock_in_2099_is_taken_and_told(pair: Pair) -> None:
    late = _again(_line(pair), hlc=4_070_000_000_000 << 16)
    told = pair.receive(pair.forge("late.dyb", late))
    assert told.merged == 1
    assert any("校准" in one for one in told.alarms)


def _words(pair: Pair) -> int:
    """Count what the office's search knows of neighbours: each once."""
    known = pair.book.book.engine.words.known(NEIGHBOURS.slug)
    return int(pair.book.book.connection.execute(f"SELECT count(*) FROM ({known}) AS known").fetchone()[0])


def test_the_latest_stamp_counts_wherever_it_stands_in_a_bundle(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MANY", 1)
    stamp = stamp_of(NOW + dt.timedelta(hours=12))
    pair.receive(pair.forge("late.dyb", _again(_line(pair), hlc=stamp), _line(pair)))
    assert versions.clock_reach(pair.book.book.connection) >= stamp, "so it is when the book is opened again"
    assert pair.book.book.hlc.tick() > stamp


def test_what_came_before_it_was_stopped_is_found_at_once(pair: Pair) -> None:
    pair.forge("a.dyb", _line(pair))
    pair.forge("b.dyb", _line(pair), seq=2)

    def stop(done: int, _total: int, _said: str) -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        receiving.receive(pair.office, [pair.stick], stop)
    assert pair.book.query(NEIGHBOURS, search="王桂兰").count() == 1
    assert pair.book.check() == []


def test_a_record_that_is_new_and_changed_in_one_bundle_is_found_by_its_last_words(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MANY", 1)
    whom = neighbour(pair.branch, name="欧阳志强")
    whom.name = "孙玉珍"
    pair.branch.save(whom)
    pair.receive(pair.hand_in())
    assert pair.book.query(NEIGHBOURS, search="孙玉珍").count() == 1
    assert pair.book.query(NEIGHBOURS, search="欧阳志强").count() == 0
    assert _words(pair) == pair.book.query(NEIGHBOURS).count()
    assert pair.book.check() == []


def test_the_search_knows_every_record_after_changes_refusals_and_a_crash(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    whom = neighbour(pair.branch, name="欧阳志强")
    first = pair.hand_in()
    whom.name = "孙玉珍"
    pair.branch.save(whom)
    saved_errand(pair.branch, whom=whom)
    pair.forge("z.dyb", _line(pair), {**_line(pair), "body": 1}, seq=9)
    told = pair.receive(first, pair.hand_in(), pair.stick / "z.dyb")
    assert [one["kind"] for one in told.refused] == ["content"]
    assert pair.book.query(NEIGHBOURS, search="孙玉珍").count() == 1
    assert pair.book.query(NEIGHBOURS, search="欧阳志强").count() == 0
    assert _words(pair) == pair.book.query(NEIGHBOURS).count()
    assert pair.book.check() == []
    saved_errand(pair.branch, whom=whom)
    with monkeypatch.context() as patch:
        patch.setattr(Later, "flush", lambda *_, **__: None)
        patch.setattr(receiving, "catch_up", lambda _: 0)
        pair.receive(pair.hand_in())
    at_once = pair.book.book.engine.words.prompt  # then its words came with the record
    assert (pair.book.check() == []) == at_once
    pair.receive()
    assert pair.book.check() == []


def test_the_search_knows_nothing_of_a_bundle_that_was_refused_half_way(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MANY", 1)
    good = _line(pair)
    pair.forge("a.dyb", good, {**good, "body": 1})
    saved_errand(pair.branch)
    last = versions.last_seq(pair.branch.book.connection)
    pair.forge("b.dyb", *lines(pair.branch.desk, last - 1, last), seq=2)
    told = pair.receive()
    assert (told.merged, len(told.refused)) == (1, 1)
    assert pair.book.query(NEIGHBOURS, search=good["body"]["name"]).count() == 0
    assert pair.book.check() == []


def test_what_a_crash_left_of_a_copy_is_swept_away(pair: Pair) -> None:
    kept = pair.book.folder / ready.KEPT
    kept.mkdir()
    left = part_beside(kept / "0.dyb")
    left.write_bytes(b"half a bundle")
    pair.receive(pair.forge("a.dyb", _line(pair)))
    assert not left.exists()
