"""今日 and the county: the bundle that is owed, its receipt, what was sent back, and what the office tells."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.agenda.keeping_duties import as_of, notice_read
from danyang_desktop.agenda.today import agenda
from danyang_desktop.base.clock import SetClock
from danyang_desktop.county.annotations import APPROVED, NOTE, RETURNED, annotate, withdraw
from danyang_desktop.county.announce import announce
from danyang_desktop.county.endings import merge_branch
from danyang_desktop.county.office import Office
from danyang_desktop.county.receipts import write_receipts
from danyang_desktop.county.receive import receive
from danyang_desktop.county.returns import read_return, write_return
from danyang_desktop.exchange import bundle_out
from danyang_desktop.exchange.receipt_in import read_receipts
from danyang_desktop.opening import Branch
from danyang_desktop.workspace import Workspace
from tests.core.test_agenda import TODAY, duties, visit
from tests.helpers.books import PASSWORD, cheap_keys
from tests.ui.village import settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def office(book: Workspace, tmp_path: Path) -> Iterator[Office]:
    """Enrol the branch at an office."""
    with cheap_keys():
        office_book, _ = Workspace.create(
            tmp_path / "office", branch=Branch("321181", "丹阳市"), password=PASSWORD, role="office",
            clock=book.clock, device_folder=tmp_path / "office_device",
        )  # fmt: skip
    made, _ = Office.of(office_book.desk)
    bundle_out.ask_to_enrol(book.desk, tmp_path / "branch.dyq")
    made.enrol(tmp_path / "branch.dyq")
    made.write_card(tmp_path / "office.dyo")
    bundle_out.take_card(book.desk, tmp_path / "office.dyo")
    yield made
    office_book.close()


def neighbour(office: Office) -> None:
    """Let the office know another branch."""
    office.desk.book.connection.execute(
        "INSERT INTO devices (device, branch, branch_name, public_key, recipient, enrolled_at)"
        " VALUES ('other', '32118110120302', '荆村党支部', ?, '', '2026-10-01')",
        ("00" * 32,),
    )


def test_the_bundle_is_asked_for_until_it_went_and_then_its_receipt(
    book: Workspace, office: Office, tmp_path: Path
) -> None:
    clock = book.clock
    assert isinstance(clock, SetClock)
    settle(book)
    assert "bundle" not in duties(book), "the month is still being written"
    clock.at = dt.datetime(2026, 12, 8, 9, 0)
    found = duties(book)["bundle"]
    assert (found.title, found.urgency) == ("11月数据没交县里", "soon")
    assert found.detail == "县里要求每月 10 日前交，还有 2 天"
    clock.at = dt.datetime(2026, 12, 23, 9, 0)
    assert duties(book)["bundle"].urgency == "late"
    assert duties(book)["bundle"].detail.endswith("已晚 13 天")
    assert agenda(book).badges["stick"][0] == 1
    stick = tmp_path / "stick"
    stick.mkdir()
    bundle_out.export(book.desk, stick)
    assert "bundle" not in duties(book)
    assert "receipt" not in duties(book), "it is on its way"
    clock.at = dt.datetime(2026, 12, 30, 9, 0)
    assert duties(book)["receipt"].detail.startswith("12月23日 交的，已等 7 天")
    receive(office, (stick,))
    write_receipts(office, stick)
    read_receipts(book.desk, stick)
    assert "receipt" not in duties(book)


def test_what_the_county_sent_back_comes_first_and_opens_its_record(
    book: Workspace, office: Office, tmp_path: Path
) -> None:
    settle(book)
    kept = visit(book, TODAY)
    stick, home = tmp_path / "stick", tmp_path / "home"
    stick.mkdir()
    home.mkdir()
    bundle_out.export(book.desk, stick)
    receive(office, (stick,))
    annotate(office.desk, kept.uid, RETURNED, "慰问金来源写错了", "县里经办人")
    write_return(office, book.branch.code, home)
    read_return(book.desk, home)
    first = agenda(book).duties[0]
    assert (first.key, first.urgency) == ("correction", "late")
    (line,) = first.lines
    assert (line.name, line.kind) == ("钱根生", "走访 11月23日"), "by whom it is about and its day, not by a number"
    assert (line.detail, line.go) == ("慰问金来源写错了", f"visits:open:{kept.uid}")


def test_what_the_county_tells_stands_there_until_somebody_has_read_it(
    book: Workspace, office: Office, tmp_path: Path
) -> None:
    settle(book)
    kept = visit(book, TODAY)
    stick = tmp_path / "stick"
    stick.mkdir()
    receive(office, (bundle_out.export(book.desk, stick).file,))
    neighbour(office)
    announce(office, [book.branch.code], "12 月起每季度抽查一次。", "张主任")
    merge_branch(office, "32118110120302", book.branch.code, dt.date(2026, 12, 1), "张主任")
    annotate(office.desk, kept.uid, NOTE, "困难一并报民政办。", "张主任")
    annotate(office.desk, kept.uid, APPROVED, "", "张主任")
    write_return(office, book.branch.code, stick)
    before = as_of(book)
    assert read_return(book.desk, stick).sentence == "县里带回来批注和通知 4 条，在“今日”里看"
    assert as_of(book) != before, "the day is to be looked at anew though no record of the branch changed"
    found = agenda(book)
    first = found.duties[0]
    assert (first.key, first.title) == ("notice", "县里有 3 条话要看")
    assert [(line.name, line.kind, line.button) for line in first.lines] == [
        ("县里通知", "", "知道了"), ("县里通知", "", "知道了"), ("钱根生", "走访 11月23日 · 备注", "去看"),
    ]  # fmt: skip
    assert "荆村党支部" in first.lines[1].detail
    assert "并入本支部" in first.lines[1].detail
    before = as_of(book)
    uids = [line.go.rpartition(":")[2] for line in first.lines]
    assert notice_read(book, uids[0]) == ""
    assert as_of(book) != before
    assert notice_read(book, uids[2]) == f"visits:show:{kept.uid}"
    assert [line.go for line in duties(book)["notice"].lines] == [f"home:read:{uids[1]}"]
    withdraw(office.desk, uids[1], "张主任")
    write_return(office, book.branch.code, stick)
    read_return(book.desk, stick)
    assert "notice" not in duties(book)


def test_a_branch_that_is_merged_is_told_so_itself(book: Workspace, office: Office, tmp_path: Path) -> None:
    settle(book)
    neighbour(office)
    merge_branch(office, book.branch.code, "32118110120302", dt.date(2026, 12, 1), "张主任")
    write_return(office, book.branch.code, tmp_path)
    read_return(book.desk, tmp_path)
    (line,) = duties(book)["notice"].lines
    assert (line.name, line.button) == ("县里并村通知", "知道了")
    assert "2026年12月1日起并入荆村党支部" in line.detail
    later = book.clock
    assert isinstance(later, SetClock)
    later.at += dt.timedelta(days=400)
    assert "notice" not in duties(book), "a year later a new computer is not told of it any more"


def test_a_bundle_that_the_county_could_not_take_is_to_go_again(
    book: Workspace, office: Office, tmp_path: Path
) -> None:
    settle(book)
    stick = tmp_path / "stick"
    stick.mkdir()
    for torn in (False, True):
        visit(book, TODAY)
        bundle = bundle_out.export(book.desk, stick).file
        if torn:
            bundle.write_bytes(bundle.read_bytes()[:-1])
        receive(office, (bundle,))
    write_receipts(office, stick)
    read_receipts(book.desk, stick)
    found = duties(book)["bundle"]
    assert (found.title, found.urgency, found.go) == ("第 2 号包县里没能收下", "late", "stick")
    bundle_out.export(book.desk, stick)
    assert "bundle" not in duties(book)
