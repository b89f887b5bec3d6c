"""The wall clock, which is only a claim, and the hybrid logical clock, which orders versions.

Records hold local dates and minutes of Asia/Shanghai without a zone: that is how the paper ledgers are kept.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Protocol

MADE_ON = dt.date(2026, 11, 1)
"""No clock that says an earlier day can be right: there was no such program."""
TOLD = "clock_told "
"""Under this name and a computer's own a book keeps what was said of that computer's clock (ToldClock)."""
_A_DAY = dt.timedelta(hours=24)
_CHINA = dt.timezone(dt.timedelta(hours=8))
_COUNTER_BITS = 16


class Clock(Protocol):
    """Where "now" comes from; tests and the demo bring their own."""

    def now(self) -> dt.datetime:
        """Return the local time of Asia/Shanghai, without a zone."""


class WallClock:
    """The clock of this computer."""

    def now(self) -> dt.datetime:
        """Return the local time of Asia/Shanghai, without a zone."""
        return dt.datetime.now(_CHINA).replace(tzinfo=None)


@dataclass
class SetClock:
    """A clock that stands where it is put, for tests and the demo."""

    at: dt.datetime

    def now(self) -> dt.datetime:
        """Return the moment that was set."""
        return self.at


@dataclass(frozen=True)
class ToldClock:
    """A clock that is behind, and the word of somebody who knew the day: `told`, when the clock said `at`.

    It goes on from there for as long as the clock is before the day that was told, for so long it is surely wrong.
    Once it was set right, it is believed again by itself.
    """

    wall: Clock
    told: dt.datetime
    at: dt.datetime

    @classmethod
    def read(cls, wall: Clock, kept: str) -> Clock:
        """Return the clock as `kept` (see `said`) lets it be; "" = nobody said anything of it."""
        if not kept:
            return wall
        told, _, at = kept.partition(" ")
        return cls(wall, dt.datetime.fromisoformat(told), dt.datetime.fromisoformat(at))

    @property
    def said(self) -> str:
        """What is to be kept of it."""
        return f"{self.told.isoformat()} {self.at.isoformat()}"

    @property
    def holds(self) -> bool:
        """Tell whether the clock is still behind what was told."""
        return self.wall.now().date() < self.told.date()

    def now(self) -> dt.datetime:
        """Return the moment as it should be."""
        now = self.wall.now()
        return now + (self.told - self.at) if self.holds else now


class _Keeper(Protocol):
    clock: Clock


@dataclass(frozen=True)
class ClockOf:
    """The clock of an open book, whichever that is when it is asked: somebody may say later which day it is."""

    keeper: _Keeper

    def now(self) -> dt.datetime:
        """Return the moment by the book's clock of now."""
        return self.keeper.clock.now()


@dataclass
class LogicalClock:
    """A hybrid logical clock: 48 bits of milliseconds since 1970 (UTC+8 wall time), 16 bits of counter.

    It never goes back, even when the wall clock does, so the order of versions in one book is the order of
    saving. After Kulkarni et al., "Logical Physical Clocks" (2014).
    """

    clock: Clock
    last: int = field(default=0)

    def tick(self, after: int = 0) -> int:
        """Return a stamp larger than every one given or seen before, and than `after`.

        A stamp `after` that this clock does not believe (`see`) is passed this once and leaves no mark.
        """
        self.see(after)
        self.last = max(self.last + 1, stamp_of(self.clock.now()))
        return max(self.last, after + 1)

    def ticks(self, count: int) -> range:
        """Return so many stamps, as `tick` would give them at one moment."""
        first = self.tick()
        self.last = first + count - 1
        return range(first, first + count)

    def see(self, stamp: int) -> None:
        """Take note of a stamp made elsewhere: later ticks come after it, if it is believed.

        One of more than a day ahead of the wall clock is not: one computer in 2099 would take every other one along.
        """
        if stamp <= stamp_of(self.clock.now() + _A_DAY):
            self.last = max(self.last, stamp)

    def go_on(self, stamp: int) -> None:
        """Go on from a stamp of the book's own, whatever the wall clock says."""
        self.last = max(self.last, stamp)


_EPOCH = dt.datetime(1970, 1, 1)


def moment_of(stamp: int) -> dt.datetime:
    """Return the wall time in a stamp of the hybrid logical clock, to the millisecond."""
    return _EPOCH + dt.timedelta(milliseconds=stamp >> _COUNTER_BITS)


def is_slow(now: dt.datetime, stamp: int) -> bool:
    """Tell whether a computer's clock is known to be behind: by what was written already, or by the program's own day.

    A dead battery sets a clock back to its maker's day; nobody in an office may set it right without the password.
    """
    return moment_of(stamp) - now > _A_DAY or now.date() < MADE_ON


def stamp_of(moment: dt.datetime) -> int:
    """Return the first stamp that a wall time may have."""
    return int((moment - _EPOCH).total_seconds() * 1000) << _COUNTER_BITS
