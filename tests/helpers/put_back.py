"""Books that are carried, killed and put back, as the files of two folders: the book's and its computer's."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from danyang_desktop.county.office import Office
from danyang_desktop.exchange.outbox import outbox

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.workspace import Workspace
    from tests.core.county.conftest import Pair


def place(which: str, pair: Pair) -> tuple[Path, Path]:
    """Return the folders of a book and of its computer."""
    if which == "office":
        return pair.book.folder, pair.book.folder.parent / "office_device"
    return pair.branch.folder, pair.branch.folder.parent / "device"


def copy(folder: Path, to: Path) -> Path:
    """Copy a folder as it lies on the disk, in the place of what is there."""
    shutil.rmtree(to, ignore_errors=True)
    return shutil.copytree(folder, to, ignore=shutil.ignore_patterns("*.lock"))


def opened(pair: Pair, which: str, folder: Path, device: Path) -> Workspace:
    """Open a book and let the pair go on with it."""
    workspace = pair.pattern.open(folder, device=device)
    pair.opened.append(workspace)
    if which == "office":
        pair.book, pair.office = workspace, Office.of(workspace.desk)[0]
    else:
        pair.branch = workspace
    return workspace


def close(pair: Pair, which: str) -> None:
    """Close one of the two books."""
    (pair.book if which == "office" else pair.branch).close()


def kill(pair: Pair, which: str, tmp_path: Path) -> None:
    """Let book and computer be as they lay on the disk at this moment."""
    book, device = place(which, pair)
    left = copy(book, tmp_path / "killed" / "book"), copy(device, tmp_path / "killed" / "device")
    close(pair, which)
    copy(left[0], book)
    copy(left[1], device)


def states(pair: Pair) -> list[str]:
    """Return what the branch says of its bundles, the newest first."""
    return [one["state"] for one in outbox(pair.branch.book)]
