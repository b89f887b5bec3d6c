"""Let every system call of a backup fail, one after the other: `python -m tests.faults.failing`.

The real program on real, encrypted files: each read, write, sync, opening and renaming of the book's and the stick's
files fails once, or that and all after it. It says so in a sentence or it is done; the book is as before; a file that
bears a backup's name opens and is whole; the backup of yesterday is untouched; the next try works.

The calls are made to fail by a small library that stands before the system's own (failing_calls.c), so this runs in a
process of its own, on Linux, where there is a C compiler.
"""

from __future__ import annotations

import argparse
import ctypes
import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from danyang_desktop.base.errors import Trouble
from danyang_desktop.store import backup
from tests.helpers.books import NOW, PASSWORD, Pattern
from tests.helpers.rows import faces, neighbour, saved_errand

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

SOURCE = Path(__file__).with_name("failing_calls.c")
FAULTS = {"once": (errno.EIO, False), "for_good": (errno.EIO, True), "full": (errno.ENOSPC, True)}
CONTROLS = ("honest", "hasty")
_LIBRARY, _BELOW = "LD_PRELOAD", "FAILING_BELOW"


@dataclass
class Told:
    """What a campaign found.

    calls  that were made to fail;  told, done  how often the program said that it failed, and that it is done
    wrong  how often it said so and was not, was silent, or left something that is not what its name says
    """

    calls: int = 0
    told: int = 0
    done: int = 0
    wrong: int = 0
    first: str = ""

    def say(self, what: str) -> None:
        """Count something wrong."""
        self.wrong += 1
        self.first = self.first or what


def found_compiler() -> str | None:
    """Return what compiles C here, or None; also where the library would not stand before the system's calls."""
    return shutil.which("cc") or shutil.which("gcc") if sys.platform == "linux" else None


def compiled(folder: Path) -> Path | None:
    """Return the library, or None where no compiler makes it."""
    compiler = found_compiler()
    if compiler is None:
        return None
    made = folder / "failing_calls.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-w", "-O1", "-o", made, SOURCE, "-ldl"], check=True)
    return made


class Campaign:
    """One book, one stick, and a backup of yesterday on it."""

    def __init__(self, root: Path, fault: str, control: str) -> None:
        self.calls = ctypes.CDLL(os.environ[_LIBRARY])
        self.fault, self.for_good = FAULTS[fault]
        self.told = Told()
        self.stick = root / "stick"
        pattern = Pattern.of_toys(root / "pattern")
        self.workspace = pattern.open(pattern.copy(root / "life"))
        self.key = self.workspace.desk.key
        whom = neighbour(self.workspace)
        for _ in range(3):
            saved_errand(self.workspace, whom=whom)
        self.workspace.attachments.put(b"\xff\xd8\xff photo" * 300)
        self.workspace.backup(self.stick)
        self.old = self.stick / f"台账备份_20261122_090000{backup.SUFFIX}"
        next(self.stick.iterdir()).rename(self.old)
        self.old_bytes = self.old.read_bytes()
        self.before = faces(self.workspace)
        if control == "hasty":  # what a program does that trusts the disk
            backup.test_open = lambda _path, _key: None
            backup._settle = lambda _path: None
            backup.trouble_of = lambda error, _name: error

    def run(self, every: int) -> Told:
        """Let each call fail, or each so-manieth, until a backup goes through without."""
        for at in range(1, 100_000, every):
            self.calls.failing_arm(at, self.fault, int(self.for_good))
            said = self._try(self.workspace)
            reached = self.calls.failing_count() >= at
            self.calls.failing_arm(0, 0, 0)
            if not reached:
                break
            self.told.calls += 1
            self._look(f"call {at}: {said!r}", said)
            if self.told.calls % 50 == 0 and (damage := self.workspace.check()):
                self.told.say(f"call {at}: {damage[0].what}")
        self.workspace.close()
        return self.told

    def _try(self, workspace: Workspace) -> str | None:
        """Back up; returns what the program said, or None when it is done."""
        try:
            workspace.backup(self.stick)
        except Trouble as trouble:
            self.told.told += 1
            if "没有受影响" not in trouble.sentence and "没有动过" not in trouble.sentence:
                self.told.say(f"it does not say what is safe: {trouble.sentence}")
            return trouble.sentence
        except Exception as error:  # noqa: BLE001 - whatever else it is, it is wrong
            self.told.say(f"unplanned: {error!r}")
            return repr(error)
        self.told.done += 1
        return None

    def _look(self, where: str, said: str | None) -> None:
        made = self.stick / f"台账备份_{NOW:%Y%m%d_%H%M%S}{backup.SUFFIX}"
        if said is None and not made.exists():
            self.told.say(f"{where}: it said that it is done, and there is nothing")
        for path in self.stick.iterdir():
            if path == self.old:
                continue
            if path.suffix == backup.SUFFIX and not self._opens(path):
                self.told.say(f"{where}: {path.name} does not open")
            if path.is_dir():
                shutil.rmtree(path)  # what could not be taken away bears no name of ours
            else:
                path.unlink()
        if self.old.read_bytes() != self.old_bytes:
            self.told.say(f"{where}: the backup of yesterday is another one")
        if faces(self.workspace) != self.before:
            self.told.say(f"{where}: the book is another one")

    def _opens(self, path: Path) -> bool:
        with tempfile.TemporaryDirectory() as place:
            try:
                backup.restore(path, Path(place) / "book", password=PASSWORD, now=NOW)
            except Exception:  # noqa: BLE001 - however it fails, it does not open
                return False
        return True


def campaign(fault: str, control: str, every: int) -> Told:
    """Let the calls of backups fail, and tell what was found."""
    return Campaign(Path(os.environ[_BELOW]), fault, control).run(every)


def main(argv: list[str] | None = None) -> int:
    """Run a campaign in a process under the library; returns 1 when anything was wrong, 2 without a compiler."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fault", choices=FAULTS, default="once")
    parser.add_argument("--control", choices=CONTROLS, default="honest")
    parser.add_argument("--every", type=int, default=1, help="only each so-manieth call")
    asked = parser.parse_args(argv)
    if _BELOW in os.environ:
        told = campaign(asked.fault, asked.control, asked.every)
        sys.stdout.write(json.dumps(asdict(told), ensure_ascii=False) + "\n")
        return 1 if told.wrong else 0
    with tempfile.TemporaryDirectory() as place:
        library = compiled(Path(place))
        if library is None:
            return 2
        below = Path(place) / "below"
        below.mkdir()
        given = {**os.environ, _LIBRARY: str(library), _BELOW: str(below)}
        command = [sys.executable, "-m", "tests.faults.failing", *(sys.argv[1:] if argv is None else argv)]
        return subprocess.run(command, env=given, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
