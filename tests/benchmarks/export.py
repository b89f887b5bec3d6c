"""How fast a branch-year with its photos is handed in, against bare pyrage on the same number of bytes.

Bare pyrage encrypts from memory into a new file and waits for the disk. Ours also reads every photo out of its
encrypted file, makes the ZIP, hashes, reads all of it back from the disk and compares. Both take turns, and the ratio
is the median of the turns: what else the machine does meanwhile falls on both.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.clock import SetClock
from danyang_desktop.declare.look import Link
from danyang_desktop.exchange import bundle_out
from danyang_desktop.exchange.key_enrolment import card_of, write_card
from danyang_desktop.exchange.keys import OfficeKey
from danyang_desktop.exchange.office_card import take_card
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.workspace import Workspace
from tests.benchmarks.measure import Row, Times
from tests.helpers.books import NOW, PASSWORD, WILLOW_POND, cheap_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

_PHOTO_BYTES = 305_000
_A_VISIT = 3
_TURNS = 9
_GOAL = 0.6


def _fill(workspace: Workspace, photos: int) -> None:
    """Keep so many photos, three to a visit. They are noise: what a JPEG is to a packer."""
    dice = random.Random(7)
    digests = [
        workspace.attachments.put(b"\xff\xd8\xff" + dice.randbytes(_PHOTO_BYTES)) for _ in range(max(photos, _A_VISIT))
    ]
    with workspace.book.transaction():
        for start in range(0, len(digests), _A_VISIT):
            workspace.save(
                workspace.new(
                    VISITS, household=Link("", "王桂兰"), visited_on=dt.date(2026, 11, 1), place="3组",
                    visitors=[Link("", "周建民")], situation="身体尚好，家中平安，常有人照看。", measures="无",
                    photos=digests[start : start + _A_VISIT],
                )
            )  # fmt: skip


def _bare(data: bytes, path: Path, recipients: Sequence[str]) -> None:
    import io

    import pyrage

    with path.open("wb") as out:
        pyrage.encrypt_io(io.BytesIO(data), out, [pyrage.x25519.Recipient.from_str(one) for one in recipients])
        out.flush()
        os.fsync(out.fileno())


def run(size: int) -> list[Row]:
    """Hand in 720 photos (220 MB) nine times; `size` says nothing here but that a tiny one takes three photos."""
    ours, theirs = Times(), Times()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with cheap_keys():
            workspace, _ = Workspace.create(
                place / "book", branch=WILLOW_POND, password=PASSWORD, clock=SetClock(NOW), operator="周建民",
                device_folder=place / "device",
            )  # fmt: skip
        office, _ = OfficeKey.make()
        with workspace:
            write_card(place / "office.dyo", card_of(office, "321199", "县里", 1, 1), office)
            take_card(workspace.desk, place / "office.dyo")
            _fill(workspace, 720 if size >= 1000 else 0)
            (place / "stick").mkdir()
            for _ in range(_TURNS):
                made: Any = ours.run(lambda: bundle_out.export(workspace.desk, place / "stick", full=True))
                made.file.unlink()
                theirs.run(lambda data=bytes(made.bytes): _bare(data, place / "bare", office.recipients))
                (place / "bare").unlink()
    ratio = statistics.median(bare / own for own, bare in zip(ours.wall, theirs.wall, strict=True))
    rate, bare = (made.bytes / 1000 / times.median for times in (ours, theirs))
    cpu = {name: round(times.at(0.5, cpu=True)) for name, times in (("ours", ours), ("pyrage", theirs))}
    details = {"bytes": made.bytes, "cpu_ms": cpu, "wall_ms": ours.wall, "pyrage_wall_ms": theirs.wall}
    return [
        Row(
            "hand in a year with 720 photos", round(rate), "bare pyrage", round(bare), "MB/s", f">= {_GOAL:g}x",
            ratio >= _GOAL, round(ratio, 3), details,
        )
    ]  # fmt: skip
