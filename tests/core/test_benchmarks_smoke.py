"""Every benchmark runs, on a tiny book, and says what it measured; how fast is for `python -m tests.benchmarks`."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.measure import Row, Times, compared, table

if TYPE_CHECKING:
    from pathlib import Path

TINY = 60


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


@pytest.mark.parametrize("name", ["save", "bulk", "page", "search", "export"])
def test_it_runs_and_names_its_baseline(name: str, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_CACHE", str(cache))
    rows = import_module(f"tests.benchmarks.{name}").run(TINY)
    assert rows
    for row in rows:
        assert row.ours > 0
        assert row.baseline_name or not row.goal
        assert row.reached is None or row.goal
        assert json.loads(json.dumps(row.as_json()))["name"] == row.name
    assert table(rows).count("\n") == len(rows)


def test_a_ratio_is_of_medians_and_a_goal_is_judged() -> None:
    ours, theirs = Times([1.0, 2.0, 30.0], [1.0] * 3), Times([1.0, 1.0, 9.0], [1.0] * 3)
    row = compared("x", ours, "y", theirs, most=4, p99=20)
    assert (row.ours, row.baseline, row.ratio, row.reached) == (2.0, 1.0, 2.0, False)
    assert compared("x", ours, "y", theirs, most=4).reached is True
    assert compared("x", ours, "y", theirs, most=1).reached is False
    assert compared("x", ours, "y", Times()).reached is None
    assert Row("x", 3.0, "y", 2.0, "s").ratio == 1.5
