"""Where all parts meet: a command goes to the core, no command opens the window."""

from __future__ import annotations

import sys
from pathlib import Path

from danyang_desktop.base.log import start_log
from danyang_desktop.base.paths import device_folder
from ui.no_screen import missing


def main(argv: list[str] | None = None) -> int:
    """Run the program; returns the exit code (commands.md)."""
    given = sys.argv[1:] if argv is None else argv
    try:
        start_log(device_folder() / "log")
        book = _book_of(given)
        if given and book is None:
            from danyang_desktop.commands import run

            return run(given)
        return _window(book)
    except KeyboardInterrupt:  # in the first moments, before there is anything to stop
        print("已经停下，什么都没有做。", file=sys.stderr)
        return 1


def _book_of(given: list[str]) -> Path | None:
    """Return the folder of `--book DIR` or `--book=DIR` standing alone, which opens the window on it."""
    match given:
        case ["--book", folder]:
            return Path(folder)
        case [only] if only.startswith("--book="):
            return Path(only.removeprefix("--book="))
        case _:
            return None


def _window(book: Path | None) -> int:
    try:
        from ui.app import run as run_window
    except ImportError as error:  # Qt's own system libraries are missing: say which, not a traceback
        print(missing(error.msg), file=sys.stderr)
        return 3
    return run_window(book)
