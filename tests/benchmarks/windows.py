"""One process of the start benchmark: `python -m tests.benchmarks.windows MODE [FOLDER]`; it says when it is ready.

bare   an empty QMainWindow is painted
gate   our window with the lock page is painted
book   our window with an open book shows a ledger's list, after some paging
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

# A branch's program comes without the county's driver; where it is, peewee loads it for nothing: 20 MB and 100 ms.
sys.modules["psycopg"] = None  # type: ignore[assignment]
LATE = ("pypinyin", "reportlab", "xlsxwriter", "pypdfium2", "cryptography", "pyrage", "python_calamine", "PIL", "segno")
_PAGES = 20


def main(mode: str, folder: str = "") -> None:
    """Open the window of a mode, and print what it took as JSON."""
    app = QApplication(sys.argv[:1])
    if mode == "bare":
        window: QWidget = QMainWindow()
        window.resize(1280, 800)
        _paint(app, window)
        _say()
        return
    from ui.app import Program
    from ui.remember import Remembered

    root = Path(folder)
    program = Program(app, root / "book", Remembered(root / "remembered"), {})
    _paint(app, program.window)
    if mode == "gate":
        _say()
        program.close()
        return
    from tests.benchmarks.books import open_book

    start = time.perf_counter()
    workspace = open_book(root)
    opened = time.perf_counter()
    program.window.enter(workspace)
    shell: Any = program.window.shell
    shell.show_entry("visits")
    _paint(app, program.window)
    listed = time.perf_counter()
    records = _read_on(workspace)
    app.processEvents()
    _say(open_ms=(opened - start) * 1e3, list_ms=(listed - opened) * 1e3, records=records)
    program.window.close()
    program.close()


def _paint(app: QApplication, window: QWidget) -> None:
    window.show()
    app.processEvents()
    window.grab()


def _read_on(workspace: Workspace) -> int:
    """Hold as many records as a list holds whose reader pages on and on; returns how many the book has."""
    from danyang_desktop.ledgers.visits import VISITS

    query = workspace.query(VISITS)
    held: list[Any] = []
    after = None
    for _ in range(_PAGES):
        page = query.page(after)
        held += page.rows
        after = page.next
        if after is None:
            break
    return query.count()


def _say(**more: Any) -> None:
    status = Path("/proc/self/status").read_text("ascii") if sys.platform == "linux" else ""
    rss = next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)
    used = resource.getrusage(resource.RUSAGE_SELF)
    late = [name for name in LATE if name in sys.modules]
    said = {"rss_mb": round(rss, 1), "cpu_ms": (used.ru_utime + used.ru_stime) * 1e3, "late": late, **more}
    sys.stdout.write(f"{json.dumps(said)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
