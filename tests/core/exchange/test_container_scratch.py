from __future__ import annotations

import io
import os
import random
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.errors import Trouble
from danyang_desktop.exchange import bundle_scratch, container
from danyang_desktop.exchange.bundle_scratch import MEMORY, Scratch
from tests.helpers.bundles import PHOTO, Desk, records

if TYPE_CHECKING:
    from pathlib import Path

NAME = "王秀英 321199194901010026 "


@pytest.mark.parametrize("size", [0, MEMORY, MEMORY + 1])
def test_what_was_written_is_read_anywhere(size: int, tmp_path: Path) -> None:
    chance = random.Random(5)
    data = chance.randbytes(300_001)
    with Scratch(size, tmp_path) as scratch:
        at = 0
        while at < len(data):
            step = chance.randint(1, 70_000)
            at += scratch.write(data[at : at + step])
        for _ in range(300):
            start, length = chance.randrange(len(data) + 9), chance.randint(0, 50_000)
            scratch.seek(start)
            assert scratch.read(length) == data[start : start + length]
        assert scratch.seek(-5, io.SEEK_END) == len(data) - 5
        assert scratch.read() == data[-5:]
        with pytest.raises(ValueError, match="before"):
            scratch.seek(-1)


def test_written_only_at_its_end() -> None:
    with Scratch(0) as scratch:
        scratch.write(b"abc")
        scratch.seek(1)
        with pytest.raises(ValueError, match="appended"):
            scratch.write(b"x")


def test_the_temporary_file_holds_nothing_in_clear(tmp_path: Path) -> None:
    with Scratch(MEMORY + 1, tmp_path) as scratch:
        scratch.write((NAME * 2000).encode())
        scratch._store.seek(0)
        stored = scratch._store.read()
        assert len(stored) == len((NAME * 2000).encode())
        assert "王秀英".encode() not in stored
        assert b"321199194901010026" not in stored
        assert len({stored[at : at + 16] for at in range(0, len(stored), 16)}) == len(stored) // 16
        assert list(tmp_path.iterdir()) == [], "on Linux it has no name"


def test_a_payload_too_large_for_memory(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines, photos = records(400), [PHOTO, os.urandom(500_000)]
    sealed = desk.seal(tmp_path / "a.dyb", lines, photos)
    monkeypatch.setattr(bundle_scratch, "MEMORY", 1000)
    with container.open_payload(desk.verify(sealed.path), desk.office.identity, scratch_folder=tmp_path) as payload:
        assert list(payload.records()) == lines
        assert [data for _, data in payload.photos()] == photos


def test_a_full_disk_while_opening_is_trouble(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: Scratch, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    proven = desk.verify(desk.seal(tmp_path / "a.dyb", records(9)).path)
    monkeypatch.setattr(Scratch, "write", full)
    with pytest.raises(Trouble, match="临时文件夹写满了") as trouble:
        container.open_payload(proven, desk.office.identity)
    assert trouble.value.code == "U-101"


def test_a_missing_folder_for_it_is_trouble(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    proven = desk.verify(desk.seal(tmp_path / "a.dyb", records(9)).path)
    monkeypatch.setattr(bundle_scratch, "MEMORY", 0)
    with pytest.raises(Trouble, match="临时文件夹"):
        container.open_payload(proven, desk.office.identity, scratch_folder=tmp_path / "nowhere")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.make()
