"""What cannot be taken yet is kept, and taken in by one press later; what will never come is taken off by hand."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.county import aside, kept
from danyang_desktop.county.board import board
from danyang_desktop.county.contacts import FIRST_HERE, waiting
from danyang_desktop.county.notices import refusals
from danyang_desktop.county.received import DISMISSED, REFUSED, files
from danyang_desktop.exchange import bundle_out
from tests.helpers.books import NOW
from tests.helpers.bundles import Desk
from tests.helpers.rows import faces, saved_errand

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.workspace import Workspace
    from tests.core.county.conftest import Pair


def _stranger(pair: Pair, folder: Path) -> Workspace:
    """Return the branch's book on a computer that the office does not know."""
    pair.branch.close()
    shutil.copytree(pair.branch.folder, folder / "book", ignore=shutil.ignore_patterns("*.lock"))
    pair.branch = pair.pattern.open(pair.branch.folder)
    other = pair.pattern.open(folder / "book", device=folder / "device")
    pair.opened += [pair.branch, other]
    bundle_out.take_card(other.desk, pair.stick.parent / "office.dyo")
    return other


def _again(pair: Pair) -> int:
    return len(pair.receive(*kept.waiting(pair.office.desk)).accepted)


def test_a_computer_that_is_enrolled_later_need_not_bring_its_bundle_again(pair: Pair, tmp_path: Path) -> None:
    saved_errand(pair.branch)
    other = _stranger(pair, tmp_path / "new")
    bundle = pair.hand_in(other)
    (told,) = pair.receive().refused
    assert "县里留了一份" in told["reason"]
    name = bundle.name
    bundle.unlink()
    (path,) = kept.waiting(pair.office.desk)
    assert path.name == name
    (one,) = waiting(pair.office, board(pair.office, "2026-11"))
    assert (one.word, "重交" in one.why) == (FIRST_HERE, False), "nobody rings the branch for it"
    sheet = str(refusals(pair.office, "2026-11", NOW))
    assert "县里留了一份" in sheet
    assert kept.HOW not in sheet, "the branch has no such button"
    assert _again(pair) == 0, "it is not enrolled yet"
    assert [one.file for one in aside.refused(pair.office.desk)] == [name], "once"
    pair.enrol(other)
    assert _again(pair) == 1
    assert aside.refused(pair.office.desk) == []
    assert kept.waiting(pair.office.desk) == []
    assert list((pair.book.folder / kept.FOLDER).iterdir()) == []
    assert faces(pair.book) == faces(other)


def test_a_newer_programs_bundle_is_kept_as_it_came(pair: Pair) -> None:
    newer = b"DYB2\r\n\x1a\n" + bytes(2000)
    (pair.stick / "新版本.dyb").write_bytes(newer)
    pair.receive()
    pair.receive()
    (path,) = kept.waiting(pair.office.desk)
    assert path.read_bytes() == newer
    assert _again(pair) == 0
    assert [one.kind for one in aside.refused(pair.office.desk)] == ["newer"]


def test_another_countys_and_a_torn_file_are_not_kept(pair: Pair) -> None:
    other = Desk.make()
    other.seal(pair.stick / "别县.dyb", [])
    (pair.stick / "家里的.dyb").write_bytes(b"PK no bundle")
    assert len(pair.receive().refused) == 2
    assert kept.waiting(pair.office.desk) == []


def test_no_more_is_kept_than_there_is_room_for(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST_FILES", 1)
    for name in ("a.dyb", "b.dyb"):
        (pair.stick / name).write_bytes(b"DYB2\r\n\x1a\n" + bytes(200))
    told = pair.receive()
    assert len(kept.waiting(pair.office.desk)) == 1
    assert sorted("留了一份" in one["reason"] for one in told.refused) == [False, True]


def test_a_file_is_taken_off_by_hand_with_a_reason_and_put_back(pair: Pair) -> None:
    (pair.stick / "新版本.dyb").write_bytes(b"DYB2\r\n\x1a\n" + bytes(2000))
    pair.receive()
    desk = pair.office.desk
    (one,) = aside.refused(desk)
    with pytest.raises(UserError, match="为什么"):
        aside.dismiss(desk, one, " ", "张主任")
    aside.dismiss(desk, one, "支部重新写过了", "张主任")
    assert aside.refused(desk) == []
    (line,) = files(desk)
    assert (line.state, "支部重新写过了（张主任）" in line.why) == (DISMISSED, True)
    (gone,) = aside.dismissed(desk)
    aside.wait_again(desk, gone)
    assert [each.state for each in files(desk)] == [REFUSED]
    assert len(kept.waiting(desk)) == 1
    aside.dismiss(desk, one, "支部重新写过了", "张主任")
    shutil.rmtree(pair.stick)
    pair.stick.mkdir()
    pair.receive()
    assert list((pair.book.folder / kept.FOLDER).iterdir()) == [], "swept with the next receive"
