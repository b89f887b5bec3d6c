"""Long work of the stick page, for the worker: `partial` gives each all but its `progress`, which comes last.

Heavy libraries are imported here, when they are needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.exchange.bundle_out import HandedIn
    from danyang_desktop.exchange.drives import Drive
    from danyang_desktop.exchange.key_enrolment import OfficeCard
    from danyang_desktop.workspace import Workspace


@dataclass(frozen=True)
class HomeRead:
    """What a stick brought home: receipts taken and known, what came from the office in words, (file, why not)."""

    taken: int
    known: int
    upto: int
    brought: str
    refused: list[tuple[str, str]]
    asks: str = ""

    @property
    def sentence(self) -> str:
        """What is said of it."""
        said = []
        if self.upto:
            said.append(f"县里已收到第 {self.upto} 号包为止")
        if self.brought:
            said.append(self.brought)
        if not said and not self.refused:
            said.append("这张回执以前读过了，没有新的")
        said += [f"“{file}”没有登记：{why.rstrip('。')}" for file, why in self.refused]
        return "；".join(said) + f"。{self.asks}"


@dataclass(frozen=True)
class CardSeen:
    """An office's card, as a file has it; `taken`: it was kept; `another`: bundles went to another office so far."""

    card: OfficeCard
    file: Path
    taken: bool = False
    another: bool = False


def hand_in(workspace: Workspace, stick: Path, progress: Progress, *, month: str, full: bool) -> HandedIn:
    """Write the bundle to a stick and read it back; returns what was written."""
    from danyang_desktop.exchange.bundle_out import export

    workspace.must_manage("上报县里")
    return export(workspace.desk, stick, full=full, month=month, progress=progress)


def read_home(workspace: Workspace, stick: Path, progress: Progress) -> HomeRead:
    """Read the office's receipts, and what it sends home besides, from a stick; returns what came."""
    from danyang_desktop.county.returns import read_return
    from danyang_desktop.exchange.receipt_in import read_receipts

    progress(0, 0, "正在读县里的回执")
    desk = workspace.desk
    home = read_return(desk, stick, progress)
    told = read_receipts(desk, stick, alone=not (home.taken or home.known or home.refused))
    upto = max((one.upto for one in told.taken), default=0)
    refused = [*told.refused, *home.refused]
    asks = next((one.asks for one in reversed(told.taken)), "")
    return HomeRead(len(told.taken), told.known, upto, home.sentence, refused, asks)


def type_receipt(workspace: Workspace, digits: str, progress: Progress) -> HomeRead:
    """Take the twelve digits that stand on paper; returns up to which bundle the office has everything."""
    from danyang_desktop.exchange.receipt_in import type_receipt

    progress(0, 0, "正在核对回执号")
    return HomeRead(1, 0, type_receipt(workspace.desk, digits), "", [])


def let_go(drive: Drive, progress: Progress) -> None:
    """Send out what the system holds back and let the stick go."""
    from danyang_desktop.exchange.drives import let_go

    progress(0, 0, "正在安全拔出，先别拔")
    let_go(drive)


def print_note(
    workspace: Workspace, made: HandedIn, month: str, counts: Mapping[str, int], out: Path, progress: Progress
) -> Any:
    """Print the sheet that goes with the stick; returns what was printed."""
    from danyang_desktop.county.delivery_note import delivery_note, print_delivery_note

    sheet = delivery_note(workspace.desk, made, month, counts, workspace.clock.now())
    return print_delivery_note(sheet, out, progress)


def ask_to_enrol(workspace: Workspace, out: Path, progress: Progress) -> Path:
    """Write this computer's enrolment file for the office or the branch's other computer; returns the file."""
    from danyang_desktop.exchange.bundle_out import ask_to_enrol
    from danyang_desktop.exchange.key_enrolment import REQUEST

    progress(0, 0, "正在写登记文件")
    out = out if out.suffix else out.with_suffix(REQUEST.ending)  # typed without
    ask_to_enrol(workspace.desk, out)
    return out


def renew_key(workspace: Workspace, out: Path, progress: Progress) -> Path:
    """Give this computer a new key and write the file by which the office learns of it; returns the file."""
    from danyang_desktop.exchange.bundle_file import must_take

    progress(0, 0, "正在换钥匙")
    workspace.must_manage("换这台电脑的钥匙")
    must_take(out.parent)  # the file tells the office of the change: no change without it
    workspace.renew_device_key()
    return ask_to_enrol(workspace, out, progress)


def look_at_card(workspace: Workspace, file: Path, progress: Progress) -> CardSeen:
    """Keep the office's card if it needs no telephone call; returns what it says, and of which office the last was."""
    from danyang_desktop.exchange.key_enrolment import read_card
    from danyang_desktop.exchange.office_card import is_believed, offices

    progress(0, 0, "正在读县里的登记文件")
    workspace.must_manage("登记县里的文件")
    card = read_card(file)
    if is_believed(workspace.desk, card):
        return CardSeen(take_card(workspace, file, progress, compared=False), file, taken=True)
    return CardSeen(card, file, another=bool(offices(workspace.desk)))


def take_card(workspace: Workspace, file: Path, progress: Progress, *, compared: bool) -> Any:
    """Keep the office's card; returns it."""
    from danyang_desktop.exchange.office_card import take_card

    progress(0, 0, "正在读县里的登记文件")
    return take_card(workspace.desk, file, compared=compared)


def look_at_sibling(workspace: Workspace, file: Path, progress: Progress) -> Any:
    """Read the enrolment file of the branch's other computer; returns what it says of itself."""
    from danyang_desktop.county.siblings import look_at

    progress(0, 0, "正在读登记文件")
    workspace.must_manage("登记另一台电脑")
    return look_at(workspace.desk, file)


def know_sibling(workspace: Workspace, file: Path, progress: Progress) -> Any:
    """Take the enrolment file of the branch's other computer; returns what it says of itself."""
    from danyang_desktop.county.siblings import know

    progress(0, 0, "正在读登记文件")
    workspace.must_manage("登记另一台电脑")
    return know(workspace.desk, file)


def read_siblings(workspace: Workspace, stick: Path, progress: Progress) -> Any:
    """Merge what the branch's other computers wrote to a stick; returns what was merged."""
    from danyang_desktop.county.siblings import read_siblings

    return read_siblings(workspace.desk, stick, progress)


def hand_over(workspace: Workspace, folder: Path, progress: Progress, *, to: str, old: str, new: str) -> Any:
    """Hand the book over to somebody else; returns what was written and the new recovery code."""
    from danyang_desktop.handover import hand_over

    return hand_over(workspace, folder, to=to, old=old, new=new, progress=progress)
