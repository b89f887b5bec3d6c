"""What is done with a bundle before any book is asked: proven, copied beside the book, proven again, read.

So it can be done ahead, also in a process of its own (ahead.py). Nothing of it counts until the book has taken it.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from danyang_desktop.base.parts import hold, part_beside, sweep
from danyang_desktop.county.reading import Reader
from danyang_desktop.declare.table import Table
from danyang_desktop.exchange import container
from danyang_desktop.exchange.bundle_file import reading
from danyang_desktop.exchange.bundle_refusals import Damaged
from danyang_desktop.exchange.keys import identity_of
from danyang_desktop.ledgers import LEDGERS
from danyang_desktop.registers import REGISTERS
from danyang_desktop.store.database import trouble_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import IO

    from danyang_desktop.county.reading import Line
    from danyang_desktop.exchange.container import Lookup, Proven
    from danyang_desktop.store.spelling import Spelling

KEPT = "received"
KNOWN = {ledger.slug: ledger for ledger in (*REGISTERS, *LEDGERS)}
"""The registers and ledgers that another process knows of by their slugs."""
_CHUNK = 1024 * 1024
_MOST_LINES = 2000
"""Lines that are read ahead: memory stays flat; a larger bundle is read when it is its turn."""


@dataclass(frozen=True)
class Ready:
    """A bundle as far as it goes without a book: proven with `key`, and its copy, which has no name of its own yet.

    `lines`: None of one that is too large, or has photos: it is opened when it is its turn.
    """

    proven: Proven
    key: bytes
    copy: Proven
    lines: list[list[Line]] | None = None
    receipt_key: bytes = b""


@dataclass(frozen=True)
class Bench:
    """What is needed to make bundles ready, in a form that goes to another process.

    folder    of the book;  keys  (device, branch code) -> its enrolled key
    secrets   what opens bundles, as age spells it
    slugs     the ledgers of the book;  complete  whether all of them are known by their slugs alone
    spelling  how the book's engine takes rows
    """

    folder: Path
    keys: Mapping[tuple[str, str], bytes]
    secrets: tuple[str, ...]
    slugs: tuple[str, ...]
    complete: bool
    spelling: Spelling

    @cached_property
    def _reader(self) -> Reader:
        return Reader({slug: Table(KNOWN[slug]) for slug in self.slugs}, self.spelling)

    def ready(self, path: Path) -> Ready:
        """Make a bundle ready. Raises BundleRefused, Trouble; then no copy is left."""
        proven = container.verify(path, self._lookup)
        copy = copied(path, proven, self.folder, self._lookup)
        key = self.keys[proven.header.device, proven.header.branch_code]
        if proven.header.photos or proven.header.records > _MOST_LINES:
            return Ready(proven, key, copy)
        try:
            with container.open_payload(copy, *map(identity_of, self.secrets)) as payload:
                lines = list(self._reader.read(payload.records(), {proven.header.branch_code}))
                return Ready(proven, key, copy, lines, payload.receipt_key)
        except BaseException:
            copy.path.unlink(missing_ok=True)
            raise

    def clear_up(self) -> None:
        """Remove the copies that nobody took: of a reader or a receive that died (see `tidied`)."""
        tidied(self.folder)

    def _lookup(self, device: str, branch: str) -> bytes | None:
        return self.keys.get((device, branch))


def tidied(folder: Path) -> None:
    """Remove what a crash left of copies beside the book in `folder`.

    Another clerk's copy that is whole and has no name yet may go with it: `copied` makes it again.
    """
    with contextlib.suppress(OSError):  # nothing was ever received, or it cannot be read: that is said elsewhere
        sweep(folder / KEPT)


def copied(path: Path, proven: Proven, folder: Path, lookup: Lookup) -> Proven:
    """Copy what was proven beside the book, to the disk itself, and prove the copy.

    A merge can be checked, or made again, from the originals; and a stick that is pulled now harms nothing.
    Raises BundleRefused, Trouble.
    """
    kept = folder / KEPT
    part = part_beside(kept / f"{proven.hash}.dyb")  # two clerks may bring the same bundle at the same time
    try:
        kept.mkdir(exist_ok=True)
        with part.open("xb") as out:
            hold(out)  # until it is proven, so that whoever tidies the folder leaves it alone
            copy(path, out)
            return same(container.verify(part, lookup), proven)
    except BaseException as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise trouble_of(error, KEPT) from error
        raise


def copy(path: Path, out: IO[bytes]) -> None:
    """Copy a file into an open one, to the disk itself. Raises Trouble U-107, OSError where our own disk fails."""
    with reading(path.name), path.open("rb") as source:
        chunk = source.read(_CHUNK)
        while chunk:
            out.write(chunk)
            chunk = source.read(_CHUNK)
        out.flush()
        os.fsync(out.fileno())


def same(copy: Proven, proven: Proven) -> Proven:
    """Return the proven copy; raises Damaged if it is one of something else."""
    if copy.hash != proven.hash:
        raise Damaged("the file changed while it was copied")
    return copy
