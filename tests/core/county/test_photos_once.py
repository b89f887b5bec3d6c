"""Photos go once, come back when they were lost, and are missed at the office when they are named and do not come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.county.aside import refused
from danyang_desktop.county.handed_in import coming
from danyang_desktop.county.undo import undo_import
from danyang_desktop.exchange import bundle_out, container
from danyang_desktop.exchange.receipt_in import read_receipts
from danyang_desktop.store import versions
from tests.helpers.rows import saved_errand
from tests.helpers.toy import ERRANDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.county.conftest import Pair

JPEG = b"\xff\xd8\xff\xe0" + bytes(3000)
OTHER = JPEG + b"another"


def _photos(path: Path) -> int:
    return int(container.read_header(path).photos)


def _answered(pair: Pair) -> None:
    pair.receive()
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)


def _change(pair: Pair, uid: str, **values: Any) -> None:
    record = pair.branch.get(ERRANDS, uid)
    for name, value in values.items():
        setattr(record, name, value)
    pair.branch.save(record)


def test_a_changed_word_does_not_send_the_photos_again(pair: Pair) -> None:
    attachments = pair.branch.attachments
    errand = saved_errand(pair.branch, photos=[attachments.put(JPEG)])
    assert _photos(pair.hand_in()) == 1
    _change(pair, errand.uid, story="没有回执，照片还要再交。")
    assert _photos(pair.hand_in()) == 1
    _answered(pair)
    _change(pair, errand.uid, story="改一个字")
    assert coming(pair.branch.desk).photos == 0
    assert _photos(pair.hand_in()) == 0
    _change(pair, errand.uid, photos=[*errand.photos, attachments.put(OTHER)])
    assert _photos(pair.hand_in()) == 1
    told = pair.receive()
    assert [one for one in told.alarms if "照片" in one] == []
    assert pair.book.attachments.lacking(pair.book.get(ERRANDS, errand.uid).photos) == set()
    assert _photos(pair.hand_in(full=True)) == 2
    assert pair.book.check() == []


def test_an_office_that_took_its_import_back_gets_the_photos_again(pair: Pair) -> None:
    errand = saved_errand(pair.branch)
    pair.hand_in()
    _answered(pair)
    _change(pair, errand.uid, photos=[pair.branch.attachments.put(JPEG)])
    second = pair.hand_in()
    _answered(pair)
    undo_import(pair.book.desk, container.read_hash(second))
    pair.book.clock.at = pair.book.clock.at.replace(hour=18)  # type: ignore[attr-defined]
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    assert _photos(pair.hand_in()) == 1


def test_a_photo_that_is_found_again_goes_with_the_next_bundle_until_it_is_answered(pair: Pair) -> None:
    attachments = pair.branch.attachments
    errand = saved_errand(pair.branch, photos=[attachments.put(JPEG)])
    attachments.connection.execute("DELETE FROM photos")
    handed = bundle_out.export(pair.branch.desk, pair.stick)
    assert len(handed.lost_photos) == 1
    told = pair.receive()
    assert len([one for one in told.alarms if "照片" in one]) == 1  # said by the branch, and not once more
    _answered(pair)
    attachments.put(JPEG)
    _change(pair, errand.uid, story="照片找回来了")
    lost = pair.hand_in()
    assert _photos(lost) == 1
    lost.unlink()
    _change(pair, errand.uid, story="那个U盘丢了")
    assert _photos(pair.hand_in()) == 1
    _answered(pair)
    _change(pair, errand.uid, story="再改一次")
    assert _photos(pair.hand_in()) == 0
    assert pair.book.check() == []


def _thin(pair: Pair, digest: str) -> Any:
    """Return a line of a new record that names a photo."""
    errand = saved_errand(pair.branch, photos=[digest])
    return bundle_out.line_of(versions.of_record(pair.branch.book.connection, errand.uid)[-1])


def test_a_photo_that_is_named_and_does_not_come_is_asked_for_until_it_is_there(pair: Pair) -> None:
    digest = pair.branch.attachments.put(JPEG)
    told = pair.receive(pair.forge("thin.dyb", _thin(pair, digest)))
    assert [one["merged"] for one in told.accepted] == [1]
    (alarm,) = told.alarms
    assert "1 张照片没有跟来" in alarm
    assert "整本从头再交" in alarm
    (waits,) = refused(pair.book.desk)
    assert (waits.label, waits.bundle, waits.branch) == ("缺照片", 1, pair.branch.branch.code)
    saved_errand(pair.branch)
    last = versions.last_seq(pair.branch.book.connection)
    next_one = next(iter(bundle_out.lines(pair.branch.desk, last - 1, last)))
    assert pair.receive(pair.forge("next.dyb", next_one, seq=2)).alarms == []
    assert len(refused(pair.book.desk)) == 1  # another bundle does not put it right
    told = pair.receive(pair.hand_in(full=True))
    assert not [one for one in told.alarms if "照片" in one]
    assert refused(pair.book.desk) == []
    assert pair.book.check() == []


def test_photos_in_later_parts_are_missed_only_when_all_parts_are_here(pair: Pair) -> None:
    digest = pair.branch.attachments.put(JPEG)
    line, parts = _thin(pair, digest), {"parts": 2}
    first = pair.forge("a.dyb", line, extra={"part": 1, **parts})
    told = pair.receive(first)
    assert not [one for one in told.alarms if "照片" in one]
    told = pair.receive(pair.forge("b.dyb", photos=[(digest, JPEG)], extra={"part": 2, **parts}))
    assert not [one for one in told.alarms if "照片" in one]
    line = _thin(pair, pair.branch.attachments.put(OTHER))
    pair.receive(pair.forge("c.dyb", line, seq=2, extra={"part": 1, **parts}))
    told = pair.receive(pair.forge("d.dyb", seq=2, extra={"part": 2, **parts}))
    assert [one for one in told.alarms if "1 张照片没有跟来" in one]
