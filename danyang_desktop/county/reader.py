"""The process in which bundles are made ready ahead (ahead.py). It loads as little as that needs."""

from __future__ import annotations

import contextlib
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.connection import Connection
    from pathlib import Path

    from danyang_desktop.county.ready import Bench, Ready

GONE = (EOFError, OSError)
"""What a pipe raises when nobody is at its other end."""


def work(link: Connection, threads: int) -> None:
    """Make ready what is asked for, until nothing more is; None for what is not to be had.

    First a Bench is asked for, then it says True, then path after path is answered, in the order of the questions.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked stops when it is stopped
    # peewee loads every driver that it finds; that of a server takes 30 MB, and no database is asked here.
    sys.modules.setdefault("psycopg", None)  # type: ignore[arg-type]  # how an import is told that there is none
    waiting: SimpleQueue[Future[Ready | None] | None] = SimpleQueue()
    with contextlib.ExitStack() as at_the_end, ThreadPoolExecutor(threads + 1) as pool, contextlib.suppress(*GONE):
        bench: Bench = link.recv()
        at_the_end.callback(bench.clear_up)  # whoever asked may have died, and then takes nothing any more
        pool.submit(_answer, link, waiting)
        try:
            link.send(True)
            while True:
                waiting.put(pool.submit(_ready, bench, link.recv()))
        finally:
            waiting.put(None)


def _answer(link: Connection, waiting: SimpleQueue[Future[Ready | None] | None]) -> None:
    with contextlib.suppress(*GONE):
        while (one := waiting.get()) is not None:
            link.send(one.result())


def _ready(bench: Bench, path: Path) -> Ready | None:
    try:
        return bench.ready(path)
    except Exception:  # noqa: BLE001 - whatever it is: it is done again there, when it is its turn, and said
        return None
