"""Hours at the desk: `python -m tests.faults.soak --minutes 120 --records 1000000` (reliability.md, row 18).

One window on one book, used by dice without an end: pages, search, scrolling, forms saved and left half written, undo,
voiding, lists printed, photos. Memory is read every so often; the first fifth fills the caches and does not count.
In the end the book passes its check and every save is there. A second hand is there to be caught: `keeping` never
lets go of what it has seen.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.papers import press
from danyang_desktop.registers.households import HOUSEHOLDS
from tests.benchmarks import books
from tests.benchmarks.measure import Times
from tests.benchmarks.window_hand import Hand
from tests.helpers.pictures import noise

if TYPE_CHECKING:
    from collections.abc import Callable

HANDS = ("honest", "keeping")
_WORDS = ("w", "wang", "李", "李秀", "三组", "药费", "1380", "没有这个人")
_PAGES = ("home", "visits", "talks", "volunteering", "subsidies", "people", "households", "print", "settings")
_WARM = 0.2
"""Part of all that is done that fills the caches."""
_MOST_MB = 50
_NEVER = 10_000
"""Minutes without a key before the window locks by itself."""
_READ_EVERY = 20
_KEPT = 1 << 20
"""Bytes that the `keeping` hand never lets go of, each time."""


@dataclass
class Told:
    """What a soak found. Memory in MB, times in ms; `lost` counts saves that the book does not know in the end."""

    actions: int = 0
    saves: int = 0
    lost: int = 0
    damaged: int = 0
    grown_mb: float = 0.0
    peak_mb: float = 0.0
    save_p50_ms: float = 0.0
    save_p99_ms: float = 0.0
    seconds: float = 0.0
    by_name: dict[str, int] = field(default_factory=dict)


class Sitter:
    """Somebody who does one thing after another at the window."""

    def __init__(self, hand: Hand, root: Path, seed: int, *, keeping: bool) -> None:
        self._hand = hand
        self._root = root
        self._dice = random.Random(seed)
        self._keeping = keeping
        self._kept: list[bytes] = []
        self.saved: dict[str, str] = {}
        self.saving = Times()
        self.workspace: Any = hand.program.window.workspace
        self.workspace.set_setting("idle_lock_minutes", _NEVER)  # the dice lock; the screen sends no keys here
        self._homes = self.workspace.query(HOUSEHOLDS).page(limit=40).rows
        self._things: list[tuple[int, Callable[[], None]]] = [
            (6, self._turn), (4, self._search), (4, self._scroll), (8, self._write), (2, self._half_write),
            (2, self._look), (2, self._void), (1, self._undo), (1, self._print), (1, self._attach),
            (1, self._lock),
        ]  # fmt: skip

    def one_thing(self) -> str:
        """Do something, and let the window paint; returns what it was."""
        weights = [weight for weight, _ in self._things]
        ((_, thing),) = self._dice.choices(self._things, weights)
        thing()
        self._hand.app.processEvents()
        if self._keeping:
            self._kept.append(os.urandom(_KEPT))
        return thing.__name__.lstrip("_")

    def _page(self, key: str) -> Any:
        self._hand.shell.show_entry(key)
        self._hand.app.processEvents()
        return self._hand.shell.page(key)

    def _turn(self) -> None:
        self._page(self._dice.choice(_PAGES))

    def _search(self) -> None:
        search = self._page(self._dice.choice(("visits", "people"))).list.search
        word = self._dice.choice(_WORDS)
        for length in range(len(word) + 1):
            search.setText(word[:length])
            search._settle()
            self._hand.app.processEvents()
        search.clear()
        search._settle()

    def _scroll(self) -> None:
        bar = self._page(self._dice.choice(("visits", "people"))).list.table.verticalScrollBar()
        for _ in range(20):
            bar.setValue(bar.value() + bar.pageStep())
            self._hand.app.processEvents()

    def _visit(self) -> Any:
        home = self._dice.choice(self._homes)
        before = self.workspace.query(VISITS).page(limit=1).rows[0]
        visit = self.workspace.new(VISITS, household=Link(home.uid, home.head_name), visitors=before.visitors)
        visit.situation = f"{self._dice.random():.12f}，家里都好，地里的活忙完了。"
        visit.request, visit.measures = "没有。", "说好下月再来。"
        return visit

    def _write(self) -> None:
        page = self._page("visits")
        form = page.open_form(VISITS, self._visit())
        self._hand.app.processEvents()
        changes: list[Any] = []
        form.saved.connect(lambda change, _again: changes.append(change))
        self.saving.run(form.save)
        if not changes:
            said = {name: cell.sentence for name, cell in form.body.cells.items() if cell.sentence}
            raise AssertionError(said)
        self.saved[changes[0].record.uid] = changes[0].record.head

    def _half_write(self) -> None:
        page = self._page("visits")
        page.start_new()
        self._hand.app.processEvents()
        form = page.form
        form.keep()
        form.closed.emit()

    def _look(self) -> None:
        pane = self._page("visits").list
        rows = pane.model.rowCount()
        if rows:
            pane.table.selectRow(self._dice.randrange(min(rows, 200)))
            self._hand.app.processEvents()
            pane.show_record(pane.model.record(pane.table.currentIndex().row()))

    def _void(self) -> None:
        if self.saved:
            record = self.workspace.get(VISITS, self._dice.choice(list(self.saved)))
            if record.status == "final":
                self.saved[record.uid] = self.workspace.void(record, "写重了").record.head

    def _undo(self) -> None:
        visit = self._visit()
        change = self.workspace.save(visit)
        self.workspace.undo(change)

    def _print(self) -> None:
        press.print_list(self.workspace, VISITS, self._root / "list.pdf", search=f"{self._dice.randrange(100, 1000)}")

    def _lock(self) -> None:
        window = self._hand.program.window
        window.lock()
        if window.workspace is None:  # it does not lock while the worker has something to do
            window.enter(books.open_book(self._root))
            self.workspace, self._hand.shell = window.workspace, window.shell

    def _attach(self) -> None:
        self.workspace.attach(noise(self._dice.randrange(1 << 30)))


class Watch:
    """Counts what is done, and knows when it is enough: after so many actions, or after so many minutes."""

    def __init__(self, actions: int, minutes: float) -> None:
        self._actions, self._minutes = actions, minutes
        self._began = time.monotonic()
        self.done = 0

    @property
    def seconds(self) -> float:
        """Return how long it has gone on."""
        return time.monotonic() - self._began

    @property
    def part(self) -> float:
        """Return how much of it is over: 0 to 1."""
        return max(self.done / self._actions if self._actions else 0.0, self.seconds / 60 / self._minutes)


def soak(records: int, *, actions: int, minutes: float, hand: str = "honest", seed: int = 1) -> Told:
    """Sit at a book of so many records until so much is done (0 = without an end) or so much time has passed."""
    app, root = QApplication(sys.argv[:1]), books.copied(books.kept_book(records))
    at, told, watch = Hand(app, root), Told(), Watch(actions, minutes)
    sitter = Sitter(at, root, seed, keeping=hand == "keeping")
    warm: list[float] = []
    failed: list[Exception] = []

    def on() -> None:
        try:
            step(sitter.one_thing())
        except Exception as error:  # noqa: BLE001 - Qt swallows what a slot raises: the sitting ends with it
            failed.append(error)
        if failed or watch.part >= 1:
            loop.quit()

    def step(name: str) -> None:
        watch.done += 1
        told.by_name[name] = told.by_name.get(name, 0) + 1
        if watch.done % _READ_EVERY == 0 and watch.part >= _WARM:
            memory = _memory_mb()
            warm.append(memory)
            told.grown_mb, told.peak_mb = round(memory - warm[0], 1), max(told.peak_mb, memory)

    loop = QEventLoop()
    beat = QTimer()  # in the program's own loop: what is to be deleted later is deleted, as in an office
    beat.timeout.connect(on)
    beat.start()
    loop.exec()
    beat.stop()
    if failed:
        raise failed[0]
    told.actions, told.saves = watch.done, len(sitter.saving.wall)
    told.save_p50_ms, told.save_p99_ms = (round(sitter.saving.at(share), 1) for share in (0.5, 0.99))
    told.lost = sum(sitter.workspace.get(VISITS, uid).head != head for uid, head in sitter.saved.items())
    told.damaged = len(sitter.workspace.check())
    told.seconds = round(watch.seconds, 1)
    at.close()
    shutil.rmtree(root)
    return told


def _memory_mb() -> float:
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def main(argv: list[str] | None = None) -> int:
    """Sit; returns 1 when anything was lost, damaged, or memory grew by more than the 50 MB of the goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--actions", type=int, default=0, help="end after so many; 0 = when the time is over")
    parser.add_argument("--records", type=int, default=300)
    parser.add_argument("--hand", choices=HANDS, default="honest")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(argv)
    told = soak(asked.records, actions=asked.actions, minutes=asked.minutes, hand=asked.hand, seed=asked.seed)
    sys.stdout.write(json.dumps(asdict(told), ensure_ascii=False) + "\n")
    return 1 if told.lost or told.damaged or told.grown_mb > _MOST_MB else 0


if __name__ == "__main__":
    sys.exit(main())
