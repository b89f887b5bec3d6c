"""Who may import whom: the contracts in pyproject.toml hold, and a contract that is broken is seen."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.store.migrate import MIGRATIONS
from tests.helpers.sources import ROOT, files, name, tree

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = {
    "the floors of the house",
    "only the window knows Qt",
    "only printing knows reportlab",
    "only exchange knows workbooks",
    "only store and declare know the database",
    "ledgers are independent of one another",
    "only these may name a particular ledger",
}
NEVER_IN_UI = {
    "peewee", "playhouse", "sqlcipher3", "sqlite3", "reportlab", "python_calamine", "xlsxwriter", "pyrage",
    "cryptography",
}  # fmt: skip
HEAVY = {
    "reportlab", "xlsxwriter", "python_calamine", "pypdfium2", "cryptography", "pyrage", "PIL", "segno", "pypinyin",
    "zxingcpp", "platformdirs",
}  # fmt: skip


def lint(config: Path) -> int:
    """Check the contracts of a file in a process of its own; returns 0 if all are kept."""
    script = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(sys.argv[1], no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", script, str(config)], cwd=ROOT, capture_output=True, check=False
    ).returncode


def test_all_contracts_are_kept() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    assert {contract["name"] for contract in told["contracts"]} >= KNOWN
    assert lint(ROOT / "pyproject.toml") == 0


def test_a_broken_contract_is_seen(tmp_path: Path) -> None:
    (tmp_path / "contracts.toml").write_text(
        '[tool.importlinter]\nroot_packages = ["danyang_desktop", "ui"]\ninclude_external_packages = true\n'
        '[[tool.importlinter.contracts]]\nname = "x"\ntype = "protected"\nprotected_modules = ["reportlab"]\n'
        'allowed_importers = ["danyang_desktop.exchange"]\n',
        "utf-8",
    )
    assert lint(tmp_path / "contracts.toml") != 0


def imported(module: ast.AST) -> set[str]:
    """Return the first names of everything that is imported anywhere in a module."""
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def at_the_top(module: ast.Module) -> set[str]:
    """Return the first names of what is imported as soon as the module is, type checking left out."""
    plain = [node for node in module.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return imported(ast.Module(body=plain, type_ignores=[]))


@pytest.mark.parametrize("path", files("ui"), ids=name)
def test_the_window_knows_no_database_no_paper_no_workbook(path: Path) -> None:
    assert imported(tree(path)) & NEVER_IN_UI == set()


def test_the_core_never_imports_the_window() -> None:
    for path in files("danyang_desktop"):
        assert imported(tree(path)) & {"PySide6", "shiboken6", "ui", "tests"} == set(), name(path)


def test_heavy_libraries_are_imported_when_they_are_needed() -> None:
    """Start-up time is a promise: not one of them at the top of a module."""
    found = {name(path): at_the_top(tree(path)) & HEAVY for path in files("danyang_desktop", "ui")}
    assert {path: heavy for path, heavy in found.items() if heavy} == {}


def test_opening_a_book_loads_no_late_library() -> None:
    script = "import sys; import danyang_desktop.workspace; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    said = (
        subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)
        .stdout.decode()
        .split()
    )
    assert "peewee" in said
    assert HEAVY & set(said) == set()
    assert not {"PySide6", "ui"} & set(said)


def test_migrations_import_nothing_of_ours() -> None:
    steps = sorted(MIGRATIONS.glob("[0-9]*.py"))
    assert steps
    for path in steps:
        assert imported(tree(path)) <= {"__future__", "typing", "peewee", "playhouse"}, path.name


def test_every_package_is_told_to_the_wheel() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert told["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["danyang_desktop", "ui", "resources"]
    for room in ("danyang_desktop", "ui"):
        for folder in {path.parent for path in files(room)}:
            assert (folder / "__init__.py").exists(), name(folder)
