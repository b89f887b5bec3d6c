"""What README says of freezing the program takes along all that it reads as files."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from danyang_desktop.store.migrate import MIGRATIONS
from tests.helpers.sources import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_every_folder_that_is_read_as_files_is_named_as_data() -> None:
    said = (ROOT / "README.md").read_text("utf-8").split("pyinstaller", 1)[1].split("```", 1)[0].split()
    data = {said[at + 1].partition(":")[0] for at, word in enumerate(said) if word == "--add-data"}
    packages = {path.relative_to(ROOT).parts[0] for path in (ROOT / "danyang_desktop", ROOT / "ui")}
    unnamed = {
        str(path.parent.relative_to(ROOT))
        for package in packages
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc" and not _importable(path)
    }
    assert unnamed | {"resources"} == data
    assert str(MIGRATIONS.relative_to(ROOT)) in data


def test_the_frozen_program_starts_its_other_process_and_not_itself() -> None:
    tree = ast.parse((ROOT / "main.py").read_text("utf-8"))
    (guarded,) = (one for one in tree.body if isinstance(one, ast.If))
    calls = [ast.unparse(one.func) for one in ast.walk(guarded) if isinstance(one, ast.Call)]
    assert ast.unparse(guarded.test) == "__name__ == '__main__'"
    assert ast.unparse(guarded.body[0]) == "freeze_support()"
    assert "main" in calls


def _importable(path: Path) -> bool:
    return path.suffix == ".py" and path.stem.isidentifier()
