"""Where prints go: what is only looked at leaves no trace; a month may be printed in part; lists say what they are."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from danyang_desktop.papers.press import print_ledgers, print_list, print_month
from danyang_desktop.recheck import recheck
from danyang_desktop.store import print_log
from tests.core.printing.paper_samples import texts
from tests.helpers.rows import saved_errand
from tests.helpers.toy import ERRANDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from danyang_desktop.printing.paper import Drawing
    from danyang_desktop.printing.sheets import Sheet
    from danyang_desktop.workspace import Workspace

MONTH = "2026-11"


class Tray:
    """Keeps what comes into it."""

    def __init__(self, *, looks: bool) -> None:
        self.looks = looks
        self.came: list[str] = []
        self.data = b""

    def made(self, sheets: Sequence[Sheet]) -> None:
        self.came += [sheet.title for sheet in sheets]

    def take(self, drawing: Drawing) -> None:
        self.came.append(f"{drawing.pages} 页")
        self.data = drawing.data


def test_looking_logs_nothing_and_closes_no_month(toys: Workspace) -> None:
    saved_errand(toys, done_on=dt.date(2026, 11, 5))
    for looks in (True, False):
        tray = Tray(looks=looks)
        printed = print_ledgers(toys, [ERRANDS], MONTH, tray, version="archive")
        assert tray.came == [printed.sheets[0].title, "1 页"]
        assert (printed.sheets[0].part, printed.sheets[0].pages) == (ERRANDS.slug, 1)
        assert len(print_log.entries(toys.book.connection)) == (0 if looks else 1)
        assert bool(toys.closed(ERRANDS, MONTH)) is not looks


def test_a_month_is_printed_in_part_with_its_forms(book: Workspace, tmp_path: Path) -> None:
    whole = print_month(book, MONTH, tmp_path / "all.pdf")
    some = print_month(book, MONTH, tmp_path / "some.pdf", slugs=["visits"], forms=True, version="archive")
    assert [sheet.part for sheet in some.sheets] == ["cover", "catalogue", "visits"]
    assert {sheet.part for sheet in whole.sheets} > {"cover", "visits"}
    assert book.closed(book.ledgers["visits"], MONTH) is not None
    assert book.closed(book.ledgers["subsidies"], MONTH) is None
    assert {recheck(book, sheet.check_code).state for sheet in some.sheets} == {"same"}


def test_a_list_of_voided_records_says_so(toys: Workspace, tmp_path: Path) -> None:
    saved_errand(toys, done_on=dt.date(2026, 11, 5))
    toys.void(saved_errand(toys, done_on=dt.date(2026, 11, 6)), "记错了")
    printed = print_list(toys, ERRANDS, tmp_path / "l.pdf", month=MONTH, status=("void",))
    page = "".join(texts((tmp_path / "l.pdf").read_bytes()))
    assert "已作废" in page
    assert "11-06" in page or "11-6" in page
    assert "11-05" not in page
    assert recheck(toys, printed.check_code).state == "same"
