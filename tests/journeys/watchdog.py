"""How long the window's thread was kept by one key, one click of a timer, one answer of the worker.

A window is frozen while it handles an event. A test hands it one key at a time and takes back the control when the key
is done with and what it caused is painted; so the time between is how long somebody would have waited. The goal is
100 ms (issue 4). It is reported, and a gross breach fails: a machine that runs other things beside the tests may stop
any thread for some hundred ms, so what fails is the time that this thread itself was busy.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

GOAL = 100.0
GROSS = 800.0
_TOLD = 8


@dataclass
class Watchdog:
    """`spans` holds (milliseconds on the wall, milliseconds of this thread's CPU, what was going on)."""

    spans: list[tuple[float, float, str]] = field(default_factory=list)

    @contextmanager
    def watching(self, what: str) -> Iterator[None]:
        """Note how long what is done inside takes."""
        wall, cpu = time.perf_counter(), time.thread_time()
        yield
        self.spans.append(((time.perf_counter() - wall) * 1e3, (time.thread_time() - cpu) * 1e3, what))

    @property
    def worst_cpu(self) -> float:
        """The longest time in ms that this thread itself was busy with one event."""
        return max((cpu for _, cpu, _ in self.spans), default=0.0)

    def report(self) -> str:
        """Say how many events there were, how many took longer than the goal, and which took longest."""
        slow = sum(wall > GOAL for wall, _, _ in self.spans)
        lines = [f"{len(self.spans)} events, {slow} over {GOAL:.0f} ms; the longest (wall ms, CPU ms):"]
        worst = sorted(self.spans, reverse=True)[:_TOLD]
        return "\n".join([*lines, *(f"  {wall:7.1f} {cpu:7.1f}  {what}" for wall, cpu, what in worst)])
