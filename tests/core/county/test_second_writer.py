"""The format page is enough to write by, too: the office takes what a program makes that was written from it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.county.board import board
from danyang_desktop.county.office import Office
from danyang_desktop.county.receive import receive, write_receipts
from danyang_desktop.county.rollup import rollup
from danyang_desktop.exchange.receipt import RECEIPT
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.registers.people import PEOPLE
from tests.benchmarks.stick import office_book
from tests.helpers.pictures import noise
from tests.helpers.second_writer import Computer, photo_hash

if TYPE_CHECKING:
    from pathlib import Path


def test_a_second_program_enrols_hands_in_and_gets_its_receipt(tmp_path: Path) -> None:
    computer = Computer("32118110129901", "二号村党支部")
    photo = noise(1)
    person = computer.line(PEOPLE.slug, {"name": "丁一", "sex": "男", "birth_on": "1950-03-04", "standing": "在册"})
    link = {"name": "丁一", "uid": person["uid"]}
    said = {"visited_on": "2026-11-20", "household": {"name": "丁一", "uid": ""}, "visitors": [link], "cash": 20_000}
    visit = computer.line(VISITS.slug, {**said, "situation": "好", "photos": [photo_hash(photo)]})
    again = computer.line(VISITS.slug, {**visit["body"], "situation": "更好"}, before=visit)
    unknown = computer.line("moonbases", {"crew": 3})
    sticks = tmp_path / "stick"
    sticks.mkdir()
    with office_book(tmp_path / "office") as workspace:
        office, _ = Office.of(workspace.desk)
        (tmp_path / "ask.dyq").write_bytes(computer.request())
        office.enrol(tmp_path / "ask.dyq")
        recipients = list(office.keys.recipients)
        (sticks / "一.dyb").write_bytes(computer.bundle([person, visit], [photo], recipients))
        (sticks / "二.dyb").write_bytes(computer.bundle([person, visit, again, unknown], [photo], recipients))
        told = receive(office, [sticks])
        assert (told.refused, told.merged, told.conflicts) == ([], 4, 0)
        shown = workspace.get(VISITS, visit["uid"])
        assert (shown.situation, shown.cash, shown.head) == ("更好", 20_000, again["digest"])
        assert workspace.attachments.get(photo_hash(photo)) == photo
        assert [row["state"] for row in board(office, "2026-11") if row["branch"] == computer.branch]
        assert rollup(office, workspace.look, "2026-11").rows
        assert workspace.check() == []
        (receipt,) = write_receipts(office, sticks)
        assert RECEIPT.read_file(receipt).claim["upto"] == 2
