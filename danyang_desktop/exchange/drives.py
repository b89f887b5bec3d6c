"""The sticks that are plugged in now: found by asking the system, and let go safely."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from danyang_desktop.base.errors import Trouble
from danyang_desktop.base.paths import is_removable
from danyang_desktop.exchange.bundle_file import writing
from danyang_desktop.store.folders import must_be_folder

_MOUNTS = Path("/proc/self/mounts")
_PLUGGED = ("/media/", "/run/media/")
"""Where a Linux desktop puts what somebody plugs in, removable by its own word or not (a disk in a USB case)."""
_ESCAPED = re.compile(r"\\(\d{3})")
_UNMOUNT_SECONDS = 60
_BUSY = "U盘 还在被别的程序用着，没有拔。电脑里的台账没有受影响。请关掉打开着 U盘 文件的窗口，再点一次“安全拔出”。"


@dataclass(frozen=True)
class Drive:
    """One stick. `letter` is E: on Windows and "" elsewhere; `device` is what the system calls it; bytes."""

    folder: Path
    label: str
    letter: str = ""
    device: str = ""
    free: int = 0
    writable: bool = True

    @property
    def title(self) -> str:
        """What a reader calls it: U盘(E:)党办专用."""
        return f"U盘({self.letter}){self.label}" if self.letter else f"U盘 {self.label}".strip()


def plugged_in() -> list[Drive]:
    """Return the sticks that are there now, in the order of their places."""
    return _on_windows() if os.name == "nt" else _on_linux(_MOUNTS)


def drive_at(folder: Path) -> Drive:
    """Return a folder that somebody chose as if it were a stick; raises Trouble if it is gone."""
    must_be_folder(folder)
    with writing(folder.name):
        free = shutil.disk_usage(folder).free
    known = next((one for one in plugged_in() if one.folder == folder), None)
    return known or Drive(folder, folder.name, free=free, writable=os.access(folder, os.W_OK))


def let_go(drive: Drive) -> None:
    """Write out what the system still holds back and unmount the stick, so that it may be pulled.

    Raises Trouble U-108 if something still uses it. A folder that is no stick only has its writes sent out.
    """
    if os.name == "nt":
        if drive.letter:
            _eject_on_windows(drive.letter)
        return
    os.sync()
    if drive.device:
        _unmount(drive)


def _on_linux(mounts: Path) -> list[Drive]:
    try:
        lines = mounts.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        device, place, _, how, *_ = [*line.split(" "), "", "", "", ""]
        folder = Path(_ESCAPED.sub(_character, place))
        if not device.startswith("/dev/") or not (str(folder).startswith(_PLUGGED) or is_removable(folder)):
            continue
        try:
            free = shutil.disk_usage(folder).free
        except OSError:
            continue  # pulled while we looked
        found.append(Drive(folder, folder.name, device=device, free=free, writable="ro" not in how.split(",")))
    return sorted(found, key=lambda one: str(one.folder))


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 8))


def _unmount(drive: Drive) -> None:
    asked = [
        command
        for command in (["udisksctl", "unmount", "--block-device", drive.device], ["umount", str(drive.folder)])
        if shutil.which(command[0])
    ]
    for command in asked:
        try:
            done = subprocess.run(  # noqa: S603 - a fixed command of the system and a device that it named itself
                command, capture_output=True, check=False, timeout=_UNMOUNT_SECONDS
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return
    raise Trouble(_BUSY, "U-108")


def _on_windows() -> list[Drive]:
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]  # Windows only
    there = kernel.GetLogicalDrives()
    found = []
    for number in range(2, 26):  # not A: and B:, an empty floppy drive makes everybody wait
        letter = f"{chr(ord('A') + number)}:"
        removable = 2  # DRIVE_REMOVABLE of the Windows API
        if not there >> number & 1 or kernel.GetDriveTypeW(f"{letter}\\") != removable:
            continue
        label, flags = ctypes.create_unicode_buffer(261), ctypes.c_ulong()
        read_only = 0x80000  # FILE_READ_ONLY_VOLUME
        known = kernel.GetVolumeInformationW(f"{letter}\\", label, 261, None, None, ctypes.byref(flags), None, 0)
        if not known:
            continue  # a card reader without a card
        try:
            free = shutil.disk_usage(f"{letter}\\").free
        except OSError:
            continue
        writable = not flags.value & read_only
        found.append(Drive(Path(f"{letter}\\"), label.value, letter, letter, free, writable=writable))
    return found


def _eject_on_windows(letter: str) -> None:
    """Lock, dismount and eject a volume: what the tray's own menu does."""
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]  # Windows only
    kernel.CreateFileW.restype = ctypes.c_void_p
    read_write, shared, there_already = 0xC0000000, 3, 3
    volume = ctypes.c_void_p(kernel.CreateFileW(rf"\\.\{letter}", read_write, shared, None, there_already, 0, None))
    lock, dismount, eject = (
        0x90018,
        0x90020,
        0x2D4808,
    )  # FSCTL_LOCK_VOLUME, FSCTL_DISMOUNT_VOLUME, IOCTL_..._EJECT_MEDIA
    back = ctypes.c_ulong()
    done = all(
        kernel.DeviceIoControl(volume, code, None, 0, None, 0, ctypes.byref(back), None)
        for code in (lock, dismount, eject)
    )
    kernel.CloseHandle(volume)
    if not done:
        raise Trouble(_BUSY, "U-108")
