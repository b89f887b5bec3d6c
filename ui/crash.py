"""When the program itself is wrong: a report without personal data, and a calm page instead of a traceback."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from types import TracebackType

CODE = "U-900"
"""The short number for "the program is wrong"; the report's name follows it."""


class CrashWatch(QObject):
    """Takes every exception that nobody caught. `struck` carries the report's text and its file."""

    struck = Signal(str, str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._before = sys.excepthook

    def start(self) -> None:
        """Stand in the way of sys.excepthook."""
        sys.excepthook = self._caught

    def stop(self) -> None:
        """Step aside."""
        sys.excepthook = self._before

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, trace)
            return
        text = report(error)
        self.struck.emit(text, self._written(text))

    def _written(self, text: str) -> str:
        """Write the report; a disk that refuses it must not make a second error."""
        path = self._folder / "reports" / f"report-{dt.datetime.now():%Y%m%d-%H%M%S}.txt"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        except OSError:
            return ""
        return str(path)


def report(error: BaseException) -> str:
    """Say where the program went wrong: kinds of errors, files, lines and functions; never a value or a message."""
    import platform
    import traceback

    lines = [CODE, f"Python {platform.python_version()} {platform.system()} {platform.release()}"]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        for frame in traceback.extract_tb(seen.__traceback__):
            lines.append(f"  {_short(frame.filename)}:{frame.lineno} {frame.name}")  # noqa: PERF401 - two kinds of lines
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n".join(lines)


def _short(filename: str) -> str:
    """Return the end of a path: where the program lies on this computer is nobody's business."""
    return "/".join(Path(filename).parts[-3:])
