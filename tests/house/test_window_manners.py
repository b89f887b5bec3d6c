"""How the window is written: it runs no query, holds no globals, connects no lambda, is asked for nothing by force."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.declare.kinds import KINDS
from tests.helpers.sources import files, name, tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

QUERIES = {
    "select",
    "save",
    "get",
    "delete_instance",
    "get_or_none",
    "get_by_id",
    "insert",
    "update",
    "create",
    "where",
    "execute",
}
# What may be asked to save or get: the workspace, whatever stands for it, and Qt's own objects.
_RECORDS = re.compile(r"(^|\.)(model|record|row|kept|before|batch|person|household|visit|talk|activity)$")
_MODEL = re.compile(r"^[A-Z][a-z]\w*$")
_NO_MODEL = re.compile(r"^(Q[A-Z]\w*|Workspace)$")


def calls(module: ast.Module) -> Iterator[tuple[str, str, ast.Call]]:
    """Yield each call of a method: what it is called on, its name, the call."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield ast.unparse(node.func.value), node.func.attr, node


def queries(module: ast.Module) -> list[str]:
    """Return the calls that are queries of a model: on a class of ours, on `.model`, or on a record itself."""
    return [
        f"line {call.lineno}: {on}.{method}("
        for on, method, call in calls(module)
        if method in QUERIES and (_RECORDS.search(on) or (_MODEL.match(on) and not _NO_MODEL.match(on)))
    ]


def connected_lambdas(module: ast.Module) -> list[str]:
    return [
        f"line {call.lineno}"
        for _, method, call in calls(module)
        if method == "connect" and any(isinstance(one, ast.Lambda) for one in call.args)
    ]


def taken_by_force(module: ast.Module) -> list[str]:
    """Return the calls that fetch the application from nowhere."""
    found = [
        f"line {call.lineno}: {on}" for on, method, call in calls(module) if method == "instance" and on.startswith("Q")
    ]
    return found + [
        f"line {node.lineno}: qApp" for node in ast.walk(module) if isinstance(node, ast.Name) and node.id == "qApp"
    ]


def globals_of(module: ast.Module) -> list[str]:
    """Return what a module keeps that may change: `global`, names that are no constants, widgets made on import."""
    found = [f"line {node.lineno}: global" for node in ast.walk(module) if isinstance(node, ast.Global)]
    for node in module.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            said = ast.unparse(target)
            constant = all(
                re.fullmatch(r"_?[A-Z][A-Z0-9_]*|__all__|_?[A-Z]\w*", one.strip("() ")) for one in said.split(",")
            )
            if not constant:
                found.append(f"line {node.lineno}: {said}")
        made = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
        if isinstance(made, ast.Call) and re.match(
            r"Q(Widget|Application|Settings|Timer|Object|Thread)", ast.unparse(made.func)
        ):
            found.append(f"line {node.lineno}: {ast.unparse(made.func)} made on import")
    return found


RULES = [queries, connected_lambdas, taken_by_force, globals_of]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_window_minds_its_manners(rule: Callable[[ast.Module], list[str]]) -> None:
    assert {name(path): found for path in files("ui") if (found := rule(tree(path)))} == {}


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        (queries, "Person.select()", "selection.select(index)"),
        (queries, "ledger.model.get(1)", "settings.get('x')"),
        (queries, "record.save()", "self._desk.workspace.save(record)"),
        (queries, "self.record.delete_instance()", "painter.save()"),
        (queries, "Person.get_or_none(1)", "Workspace.create(folder)"),
        (connected_lambdas, "a.clicked.connect(lambda: 1)", "a.clicked.connect(self.go)"),
        (taken_by_force, "QApplication.instance()", "self.instance()"),
        (taken_by_force, "qApp.quit()", "app.quit()"),
        (globals_of, "def f():\n    global x", "def f():\n    x = 1"),
        (globals_of, "window = None", "WINDOW = 1"),
        (globals_of, "_cache: dict = {}", "_SIZES: dict = {}"),
        (globals_of, "TIMER = QTimer()", "SIZE = QSize(1, 2)"),
    ],
)
def test_the_rules_tell_bad_from_good(rule: Callable[[ast.Module], list[str]], bad: str, good: str) -> None:
    assert rule(ast.parse(bad))
    assert rule(ast.parse(good)) == []


def test_every_kind_has_exactly_one_editor() -> None:
    from ui.form.editors import EDITORS

    assert list(EDITORS) == list(KINDS)


def test_every_entry_of_pages_is_a_ledger() -> None:
    from danyang_desktop.opening import ALL
    from ui.pages import PAGES

    assert set(PAGES) <= {ledger.slug for ledger in ALL}
