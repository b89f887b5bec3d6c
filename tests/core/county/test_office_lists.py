"""The board, the sheets to remind and to return by, and taking an import back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.county.board import board, by_town, tally
from danyang_desktop.county.conflicts import conflicts, settle, unsettle
from danyang_desktop.county.notices import print_sheets, receipts, refusals, reminders
from danyang_desktop.county.receipts import digits_to_read_out
from danyang_desktop.county.undo import undo_import, would_undo
from danyang_desktop.exchange import bundle_out, container
from danyang_desktop.exchange.outbox import outbox
from danyang_desktop.exchange.receipt_in import read_receipts, type_receipt
from danyang_desktop.store import versions
from tests.helpers.rows import faces, neighbour, saved_errand
from tests.helpers.toy import ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.county.conftest import Pair

NOW = dt.datetime(2026, 11, 24, 10, 0)


def _enrolled(pair: Pair, code: str, name: str) -> None:
    with pair.book.book.transaction():
        pair.book.book.connection.execute(
            "INSERT INTO devices (device, branch, branch_name, public_key, enrolled_at) VALUES (?, ?, ?, '', '')",
            (f"{int(code):016x}"[-16:], code, name),
        )


def _hash(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_board_goes_by_town(pair: Pair) -> None:
    _enrolled(pair, "32118110220101", "荆村党支部")
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    rows = board(pair.office, "2026-11")
    assert {town: [row["state"] for row in some] for town, some in by_town(rows).items()} == {
        "延陵镇": ["已收"],
        "珥陵镇": ["未交"],
    }
    assert tally(rows) == {"已收": 1, "未交": 1, "退回": 0, "没登记": 0}
    assert tally(board(pair.office, "2026-12"))["未交"] == 2


def test_a_branch_with_a_bad_file_is_a_returned_one(pair: Pair) -> None:
    saved_errand(pair.branch)
    bundle = pair.hand_in()
    bundle.write_bytes(bundle.read_bytes()[:-1])
    pair.receive()
    (row,) = board(pair.office, "2026-11")
    assert (row["state"], row["refused"]) == ("退回", 1)


def test_a_missing_number_is_named(pair: Pair) -> None:
    pair.settle_up()
    saved_errand(pair.branch)
    later = pair.hand_in()
    with pair.book.book.transaction():
        pair.book.book.connection.execute("DELETE FROM received")
    pair.receive(later)
    (row,) = board(pair.office, "2026-11")
    assert row["missing"] == [1]
    pair.receive(pair.hand_in(full=True))
    (row,) = board(pair.office, "2026-11")
    assert (row["missing"], row["state"]) == ([], "已收")


def test_the_sheets_name_who_is_to_be_rung_and_what_to_do(pair: Pair, tmp_path: Path) -> None:
    from pypdf import PdfReader

    _enrolled(pair, "32118110220101", "荆村党支部")
    saved_errand(pair.branch)
    bundle = pair.hand_in()
    bundle.write_bytes(bundle.read_bytes()[:-1])
    pair.receive()
    assert [sheet.unit for sheet in reminders(pair.office, "2026-11", NOW)] == [
        "镇（街道）：延陵镇",
        "镇（街道）：珥陵镇",
    ]
    sheets = refusals(pair.office, "2026-11", NOW)
    assert [sheet.unit for sheet in sheets] == ["镇（街道）：延陵镇"]
    made = print_sheets([*reminders(pair.office, "2026-11", NOW), *sheets], tmp_path / "a.pdf")
    assert made.pages == 3
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages).replace("\n", "")
    assert "荆村党支部" in text
    assert "拷贝不完整" in text


def test_nothing_to_print_is_said(pair: Pair, tmp_path: Path) -> None:
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    with pytest.raises(UserError, match="不用打印"):
        print_sheets(reminders(pair.office, "2026-11", NOW), tmp_path / "a.pdf")


def _received(pair: Pair) -> list[str]:
    return [row[0] for row in pair.book.book.connection.execute("SELECT sha256 FROM received ORDER BY seq")]


def test_an_import_can_be_taken_back_and_made_again(pair: Pair) -> None:
    whom = neighbour(pair.branch, phone="13800000021")
    pair.receive(pair.hand_in())
    before = faces(pair.book)
    errand = saved_errand(pair.branch, whom=whom)
    whom.phone = "13900000035"
    pair.branch.save(whom)
    second = pair.hand_in()
    pair.receive(second)
    after = faces(pair.book)
    undone = undo_import(pair.office.desk, _received(pair)[1])
    assert (undone.versions, undone.records, len(undone.bundles)) == (2, 2, 1)
    assert faces(pair.book) == before
    assert pair.book.get(NEIGHBOURS, whom.uid).phone == "13800000021"
    assert pair.book.get(ERRANDS, errand.uid) is None
    assert pair.book.query(ERRANDS, search=whom.name).count() == 0
    assert pair.book.check() == []
    assert (pair.book.folder / "received" / f"{_received(pair)[1]}.dyb").exists()
    assert pair.receive(second).merged == 2
    assert faces(pair.book) == after
    assert pair.book.check() == []


def test_what_builds_on_it_goes_with_it(pair: Pair) -> None:
    for _ in range(3):
        saved_errand(pair.branch)
        pair.receive(pair.hand_in())
    first = _received(pair)[0]
    assert [number for number, _ in would_undo(pair.office.desk, first)] == [3, 2, 1]
    undo_import(pair.office.desk, first)
    assert faces(pair.book) == {}
    assert versions.last_seq(pair.book.book.connection) == 0
    assert pair.book.check() == []
    with pytest.raises(UserError, match="撤销过"):
        undo_import(pair.office.desk, first)


def test_a_receipt_after_it_opens_the_branchs_outbox_again(pair: Pair) -> None:
    for _ in range(2):
        saved_errand(pair.branch)
        pair.receive(pair.hand_in())
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    undo_import(pair.office.desk, _received(pair)[1])
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    assert [one["state"] for one in outbox(pair.branch.book)] == ["等回执", "县里已收"]
    told = pair.receive(pair.hand_in())
    assert told.merged == 1
    assert faces(pair.book) == faces(pair.branch)


def test_a_bundle_without_news_received_later_goes_with_it(pair: Pair) -> None:
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    pair.receive(pair.hand_in(full=True))
    undo_import(pair.office.desk, _received(pair)[0])
    assert pair.answer() == []


def test_a_bundle_without_news_is_taken_back_by_itself(pair: Pair) -> None:
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    pair.receive(pair.hand_in(full=True))
    assert [number for number, _ in would_undo(pair.office.desk, _received(pair)[1])] == [2]
    undone = undo_import(pair.office.desk, _received(pair)[1])
    assert (undone.versions, undone.records) == (0, 0)
    assert faces(pair.book) == faces(pair.branch)


@pytest.mark.parametrize("clerk", ["who takes it back", "another one"])
@pytest.mark.parametrize("then", ["stands", "was opened again"])
def test_a_choice_between_versions_that_went_goes_too(pair: Pair, tmp_path: Path, clerk: str, then: str) -> None:
    uid = pair.disagree(tmp_path / "second")
    chosen = conflicts(pair.book.book)[0].suggested
    ours = pair.book.book.device
    if clerk == "another one":
        pair.book.book.device = "c" * 16
    settle(pair.office.desk, uid, chosen, "打电话问过", "张主任")
    if then == "was opened again":
        unsettle(pair.office.desk, uid, "张主任")
    pair.book.book.device = ours
    undo_import(pair.office.desk, _received(pair)[1])
    assert pair.book.get(ERRANDS, uid).story == pair.branch.desk.signer.device
    assert conflicts(pair.book.book) == []
    assert pair.book.check() == []
    pair.receive()
    assert len(conflicts(pair.book.book)) == 1


def test_what_came_before_it_from_another_computer_stays(pair: Pair, tmp_path: Path) -> None:
    errand = saved_errand(pair.branch)
    other = pair.two_computers(tmp_path / "second")
    (parent,) = versions.of_record(pair.branch.book.connection, errand.uid)
    child = versions.make(
        uid=parent.uid, slug=parent.slug, branch=parent.branch, hlc=parent.hlc + 1, device=other.desk.signer.device,
        epoch=other.book.epoch, parents=(parent.digest,), action="edit", author="许敏", at=parent.at,
        body={**parent.content(), "story": "第二台上改的。"},
    )  # fmt: skip
    first, pair.branch = pair.branch, other
    pair.receive(pair.forge("child.dyb", bundle_out.line_of(child)))  # its parent was on a stick that is lost
    pair.branch = first
    pair.receive(pair.forge("parent.dyb", bundle_out.line_of(parent)))
    undone = undo_import(pair.office.desk, _received(pair)[1])
    assert undone.versions == 1
    assert [one.digest for one in versions.of_record(pair.book.book.connection, errand.uid)] == [child.digest]
    assert pair.book.get(ERRANDS, errand.uid).story == "第二台上改的。"
    assert ["历史缺了一段" in one.what for one in pair.book.check()] == [True], "as before the parent came"


def test_the_kept_file_is_the_received_one(pair: Pair) -> None:
    saved_errand(pair.branch)
    path = pair.hand_in()
    pair.receive(path)
    (kept,) = (pair.book.folder / "received").iterdir()
    assert _hash(kept) == _hash(path)
    assert container.read_header(kept).seq == 1


def test_a_receipt_on_paper_does_what_the_one_on_the_stick_does(pair: Pair) -> None:
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    (one,) = digits_to_read_out(pair.office)
    (sheet,) = receipts(pair.office, "2026-11", NOW)
    assert one.digits in list(sheet.blocks[0].values())  # type: ignore[union-attr]
    wrong = one.digits[:-1] + str((int(one.digits[-1]) + 1) % 10)
    with pytest.raises(UserError, match="输错"):
        type_receipt(pair.branch.desk, wrong)
    assert [row["state"] for row in outbox(pair.branch.book)] == ["等回执"]
    assert type_receipt(pair.branch.desk, one.digits.replace(" ", "-")) == 1
    assert [row["state"] for row in outbox(pair.branch.book)] == ["县里已收"]
    assert type_receipt(pair.branch.desk, one.digits) == 1
    saved_errand(pair.branch)
    later = pair.hand_in()
    assert container.read_header(later).records == 1
    assert pair.receive(later).merged == 1


def test_the_digits_of_one_bundle_are_not_those_of_the_next(pair: Pair) -> None:
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    (old,) = digits_to_read_out(pair.office)
    saved_errand(pair.branch)
    pair.hand_in()
    assert type_receipt(pair.branch.desk, old.digits) == 1
    assert [row["state"] for row in outbox(pair.branch.book)] == ["等回执", "县里已收"]
