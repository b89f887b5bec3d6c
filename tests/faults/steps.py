"""Kill a program that takes a book through later migrations, before each statement: `python -m tests.faults.steps`.

It forks, so it runs in a process of its own that has one thread only.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from danyang_desktop.store.keyring import load_keyring
from danyang_desktop.store.migrate import applied, migrate, names_in
from danyang_desktop.store.sqlite import SqliteEngine
from tests.helpers.books import PASSWORD, Pattern
from tests.helpers.rows import saved_errand

if TYPE_CHECKING:
    from collections.abc import Callable

STEP = '''"""A step."""
def up(migrator, db):
    db.execute_sql("CREATE TABLE extra_{0} (a)")
    db.execute_sql("INSERT INTO extra_{0} VALUES ({0})")
    db.execute_sql("ALTER TABLE toy_errands ADD COLUMN extra_{0}")
    {1}
'''


def write_steps(folder: Path, *numbers: int, then: str = "pass") -> Path:
    """Write further steps of a later program into `folder`; the last of them ends with `then`."""
    folder.mkdir(exist_ok=True)
    for number in numbers:
        step = STEP.format(number, then if number == numbers[-1] else "pass")
        (folder / f"{number}_extra.py").write_text(step, "utf-8")
    return folder


def through(book: Path, key: bytes, folders: tuple[Path, ...], tick: Callable[[str], None]) -> None:
    """Take the book through the steps, calling `tick` before each statement."""
    engine = SqliteEngine.open(book, key)
    engine.connection.set_trace_callback(tick)
    migrate(engine, folders)
    engine.close()


def killed_at(stop: int, book: Path, key: bytes, folders: tuple[Path, ...]) -> None:
    """Let a child take the book through the steps and die before the statement number `stop`."""
    child = os.fork()
    if child:
        _, ended = os.waitpid(child, 0)
        if not (os.WIFSIGNALED(ended) and os.WTERMSIG(ended) == signal.SIGKILL):
            raise RuntimeError("the child was not killed")
        return
    count = 0

    def tick(_: str) -> None:
        nonlocal count
        count += 1
        if count == stop:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        through(book, key, folders, tick)
    finally:
        os._exit(1)


def campaign(root: Path) -> dict[str, int]:
    """Return how many kills there were, and after how many the book was old, new, or anything else."""
    pattern = Pattern.of_toys(root / "pattern")
    with pattern.open(pattern.copy(root / "lived_in")) as workspace:
        for _ in range(3):
            saved_errand(workspace)
    home = root / "lived_in" / "book"
    key = load_keyring(home).open(password=PASSWORD)
    whole = (home / "book.db").read_bytes()
    before: tuple[Path, ...] = pattern.how["migrations"]
    folders = (*before, write_steps(root / "later", 9002, 9003))
    seen: list[str] = []
    shutil.copytree(home, root / "counted")
    through(root / "counted" / "book.db", key, folders, seen.append)
    told = {"kills": len(seen), "old": 0, "new": 0, "wrong": 0}
    for stop in range(1, len(seen) + 1):
        work = root / "work"
        shutil.copytree(home, work)
        killed_at(stop, work / "book.db", key, folders)
        engine = SqliteEngine.open(work / "book.db", key)
        there = {name for (name,) in engine.execute_sql("SELECT name FROM sqlite_master WHERE name LIKE 'extra%'")}
        copies = list(work.glob("*升级前*.db"))
        good = all(copy.read_bytes() == whole for copy in copies)
        if good and not there and applied(engine) == names_in(before):
            told["old"] += 1
        elif good and copies and len(there) == 2 and applied(engine) == names_in(folders):
            told["new"] += 1
        else:
            told["wrong"] += 1
        migrate(engine, folders)
        told["wrong"] += applied(engine) != names_in(folders)
        engine.close()
        shutil.rmtree(work)
    return told


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(json.dumps(campaign(Path(folder))) + "\n")
