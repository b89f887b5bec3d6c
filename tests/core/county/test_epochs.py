"""Books that are put back, carried and killed: whoever goes on writing does so in a new epoch, and nobody else does."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import Trouble
from danyang_desktop.county.board import board
from danyang_desktop.county.office import Office
from danyang_desktop.county.receipts import digits_to_read_out
from danyang_desktop.county.undo import undo_import
from danyang_desktop.exchange import container
from danyang_desktop.exchange.receipt_in import read_receipts
from danyang_desktop.restoring import restore
from tests.helpers.books import NOW, PASSWORD, rolled_back
from tests.helpers.put_back import close, copy, kill, opened, place, states
from tests.helpers.rows import saved_errand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.core.county.conftest import Pair

IN_FILES = pytest.mark.parametrize("database", [""])
ON_SERVER = pytest.mark.parametrize("database", ["postgres"], indirect=True)
BOTH = pytest.mark.parametrize("which", ["branch", "office"])


# -- an office on several computers -------------------------------------------------------------------------------


@IN_FILES
def test_an_office_that_moves_to_another_computer_and_back_is_believed_everywhere(pair: Pair, tmp_path: Path) -> None:
    home, first = place("office", pair)
    away, second = tmp_path / "away", tmp_path / "second"
    epochs = []
    for folder, device, before in (
        (home, first, None),
        (away, second, home),
        (home, first, away),
        (away, second, home),
    ):
        if before is not None:
            close(pair, "office")
            copy(before, folder)
            opened(pair, "office", folder, device)
        pair.settle_up()
        assert set(states(pair)) == {"县里已收"}
        epochs.append(pair.book.book.epoch)
    assert epochs == [1, 2, 3, 4]


@IN_FILES
def test_a_book_of_before_it_kept_its_epoch_goes_on_in_it(pair: Pair) -> None:
    """On a computer where it was carried once, that epoch was a large number."""
    large = 1_795_541_400_001
    folder, device = place("office", pair)
    pair.settle_up()
    pair.book.book.connection.execute("DELETE FROM about WHERE name LIKE 'epoch%' OR name LIKE 'mark %'")
    close(pair, "office")
    install = device / "install.json"
    ((book, known),) = json.loads(install.read_text())["books"].items()
    install.write_text(json.dumps({"books": {book: {"clock": known["clock"], "epoch": large, "versions": 1}}}))
    opened(pair, "office", folder, device)
    assert pair.book.book.epoch == large
    pair.settle_up()
    assert set(states(pair)) == {"县里已收"}
    close(pair, "office")
    elsewhere = opened(pair, "office", copy(folder, folder.parent / "away"), folder.parent / "second")
    assert elsewhere.book.epoch == large + 1
    pair.settle_up()
    assert set(states(pair)) == {"县里已收"}


# -- put back after a kill ----------------------------------------------------------------------------------------


@IN_FILES
def test_a_branch_killed_after_it_handed_in_knows_an_old_copy(pair: Pair, tmp_path: Path) -> None:
    pair.settle_up()
    close(pair, "branch")
    folder, device = place("branch", pair)
    kept = copy(folder, tmp_path / "kept")
    opened(pair, "branch", folder, device)
    saved_errand(pair.branch)
    first = container.read_header(pair.hand_in())
    pair.receive()
    kill(pair, "branch", tmp_path)
    copy(kept, folder)
    assert opened(pair, "branch", folder, device).book.epoch == 2
    saved_errand(pair.branch)
    second = container.read_header(pair.hand_in())
    assert (first.epoch, first.seq, second.epoch, second.seq) == (1, 2, 2, 2)
    told = pair.receive()
    assert (told.alarms, told.refused) == ([], [])
    pair.answer()
    assert not read_receipts(pair.branch.desk, pair.stick).refused
    assert set(states(pair)) == {"县里已收"}
    kill(pair, "branch", tmp_path)
    assert opened(pair, "branch", folder, device).book.epoch == 2, "it only went on"
    kill(pair, "branch", tmp_path)
    copy(kept, folder)
    assert opened(pair, "branch", folder, device).book.epoch == 3


@IN_FILES
def test_an_empty_bundle_is_remembered_as_well(pair: Pair, tmp_path: Path) -> None:
    """What closes a month in which nothing happened holds no version by which it could be missed."""
    pair.settle_up()
    close(pair, "branch")
    folder, device = place("branch", pair)
    kept = copy(folder, tmp_path / "kept")
    opened(pair, "branch", folder, device).clock.at = NOW + dt.timedelta(days=40)  # type: ignore[attr-defined]
    assert container.read_header(pair.hand_in(month="2026-12")).records == 0
    kill(pair, "branch", tmp_path)
    copy(kept, folder)
    assert opened(pair, "branch", folder, device).book.epoch == 2


def _file(pair: Pair) -> Any:
    pair.answer()


def _paper(pair: Pair) -> Any:
    digits_to_read_out(pair.office)


def _home(pair: Pair) -> Any:
    from danyang_desktop.county.returns import write_return

    write_return(pair.office, pair.branch.desk.code, pair.stick)


def _kept(pair: Pair) -> Any:
    pair.book.backup(pair.stick / "backups")


@IN_FILES
@pytest.mark.parametrize("leaves", [_file, _paper, _home, _kept])
def test_an_office_killed_after_something_left_it_knows_an_old_copy(
    leaves: Callable[[Pair], None], pair: Pair, tmp_path: Path
) -> None:
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    close(pair, "office")
    folder, device = place("office", pair)
    kept = copy(folder, tmp_path / "kept")
    opened(pair, "office", folder, device)
    leaves(pair)
    kill(pair, "office", tmp_path)
    copy(kept, folder)
    assert opened(pair, "office", folder, device).book.epoch == 2
    pair.settle_up()
    assert set(states(pair)) == {"县里已收"}


@IN_FILES
def test_a_backup_put_back_after_a_kill_is_known(pair: Pair, tmp_path: Path) -> None:
    saved_errand(pair.branch)
    made = pair.branch.backup(tmp_path / "backups")
    saved_errand(pair.branch)
    kill(pair, "branch", tmp_path)
    folder, device = place("branch", pair)
    shutil.rmtree(folder)
    restore(made, folder, password=PASSWORD, now=NOW)
    assert opened(pair, "branch", folder, device).book.epoch == 2


@IN_FILES
def test_a_longer_copy_from_another_computer_is_known(pair: Pair, tmp_path: Path) -> None:
    saved_errand(pair.branch)
    other = pair.two_computers(tmp_path / "second")
    saved_errand(pair.branch)
    first = container.read_header(pair.hand_in())
    pair.receive()
    for _ in range(5):
        saved_errand(other)
    other.close()
    close(pair, "branch")
    folder, device = place("branch", pair)
    copy(other.folder, folder)
    again = opened(pair, "branch", folder, device)
    assert again.book.epoch == 3
    saved_errand(again)
    second = container.read_header(pair.hand_in())
    assert (first.device, first.epoch) == (second.device, 1)
    assert (second.epoch, pair.receive().alarms) == (3, [])


# -- honest books -------------------------------------------------------------------------------------------------


@BOTH
@IN_FILES
def test_a_book_that_was_only_killed_keeps_its_epoch(which: str, pair: Pair, tmp_path: Path) -> None:
    folder, device = place(which, pair)
    for number in range(3):
        older = copy(device, tmp_path / "older")
        pair.settle_up()
        kill(pair, which, tmp_path)
        if number:
            copy(older, device)  # nothing of it came to the computer's own folder
        assert opened(pair, which, folder, device).book.epoch == 1
    close(pair, which)
    assert opened(pair, which, folder, device).book.epoch == 1


@IN_FILES
def test_a_new_epoch_that_only_the_book_could_note_is_begun_once(pair: Pair, tmp_path: Path) -> None:
    folder, device = place("branch", pair)
    close(pair, "branch")
    kept = copy(folder, tmp_path / "kept")
    opened(pair, "branch", folder, device)
    pair.settle_up()
    close(pair, "branch")
    copy(kept, folder)
    older = copy(device, tmp_path / "older")
    for _ in range(2):
        assert opened(pair, "branch", folder, device).book.epoch == 2
        kill(pair, "branch", tmp_path)
        copy(older, device)


@BOTH
def test_what_came_to_nothing_is_not_missed(which: str, pair: Pair) -> None:
    """The clock of a save that failed is ahead of the book."""
    folder, device = place(which, pair)
    workspace = pair.book if which == "office" else pair.branch
    workspace.clock.at = NOW + dt.timedelta(hours=1)  # type: ignore[attr-defined]
    with rolled_back(workspace):
        saved_errand(workspace)
    close(pair, which)
    assert opened(pair, which, folder, device).book.epoch == 1


def test_an_office_that_took_an_import_back_and_was_killed_keeps_its_epoch(pair: Pair, tmp_path: Path) -> None:
    pair.settle_up()
    folder, device = place("office", pair)
    close(pair, "office")
    opened(pair, "office", folder, device)
    undo_import(pair.book.desk, pair.book.book.connection.execute("SELECT sha256 FROM received").fetchone()[0])
    kill(pair, "office", tmp_path)
    assert opened(pair, "office", folder, device).book.epoch == 1


# -- the computer's own folder ------------------------------------------------------------------------------------


@contextmanager
def unwritable(device: Path) -> Iterator[None]:
    """Let nothing be written into the computer's folder; rights would not bind root."""
    in_the_way = device / f"install.json.{os.getpid()}.part"
    in_the_way.mkdir()
    try:
        yield
    finally:
        in_the_way.rmdir()


@IN_FILES
def test_nothing_leaves_a_book_of_which_the_computer_cannot_take_note(pair: Pair) -> None:
    folder, device = place("branch", pair)
    close(pair, "branch")
    with unwritable(device):
        saved_errand(opened(pair, "branch", folder, device))
        with pytest.raises(Trouble) as told:
            pair.hand_in()
        assert told.value.code == "U-321"
        assert "没有受影响" in told.value.sentence
        assert list(pair.stick.glob("*.dyb")) == []
        assert pair.branch.backup(pair.stick.parent / "backups").exists(), "a backup can do without"
        close(pair, "branch")
    assert opened(pair, "branch", folder, device).book.epoch == 1
    pair.receive(pair.hand_in())
    assert states(pair) == ["等回执", "没写完"]


@IN_FILES
def test_a_book_put_back_opens_in_a_new_epoch_though_the_computer_cannot_take_note(pair: Pair, tmp_path: Path) -> None:
    folder, device = place("branch", pair)
    close(pair, "branch")
    kept = copy(folder, tmp_path / "kept")
    opened(pair, "branch", folder, device)
    pair.settle_up()
    close(pair, "branch")
    copy(kept, folder)
    with unwritable(device):
        for _ in range(2):
            assert opened(pair, "branch", folder, device).book.epoch == 2
            close(pair, "branch")
    assert opened(pair, "branch", folder, device).book.epoch == 2


@BOTH
@IN_FILES
def test_a_computer_that_lost_its_folder_goes_on_in_a_new_epoch(which: str, pair: Pair) -> None:
    pair.settle_up()
    folder, device = place(which, pair)
    close(pair, which)
    (device / "install.json").unlink()
    assert opened(pair, which, folder, device).book.epoch == 2
    close(pair, which)
    shutil.rmtree(device)
    workspace = opened(pair, which, folder, device)
    assert workspace.book.epoch == 3
    if which == "branch":
        pair.enrol(workspace)
    pair.settle_up()
    assert states(pair)[0] == "县里已收"


# -- a book on a server -------------------------------------------------------------------------------------------


@contextmanager
def put_back(pair: Pair) -> Iterator[None]:
    """Let the server be afterwards what it was before, as from a backup of its own."""
    connection = pair.book.book.connection
    tables = "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"
    names = [name for (name,) in connection.execute(tables).fetchall()]
    before = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    yield
    connection = pair.book.book.connection
    for name, found in before.items():
        connection.execute(f"DELETE FROM {name}")
        for row in found:
            connection.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", tuple(row))


@ON_SERVER
def test_a_server_that_was_put_back_is_in_one_new_epoch_for_all_clerks(pair: Pair, tmp_path: Path) -> None:
    folder, first = place("office", pair)
    with pair.pattern.open(folder, device=tmp_path / "second") as second:
        Office.of(second.desk)[0].write_card(tmp_path / "before.dyo")
        with put_back(pair):
            pair.settle_up()
            Office.of(second.desk)[0].write_card(tmp_path / "lost.dyo")
    reach = pair.book.book.hlc.last
    with pair.pattern.open(folder, device=tmp_path / "third") as third:  # it has never seen the book
        assert third.book.epoch == 1
        saved_errand(third, done_on=NOW.date())  # the clock is past what was lost
    for device in (first, tmp_path / "second", first, tmp_path / "second", tmp_path / "fourth"):
        with pair.pattern.open(folder, device=device) as again:
            assert again.book.epoch == 2
            assert again.book.hlc.last >= reach or device != first
    opened(pair, "office", folder, first)
    saved_errand(pair.branch)
    assert [one["kind"] for one in pair.receive(pair.hand_in()).refused] == ["gap"], "it builds on what was lost"
    pair.receive(pair.hand_in(full=True))
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    assert set(states(pair)) == {"县里已收"}
    (row,) = board(pair.office, "2026-11")
    assert (row["state"], row["name"], row["missing"]) == ("已收", "柳塘村党支部", [])
