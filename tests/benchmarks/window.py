"""The window in use: page changes, typing to result, opening a form, scrolling through a very long list.

Each is measured in a process of its own, without a screen and on Xvfb where that is installed. A frame is everything
the window does until it has painted: the goal is that nothing makes a hand wait. The 200 ms that the search waits for
the next letter are not counted. The baseline is a table of Qt's own that is filled, shown and painted.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import Any

from tests.benchmarks import books
from tests.benchmarks.measure import Row, Times, compared, environment

_VILLAGE = 300
"""Visits of a village in a few years: about what the demo's book has."""
_GOALS = {"page change": 50.0, "typing to result": 50.0, "form open": 100.0, "scroll": 50.0}
_QUIET = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "qt.qpa.*=false"}
_BASE = "a QTableWidget of 200 rows filled, shown and painted"


def run(size: int) -> list[Row]:
    """Use the window on a village's book; scroll in one with `size` people and as many visits."""
    village, large = books.kept_book(min(size, _VILLAGE)), books.long_book(size)
    rows: list[Row] = []
    for platform, before in _platforms().items():
        said = _process([*before, sys.executable, "-m", "tests.benchmarks.window_hand", str(village), str(large)])
        bare = Times(**said.pop("bare"))
        rows += [
            compared(f"{what}, {platform}", Times(**said[what]), _BASE, bare, p99=_GOALS[what.split(":")[0]])
            for what in said
        ]
    return rows


def _platforms() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"offscreen": []}
    if shutil.which("xvfb-run"):
        found["Xvfb"] = ["xvfb-run", "-a", "-s", "-screen 0 1366x768x24", "env", "QT_QPA_PLATFORM=xcb"]
    return found


def _process(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, stdout=subprocess.PIPE, env=environment(**_QUIET), text=True, check=True)
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said
