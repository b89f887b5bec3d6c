"""From the branch's save to the office's tables and back with a receipt."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.county.board import board
from danyang_desktop.county.conflicts import conflicts
from danyang_desktop.exchange.outbox import outbox
from danyang_desktop.exchange.receipt_in import read_receipts
from danyang_desktop.store import versions
from tests.helpers.rows import faces, neighbour, saved_errand
from tests.helpers.toy import ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.county.conftest import Pair


def _photo() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (640, 480), (120, 140, 90)).save(out, "JPEG")
    return out.getvalue()


def test_what_the_branch_saved_is_what_the_office_shows(pair: Pair, dice: random.Random) -> None:
    whom = neighbour(pair.branch)
    for _ in range(5):
        saved_errand(pair.branch, dice, whom, photos=[pair.branch.attach(_photo())])
    told = pair.receive(pair.hand_in())
    assert [one["merged"] for one in told.accepted] == [6]
    assert not told.refused
    assert faces(pair.book) == faces(pair.branch)
    record = next(iter(pair.book.query(ERRANDS).records()))
    assert pair.book.photo(record.photos[0])
    assert pair.book.query(ERRANDS, search=whom.name).count() == 5
    assert pair.book.linked(ERRANDS, whom.uid)
    assert pair.book.check() == []


def test_receiving_twice_changes_nothing(pair: Pair) -> None:
    saved_errand(pair.branch)
    bundle = pair.hand_in()
    pair.receive(bundle)
    before = versions.last_seq(pair.book.book.connection)
    shutil.copy(bundle, bundle.with_name("copy.dyb"))
    told = pair.receive()
    assert all(one["again"] for one in told.accepted)
    assert told.merged == 0
    assert versions.last_seq(pair.book.book.connection) == before


def test_a_full_bundle_is_a_no_op_where_all_is_known(pair: Pair) -> None:
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    told = pair.receive(pair.hand_in(full=True))
    assert told.merged == 0
    assert told.conflicts == 0


def test_only_a_receipt_makes_a_bundle_received(pair: Pair) -> None:
    saved_errand(pair.branch)
    pair.hand_in()
    assert [one["state"] for one in outbox(pair.branch.book)] == ["等回执"]
    pair.receive()
    assert [one["state"] for one in outbox(pair.branch.book)] == ["等回执"]
    pair.answer()
    told = read_receipts(pair.branch.desk, pair.stick)
    assert [one.upto for one in told.taken] == [1]
    assert [one["state"] for one in outbox(pair.branch.book)] == ["县里已收"]
    assert read_receipts(pair.branch.desk, pair.stick).known == 1


def test_a_lost_stick_heals_itself(pair: Pair) -> None:
    saved_errand(pair.branch)
    pair.hand_in().unlink()
    saved_errand(pair.branch)
    told = pair.receive(pair.hand_in())
    assert told.merged == 2
    assert faces(pair.book) == faces(pair.branch)


def test_after_a_receipt_only_what_is_new_travels(pair: Pair) -> None:
    pair.settle_up()
    with pytest.raises(UserError, match="没有新记的"):
        pair.hand_in()
    saved_errand(pair.branch)
    told = pair.receive(pair.hand_in())
    assert [one["records"] for one in told.accepted if not one["again"]] == [1]
    assert faces(pair.book) == faces(pair.branch)


def test_a_bundle_whose_base_is_missing_is_set_aside(pair: Pair, tmp_path: Path) -> None:
    pair.settle_up()
    saved_errand(pair.branch)
    later = pair.hand_in()
    with pair.book.book.transaction():
        pair.book.book.connection.execute("DELETE FROM received")  # as an office restored from an old backup
    told = pair.receive(later)
    assert [one["kind"] for one in told.refused] == ["gap"]
    assert told.merged == 0


def test_a_stranger_is_refused_and_the_others_are_taken(pair: Pair, tmp_path: Path) -> None:
    saved_errand(pair.branch)
    pair.hand_in()
    other = pair.second_computer(tmp_path / "second")
    pair.book.book.connection.execute(
        "UPDATE devices SET revoked_at = '2026-11-23' WHERE device = ?", (other.desk.signer.device,)
    )
    saved_errand(other)
    pair.hand_in(other)
    (pair.stick / "家庭照片.dyb").write_bytes(b"not a bundle at all")
    told = pair.receive()
    assert len(told.accepted) == 1
    assert sorted(one["kind"] for one in told.refused) == ["damaged", "struck_off"]


def test_two_computers_keep_both_versions_and_list_the_conflict(pair: Pair, tmp_path: Path) -> None:
    errand = saved_errand(pair.branch, story="说的是一回事，写的人不同。")
    other = pair.two_computers(tmp_path / "second")
    for workspace, story in ((pair.branch, "第一台电脑上的说法。"), (other, "第二台电脑上的说法。")):
        record = workspace.get(ERRANDS, errand.uid)
        record.story = story
        workspace.save(record)
    pair.hand_in()
    pair.hand_in(other)
    told = pair.receive()
    assert told.conflicts == 1
    said = conflicts(pair.book.book)[0]
    assert {side.said["经过"] for side in said.sides} == {"第一台电脑上的说法。", "第二台电脑上的说法。"}
    assert len(versions.of_record(pair.book.book.connection, errand.uid)) == 3
    shown = pair.book.get(ERRANDS, errand.uid)
    assert (
        shown.head == max(versions.of_record(pair.book.book.connection, errand.uid), key=lambda one: one.order).digest
    )


def test_a_copy_of_a_book_with_receipts_builds_on_none_of_them(pair: Pair, tmp_path: Path) -> None:
    pair.settle_up()
    other = pair.two_computers(tmp_path / "second")
    for _ in range(3):  # each without a receipt for the one before
        saved_errand(other)
        told = pair.receive(pair.hand_in(other))
        assert (told.merged, told.refused) == (1, [])
    pair.answer()
    read_receipts(other.desk, pair.stick)
    saved_errand(other)
    told = pair.receive(pair.hand_in(other))
    assert (told.merged, told.refused) == (1, [])


def test_a_book_that_never_noted_whose_its_bundles_are_goes_on_with_its_receipts(pair: Pair) -> None:
    pair.settle_up()
    with pair.branch.book.transaction():  # as a book that an earlier program handed in
        pair.branch.book.connection.execute("DELETE FROM about WHERE name LIKE 'bundles_%'")
    for count in (1, 2):
        saved_errand(pair.branch)
        told = pair.receive(pair.hand_in())
        assert [one["records"] for one in told.accepted] == [count], "all since the receipt, no more"


def test_the_order_of_bundles_makes_no_difference(pair: Pair, tmp_path: Path) -> None:
    dice = random.Random(3)
    whom = neighbour(pair.branch)
    bundles = []
    for _ in range(4):
        saved_errand(pair.branch, dice, whom)
        bundles.append(pair.hand_in())
    for bundle in reversed(bundles):
        pair.receive(bundle)
    assert faces(pair.book) == faces(pair.branch)
    assert conflicts(pair.book.book) == []


def test_voided_and_changed_records_arrive_as_they_are(pair: Pair) -> None:
    errand = saved_errand(pair.branch)
    pair.branch.void(errand, "记错了人")
    whom = neighbour(pair.branch, phone="13800000021")
    whom.phone = "13900000035"
    pair.branch.save(whom)
    pair.receive(pair.hand_in())
    assert pair.book.get(ERRANDS, errand.uid).status == "void"
    assert pair.book.get(NEIGHBOURS, whom.uid).phone == "13900000035"
    assert [one.action for one in pair.book.history(whom.uid)] == ["修改", "新增"]


def test_the_board_says_who_has_handed_in(pair: Pair) -> None:
    assert [row["state"] for row in board(pair.office, "2026-11")] == ["未交"]
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    (row,) = board(pair.office, "2026-11")
    assert (row["state"], row["name"], row["missing"]) == ("已收", "柳塘村党支部", [])


def test_a_branch_that_is_not_enrolled_is_told_so(toys: object, tmp_path: Path) -> None:
    from danyang_desktop.exchange.bundle_out import export

    with pytest.raises(UserError, match="登记"):
        export(toys.desk, tmp_path)  # type: ignore[attr-defined]


def test_a_book_that_handed_in_and_answered_is_not_taken_for_a_restored_one(pair: Pair) -> None:
    pair.settle_up()
    for workspace, device in ((pair.branch, "device"), (pair.book, "office_device")):
        epoch = workspace.book.epoch
        workspace.close()
        again = pair.pattern.open(workspace.folder, device=workspace.folder.parent / device)
        assert again.book.epoch == epoch
        again.close()
