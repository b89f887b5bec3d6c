"""Where all parts meet: a command goes to the core, no command opens the window."""

from __future__ import annotations

import sys

from danyang_desktop.base.log import start_log
from danyang_desktop.base.paths import device_folder


def main(argv: list[str] | None = None) -> int:
    """Run the program; returns the exit code (commands.md)."""
    given = sys.argv[1:] if argv is None else argv
    start_log(device_folder() / "log")
    if given and (not given[0].startswith("--book") or len(given) > 2):
        from danyang_desktop.commands import run

        return run(given)
    from ui.app import run as run_window

    return run_window(given)
