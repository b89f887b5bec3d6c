"""A branch and an office that know each other, both with the toy ledgers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.clock import SetClock
from danyang_desktop.county.office import Office
from danyang_desktop.county.receive import Received, receive, write_receipts
from danyang_desktop.exchange import bundle_out, container
from danyang_desktop.exchange.bundle_format import Heading
from danyang_desktop.exchange.bundle_pack import Contents
from danyang_desktop.exchange.receipt_in import read_receipts
from danyang_desktop.opening import Branch
from danyang_desktop.workspace import Workspace
from tests.helpers.books import NOW, PASSWORD, cheap_keys
from tests.helpers.county_book import CountyBook
from tests.helpers.rows import saved_errand
from tests.helpers.toy import ERRANDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.helpers.books import Pattern


@dataclass
class Pair:
    """Two open books, a card, and a stick between them."""

    branch: Workspace
    book: Workspace
    office: Office
    stick: Path
    pattern: Pattern
    opened: list[Workspace] = field(default_factory=list)

    def enrol(self, workspace: Workspace) -> None:
        """Make office and branch computer know each other."""
        request = self.stick.parent / "branch.dyq"
        bundle_out.ask_to_enrol(workspace.desk, request)
        self.office.enrol(request)
        request.unlink()
        bundle_out.take_card(workspace.desk, self.stick.parent / "office.dyo")

    def hand_in(self, workspace: Workspace | None = None, **how: Any) -> Path:
        """Write a bundle to the stick and return it."""
        return bundle_out.export((workspace or self.branch).desk, self.stick, **how).file

    def forge(self, name: str, *lines: dict[str, Any], seq: int = 1, photos: Any = (), **heading: Any) -> Path:
        """Write a bundle that is signed and sealed rightly and holds whatever is given."""
        desk = self.branch.desk
        said = {
            "branch_code": desk.code, "branch_name": desk.name, "epoch": desk.book.epoch, "seq": seq,
            "made_at": desk.book.hlc.tick(), "from_on": "2026-11-01", "to_on": "2026-11-23", **heading,
        }  # fmt: skip
        contents = Contents(records=lines, photos=photos)
        path = self.stick / name
        container.seal(path, Heading(**said), contents, desk.signer, self.office.keys.recipients)
        return path

    def receive(self, *places: Path) -> Received:
        """Receive at the office."""
        return receive(self.office, places or (self.stick,))

    def answer(self) -> list[Path]:
        """Write receipts to the stick."""
        return write_receipts(self.office, self.stick)

    def settle_up(self) -> None:
        """Let the branch save something, hand it in, and read the office's receipt."""
        saved_errand(self.branch)
        self.receive(self.hand_in())
        self.answer()
        read_receipts(self.branch.desk, self.stick)

    def disagree(self, folder: Path) -> str:
        """Let two computers of the branch say different things of one record; returns its uid."""
        errand = saved_errand(self.branch, story="原来的说法。")
        other = self.two_computers(folder)  # opens the first one anew
        for workspace in (self.branch, other):
            record = workspace.get(ERRANDS, errand.uid)
            record.story = workspace.desk.signer.device
            workspace.save(record)
            self.receive(self.hand_in(workspace))
        return errand.uid

    def second_computer(self, folder: Path) -> Workspace:
        """Open a copy of the branch's book on another computer: another device of the same branch."""
        import shutil

        shutil.copytree(self.branch.folder, folder / "book", ignore=shutil.ignore_patterns("*.lock"))
        workspace = self.pattern.open(folder / "book", device=folder / "device")
        self.opened.append(workspace)
        self.enrol(workspace)
        return workspace

    def two_computers(self, folder: Path) -> Workspace:
        """Open a copy of the branch's book on another computer beside the first one, and return it."""
        self.branch.close()  # what lies in its folder is whole only then
        other = self.second_computer(folder)
        self.branch = self.pattern.open(self.branch.folder)
        self.opened.append(self.branch)
        return other


@pytest.fixture
def pair(toy_pattern: Pattern, tmp_path: Path, database: str) -> Iterator[Pair]:
    """Open a branch and an office that know each other; the office's book in files, and again on a server."""
    stick = tmp_path / "stick"
    stick.mkdir()
    with cheap_keys():
        book, _ = Workspace.create(
            tmp_path / "office", branch=Branch("321181", "丹阳市委组织部"), password=PASSWORD, role="office",
            clock=SetClock(NOW), device_folder=tmp_path / "office_device", database=database, **toy_pattern.how,
        )  # fmt: skip
    office, _ = Office.of(book.desk)
    office.write_card(tmp_path / "office.dyo")
    branch = toy_pattern.open(toy_pattern.copy(tmp_path / "branch"))
    made = Pair(branch, book, office, stick, toy_pattern, [branch, book])
    made.enrol(branch)
    yield made
    for workspace in made.opened:
        workspace.close()


@pytest.fixture
def office(tmp_path: Path, database: str) -> Iterator[CountyBook]:
    """Give an office's book in files, and again one on a server."""
    with cheap_keys():
        shared, _ = Workspace.create(
            tmp_path / "office", branch=Branch("321181", "丹阳市委组织部"), password=PASSWORD, role="office",
            clock=SetClock(NOW), device_folder=tmp_path / "office_device", database=database,
        )  # fmt: skip
    with shared:
        yield CountyBook(shared)
