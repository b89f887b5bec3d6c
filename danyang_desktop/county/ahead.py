"""The next bundles of a large stick are made ready in a process of its own while one is written into the book.

Half of what receiving costs needs no book (ready.py). What that process cannot do, refuses, or leaves undone when it
dies or cannot be started, is done here when it is its turn, as it is for a few bundles: so nothing depends on it.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections import deque
from typing import TYPE_CHECKING, Any, Self

from danyang_desktop.base.errors import Trouble
from danyang_desktop.county.reader import GONE, work
from danyang_desktop.county.ready import KNOWN, Bench
from danyang_desktop.exchange import container
from danyang_desktop.exchange.bundle_refusals import BundleRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from danyang_desktop.county.ready import Ready
    from danyang_desktop.declare.book import Book

_WORTH = 20
"""Bundles for which it is worth to start a process."""
_DEPTH = 4
"""Bundles that are asked for at a time: so many that the process has work while one is made ready here."""
_THREADS = 2
"""Bundles that are made ready there at a time: while one waits for the disk, the other is read."""
_HELLO_SECONDS = 0.0
"""How long to wait for it at each bundle while it starts: until then bundles are made ready here."""
_LOG = logging.getLogger(__name__)


class Ahead:
    """Makes `paths` ready in their order; use it in a `with` statement.

    `wanted` tells of a bundle hash whether the book lacks it: of what is there already nothing is to be made ready.
    """

    def __init__(self, bench: Bench, paths: Sequence[Path], wanted: Callable[[str], bool]) -> None:
        self._bench = bench
        self._paths = paths
        self._wanted = wanted
        self._at = self._asked = 0
        self._sent: deque[Path] = deque()
        self._ours: dict[Path, Ready | None] = {}
        """What was made ready here while the other process was behind."""
        self._link: Any = None
        self._child: Any = None
        self._greeted = False
        self._off = not bench.complete or len(paths) < _WORTH or (os.cpu_count() or 1) < 2

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def ready(self, path: Path) -> Ready | None:
        """Return the bundle `path`, the next one, made ready; None if that is to be done here."""
        place = self._at
        self._at += 1
        if path in self._ours:
            return self._ours.pop(path)
        if self._off or (self._link is None and not self._lacks(path)):
            return None
        try:
            if self._link is None:
                self._start()
            if not self._greeted:
                if not self._link.poll(_HELLO_SECONDS):
                    return None
                self._greeted = self._link.recv()
                self._asked = place
            self._ask()
            return self._answer() if self._sent and self._sent[0] == path else None
        except (*GONE, RuntimeError):  # also: no room for a process, or a program that has no beginning of its own
            _LOG.warning("no process that reads bundles ahead", exc_info=True)
            self._off = True
            self._close()
            return None

    def _lacks(self, path: Path) -> bool:
        with contextlib.suppress(BundleRefused, Trouble):
            return self._wanted(container.read_hash(path))
        return False  # said when it is its turn

    def _ask(self) -> None:
        self._asked = max(self._asked, self._at - 1)
        while len(self._sent) < _DEPTH and self._asked < len(self._paths):
            path = self._paths[self._asked]
            self._asked += 1
            if self._lacks(path):
                self._link.send(path)
                self._sent.append(path)

    def _answer(self) -> Ready | None:
        if not self._link.poll():
            self._make_one()
        answer: Ready | None = self._link.recv()
        self._sent.popleft()
        return answer

    def _make_one(self) -> None:
        """Make the bundle ready that comes after those that were asked for, rather than wait for them."""
        if self._ours or self._asked >= len(self._paths):
            return
        path = self._paths[self._asked]
        self._asked += 1
        if self._lacks(path):
            self._ours[path] = None
            with contextlib.suppress(BundleRefused, Trouble):  # said when it is its turn
                self._ours[path] = self._bench.ready(path)

    def _start(self) -> None:
        from multiprocessing import get_context

        # "spawn": it begins with nothing of ours open, on every system alike.
        context = get_context("spawn")
        self._link, theirs = context.Pipe()
        self._child = context.Process(target=work, args=(theirs, _THREADS), daemon=True)
        try:
            self._child.start()
        finally:
            theirs.close()
        self._link.send(self._bench)

    def _close(self) -> None:
        """Hang up: then it goes. What was made ready and nobody took is dropped."""
        for one in self._ours.values():
            if one is not None:
                one.copy.path.unlink(missing_ok=True)
        self._ours.clear()
        if self._link is not None:
            self._link.close()
            self._link = None
        if self._child is not None and self._child.pid is not None:
            self._child.join()
            self._bench.clear_up()
            self._child.close()
        self._child = None
        self._sent.clear()


def bench_of(book: Book, folder: Path, secrets: tuple[str, ...]) -> Bench:
    """Return what an office's bundles are made ready with."""
    rows = book.connection.execute("SELECT device, branch, public_key FROM devices WHERE revoked_at IS NULL")
    keys = {(device, branch): bytes.fromhex(key) for device, branch, key in rows}
    known = all(KNOWN.get(slug) is ledger for slug, ledger in book.ledgers.items())
    return Bench(folder, keys, secrets, tuple(book.tables), complete=known, spelling=book.engine.spelling)
