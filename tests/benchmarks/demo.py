"""How long `demo` takes as a whole process, with its default options."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.measure import Row

_MOST_SECONDS = 60


def run(size: int) -> list[Row]:
    """Run it once. `size` says nothing here but that a tiny one runs the smallest demo."""
    small = ["--branches", "1", "--months", "1"] if size < 1000 else []
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "main.py", "demo", str(Path(folder) / "out"), *small], check=True, capture_output=True
        )
        seconds = time.perf_counter() - start
    goal = f"<= {_MOST_SECONDS} s"
    return [Row("demo, whole process", seconds, "the goal", _MOST_SECONDS, "s", goal, seconds <= _MOST_SECONDS)]
