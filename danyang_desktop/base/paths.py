"""Where things are: our resources, this computer's own folder, and whether a folder is on a stick."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

DEVICE_VARIABLE = "DANYANG_DEVICE"


def legible(name: str) -> str:
    """Spell the name of a file so that a person can read it and a record can hold it.

    Old Windows and cameras wrote GBK where others read UTF-8: such a name comes as half surrogates, which no text may
    hold. What moves the cursor of a terminal, or breaks a line, becomes a question mark.
    """
    if name.isprintable():
        return name
    with contextlib.suppress(UnicodeError):
        if any("\ud800" <= mark <= "\udfff" for mark in name):
            name = os.fsencode(name).decode("gb18030")
    return "".join(mark if mark.isprintable() else "?" for mark in name)


def resources() -> Path:
    """Return the folder of fonts, icons, manual and demo texts, wherever the program was installed."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parents[2]
    return root / "resources"


def device_folder() -> Path:
    """Return the folder of this computer's identity, outside every book; $DANYANG_DEVICE overrides it."""
    chosen = os.environ.get(DEVICE_VARIABLE)
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("danyang_desktop", appauthor=False)


def default_book() -> Path:
    """Return the folder of the book that the window opens when none is named."""
    return device_folder() / "book"


def is_removable(folder: Path) -> bool:
    """Tell whether a folder lies on a removable drive (USB stick, card); False where the system does not say."""
    if os.name == "nt":
        return _removable_on_windows(folder)
    return _removable_on_linux(folder, Path("/sys/dev/block"))


def _removable_on_windows(folder: Path) -> bool:
    import ctypes

    drive = folder.resolve().drive + "\\"
    removable = 2  # DRIVE_REMOVABLE of the Windows API
    return bool(ctypes.windll.kernel32.GetDriveTypeW(drive) == removable)  # type: ignore[attr-defined,unused-ignore]  # Windows only


def _removable_on_linux(folder: Path, blocks: Path) -> bool:
    there = next((one for one in (folder, *folder.parents) if one.exists()), None)
    if there is None:
        return False
    number = there.stat().st_dev
    block = blocks / f"{os.major(number)}:{os.minor(number)}"
    try:
        real = block.resolve(strict=True)
    except OSError:
        return False
    for one in (real, real.parent):  # a partition says nothing; its disk does
        flag = one / "removable"
        if flag.exists():
            return flag.read_text("ascii").strip() == "1"
    return False
