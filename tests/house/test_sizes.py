"""Nothing grows beyond what can be read at one sitting."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.helpers.sources import ROOT, files, name, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_FILE, MOST_FUNCTION, MOST_CLASS, MOST_MAIN = 400, 50, 250, 60


def pieces(module: ast.Module) -> Iterator[tuple[str, int, int]]:
    """Yield each function and class as its name, its lines, and how many it may have.

    What decorates it does not count: a test's table of cases is no code.
    """
    for node in ast.walk(module):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            most = MOST_CLASS if isinstance(node, ast.ClassDef) else MOST_FUNCTION
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1, most


def test_files_are_short() -> None:
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in files()}
    assert {path: lines for path, lines in lengths.items() if lines > MOST_FILE} == {}
    assert lengths["main.py"] <= MOST_MAIN
    product = sorted(lines for path, lines in lengths.items() if not path.startswith("tests/") and lines > 1)
    assert product[len(product) // 2] <= 150, "the middle file"


def test_functions_and_classes_are_short() -> None:
    long = [
        f"{name(path)}: {piece} has {lines} lines, {most} are allowed"
        for path in files()
        for piece, lines, most in pieces(tree(path))
        if lines > most
    ]
    assert long == []


def test_ledger_files_stay_declarations() -> None:
    """A ledger is one short file: about 120 lines are aimed at, 250 are the end."""
    for path in files("danyang_desktop/ledgers", "danyang_desktop/registers"):
        assert len(path.read_text("utf-8").splitlines()) <= 250, name(path)


def test_the_measure_measures() -> None:
    long = "@one\n@two\ndef f():\n" + "    x = 1\n" * 50
    assert list(pieces(ast.parse(long))) == [("f", 51, MOST_FUNCTION)]


def test_no_two_files_of_tests_bear_the_same_name() -> None:
    """They are no packages: the second of a name would not be collected."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted({one for one in names if names.count(one) > 1}) == []
