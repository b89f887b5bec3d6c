"""Measuring: both clocks, medians and tails, and the row that a table of ratios is made of."""

from __future__ import annotations

import os
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from importlib import import_module
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass
class Times:
    """Durations of many runs of one thing, in milliseconds: on the wall, and of this process's CPU."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def run(self, do: Callable[[], Any]) -> Any:
        """Do it once and note how long it took."""
        cpu, wall = time.process_time_ns(), time.perf_counter_ns()
        result = do()
        self.wall.append((time.perf_counter_ns() - wall) / 1e6)
        self.cpu.append((time.process_time_ns() - cpu) / 1e6)
        return result

    def at(self, share: float, *, cpu: bool = False) -> float:
        """Return the duration that `share` (0 to 1) of the runs stay within."""
        ordered = sorted(self.cpu if cpu else self.wall)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    @property
    def median(self) -> float:
        """Half of the runs took no longer."""
        return self.at(0.5)


@dataclass
class Row:
    """One line of the table. `ratio` is ours to the baseline, in the sense that `goal` (a text) speaks of."""

    name: str
    ours: float
    baseline_name: str
    baseline: float
    unit: str
    goal: str = ""
    reached: bool | None = None
    ratio: float = 0.0
    details: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ratio = self.ratio or (self.ours / self.baseline if self.baseline else 0.0)

    def as_json(self) -> dict[str, Any]:
        """Return the row for the file."""
        return asdict(self)


def environment(**more: str) -> dict[str, str]:
    """Return what a measured process is started with: compiled modules, as an installed program has them."""
    return {**{name: said for name, said in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}, **more}


def tails(times: Times) -> dict[str, float]:
    """Return what a row says of many runs: wall and CPU milliseconds."""
    return {
        "runs": len(times.wall),
        "p50": round(times.median, 3),
        "p99": round(times.at(0.99), 3),
        "worst": round(max(times.wall), 3),
        "cpu_p50": round(times.at(0.5, cpu=True), 3),
        "cpu_p99": round(times.at(0.99, cpu=True), 3),
    }


def compared(name: str, ours: Times, baseline_name: str, baseline: Times, *, most: float = 0, p99: float = 0) -> Row:
    """Make the row of two things done equally often: ratio of medians at most `most`, our p99 at most `p99` ms."""
    ratio = ours.median / baseline.median if baseline.wall and baseline.median else 0.0
    goals = ([f"<= {most:g}x"] if most else []) + ([f"p99 <= {p99:g} ms"] if p99 else [])
    reached = (not most or ratio <= most) and (not p99 or ours.at(0.99) <= p99) if goals else None
    details = {**tails(ours), "baseline": tails(baseline) if baseline.wall else {}}
    return Row(
        name, round(ours.median, 3), baseline_name, round(baseline.median, 3) if baseline.wall else 0.0, "ms",
        ", ".join(goals), reached, round(ratio, 3), details,
    )  # fmt: skip


def table(rows: Iterable[Row]) -> str:
    """Return the rows as text, one line each."""
    lines = [f"{'':40} {'ours':>10} {'baseline':>10} {'ratio':>8}  {'p99':>8} {'worst':>8}  goal"]
    for row in rows:
        mark = {True: "yes", False: "NO", None: ""}[row.reached]
        p99, worst = (f"{row.details[key]:8.2f}" if key in row.details else " " * 8 for key in ("p99", "worst"))
        figures = f"{row.ours:10.3f} {row.baseline:10.3f} {row.ratio:8.3f}  {p99} {worst}"
        lines.append(f"{row.name:40} {figures}  {row.goal:24} {mark:3}  ({row.unit}; {row.baseline_name})")
    return "\n".join(lines)


def alone(module: str, records: int) -> list[Row]:
    """Return what a benchmark measures in a process of its own, without the memory and caches of the one before."""
    with ProcessPoolExecutor(1, get_context("spawn")) as one:
        return one.submit(_run, module, records).result()


def _run(module: str, records: int) -> list[Row]:
    if hasattr(os, "sync"):
        os.sync()  # what the one before wrote is no longer on its way to the disk
    rows: list[Row] = import_module(module).run(records)
    return rows
