"""Receipts of twelve digits: they carry no stamp, and the office may be in an epoch nobody has heard of."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.county.receipts import digits_to_read_out
from danyang_desktop.county.undo import undo_import
from danyang_desktop.exchange.receipt_in import read_receipts, type_receipt
from tests.helpers.books import NOW
from tests.helpers.put_back import close, copy, opened, states
from tests.helpers.rows import saved_errand

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.county.conftest import Pair


def test_typed_digits_count_after_a_file_that_was_written_later_than_their_bundle(pair: Pair) -> None:
    saved_errand(pair.branch)
    first = pair.hand_in()
    pair.branch.clock.at = NOW + dt.timedelta(hours=1)  # type: ignore[attr-defined]  # a SetClock
    saved_errand(pair.branch)
    second = pair.hand_in()
    pair.book.clock.at = NOW + dt.timedelta(days=1)  # type: ignore[attr-defined]
    pair.receive(first)
    pair.answer()
    pair.receive(second)
    (paper,) = digits_to_read_out(pair.office)
    read_receipts(pair.branch.desk, pair.stick)
    assert states(pair) == ["等回执", "县里已收"]
    for _ in range(2):
        assert type_receipt(pair.branch.desk, paper.digits) == 2
        assert states(pair) == ["县里已收", "县里已收"]
    assert pair.branch.book.connection.execute("SELECT count(*) FROM receipts").fetchone()[0] == 2


def test_digits_of_an_import_taken_back_open_the_outbox_again(pair: Pair) -> None:
    digits = []
    for _ in range(2):
        saved_errand(pair.branch)
        pair.receive(pair.hand_in())
        digits += [one.digits for one in digits_to_read_out(pair.office)]
        type_receipt(pair.branch.desk, digits[-1])
    assert states(pair) == ["县里已收", "县里已收"]
    newest = pair.book.book.connection.execute("SELECT sha256 FROM received ORDER BY seq DESC LIMIT 1").fetchone()[0]
    undo_import(pair.book.desk, newest)
    (paper,) = digits_to_read_out(pair.office)
    assert paper.digits == digits[0], "no stamp stands on paper"
    assert type_receipt(pair.branch.desk, paper.digits) == 1
    assert states(pair) == ["等回执", "县里已收"]


@pytest.mark.parametrize("database", [""])
def test_the_digits_of_an_office_that_was_restored_are_right(pair: Pair, tmp_path: Path) -> None:
    """Its branches have heard nothing of the new epoch yet."""
    pair.settle_up()
    saved_errand(pair.branch)
    bundle = pair.hand_in()
    for number in range(3):
        close(pair, "office")
        opened(pair, "office", copy(pair.book.folder, tmp_path / f"away{number}"), tmp_path / f"device{number}")
    pair.receive(bundle)
    (paper,) = digits_to_read_out(pair.office)
    assert type_receipt(pair.branch.desk, paper.digits) == 2
    assert states(pair) == ["县里已收", "县里已收"]
    wrong = str((int(paper.digits.replace(" ", "")) + 97) % 10**12).zfill(12)  # the check digits fit
    with pytest.raises(UserError):
        type_receipt(pair.branch.desk, wrong)
