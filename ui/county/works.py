"""Long work of the office's pages, in the worker."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.county.behind import Behind
    from danyang_desktop.county.office import Office
    from danyang_desktop.county.receive import Received
    from danyang_desktop.county.tables import FigureTable
    from danyang_desktop.exchange.key_enrolment import BranchRequest
    from danyang_desktop.printing.paper import Printed, Tray
    from danyang_desktop.workspace import Workspace


@dataclass
class Answered:
    """Receipts and return bundles that were written, and why some were not."""

    receipts: int = 0
    returns: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass
class Taken:
    """What came of a stick or folder, and what was answered there."""

    told: Received
    answered: Answered


def answer(office: Office, branches: Collection[str], folder: Path, progress: Progress) -> Answered:
    """Write receipts and what goes home to these branches into a folder; raises Trouble, Cancelled."""
    from danyang_desktop.base.errors import UserError
    from danyang_desktop.county.receipts import write_receipts
    from danyang_desktop.county.returns import write_return
    from danyang_desktop.exchange.bundle_file import held

    still_there = held(folder)
    done = Answered(len(write_receipts(office, folder, branches=branches)))
    still_there()
    for number, branch in enumerate(sorted(branches)):
        progress(number, len(branches), f"正在写回执，第 {number + 1} 个支部，共 {len(branches)} 个")
        try:
            write_return(office, branch, folder)
        except UserError as error:
            done.refused.append(error.sentence)
        else:
            done.returns += 1
        still_there()
    return done


@dataclass(frozen=True)
class Receiving:
    """Receives every bundle in a place, and answers there those who handed in."""

    office: Office
    place: Path

    def __call__(self, progress: Progress) -> Taken:
        """Receive; what was received until a Cancel is kept."""
        from danyang_desktop.county.receive import receive

        told = receive(self.office, [self.place], progress)
        branches = {str(one["branch"]) for one in told.accepted}
        folder = self.place if self.place.is_dir() else self.place.parent
        answered = answer(self.office, branches, folder, progress) if branches else Answered()
        return Taken(told, answered)


@dataclass(frozen=True)
class Answering:
    """Writes receipts and what goes home to the branches whose bundles lie on a stick, or to `branches`."""

    office: Office
    branches: Sequence[str]
    folder: Path

    def __call__(self, progress: Progress) -> Answered:
        """Write."""
        from danyang_desktop.county.receive import branches_on

        progress(0, 0, "正在看 U盘 上有谁的数据包")
        return answer(self.office, branches_on(self.folder) or set(self.branches), self.folder, progress)


@dataclass(frozen=True)
class PrintingSheets:
    """Prints tables (town, branch, program) and 催交名单, 退回单, 回执单 of a month; `town` "" = all. A Job."""

    workspace: Workspace
    office: Office
    kinds: Sequence[str]
    month: str
    town: str

    def __call__(self, *, out: Path | Tray, progress: Progress) -> Printed:
        """Print; raises UserError when there is nothing to print."""
        from danyang_desktop.county import notices
        from danyang_desktop.county.tables import county_sheet, county_table

        now = self.workspace.clock.now()
        of = {"late": notices.reminders, "returned": notices.refusals, "receipts": notices.receipts}
        sheets = []
        for kind in self.kinds:
            progress(0, 0, "正在排版")
            if kind in of:
                sheets += of[kind](self.office, self.month, now)
            else:
                table = county_table(self.office, self.workspace.look, self.month, kind, "", progress)
                sheets.append(county_sheet(self.office, table, now))
        if self.town:
            sheets = [sheet for sheet in sheets if sheet.unit.endswith(f"：{self.town}")]
        return notices.print_sheets(sheets, out, progress)


@dataclass(frozen=True)
class Adding:
    """Adds up a month for the table."""

    workspace: Workspace
    office: Office
    month: str
    kind: str
    under: str

    def __call__(self, progress: Progress) -> FigureTable:
        """Add up; raises Cancelled."""
        from danyang_desktop.county.tables import county_table

        return county_table(self.office, self.workspace.look, self.month, self.kind, self.under, progress)


@dataclass(frozen=True)
class Drilling:
    """Finds the records behind a figure: of a branch, or of one programme (`programme`) in all of them."""

    office: Office
    month: str
    key: str
    programme: bool

    def __call__(self, progress: Progress) -> list[Behind]:
        """Find; raises Cancelled."""
        from danyang_desktop.county.behind import behind_branch, behind_programme

        find = behind_programme if self.programme else behind_branch
        return find(self.office.desk.book, self.month, self.key, progress)


@dataclass(frozen=True)
class PrintingTable:
    """Prints a county's table. A Job."""

    workspace: Workspace
    office: Office
    table: FigureTable

    def __call__(self, *, out: Path | Tray, progress: Progress) -> Printed:
        """Print; returns what was printed."""
        from danyang_desktop.county.tables import print_county_table

        return print_county_table(self.office, self.table, out, self.workspace.clock.now(), progress)


@dataclass(frozen=True)
class WritingTable:
    """Writes a county's table into a workbook."""

    table: FigureTable
    unit: str
    note: str
    out: Path

    def __call__(self, progress: Progress) -> int:
        """Write; returns how many rows."""
        from danyang_desktop.county.tables import cells_of, title_of
        from danyang_desktop.exchange.workbook_table import write_table

        progress(0, 0, "正在写表格")
        heads, rows = cells_of(self.table)
        title = f"{self.table.period}{self.table.under}{title_of(self.table)}"
        return write_table(self.out, title, f"{self.unit}　{self.note}".strip(), heads, rows)


@dataclass(frozen=True)
class ReceivingKept:
    """Receives once more the files that could not be taken yet and were kept."""

    office: Office

    def __call__(self, progress: Progress) -> Received:
        """Receive; what was received until a Cancel is kept."""
        from danyang_desktop.county.kept import waiting
        from danyang_desktop.county.receive import receive

        return receive(self.office, waiting(self.office.desk), progress)


@dataclass(frozen=True)
class Undoing:
    """Takes an import back."""

    office: Office
    sha256: str

    def __call__(self, progress: Progress) -> Any:
        """Undo; returns what went."""
        from danyang_desktop.county.undo import undo_import

        progress(0, 0, "正在撤销")
        return undo_import(self.office.desk, self.sha256)


@dataclass(frozen=True)
class Finding:
    """Looks through the county for what only the office can see."""

    office: Office
    month: str

    def __call__(self, progress: Progress) -> Any:
        """Look; returns the findings."""
        from danyang_desktop.county.doubles import findings

        progress(0, 0, "正在全县核对")
        return findings(self.office, self.month)


@dataclass(frozen=True)
class FindingAside:
    """Looks through the county while the window goes on: on a connection of its own."""

    workspace: Workspace
    office: Office
    month: str

    def __call__(self, progress: Progress) -> Any:
        """Look; returns the findings."""
        from danyang_desktop.county.doubles import findings
        from danyang_desktop.county.office import Office

        progress(0, 0, "正在全县核对")
        with self.workspace.aside() as other:
            return findings(Office(other.desk, self.office.keys), self.month)


@dataclass(frozen=True)
class ReadingRequests:
    """Reads the enrolment files of branches' computers, in files and folders."""

    places: Sequence[Path]

    @dataclass
    class Told:
        """Files that can be enrolled, and (name, why) of those that cannot."""

        found: list[tuple[Path, BranchRequest]] = field(default_factory=list)
        refused: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, progress: Progress) -> Told:
        """Read."""
        from danyang_desktop.base.errors import Trouble, UserError
        from danyang_desktop.base.paths import legible
        from danyang_desktop.exchange.key_enrolment import read_request
        from danyang_desktop.exchange.stick import find_bundles

        progress(0, 0, "正在读登记文件")
        told = self.Told()
        for place in self.places:
            for path in find_bundles(place).requests if place.is_dir() else [place]:
                try:
                    told.found.append((path, read_request(path)))
                except (UserError, Trouble) as error:
                    told.refused.append((legible(path.name), error.sentence))
        return told


@dataclass(frozen=True)
class Announcing:
    """Writes a notice to branches."""

    workspace: Workspace
    office: Office
    branches: Sequence[str]
    words: str

    def __call__(self, progress: Progress) -> Any:
        """Write; returns to how many."""
        from danyang_desktop.county.announce import announce

        return announce(self.office, self.branches, self.words, self.workspace.operator, progress)


@dataclass(frozen=True)
class WritingLedgers:
    """Writes what the office has of a branch into a new folder, a workbook for each ledger."""

    office: Office
    branch: str
    folder: Path

    def __call__(self, progress: Progress) -> int:
        """Write; returns how many workbooks."""
        from danyang_desktop.county.endings import write_ledgers

        return len(write_ledgers(self.office, self.branch, self.folder, progress))
