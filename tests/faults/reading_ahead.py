"""Kill an office, the process that reads bundles ahead for it, or both: `python -m tests.faults.reading_ahead`.

A child receives a folder of bundles. At any moment, not at a statement as in receiving.py, one of the two processes is
killed (SIGKILL), or both at once; the next child goes on, until all is received. Then the book must say what an office
says that received all of it in one go, hold every bundle once, pass its check and have no half file lying about; and
a reader whose office died must go by itself. `--bundles 1224 --records 20` is a county; `--server`: on a PostgreSQL.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
import traceback
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from danyang_desktop.county import ahead
from danyang_desktop.county import ready as ready_there
from danyang_desktop.county.ahead import Ahead
from danyang_desktop.county.office import Office
from danyang_desktop.county.reader import GONE
from danyang_desktop.county.ready import KEPT
from danyang_desktop.county.receive import receive
from danyang_desktop.workspace import Workspace
from tests.benchmarks.stick import make_county
from tests.faults.receiving import Pattern, Told
from tests.helpers.books import NOW, PASSWORD
from tests.helpers.county import said
from tests.helpers.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from danyang_desktop.county.ready import Ready

RECEIVERS = ("honest", "believing", "littering")
VICTIMS = ("office", "reader", "both")
_PATIENCE = 120
"""Seconds in which a process must have ended by itself."""


@dataclass
class ToldOfTwo(Told):
    """Also: readers killed, readers that outlived their office, offices where half files or other numbers were left."""

    readers: int = 0
    orphans: int = 0
    littered: int = 0
    miscounted: int = 0

    @property
    def bad(self) -> bool:
        """Tell whether anything is not as in the calm office."""
        return any((self.different, self.damaged, self.orphans, self.littered, self.miscounted))


class Says(NamedTuple):
    """What is to be alike in all offices: what the book says, what it counted, and the files that it keeps."""

    words: str
    counts: tuple[int, int]
    files: list[str]


@dataclass(frozen=True)
class OnServer(Pattern):
    """The same pattern on a server: a copy is a database of its own."""

    server: Server
    url: str

    def open(self, folder: Path) -> Workspace:
        url = (folder / "url").read_text("utf-8") if (folder / "url").exists() else self.url
        return Workspace.open(folder / "book", password=PASSWORD, device_folder=folder / "device", database=url)

    def copy(self, to: Path) -> Path:
        name, source = f"copy_{to.name}", self.url.split("?", maxsplit=1)[0].rpartition("/")[2]
        self.server.ask(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.server.ask(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY file_copy")
        super().copy(to)
        (to / "url").write_text(self.server.url(name), "utf-8")
        return to


@contextmanager
def as_told(receiver: str, *, always: bool, reading: Callable[[], object] = list) -> Iterator[None]:
    """Let this process receive in a wrong way, or in the right one.

    always  read ahead for few bundles too;  reading  is called when the reader is asked for something
    """
    ask, answer, swept = Ahead._ask, Ahead._answer, ready_there.sweep
    how = ahead._WORTH, ahead._HELLO_SECONDS

    def asked(one: Ahead) -> None:
        reading()
        ask(one)

    def believing(one: Ahead) -> Ready | None:
        """Take for whole what a reader had done when it died."""
        path = one._sent[0]
        try:
            return answer(one)
        except GONE:
            ready = one._bench.ready(path)
            return replace(ready, lines=[lines[: len(lines) // 2] for lines in ready.lines or []])

    Ahead._ask = asked  # type: ignore[method-assign]  # an observer
    if always:
        ahead._WORTH, ahead._HELLO_SECONDS = 1, float(_PATIENCE)
    if receiver == "believing":
        Ahead._answer = believing  # type: ignore[method-assign]  # what this one does wrong
    if receiver == "littering":
        ready_there.sweep = lambda *_: None  # likewise
    try:
        yield
    finally:
        Ahead._ask, Ahead._answer, ready_there.sweep = ask, answer, swept  # type: ignore[method-assign]
        ahead._WORTH, ahead._HELLO_SECONDS = how


def received(pattern: Pattern, folder: Path) -> tuple[Says, int]:
    """Receive all that is not there yet, in this process; returns what is to be alike, and how much damage there is."""
    with pattern.open(folder) as workspace:
        told = receive(Office.of(workspace.desk)[0], [pattern.sticks])
        if told.refused:
            raise RuntimeError(f"refused: {told.refused[0]}")
        counted = "SELECT count(*), sum(merged) FROM received WHERE undone_at = ''"
        counts = tuple(map(int, workspace.book.connection.execute(counted).fetchone()))
        files = sorted(path.name for path in (workspace.folder / KEPT).iterdir())
        return Says(said(workspace), (counts[0], counts[1]), files), len(workspace.check())


def _start(pattern: Pattern, folder: Path, receiver: str, *, always: bool) -> tuple[int, int]:
    """Start an office; returns its process, and a pipe that can be read from once its reader reads."""
    heard, tell = os.pipe()
    office = os.fork()
    if office == 0:
        logging.disable()  # that the reader is gone is told there
        try:
            heard_of = as_told(receiver, always=always, reading=partial(os.write, tell, b"."))
            with heard_of, pattern.open(folder) as workspace:
                receive(Office.of(workspace.desk)[0], [pattern.sticks])
            os._exit(0)
        except BaseException:  # noqa: BLE001 - told by whoever started the campaign
            traceback.print_exc()
            os._exit(1)
    os.close(tell)
    return office, heard


def _reader_of(office: int) -> int:
    """Return the process that reads ahead for this one, 0 if there is none now."""
    with suppress(OSError):
        for one in Path(f"/proc/{office}/task/{office}/children").read_text("ascii").split():
            if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes():
                return int(one)
    return 0


def _ends(process: int, seconds: float) -> bool:
    """Wait so long for a process to end."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)


def _kill(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
        return True
    return False


def one_life(begun: tuple[int, int], dice: random.Random, seconds: float, told: ToldOfTwo) -> bool:
    """Kill an office that was started, its reader or both after `seconds` at most; False if it was done before that.

    Three times in four they are counted from when its reader reads, and else from the start.
    """
    office, heard = begun
    select.select([heard], [], [], _PATIENCE if dice.random() < 0.75 else 0)
    if not (done := _ends(office, dice.uniform(0, seconds))):
        done = _struck(office, dice, seconds, told)
    os.close(heard)
    _, ended = os.waitpid(office, 0)
    if ended and not os.WIFSIGNALED(ended):
        raise RuntimeError("the child failed")
    return not done


def _struck(office: int, dice: random.Random, seconds: float, told: ToldOfTwo) -> bool:
    """Kill the one, the other or both; True if the office, left alone, did the rest itself."""
    reader, victim = _reader_of(office), dice.choice(VICTIMS)
    if reader and victim != "office" and _kill(reader):
        told.readers += 1
    if victim == "reader" and _ends(office, dice.choice((dice.uniform(0, seconds), _PATIENCE))):
        return True
    _kill(office)
    told.kills += 1
    if reader and not _ends(reader, _PATIENCE):
        told.orphans += 1
        _kill(reader)
    return False


def campaign(
    pattern: Pattern,
    kills: int,
    place: Path,
    *,
    receiver: str,
    always: bool,
    seconds: float = 0,
    seed: int = 1,
    tell: Callable[[ToldOfTwo], object] = bool,
) -> ToldOfTwo:
    """Kill offices so many times, and readers besides; a wrong `receiver` until it is caught.

    seconds  how long a life is at most, 0 = as a calm one;  tell  is told after every office how it stands
    """
    dice, told, began = random.Random(seed), ToldOfTwo(), time.monotonic()
    reads: list[float] = []
    with as_told("honest", always=always, reading=lambda: reads.append(time.monotonic())):
        calm, damage = received(pattern, pattern.copy(place / "calm"))
    if damage:
        raise RuntimeError("the calm office is damaged")
    told.digest = calm.words
    seconds = seconds or 1.1 * (reads[-1] - reads[0])
    while told.kills < kills and (receiver == "honest" or not told.bad):
        folder = pattern.copy(place / f"killed{told.offices}")
        while told.kills < kills:
            if not one_life(_start(pattern, folder, receiver, always=always), dice, seconds, told):
                break
        with as_told(receiver, always=False):
            says, damage = received(pattern, folder)
        told.offices += 1
        told.different += says.words != calm.words
        told.miscounted += says.counts != calm.counts
        told.littered += says.files != calm.files
        told.damaged += bool(damage)
        shutil.rmtree(folder)
        tell(told)
    told.seconds = round(time.monotonic() - began, 1)
    return told


def _run(asked: argparse.Namespace, place: Path, server: Server | None) -> ToldOfTwo:
    url = server.database() if server else ""
    workspace, county = make_county(place, asked.bundles, asked.records, database=url)
    workspace.close()
    root = place / "office"
    pattern = OnServer(root, county.stick, NOW, server, url) if server else Pattern(root, county.stick, NOW)
    few = asked.bundles < ahead._WORTH
    return campaign(
        pattern, asked.kills, place, receiver=asked.receiver, always=few, seconds=asked.seconds, seed=asked.seed,
        tell=_say,
    )  # fmt: skip


def _say(told: ToldOfTwo) -> None:
    sys.stderr.write(f"{told.kills} kills, {told.readers} readers, {told.offices} offices, bad: {told.bad}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a campaign; returns 1 when anything is not as in the calm office."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--bundles", type=int, default=1224)
    parser.add_argument("--records", type=int, default=20)
    parser.add_argument("--receiver", choices=RECEIVERS, default="honest")
    parser.add_argument("--seconds", type=float, default=0, help="how long a life is at most; 0 = fitting")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--server", action="store_true", help="on a PostgreSQL, made for this")
    asked = parser.parse_args(argv)
    server = Server.make(sure=True) if asked.server else None
    try:
        with tempfile.TemporaryDirectory() as folder:
            told = _run(asked, Path(folder), server)
    finally:
        if server:
            server.remove()
    sys.stdout.write(json.dumps(asdict(told), ensure_ascii=False) + "\n")
    return int(told.bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
