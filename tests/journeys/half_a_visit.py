"""The process whose plug is pulled: `python -m tests.journeys.half_a_visit ROOT` types half a visit and says so."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.helpers.books import NOW, PASSWORD, SetClock
from ui.app import Program
from ui.remember import Remembered

_LOOK = 50


def main(root: Path) -> None:
    """Open the book, type into a visit and go on typing until the plug is pulled; `typed` is written each time."""
    from danyang_desktop.workspace import Workspace

    app = QApplication(sys.argv[:1])
    how = {"clock": SetClock(NOW), "device_folder": root / "device"}
    program = Program(app, root / "book", Remembered(root), how)
    program.window.show()
    program.window.enter(Workspace.open(root / "book", password=PASSWORD, **how))
    shell = program.window.shell
    assert shell is not None
    shell.start_new("visits")
    page = shell.page("visits")
    box = page.form.body.editor("situation").box  # type: ignore[attr-defined]
    page.form.body.goto("situation")  # type: ignore[attr-defined]
    timer = QTimer(interval=_LOOK)

    def type_on() -> None:
        QTest.keyClicks(box, "x")
        kept = page.desk.workspace.drafts(page.ledger)  # type: ignore[attr-defined]
        letters = len(kept[0].texts["situation"]) if kept else 0
        sys.stdout.write(f"{len(box.toPlainText())} {letters}\n")
        sys.stdout.flush()

    timer.timeout.connect(type_on)
    timer.start()
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
