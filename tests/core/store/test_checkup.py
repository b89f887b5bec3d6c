"""Is the book whole? Whatever was altered behind the program's back is found, and it is said where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import Cancelled
from tests.helpers.pictures import photo
from tests.helpers.rows import neighbour, saved_errand
from tests.helpers.toy import ERRANDS

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace


@pytest.fixture
def lived_in(toys: Workspace, dice: Any) -> Workspace:
    """Fill the book with two people and ten errands, each changed twice, one voided, one with a photo."""
    people = [neighbour(toys), neighbour(toys, "许敏")]
    for number in range(10):
        record = saved_errand(toys, dice, people[number % 2])
        for text in ("改了一次", "又改了一次"):
            record.story = text
            toys.save(record)
    record.photos = [toys.attach(photo())]
    toys.save(record)
    toys.void(record, "写重了")
    return toys


def middle(workspace: Workspace) -> str:
    """Return the uid of an errand in the middle of the book."""
    return str(workspace.query(ERRANDS).page().rows[5].uid)


def test_a_whole_book_is_whole(lived_in: Workspace) -> None:
    steps: list[str] = []
    assert lived_in.check(lambda *step: steps.append(step[2])) == []
    assert any("核对" in step for step in steps)


OLDEST = "(SELECT digest FROM versions WHERE uid = toy_errands.uid LIMIT 1)"
TAMPERING = {
    "an amount in the table": "UPDATE toy_errands SET cost = cost + 1 WHERE uid = ?",
    "a name in the table": 'UPDATE toy_errands SET neighbour = \'["", "别人"]\' WHERE uid = ?',
    "a number": "UPDATE toy_errands SET serial_no = serial_no || '0' WHERE uid = ?",
    "a status": "UPDATE toy_errands SET status = 'void' WHERE uid = ?",
    "who wrote it down": "UPDATE toy_errands SET recorder = '别人' WHERE uid = ?",
    "the head": "UPDATE toy_errands SET head = '0' WHERE uid = ?",
    "an old head": f"UPDATE toy_errands SET head = {OLDEST} WHERE uid = ?",
    "the whole row": "DELETE FROM toy_errands WHERE uid = ?",
    "a body": "UPDATE versions SET body = replace(body, '改了一次', '没改一次') WHERE uid = ?",
    "an author": "UPDATE versions SET author = '别人' WHERE uid = ?",
    "a moment": "UPDATE versions SET at = '2026-01-01T00:00:00' WHERE uid = ?",
    "the newest version": "DELETE FROM versions WHERE seq = (SELECT max(seq) FROM versions WHERE uid = ?)",
    "the first version": "DELETE FROM versions WHERE seq = (SELECT min(seq) FROM versions WHERE uid = ?)",
    "all versions": "DELETE FROM versions WHERE uid = ?",
    "a link": "DELETE FROM links WHERE uid = ?",
    "a link too many": "INSERT INTO links SELECT 'nobody', uid, 'toy_errands' FROM toy_errands WHERE uid = ?",
    "a word to be found by": "DELETE FROM wait_toy_errands WHERE id = (SELECT id FROM toy_errands WHERE uid = ?)",
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_found(lived_in: Workspace, what: str) -> None:
    uid = middle(lived_in)
    place = str(lived_in.get(ERRANDS, uid).id)
    lived_in.book.connection.execute(TAMPERING[what], (uid,))
    found = lived_in.check()
    assert found
    assert {damage.where for damage in found} <= {uid, place, "toy_errands"}
    assert all(damage.what.endswith("。") for damage in found)


def test_a_search_entry_without_a_record_is_found(lived_in: Workspace) -> None:
    lived_in.book.connection.execute("INSERT INTO find_toy_errands (rowid, t) VALUES (999, '王')")
    assert [damage.where for damage in lived_in.check()] == ["999"]


def test_a_lost_and_a_changed_photo_are_found(lived_in: Workspace) -> None:
    digest = next(lived_in.attachments.digests())
    lived_in.attachments.connection.execute("UPDATE photos SET data = zeroblob(100)")
    assert [damage.where for damage in lived_in.check()] == [digest]
    lived_in.attachments.connection.execute("DELETE FROM photos")
    assert [damage.where for damage in lived_in.check()] == [digest]


def test_a_check_can_be_stopped(lived_in: Workspace) -> None:
    def stop(*_: object) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        lived_in.check(stop)
