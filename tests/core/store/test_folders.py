"""The folder that is written into: what is wrong with it is said before anything begins."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.store.folders import make_folder, must_be_folder, new_folder

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("look", [must_be_folder, make_folder, new_folder])
@pytest.mark.parametrize("place", ["nowhere/deeper", "file", "file/deeper"])
def test_a_folder_that_cannot_be(tmp_path: Path, place: str, look: Callable[[Path], None]) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    with pytest.raises(Trouble) as told:
        look(tmp_path / place)
    assert told.value.code == "U-308"
    assert "没有写文件" in told.value.sentence
    assert ("是一个文件，不是文件夹" if place.startswith("file") else "没有“nowhere") in told.value.sentence or (
        "没有“deeper”" in told.value.sentence
    )
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file"]
    assert (tmp_path / "file").read_bytes() == b"kept"


def test_only_the_last_folder_is_made(tmp_path: Path) -> None:
    new_folder(tmp_path / "a")
    make_folder(tmp_path / "a")
    (tmp_path / "a" / "x").write_bytes(b"")
    with pytest.raises(UserError, match="已经有东西了"):
        new_folder(tmp_path / "a")
    with pytest.raises(Trouble):
        must_be_folder(tmp_path / "b")


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        (errno.ENODEV, "U-308", "U盘 插好没有"),
        (errno.EIO, "U-308", "U盘 插好没有"),
        (errno.EACCES, "U-305", "没有权限"),
        (errno.ENAMETOOLONG, "U-307", "系统错误"),
    ],
)
def test_what_the_system_says_of_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str, said: str
) -> None:
    def refuse(_path: Path) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(Path, "stat", refuse)
    with pytest.raises(Trouble) as told:
        must_be_folder(tmp_path / "E")
    assert told.value.code == code
    assert said in told.value.sentence
