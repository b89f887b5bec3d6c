"""Where there is no screen or no library for one, Qt ends the program in English: say it first, in a sentence."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QMessageLogContext, QtMsgType

_NO_DISPLAY = (
    "窗口打不开：这里没有屏幕（没有图形桌面，或没有权限用它）。台账没有受影响。\n"
    "请在图形桌面上打开；只用命令不要屏幕，加上 --help 看有哪些命令。"
)
_NO_SCREEN = "could not connect to display"
_FIRST_WORDS = (_NO_SCREEN, "From 6.5.0, xcb-cursor0", "Could not load the Qt platform plugin")
"""What Qt says before it gives up; said again by the one sentence."""


def missing(what: str) -> str:
    """Say which of the system's libraries is missing, and how it is put in."""
    packages = "libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1"
    return (
        f"窗口打不开：系统里缺图形库（{what}）。台账没有受影响。\n"
        f"请管理员装上再试：apt-get install {packages} libxcb-image0 libxcb-render-util0 libxkbcommon-x11-0"
    )


@contextmanager
def sentence_for_no_screen() -> Iterator[None]:
    """Answer Qt's fatal message while the application is made by a sentence and code 3; other messages go to stderr."""
    from PySide6.QtCore import qInstallMessageHandler

    heard: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind.name == "QtFatalMsg" and "platform plugin" in message:
            # Qt names xcb-cursor0 also where there is merely no display; only without that is it the library.
            library = any("is needed to load" in one for one in heard) and not any(_NO_SCREEN in one for one in heard)
            sys.stderr.write(f"{missing('libxcb-cursor0') if library else _NO_DISPLAY}\n")
            sys.stderr.flush()
            os._exit(3)  # Qt would abort; nothing is open yet, and the log writes each line at once
        if message.startswith(_FIRST_WORDS):
            heard.append(message)
        else:
            sys.stderr.write(f"{message}\n")

    before = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
