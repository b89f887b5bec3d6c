"""Rightly signed records that lack something, as another program might write them: refused, or counted without harm."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.clock import SetClock
from danyang_desktop.county.board import board
from danyang_desktop.county.doubles import findings
from danyang_desktop.county.office import Office
from danyang_desktop.county.receive import Received, receive
from danyang_desktop.county.rollup import rollup
from danyang_desktop.exchange import bundle_out, container
from danyang_desktop.exchange.bundle_format import Heading
from danyang_desktop.exchange.bundle_pack import Contents
from danyang_desktop.ledgers import LEDGERS
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.opening import Branch
from danyang_desktop.registers import REGISTERS
from danyang_desktop.store import versions
from danyang_desktop.workspace import Workspace
from tests.helpers.books import NOW, PASSWORD, cheap_keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALL = (*REGISTERS, *LEDGERS)
_DAY = "2026-11-20"


class Forge:
    """A branch whose computer signs whatever it is given, and the office that receives it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.dice = random.Random(5)
        self.books = [
            self._book("office", Branch("321181", "丹阳市委组织部"), role="office"),
            self._book("branch", Branch("32118110120301", "柳塘村党支部")),
        ]
        self.book, self.branch = self.books
        self.office, _ = Office.of(self.book.desk)
        self.office.write_card(folder / "card.dyo")
        bundle_out.ask_to_enrol(self.branch.desk, folder / "ask.dyq")
        self.office.enrol(folder / "ask.dyq")
        self.seq = 0

    def _book(self, name: str, whose: Branch, **how: Any) -> Workspace:
        with cheap_keys():
            made, _ = Workspace.create(
                self.folder / name, branch=whose, password=PASSWORD, clock=SetClock(NOW),
                device_folder=self.folder / f"{name}_device", **how,
            )  # fmt: skip
        return made

    def send(self, slug: str, body: dict[str, Any], status: str = "final") -> Received:
        """Hand in one record that says this, and receive it."""
        desk, self.seq = self.branch.desk, self.seq + 1
        state = {"branch": desk.code, "created_at": f"{_DAY}T10:00:00", "recorder": "周建民", "status": status}
        version = versions.make(
            uid=f"{self.dice.getrandbits(128):032x}", slug=slug, branch=desk.code, hlc=desk.book.hlc.tick(),
            device=desk.signer.device, epoch=desk.book.epoch, parents=(), action="new", author="周建民",
            at=f"{_DAY}T10:00:00", body={"_": state, **body},
        )  # fmt: skip
        heading = Heading(
            branch_code=desk.code, branch_name=desk.name, epoch=desk.book.epoch, seq=self.seq,
            made_at=desk.book.hlc.tick(), from_on="2026-11-01", to_on="2026-11-23",
        )  # fmt: skip
        path = self.folder / f"{self.seq}.dyb"
        contents = Contents(records=[bundle_out.line_of(version)], photos=())
        container.seal(path, heading, contents, desk.signer, self.office.keys.recipients)
        return receive(self.office, [path])

    def whole(self, slug: str) -> dict[str, Any]:
        """Return what a whole record of a ledger says, of November 2026."""
        ledger = self.book.ledgers[slug]
        said = {name: kind.to_json(kind.sample(self.dice)) for name, kind in ledger.kinds.items()}
        day = {ledger.date_of: _DAY[:7] if slug == SUBSIDIES.slug else _DAY} if ledger.date_of else {}
        return {name: value for name, value in said.items() if value is not None} | day


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[Forge]:
    made = Forge(tmp_path)
    try:
        yield made
    finally:
        for book in made.books:
            book.close()


@pytest.mark.parametrize("slug", [ledger.slug for ledger in ALL])
def test_a_record_that_lacks_any_field_stops_neither_the_receive_nor_the_figures(forge: Forge, slug: str) -> None:
    whole = forge.whole(slug)
    assert forge.send(slug, whole).refused == []
    for lacking in whole:
        told = forge.send(slug, {name: value for name, value in whole.items() if name != lacking})
        assert [one["kind"] for one in told.refused] in ([], ["content"])
    forge.send(slug, {})
    assert board(forge.office, "2026-11")
    assert rollup(forge.office, forge.book.look, "2026-11").rows
    findings(forge.office, "2026-11")
    assert forge.book.check() == []


@pytest.mark.parametrize(
    ("slug", "lacking", "said"),
    [
        (VISITS.slug, "household", "走访对象"),
        (VISITS.slug, "visited_on", "走访日期"),
        (SUBSIDIES.slug, "month", "没有"),
    ],
)
def test_a_record_without_its_day_or_whom_it_is_about_is_refused(
    forge: Forge, slug: str, lacking: str, said: str
) -> None:
    whole = forge.whole(slug)
    del whole[lacking]
    (told,) = forge.send(slug, whole).refused
    assert said in told["reason"]
    assert forge.book.query(forge.book.ledgers[slug]).count() == 0


def test_of_a_voided_record_nothing_is_wanted_but_its_number(forge: Forge) -> None:
    whole = forge.whole(VISITS.slug)
    del whole["household"]
    assert forge.send(VISITS.slug, whole, status="void").refused == []
    assert rollup(forge.office, forge.book.look, "2026-11").rows
    assert forge.book.check() == []


@pytest.mark.parametrize("lacking", ["row_uid", "person"])
def test_a_payment_line_without_a_number_or_a_person_is_refused(forge: Forge, lacking: str) -> None:
    whole = forge.whole(SUBSIDIES.slug)
    del whole["lines"][0][lacking]
    (told,) = forge.send(SUBSIDIES.slug, whole).refused
    assert told["kind"] == "content"


@pytest.mark.parametrize(
    ("slug", "name", "odd"),
    [
        (VISITS.slug, "photos", ["a"]),
        (VISITS.slug, "cash", 2**62),
        (SUBSIDIES.slug, "month", "2026-11-20"),
        (SUBSIDIES.slug, "total_fen", -(2**62)),
    ],
)
def test_a_value_that_no_form_could_give_is_refused(forge: Forge, slug: str, name: str, odd: Any) -> None:
    """Such sums overflow, such amounts have no name in capitals, such a photo would be missing for ever."""
    assert forge.send(slug, forge.whole(slug)).refused == []
    (told,) = forge.send(slug, {**forge.whole(slug), name: odd}).refused
    assert told["kind"] == "content"
    assert forge.book.query(forge.book.ledgers[slug]).count() == 1
