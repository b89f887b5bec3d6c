"""Where all parts meet: a command goes to the core, no command opens the window."""

from __future__ import annotations

import sys
from pathlib import Path

from danyang_desktop.base.log import start_log
from danyang_desktop.base.paths import device_folder

_BOOK = "--book"


def main(argv: list[str] | None = None) -> int:
    """Run the program; returns the exit code (commands.md)."""
    given = sys.argv[1:] if argv is None else argv
    start_log(device_folder() / "log")
    if given and not (given[0] == _BOOK and len(given) == 2):
        from danyang_desktop.commands import run

        return run(given)
    try:
        from ui.app import run as run_window
    except ImportError as error:  # Qt's own system libraries are missing: say which, not a traceback
        print(_missing(error), file=sys.stderr)
        return 3
    return run_window(Path(given[1]) if given else None)


def _missing(error: ImportError) -> str:
    packages = "libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1"
    return (
        f"窗口打不开：系统里缺图形库（{error.msg}）。台账没有受影响。\n"
        f"请管理员装上再试：apt-get install {packages} libxcb-image0 libxcb-render-util0 libxkbcommon-x11-0"
    )
