"""The branch's side: numbers given once, receipts believed or not, and what the office's list still waits for."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.clock import stamp_of
from danyang_desktop.base.errors import Trouble
from danyang_desktop.county import ready
from danyang_desktop.county.aside import refused
from danyang_desktop.county.receipts import write_receipts
from danyang_desktop.exchange import container, receipt
from danyang_desktop.exchange.bundle_out import lines
from danyang_desktop.exchange.outbox import outbox
from danyang_desktop.exchange.receipt_in import read_receipts
from danyang_desktop.store import versions
from tests.helpers.books import NOW
from tests.helpers.rows import neighbour, saved_errand

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.county.conftest import Pair

JPEG = b"\xff\xd8\xff\xe0 as good as a photo"


def _line(pair: Pair) -> dict[str, Any]:
    """Return an honest line of a new record that was never handed in."""
    neighbour(pair.branch)
    last = versions.last_seq(pair.branch.book.connection)
    return next(iter(lines(pair.branch.desk, last - 1, last)))


def test_a_number_is_never_given_twice_though_sealing_failed(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    saved_errand(pair.branch)

    def pulled(*_: object, **__: object) -> None:
        raise Trouble("没写完，U盘中途断开了。", "U-104")

    with monkeypatch.context() as patch:
        patch.setattr(container, "seal", pulled)
        with pytest.raises(Trouble):
            pair.hand_in()
    bundle = pair.hand_in()
    header = container.read_header(bundle)
    assert (header.seq, header.previous, header.extra["previous_seq"]) == (2, None, 0)
    assert [(one["seq"], one["state"]) for one in outbox(pair.branch.book)] == [(2, "等回执"), (1, "没写完")]
    assert not pair.receive().refused
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    saved_errand(pair.branch)
    later = pair.hand_in()
    assert container.read_header(later).extra["previous_seq"] == 2
    assert not pair.receive(later).refused


def test_a_photo_that_is_gone_is_said_on_both_sides(pair: Pair) -> None:
    from danyang_desktop.exchange.bundle_out import export

    saved_errand(pair.branch, photos=[pair.branch.attachments.put(JPEG)])
    pair.branch.attachments.connection.execute("DELETE FROM photos")
    made = export(pair.branch.desk, pair.stick)
    assert len(made.lost_photos) == 1
    assert "1 张照片" in made.warning
    assert any("1 张照片" in one for one in pair.receive().alarms)


def test_an_office_that_was_restored_opens_the_outbox_again_though_its_clock_is_slow(pair: Pair) -> None:
    for _ in range(2):
        saved_errand(pair.branch)
        pair.receive(pair.hand_in())
        if _ == 0:
            first = pair.office.desk.book.connection.execute("SELECT max(seq) FROM received").fetchone()[0]
        pair.answer()
        read_receipts(pair.branch.desk, pair.stick)
    assert {one["state"] for one in outbox(pair.branch.book)} == {"县里已收"}
    book = pair.book.book
    with book.transaction():  # as restored from the backup before the second bundle, on a computer whose clock is slow
        book.connection.execute("DELETE FROM received WHERE seq > ?", (first,))
    book.epoch += 1
    book.hlc.last = 1 << 40
    book.hlc.clock.at = book.hlc.clock.at.replace(year=2020)  # type: ignore[attr-defined]  # a SetClock
    pair.answer()
    told = read_receipts(pair.branch.desk, pair.stick)
    assert [one.upto for one in told.taken] == [1]
    assert [one["state"] for one in outbox(pair.branch.book)] == ["等回执", "县里已收"]


def test_a_receipt_for_another_bundle_of_that_number_is_not_believed(pair: Pair) -> None:
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    (path,) = pair.answer()
    said = receipt.read(path, pair.office.keys.public_hex)
    receipt.write(path, replace(said, head="0" * 64), pair.office.keys)
    told = read_receipts(pair.branch.desk, pair.stick)
    assert (told.taken, len(told.refused)) == ([], 1)
    assert [one["state"] for one in outbox(pair.branch.book)] == ["等回执"]


def test_the_receipt_is_for_the_last_bundle_of_the_last_epoch(pair: Pair) -> None:
    epoch = pair.branch.book.epoch
    for of, number in ((epoch, 5), (epoch + 1, 2), (epoch + 1, 3)):  # a restored book counts on from what it had
        pair.receive(pair.forge(f"{of}-{number}.dyb", _line(pair), epoch=of, seq=number))
    said = receipt.peek(pair.answer()[0])
    assert (said.epoch, said.upto, said.accepted) == (epoch + 1, 3, 2)


def test_a_bundle_of_a_new_epoch_names_none_of_the_old_one_before_it(pair: Pair) -> None:
    for epochs_later, before in ((0, 0), (1, 0), (0, 2)):
        pair.branch.book.epoch += epochs_later
        saved_errand(pair.branch)
        header = container.read_header(pair.hand_in())
        assert header.extra["previous_seq"] == before
        assert (header.previous is not None) == bool(before)


def test_a_receipt_for_another_epoch_is_not_believed(pair: Pair) -> None:
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    pair.answer()
    with pair.branch.book.transaction():
        pair.branch.book.connection.execute("UPDATE bundles SET epoch = epoch + 1")
    told = read_receipts(pair.branch.desk, pair.stick)
    assert not told.taken
    assert len(told.refused) == 1


def test_what_is_wrong_leaves_the_list_when_a_good_bundle_comes(pair: Pair) -> None:
    saved_errand(pair.branch)
    bundle = pair.hand_in()
    data = bundle.read_bytes()
    bundle.write_bytes(data[:-1])
    pair.receive()
    assert [one.kind for one in refused(pair.office.desk)] == ["damaged"]
    bundle.write_bytes(data)
    pair.receive()
    assert refused(pair.office.desk) == []


@pytest.mark.parametrize("whose", ["another epoch's", "another computer's"])
def test_a_good_bundle_takes_only_its_own_off_the_list(pair: Pair, tmp_path: Path, whose: str) -> None:
    line = _line(pair)
    other = pair.two_computers(tmp_path / "second") if "computer" in whose else pair.branch
    good = pair.forge("good.dyb", line)
    first, pair.branch = pair.branch, other
    bad = pair.forge("bad.dyb", epoch=first.book.epoch + ("epoch" in whose))
    whole = good.read_bytes()
    for path in (good, bad):
        path.write_bytes(path.read_bytes()[:-1])
    pair.receive()
    assert len(refused(pair.office.desk)) == 2
    good.write_bytes(whole)
    pair.receive(good)
    assert [one.file for one in refused(pair.office.desk)] == ["bad.dyb"]


def test_a_branch_whose_clock_is_slow_goes_on_after_the_offices_receipt(pair: Pair) -> None:
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    pair.office.desk.book.hlc.see(stamp_of(NOW + dt.timedelta(hours=12)))
    said = receipt.peek(pair.answer()[0])
    read_receipts(pair.branch.desk, pair.stick)
    assert versions.clock_reach(pair.branch.book.connection) >= said.made_at, "so it is when the book is opened again"
    assert pair.branch.book.hlc.tick() > said.made_at


def test_a_damaged_copy_of_a_kept_bundle_is_made_anew(pair: Pair) -> None:
    digest = hashlib.sha256(JPEG).hexdigest()
    path = pair.forge("a.dyb", _line(pair), photos=[(digest, JPEG)])
    pair.receive(path)
    (kept,) = (pair.book.folder / ready.KEPT).glob("*.dyb")
    kept.write_bytes(kept.read_bytes()[:-1])
    pair.receive(path)
    assert kept.read_bytes() == path.read_bytes()


def test_a_receipt_says_what_waits_for_a_good_file(pair: Pair) -> None:
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    saved_errand(pair.branch)
    torn = pair.hand_in()
    torn.write_bytes(torn.read_bytes()[:-1])
    pair.receive(torn)
    pair.answer()
    (taken,) = read_receipts(pair.branch.desk, pair.stick).taken
    assert (taken.upto, taken.refused) == (1, 1)
    assert taken.asks == "县里说：有 1 个文件退回，要重交。"


def test_a_receipt_is_written_for_whose_stick_it_is_and_says_what_differs(pair: Pair, tmp_path: Path) -> None:
    pair.disagree(tmp_path / "second")
    assert write_receipts(pair.office, pair.stick, branches={"32118110120399"}) == []
    paths = write_receipts(pair.office, pair.stick, branches={pair.branch.branch.code})
    assert sorted(receipt.peek(path).conflicts for path in paths) == [0, 1]
