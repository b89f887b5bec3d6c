"""Sticks as they are, full, read-only, pulled out while written to: `pytest tests/faults/real_sticks.py`, as root.

Each is a file system of its own. What needs no root is in tests/core/exchange/test_stick_faults.py.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.errors import Trouble
from danyang_desktop.exchange import bundle_out
from danyang_desktop.exchange.outbox import outbox
from tests.core.county.conftest import Pair, pair
from tests.helpers.pictures import noise
from tests.helpers.rows import faces, saved_errand

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["pair"]  # a fixture


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """Mount a file system of its own at `folder`."""
    folder.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    subprocess.run(asked, check=True, capture_output=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


def _fill(pair: Pair, photos: int) -> None:
    for number in range(photos):
        saved_errand(pair.branch, photos=[pair.branch.attach(noise(number, 600, 400))])


def _bundles(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.suffix in {".dyb", ".part"}]


def test_a_stick_without_room_is_told_before_anything_is_written(pair: Pair, tmp_path: Path) -> None:
    _fill(pair, 3)
    with mounted(tmp_path / "m", "size=4200k") as folder, pytest.raises(Trouble, match="空间不够") as trouble:
        bundle_out.export(pair.branch.desk, folder)
    assert trouble.value.code == "U-101"


def test_a_stick_that_fills_up_while_it_is_written_is_left_without_a_bundle(pair: Pair, tmp_path: Path) -> None:
    _fill(pair, 4)
    with mounted(tmp_path / "m", "size=8m") as folder:

        def fill(_done: int, _total: int, _sentence: str) -> None:
            hog = folder / "别人的文件"
            if not hog.exists():
                hog.write_bytes(bytes(os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize - 40_000))

        with pytest.raises(Trouble, match="写满了") as trouble:
            bundle_out.export(pair.branch.desk, folder, progress=fill)
        assert trouble.value.code == "U-101"
        assert _bundles(folder) == []
        (folder / "别人的文件").unlink()
        made = bundle_out.export(pair.branch.desk, folder)
        pair.receive(made.file)
    assert faces(pair.book) == faces(pair.branch)
    assert [one["state"] for one in outbox(pair.branch.book)] == ["等回执", "没写完"]


def test_a_stick_that_is_full_of_small_files_is_left_without_a_bundle(pair: Pair, tmp_path: Path) -> None:
    saved_errand(pair.branch)
    with mounted(tmp_path / "m", "size=20m,nr_inodes=4") as folder:
        for name in "一二三":
            (folder / name).write_bytes(b"x")
        with pytest.raises(Trouble, match="写满了"):
            bundle_out.export(pair.branch.desk, folder)
        assert _bundles(folder) == []


def test_a_stick_pulled_out_while_it_is_written_is_said_and_the_next_one_gets_all(pair: Pair, tmp_path: Path) -> None:
    _fill(pair, 4)
    with mounted(tmp_path / "m", "size=20m") as folder:

        def pull(_done: int, _total: int, _sentence: str) -> None:
            subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)

        with pytest.raises(Trouble, match="中途断开"):
            bundle_out.export(pair.branch.desk, folder, progress=pull)
        assert list(folder.iterdir()) == []
    pair.receive(pair.hand_in())
    assert faces(pair.book) == faces(pair.branch)


def test_a_read_only_stick_is_said(pair: Pair, tmp_path: Path) -> None:
    saved_errand(pair.branch)
    with mounted(tmp_path / "m", "size=20m,ro") as folder, pytest.raises(Trouble, match="不能写") as trouble:
        bundle_out.export(pair.branch.desk, folder)
    assert trouble.value.code == "U-102"
