"""One process of the window's benchmark: `python -m tests.benchmarks.window_hand VILLAGE LARGE`; says times as JSON."""

from __future__ import annotations

import gc
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QStackedWidget, QTableWidget, QTableWidgetItem

from tests.benchmarks import books
from tests.benchmarks.measure import Times
from ui import metrics
from ui.app import Program
from ui.remember import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable

_RUNS = 30
_ROWS, _COLUMNS = 200, 8
_WORDS = ("z", "wang", "lxy", "李", "三组", "药费", "1380", "zzzz")
_FRAMES = 3000
"""Page-downs in each long list: some 36,000 rows."""


class Hand:
    """A window with a book, and the way to do something in it and wait until it is painted."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.app = app
        self.program = Program(app, folder / "book", Remembered(books.cache() / "remembered"), {})
        self.program.window.resize(*metrics.WINDOW)  # an office's screen; the one that is not there is smaller
        self.program.window.show()
        self.program.window.enter(books.open_book(folder))
        self.shell: Any = self.program.window.shell
        app.processEvents()

    def frame(self, times: Times, do: Callable[[], Any]) -> None:
        """Do something, let the window paint, and note how long it took."""

        def whole() -> None:
            do()
            self.app.processEvents()

        times.run(whole)

    def close(self) -> None:
        """Leave the window."""
        self.program.window.workspace.set_setting("backup_daily", False)  # type: ignore[union-attr]
        self.program.window.close()
        self.program.close()
        gc.collect()  # this window's end is not the next one's first frame


def bare(app: QApplication) -> Times:
    """Turn between two tables of Qt's own, filled anew each time with a screenful of texts."""
    stack = QStackedWidget()
    stack.resize(1366, 696)
    tables = [QTableWidget(_ROWS, _COLUMNS) for _ in range(2)]
    for table in tables:
        stack.addWidget(table)
    stack.show()
    app.processEvents()
    times = Times()
    for number in range(_RUNS):
        times.run(lambda number=number: _turn(app, stack, tables[number % 2]))
    stack.close()
    return times


def _turn(app: QApplication, stack: QStackedWidget, table: QTableWidget) -> None:
    for row in range(_ROWS):
        for column in range(_COLUMNS):
            table.setItem(row, column, QTableWidgetItem("走访帮扶 2026-11-23"))
    stack.setCurrentWidget(table)
    app.processEvents()


def village(hand: Hand) -> dict[str, Times]:
    """Change pages, type into the search, open forms."""
    told = {"page change": Times(), "typing to result": Times(), "form open": Times()}
    keys = ("home", "visits", "talks", "volunteering", "subsidies", "people", "households", "print", "settings")
    for key in keys:
        hand.shell.show_entry(key)
        hand.app.processEvents()
    for _ in range(_RUNS // 5):
        for key in keys:
            hand.frame(told["page change"], lambda key=key: hand.shell.show_entry(key))
    for slug in ("visits", "people"):
        hand.shell.show_entry(slug)
        page = hand.shell.page(slug)
        for word in _WORDS * 3:
            page.list.search.setText(word)
            hand.frame(told["typing to result"], page.list.search._settle)
        page.list.search.clear()
        page.list.search._settle()
    for slug in ("visits", "talks", "people"):
        hand.shell.show_entry(slug)
        page = hand.shell.page(slug)
        for _ in range(_RUNS // 3):
            hand.frame(told["form open"], page.start_new)
            page.form.leave()
            hand.app.processEvents()
    return told


def scroll(hand: Hand, slug: str, year: str = "") -> Times:
    """Go down a list page by page, in a ledger that of a year; it asks for more as it comes near its end."""
    hand.shell.show_entry(slug)
    if year:
        hand.shell.page(slug).list.months.set_month(year)
    table = hand.shell.page(slug).list.table
    hand.app.processEvents()
    bar = table.verticalScrollBar()
    times = Times()
    for _ in range(_FRAMES):
        if bar.value() >= bar.maximum():
            break
        hand.frame(times, lambda: bar.setValue(bar.value() + bar.pageStep()))
    return times


def main(small: str, large: str) -> None:
    """Measure and say."""
    app = QApplication(sys.argv[:1])
    told: dict[str, Times] = {"bare": bare(app)}
    hand = Hand(app, Path(small))
    told |= village(hand)
    hand.close()
    hand = Hand(app, Path(large))
    told["scroll: page down in a register"] = scroll(hand, "people")
    told["scroll: page down in a ledger"] = scroll(hand, "visits", "2024")
    hand.close()
    sys.stdout.write(f"{json.dumps({name: asdict(times) for name, times in told.items()})}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
