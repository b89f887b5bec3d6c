"""Long work of the stick page, in the worker. Heavy libraries are imported there, when they are needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.exchange.bundle_out import HandedIn
    from danyang_desktop.exchange.drives import Drive
    from danyang_desktop.workspace import Workspace


@dataclass(frozen=True)
class HandingIn:
    """Writes the bundle to a stick and reads it back."""

    workspace: Workspace
    stick: Path
    month: str = ""
    full: bool = False

    def __call__(self, progress: Progress) -> HandedIn:
        """Hand in; returns what was written."""
        from danyang_desktop.exchange.bundle_out import export

        self.workspace.must_manage("上报县里")
        return export(self.workspace.desk, self.stick, full=self.full, month=self.month, progress=progress)


@dataclass(frozen=True)
class HomeRead:
    """What a stick brought home: receipts taken and known, records from the office by kind, (file, why not)."""

    taken: int
    known: int
    upto: int
    counts: Mapping[str, int]
    refused: list[tuple[str, str]]
    asks: str = ""

    @property
    def sentence(self) -> str:
        """What is said of it."""
        said = []
        if self.upto:
            said.append(f"县里已收到第 {self.upto} 号包为止")
        if self.counts:
            said.append(f"县里带回来 {sum(self.counts.values())} 条（标准、代码、批注、处理结果），已经收好")
        if not said and not self.refused:
            said.append("这张回执以前读过了，没有新的")
        said += [f"“{file}”没有登记：{why.rstrip('。')}" for file, why in self.refused]
        return "；".join(said) + f"。{self.asks}"


@dataclass(frozen=True)
class ReadingHome:
    """Reads the office's receipts, and what it sends home besides, from a stick."""

    workspace: Workspace
    stick: Path

    def __call__(self, progress: Progress) -> HomeRead:
        """Read; returns what came."""
        from danyang_desktop.county.returns import read_return
        from danyang_desktop.exchange.receipt_in import read_receipts

        progress(0, 0, "正在读县里的回执")
        desk = self.workspace.desk
        home = read_return(desk, self.stick, progress)
        told = read_receipts(desk, self.stick, alone=not (home.taken or home.known or home.refused))
        upto = max((one.upto for one in told.taken), default=0)
        refused = [*told.refused, *home.refused]
        asks = next((one.asks for one in reversed(told.taken)), "")
        return HomeRead(len(told.taken), told.known, upto, home.counts, refused, asks)


@dataclass(frozen=True)
class TypingReceipt:
    """Takes the twelve digits that stand on paper."""

    workspace: Workspace
    digits: str

    def __call__(self, progress: Progress) -> HomeRead:
        """Take them; returns up to which bundle the office has everything."""
        from danyang_desktop.exchange.receipt_in import type_receipt

        progress(0, 0, "正在核对回执号")
        return HomeRead(1, 0, type_receipt(self.workspace.desk, self.digits), {}, [])


@dataclass(frozen=True)
class LettingGo:
    """Sends out what the system holds back and lets the stick go."""

    drive: Drive

    def __call__(self, progress: Progress) -> None:
        """Let go."""
        from danyang_desktop.exchange.drives import let_go

        progress(0, 0, "正在安全拔出，先别拔")
        let_go(self.drive)


@dataclass(frozen=True)
class PrintingNote:
    """Prints the sheet that goes with the stick."""

    workspace: Workspace
    made: HandedIn
    month: str
    counts: Mapping[str, int]
    out: Path

    def __call__(self, progress: Progress) -> Any:
        """Print; returns what was printed."""
        from danyang_desktop.county.delivery_note import delivery_note, print_delivery_note

        now = self.workspace.clock.now()
        sheet = delivery_note(self.workspace.desk, self.made, self.month, self.counts, now)
        return print_delivery_note(sheet, self.out, progress)


@dataclass(frozen=True)
class AskingToEnrol:
    """Writes this computer's enrolment file for the office or for the branch's other computer."""

    workspace: Workspace
    out: Path

    def __call__(self, progress: Progress) -> Path:
        """Write; returns the file."""
        from danyang_desktop.exchange.bundle_out import ask_to_enrol

        progress(0, 0, "正在写登记文件")
        ask_to_enrol(self.workspace.desk, self.out)
        return self.out


@dataclass(frozen=True)
class TakingCard:
    """Keeps the office's card."""

    workspace: Workspace
    file: Path

    def __call__(self, progress: Progress) -> Any:
        """Read; returns the card."""
        from danyang_desktop.exchange.office_card import take_card

        progress(0, 0, "正在读县里的登记文件")
        self.workspace.must_manage("登记县里的文件")
        return take_card(self.workspace.desk, self.file)


@dataclass(frozen=True)
class KnowingSibling:
    """Takes the enrolment file of another computer of this branch."""

    workspace: Workspace
    file: Path

    def __call__(self, progress: Progress) -> Any:
        """Read; returns what the other computer says of itself."""
        from danyang_desktop.county.siblings import know

        progress(0, 0, "正在读登记文件")
        self.workspace.must_manage("登记另一台电脑")
        return know(self.workspace.desk, self.file)


@dataclass(frozen=True)
class ReadingSiblings:
    """Merges what the branch's other computers wrote to a stick."""

    workspace: Workspace
    stick: Path

    def __call__(self, progress: Progress) -> Any:
        """Read; returns what was merged."""
        from danyang_desktop.county.siblings import read_siblings

        return read_siblings(self.workspace.desk, self.stick, progress)


@dataclass(frozen=True)
class HandingOver:
    """Hands the book over to somebody else, with new keys and a new password."""

    workspace: Workspace
    folder: Path
    to: str
    old: str
    new: str

    def __call__(self, progress: Progress) -> Any:
        """Hand over; returns what was written and the new recovery code."""
        from danyang_desktop.handover import hand_over

        return hand_over(self.workspace, self.folder, to=self.to, old=self.old, new=self.new, progress=progress)


@dataclass(frozen=True)
class RenewingKey:
    """Gives this computer a new key and writes the file by which the office learns of it."""

    workspace: Workspace
    out: Path

    def __call__(self, progress: Progress) -> Path:
        """Renew; returns the file."""
        from danyang_desktop.exchange.bundle_out import ask_to_enrol

        progress(0, 0, "正在换钥匙")
        self.workspace.must_manage("换这台电脑的钥匙")
        self.workspace.renew_device_key()
        ask_to_enrol(self.workspace.desk, self.out)
        return self.out
