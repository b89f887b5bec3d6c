"""Which sticks are there: told from what the system says of its mounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from danyang_desktop.base.errors import Trouble
from danyang_desktop.exchange import drives


def _mounts(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "mounts"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_what_is_plugged_in_is_told_from_the_disks_of_the_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "党办 专用"
    stick.mkdir()
    escaped = str(stick).replace(" ", "\\040")
    monkeypatch.setattr(drives, "_PLUGGED", (str(tmp_path),))
    (one,) = drives._on_linux(
        _mounts(
            tmp_path, "/dev/nvme0n1p2 / ext4 rw 0 0", f"/dev/sdb1 {escaped} vfat rw,nosuid 0 0", "tmpfs /run tmpfs rw"
        )
    )
    assert (one.folder, one.label, one.device, one.writable) == (stick, "党办 专用", "/dev/sdb1", True)
    assert one.free > 0
    assert one.title == "U盘 党办 专用"


def test_a_locked_stick_is_told_and_a_pulled_one_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").mkdir()
    monkeypatch.setattr(drives, "_PLUGGED", (str(tmp_path),))
    (one,) = drives._on_linux(
        _mounts(tmp_path, f"/dev/sdb1 {tmp_path}/a vfat ro 0 0", f"/dev/sdc1 {tmp_path}/gone vfat rw 0 0")
    )
    assert not one.writable
    assert drives._on_linux(tmp_path / "no such list") == []


def test_a_chosen_folder_does_for_a_stick(tmp_path: Path) -> None:
    assert drives.drive_at(tmp_path).label == tmp_path.name
    drives.let_go(drives.drive_at(tmp_path))
    with pytest.raises(Trouble, match="插好"):
        drives.drive_at(tmp_path / "gone")


def test_a_stick_that_cannot_be_let_go_is_said() -> None:
    busy = drives.Drive(Path("/no/such/place"), "x", device="/dev/no-such-device")
    with pytest.raises(Trouble) as told:
        drives.let_go(busy)
    assert told.value.code == "U-108"
