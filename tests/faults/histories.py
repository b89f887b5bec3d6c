"""Random histories of a branch with two computers and its office: `python -m tests.faults.histories --histories 10000`.

Both computers write, change each other's records, hand in, are killed, put back from copies of their own and of each
other's book, moved to another computer, and have their clocks put wrong; the office is killed, put back and moved too.
Bundles are lost, copied, swapped and brought again. Then they only hand in and read receipts, and the office must have
all that either book holds. Two more offices receive the same bundles in different orders: both must hold every version
that was ever delivered, show the same faces, and list every two versions of which neither knew the other.

Two negative controls stand beside it and are judged by the same yardsticks: an office that merges by revision number as
one would without thinking, and computers that know of no epochs. What is the program's own, history_desks.py says.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.canonical import digest
from danyang_desktop.base.clock import SetClock
from danyang_desktop.county.merge import merge
from danyang_desktop.declare.record import STATUSES, body_of
from tests.faults.campaign import histories
from tests.faults.history_desks import BRANCH, LATEST, START, Bundle, County, Seat, read
from tests.helpers.toy import NEIGHBOURS

if TYPE_CHECKING:
    from collections.abc import Iterable

BAD = (
    "diverged", "incomplete", "silent overwrites", "conflicts not listed", "held back", "waiting for a receipt",
    "numbers borne twice", "epochs begun for nothing",
)  # fmt: skip
"""What must not happen in any history."""
_STEPS = 40
_ROUNDS = 3
"""So often does everybody hand in and read the receipts at the end; two are enough."""


class Judge(County):
    """An office in which nothing is asked but what it came to."""

    def faces(self) -> dict[str, Any]:
        """Return what the tables show, by uid."""
        found = self.book.query(NEIGHBOURS, status=tuple(STATUSES)).records()
        return {record.uid: [record.head, record.revision, body_of(record)] for record in found}

    def listed(self) -> list[Any]:
        """Return the open conflicts."""
        rows = self.book.connection.execute("SELECT uid, ours, theirs FROM conflicts WHERE settled_at IS NULL")
        return sorted(map(list, rows))

    def said(self) -> str:
        """Return one digest of versions, faces and open conflicts."""
        return digest([sorted(log_of(self)), self.faces(), self.listed()])


def log_of(seat: Seat) -> set[str]:
    """Return the digests of the branch's versions in a book."""
    rows = seat.book.connection.execute("SELECT digest FROM versions WHERE branch = ?", (BRANCH,))
    return {row[0] for row in rows}


class Careless:
    """The negative control: the higher revision wins, of two equal ones the later to arrive; nothing is listed."""

    def __init__(self) -> None:
        self.shown: dict[str, tuple[int, str]] = {}
        self.revision: dict[str, int] = {}

    def receive(self, bundle: Bundle) -> bool:
        """Take a bundle."""
        for line in bundle.lines:
            number = 1 + max((self.revision.get(one, 0) for one in line["parents"]), default=0)
            self.revision[line["digest"]] = number
            if number >= self.shown.get(line["uid"], (0, ""))[0]:
                self.shown[line["uid"]] = (number, line["digest"])
        return True

    def heads(self) -> dict[str, str]:
        """Return the version that is shown of each record; what it was not is nowhere."""
        return {uid: version for uid, (_, version) in self.shown.items()}

    def said(self) -> str:
        """Return a digest of what is shown."""
        return digest({uid: list(shown) for uid, shown in self.shown.items()})


@dataclass
class Outcome:
    """What one history came to. `twice`: numbers of bundles that two different ones bear."""

    same: bool
    complete: bool
    overwritten: int
    unlisted: int
    conflicts: int
    held_back: int
    waiting: int
    twice: int
    false_epochs: int
    control_same: bool
    control_overwritten: int
    control_twice: int


def play(seed: int) -> Outcome:
    """Play one history."""
    dice = random.Random(seed)
    seats = [Seat(dice, SetClock(START)), Seat(dice, SetClock(START + dt.timedelta(minutes=7)))]
    office = County(dice)
    sent: list[Bundle] = []
    for _ in range(_STEPS):
        if dice.random() < 0.07:
            _unsettle(dice, office, None)
        else:
            _step(dice, seats, sent, office)
    made = len(sent)
    for _ in range(_ROUNDS):
        sent += _exchange(seats, office)
    held_back = sum(len(log_of(one) - log_of(office)) for one in seats)
    waiting = sum(one.waits for one in seats)
    sent += [one.hand_in(full=True) for one in seats]
    arrived = [bundle for number, bundle in enumerate(sent) if number >= made or dice.random() < 0.8]
    arrived += dice.sample(arrived, len(arrived) // 3)
    first, second = (Judge(dice) for _ in range(2))
    controls = Careless(), Careless()
    for judge, control in zip((first, second), controls, strict=True):
        _deliver(dice.sample(arrived, len(arrived)), judge, control)
    tops = newest(line for bundle in arrived for line in bundle.lines if line["digest"] in first.taken)
    faces = first.faces()
    shown = {uid: face[0] for uid, face in faces.items()}
    named = {uid: {digest for pair in first.listed() if pair[0] == uid for digest in pair[1:]} for uid in tops}
    return Outcome(
        same=first.said() == second.said() and first.taken == second.taken,
        complete=log_of(first) == first.taken and set(faces) == set(tops),
        overwritten=overwritten(tops, shown, named),
        unlisted=sum(len(found) > 1 and not found <= named[uid] for uid, found in tops.items()),
        conflicts=len(first.listed()),
        held_back=held_back,
        waiting=waiting,
        twice=twice((one.header.device, one.header.epoch, one.header.seq, one.hash) for one in sent),
        false_epochs=office.false + sum(one.false for one in seats),
        control_same=controls[0].said() == controls[1].said(),
        control_overwritten=overwritten(tops, controls[0].heads(), {}),
        control_twice=twice((one.header.device, 1, one.header.seq, one.hash) for one in sent),
    )


def _step(dice: random.Random, seats: list[Seat], sent: list[Bundle], office: County) -> None:
    one, other = dice.sample(seats, 2)
    what = dice.random()
    if what < 0.45:
        one.write()
    elif what < 0.6:
        sent.append(one.hand_in(full=dice.random() < 0.1))
        if dice.random() < 0.7 and office.receive(sent[-1]) and dice.random() < 0.7:
            one.read_receipts(office.answer(seats))
    elif what < 0.68:  # the other computer of the branch reads it over
        sent.append(one.hand_in(full=True))
        with other.book.transaction():
            merge(other.book, read(other.book, sent[-1].lines), "2026-11-30T08:00:00")
    elif what < 0.78:
        days = dice.choice((-400, -30, -1, 1, 30, 365 * 73))
        one.clock.at = min(one.clock.at + dt.timedelta(days=days), LATEST)
    else:
        _unsettle(dice, one, other)


def _unsettle(dice: random.Random, one: Seat, other: Seat | None) -> None:
    """Let something befall a computer. `other`: whose copy of the book may be put there."""
    what = dice.random()
    if what < 0.4:
        one.keep()
    elif what < 0.6:
        one.reopen()
    elif what < 0.85 or other is None:
        one.put_back(one.kept, moved=dice.random() < 0.3)
    else:
        one.put_back(other.book.connection, moved=False)


def _exchange(seats: list[Seat], office: County) -> list[Bundle]:
    """Let everybody hand in, all of it if the office misses something, and read the receipts."""
    sent: list[Bundle] = []
    for one in seats:
        sent.append(one.hand_in())
        if not office.receive(sent[-1]):
            sent.append(one.hand_in(full=True))
            office.receive(sent[-1])
        one.read_receipts(office.answer(seats))
    return sent


def _deliver(waiting: list[Bundle], office: County, control: Careless) -> None:
    """Bring bundles to an office, those that build on others until they are there; and to the control as they come."""
    for bundle in waiting:
        control.receive(bundle)
    while waiting:
        left = [bundle for bundle in waiting if not office.receive(bundle)]
        if len(left) == len(waiting):
            break
        waiting = left


def overwritten(tops: dict[str, set[str]], shown: dict[str, str], named: dict[str, set[str]]) -> int:
    """Count the versions nobody has built upon that an office neither shows nor names as a conflict."""
    return sum(len(found - named.get(uid, set()) - {shown.get(uid)}) for uid, found in tops.items())


def twice(labels: Iterable[tuple[str, int, int, str]]) -> int:
    """Count the numbers (device, epoch, seq) under which different bundles went."""
    found: dict[tuple[str, int, int], set[str]] = {}
    for *number, sha256 in labels:
        found.setdefault(tuple(number), set()).add(sha256)
    return sum(len(hashes) > 1 for hashes in found.values())


def newest(lines: Iterable[dict[str, Any]]) -> dict[str, set[str]]:
    """Work out anew, and in another way than the program, which versions of each record nobody has built upon."""
    found = {line["digest"]: line for line in lines}
    below: set[str] = set()
    for line in found.values():
        below.update(line["parents"])
    tops: dict[str, set[str]] = {}
    for name, line in found.items():
        if name not in below:
            tops.setdefault(line["uid"], set()).add(name)
    return tops


def campaign(times: int, seed: int = 0) -> Counter[str]:
    """Play so many histories and add up."""
    total: Counter[str] = Counter(histories=times)
    for number in range(times):
        told = play(seed + number)
        total["diverged"] += not told.same
        total["incomplete"] += not told.complete
        total["silent overwrites"] += told.overwritten
        total["conflicts not listed"] += told.unlisted
        total["conflicts listed"] += told.conflicts
        total["histories with conflicts"] += told.conflicts > 0
        total["held back"] += told.held_back
        total["waiting for a receipt"] += told.waiting
        total["numbers borne twice"] += told.twice
        total["epochs begun for nothing"] += told.false_epochs
        total["control diverged"] += not told.control_same
        total["control overwrites"] += told.control_overwritten
        total["control numbers borne twice"] += told.control_twice
    return total


if __name__ == "__main__":
    sys.exit(histories("histories", sys.argv[1:], campaign, BAD))
