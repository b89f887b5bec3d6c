"""Mutated bundles: `python -m tests.faults.bundles --mutations 1000000`. None is taken, none meets anything unplanned.

A real bundle is damaged in one of the ways that sticks, mail and hands do, and given to the office's reader. What it
lets in is opened and read to its end. The control reads without checking the signature, and must let some in.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from danyang_desktop.exchange import container
from danyang_desktop.exchange.bundle_refusals import BundleRefused
from tests.helpers.bundles import PHOTO, Desk, mutate, records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

READERS = ("honest", "trusting")


@dataclass
class Told:
    """What a campaign found. `accepted`: read to the end, and not the bundle that was sent."""

    mutations: int = 0
    accepted: int = 0
    unplanned: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    more_mb: int = 0
    seconds: float = 0.0
    first: str = ""


@contextmanager
def trusting() -> Iterator[None]:
    """Let the reader believe every signature: what a container without the outer one does."""
    signed = container.is_signed
    container.is_signed = lambda *_: True
    try:
        yield
    finally:
        container.is_signed = signed


def campaign(place: Path, mutations: int, seed: int = 20261123) -> Told:
    """Damage a bundle so many times, and tell what the reader made of it."""
    desk, chance, told = Desk.make(), random.Random(seed), Told()
    whole = desk.seal(place / "whole.dyb", records(4), [PHOTO]).path.read_bytes()
    other = desk.seal(place / "other.dyb", records(9)).path.read_bytes()
    path = place / "copy.dyb"
    for data in (whole, other):
        path.write_bytes(data)
        desk.read(path)  # so that what the reader needs once is no growth
    before, began = _peak_mb(), time.monotonic()
    while told.mutations < mutations:
        data = mutate(chance, whole, other)
        if data in {whole, other}:
            continue
        told.mutations += 1
        path.write_bytes(data)
        _try(desk, path, told)
    told.more_mb, told.seconds = _peak_mb() - before, round(time.monotonic() - began, 1)
    return told


def _try(desk: Desk, path: Path, told: Told) -> None:
    try:
        desk.read(path)
    except BundleRefused as refusal:
        kind = refusal.kind if refusal.sentence.endswith("。") else "no sentence"
        told.refused[kind] = told.refused.get(kind, 0) + 1
    except Exception as error:  # noqa: BLE001 - an unplanned one is what is looked for
        told.unplanned += 1
        told.first = told.first or repr(error)
    else:
        told.accepted += 1


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(argv: Sequence[str] | None = None) -> int:
    """Run a campaign; returns 1 when anything was let in or met something unplanned."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutations", type=int, default=20_000)
    parser.add_argument("--reader", choices=READERS, default="honest")
    parser.add_argument("--seed", type=int, default=20261123)
    asked = parser.parse_args(argv)
    # In memory where there is such a folder: waiting for the disk a million times would take twenty times as long.
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        if asked.reader == "trusting":
            with trusting():
                told = campaign(Path(folder), asked.mutations, asked.seed)
        else:
            told = campaign(Path(folder), asked.mutations, asked.seed)
    sys.stdout.write(json.dumps(asdict(told), ensure_ascii=False) + "\n")
    return 1 if told.accepted or told.unplanned else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
