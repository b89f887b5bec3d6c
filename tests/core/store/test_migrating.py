"""Numbered steps: all or none, a copy before, and a newer book is not touched."""

from __future__ import annotations

import datetime as dt
import json
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import Trouble
from danyang_desktop.store.migrate import MIGRATIONS, applied, names_in
from tests.faults.steps import write_steps
from tests.helpers.rows import faces, saved_errand

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace
    from tests.helpers.books import Pattern

ROOT = Path(__file__).parents[3]


@pytest.fixture
def lived_in(toys: Workspace, tmp_path: Path, dice: Any) -> Path:
    """Close a book of three errands and return its folder."""
    for _ in range(3):
        saved_errand(toys, dice)
    toys.close()
    return tmp_path / "book"


def later(tmp_path: Path, toy_pattern: Pattern, *numbers: int, then: str = "pass") -> tuple[Path, ...]:
    """Return the migration folders of a later program with further steps; the last of them ends with `then`."""
    return (*toy_pattern.how["migrations"], write_steps(tmp_path / "later", *numbers, then=then))


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


def test_steps_are_numbered_without_gaps_and_import_nothing_of_ours() -> None:
    names = names_in((MIGRATIONS,))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    for path in MIGRATIONS.glob("[0-9]*.py"):
        text = path.read_text("utf-8")
        assert "danyang_desktop" not in text
        assert "IF NOT EXISTS" not in text, "a step knows what it finds"


def test_a_book_goes_through_the_later_steps_and_a_copy_is_kept(
    lived_in: Path, toy_pattern: Pattern, tmp_path: Path
) -> None:
    with toy_pattern.open(lived_in) as workspace:
        before = faces(workspace)
    whole = (lived_in / "book.db").read_bytes()
    folders = later(tmp_path, toy_pattern, 9002, 9003)
    with toy_pattern.open(lived_in, migrations=folders) as workspace:
        connection = workspace.book.connection
        assert connection.execute("SELECT a FROM extra_9002").fetchone() == (9002,)
        assert connection.execute("SELECT a FROM extra_9003").fetchone() == (9003,)
        assert applied(workspace.book.engine) == names_in(folders)
        assert faces(workspace) == before
    copies = list(lived_in.glob("*升级前*"))
    assert [copy.name for copy in copies] == ["book-升级前-9001_toys.db"]
    assert copies[0].read_bytes() == whole
    with toy_pattern.open(lived_in, migrations=folders) as workspace:
        assert faces(workspace) == before
    assert list(lived_in.glob("*升级前*")) == copies, "once is enough"


def test_the_copy_opens_with_the_older_program(lived_in: Path, toy_pattern: Pattern, tmp_path: Path) -> None:
    toy_pattern.open(lived_in, migrations=later(tmp_path, toy_pattern, 9002)).close()
    shutil.copy(next(lived_in.glob("*升级前*")), lived_in / "book.db")
    with toy_pattern.open(lived_in) as workspace:
        assert len(faces(workspace)) == 3
        assert workspace.check() == []


def test_a_new_book_needs_no_copy(toys: Workspace) -> None:
    assert not list(toys.folder.glob("*升级前*"))


def test_a_newer_book_is_refused_with_0_bytes_changed(lived_in: Path, toy_pattern: Pattern, tmp_path: Path) -> None:
    toy_pattern.open(lived_in, migrations=later(tmp_path, toy_pattern, 9002)).close()
    before = tree(lived_in)
    for _ in range(2):
        with pytest.raises(Trouble, match="先升级程序") as told:
            toy_pattern.open(lived_in)
        assert told.value.code == "U-312"
        assert tree(lived_in) == before
    with toy_pattern.open(lived_in, migrations=later(tmp_path, toy_pattern, 9002)) as workspace:
        assert len(faces(workspace)) == 3


def test_a_step_that_fails_leaves_the_book_as_it_was(lived_in: Path, toy_pattern: Pattern, tmp_path: Path) -> None:
    before = (lived_in / "book.db").read_bytes()
    folders = later(tmp_path, toy_pattern, 9002, 9003, then="raise KeyError('a bug in the step')")
    with pytest.raises(KeyError):
        toy_pattern.open(lived_in, migrations=folders)
    assert (lived_in / "book.db").read_bytes() == before
    with toy_pattern.open(lived_in) as workspace:
        assert len(faces(workspace)) == 3
        assert workspace.check() == []


def test_killed_before_every_statement_it_is_the_old_book_or_the_new_one() -> None:
    ran = subprocess.run([sys.executable, "-m", "tests.faults.steps"], cwd=ROOT, capture_output=True, check=True)
    told = json.loads(ran.stdout)
    assert told["wrong"] == 0
    assert told["old"] >= 10
    assert told["old"] + told["new"] == told["kills"]


def test_a_full_disk_stops_before_the_first_step(lived_in: Path, toy_pattern: Pattern, tmp_path: Path) -> None:
    before = (lived_in / "book.db").read_bytes()
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    for limit in (4096, len(before) - 4096):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, old[1]))
        try:
            with pytest.raises(Trouble):
                toy_pattern.open(lived_in, migrations=later(tmp_path, toy_pattern, 9002))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, old)
        assert (lived_in / "book.db").read_bytes() == before
        assert not list(lived_in.glob("*.part"))
    with toy_pattern.open(lived_in) as workspace:
        assert len(faces(workspace)) == 3


def test_the_moment_of_a_step_is_noted(toys: Workspace, toy_pattern: Pattern) -> None:
    rows = toys.book.connection.execute("SELECT name, applied FROM schema_migration ORDER BY name").fetchall()
    assert [name for name, _ in rows] == names_in(toy_pattern.how["migrations"])
    assert all(dt.datetime.fromisoformat(at).year >= 2024 for _, at in rows)
