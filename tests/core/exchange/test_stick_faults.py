"""reliability.md, row 15: whatever a stick does, there is no `.dyb` that is not whole, and nothing half-done stays."""

from __future__ import annotations

import errno
import hashlib
import os
import resource
import shutil
import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.exchange import bundle_file, container
from danyang_desktop.exchange.bundle_file import SAFE, write_whole
from danyang_desktop.exchange.bundle_pack import Contents
from tests.helpers.bundles import HEADING, PHOTO, Desk, records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.make()


class FailingFile:
    """A file on a stick of which operation number `left` fails."""

    def __init__(self, file: BinaryIO, left: list[int], error: int) -> None:
        self._file = file
        self._left = left
        self._error = error

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._file, name)
        if name not in {"write", "flush", "seek", "read"}:
            return method

        def perhaps(*arguments: Any) -> Any:
            self._left[0] -= 1
            if self._left[0] < 0:
                raise OSError(self._error, os.strerror(self._error))
            return method(*arguments)

        return perhaps

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


CODES = [
    (errno.ENOSPC, "U-101", "写满了"),
    (errno.EDQUOT, "U-101", "写满了"),
    (errno.EROFS, "U-102", "不能写"),
    (errno.EIO, "U-104", "中途断开"),
    (errno.ENODEV, "U-104", "中途断开"),
    (errno.EFBIG, "U-106", "太大"),
    (errno.EMFILE, "U-105", "毛病"),
]


@pytest.mark.parametrize(("error", "code", "word"), CODES, ids=[errno.errorcode[row[0]] for row in CODES])
def test_a_stick_that_fails_at_every_operation(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int, code: str, word: str
) -> None:
    real = bundle_file.open_part
    photos = [PHOTO, bytes(9_000_000)]  # some of it is written by a thread (bundle_stream.py)
    for budget in range(1000):
        left = [budget]
        monkeypatch.setattr(bundle_file, "open_part", lambda part, left=left: FailingFile(real(part), left, error))
        try:
            sealed = desk.seal(tmp_path / "a.dyb", records(20), photos)
        except Trouble as trouble:
            told = (trouble.code, word in trouble.sentence, SAFE in trouble.sentence)
            assert told == (code, True, True)
            assert list(tmp_path.iterdir()) == []
        else:
            assert budget > 8
            assert desk.read(sealed.path) == (records(20), photos)
            return
    pytest.fail("it never had enough")


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let the system itself refuse to write beyond `size` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_file_system_that_takes_no_larger_file(desk: Desk, tmp_path: Path) -> None:
    whole = desk.seal(tmp_path / "a.dyb", records(20), [bytes(100_000)]).bytes
    (tmp_path / "a.dyb").unlink()
    for size in [0, 1, 500, 4096, 8192, 70_000, whole - 200]:
        with largest_file(size), pytest.raises(Trouble) as trouble:
            desk.seal(tmp_path / "a.dyb", records(20), [bytes(100_000)])
        assert trouble.value.code == "U-106"
        assert list(tmp_path.iterdir()) == []
    with largest_file(whole + 200):
        desk.seal(tmp_path / "a.dyb", records(20), [bytes(100_000)])


@pytest.mark.parametrize("at", [0, 100, 5_000, -1])
def test_a_stick_that_gives_back_other_bytes(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    def rot(descriptor: int) -> None:
        place = at % os.fstat(descriptor).st_size
        byte = os.pread(descriptor, 1, place)
        os.pwrite(descriptor, bytes([byte[0] ^ 1]), place)

    monkeypatch.setattr(bundle_file, "_forget", rot)
    with pytest.raises(Trouble, match="读回来对不上") as trouble:
        desk.seal(tmp_path / "a.dyb", records(5), [PHOTO])
    assert trouble.value.code == "U-103"
    assert list(tmp_path.iterdir()) == []


def test_a_stick_that_loses_the_end(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        bundle_file, "_forget", lambda descriptor: os.ftruncate(descriptor, os.fstat(descriptor).st_size - 1)
    )
    with pytest.raises(Trouble, match="读回来对不上"):
        desk.seal(tmp_path / "a.dyb", records(5))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("call", [1, 2], ids=["the file", "the folder"])
def test_a_stick_pulled_out_before_it_is_safe(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    real, calls = os.fsync, []

    def pulled(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == call:
            raise OSError(errno.EIO, "Input/output error")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", pulled)
    with pytest.raises(Trouble, match="中途断开"):
        desk.seal(tmp_path / "a.dyb", records(5))
    assert list(tmp_path.iterdir()) == []


def test_a_driver_without_fsync_of_folders_will_do(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = os.fsync, []

    def no_folders(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(errno.EINVAL, "Invalid argument")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", no_folders)
    assert desk.read(desk.seal(tmp_path / "a.dyb", records(5)).path)[0] == records(5)


@pytest.mark.parametrize("lacking", [0, 1])
def test_some_room_is_left_for_the_file_systems_own_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacking: int
) -> None:
    usage = shutil.disk_usage(tmp_path)
    free = 1000 + bundle_file.MARGIN - lacking
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=free))
    if not lacking:
        bundle_file.make_sure_of_room(tmp_path, 1000)
        return
    with pytest.raises(Trouble, match="还差大约 1 MB"):
        bundle_file.make_sure_of_room(tmp_path, 1000)


def test_a_name_that_is_taken_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.dyb").write_bytes(b"somebody's")
    with pytest.raises(UserError, match="已经有"):
        desk.seal(tmp_path / "a.dyb", records(5))
    assert (tmp_path / "a.dyb").read_bytes() == b"somebody's"
    (tmp_path / "b.dyb").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UserError, match="已经有"):
        desk.seal(tmp_path / "b.dyb", records(5))
    assert not (tmp_path / "nowhere").exists()


def test_what_a_power_cut_left_is_cleared_away(desk: Desk, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"precious")
    (tmp_path / "a.dyb.part").symlink_to(precious)
    sealed = desk.seal(tmp_path / "a.dyb", records(5))
    assert desk.read(sealed.path)[0] == records(5)
    assert precious.read_bytes() == b"precious", "a planted link leads nowhere"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.dyb", "precious"]


def test_half_written_it_is_nobodys_bundle(desk: Desk, tmp_path: Path) -> None:
    """A power cut leaves what was written so far: it must not even begin like a bundle."""
    seen: list[bytes] = []

    def look(_done: int, _total: int, sentence: str) -> None:
        if sentence == "正在写数据包":
            (part,) = tmp_path.glob("a.dyb.*.part")
            seen.append(part.read_bytes()[:8])

    photos = [(hashlib.sha256(data).hexdigest(), data) for data in (bytes([at]) * 90_000 for at in range(5))]
    contents = Contents(records(50), photos)
    container.seal(tmp_path / "a.dyb", HEADING, contents, desk.device, desk.office.recipients, progress=look)
    assert len(seen) > 5
    assert set(seen) <= {b"", bytes(8)}


def test_a_folder_that_is_not_there(desk: Desk, tmp_path: Path) -> None:
    for folder in (tmp_path / "nowhere", tmp_path / "file"):
        (tmp_path / "file").write_bytes(b"")
        with pytest.raises(Trouble, match="没有写文件"):
            desk.seal(folder / "a.dyb", records(5))


def test_replacing_leaves_the_old_one_until_the_new_one_is_proven(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes(b"old")

    def refuse(part: Path) -> None:
        assert part.read_bytes() == b"new"
        raise Trouble("no", "U-103")

    with pytest.raises(Trouble, match="no"):
        write_whole(path, lambda out: out.write(b"new"), check=refuse, replace=True)
    assert path.read_bytes() == b"old"
    assert write_whole(path, lambda out: out.write(b"new"), check=lambda _: None, replace=True) == 3
    assert path.read_bytes() == b"new"
    assert [found.name for found in tmp_path.iterdir()] == ["note.txt"]


def test_of_two_programs_that_write_one_name_the_second_takes_nothing_away(tmp_path: Path) -> None:
    path = tmp_path / "a.dyb"

    def meanwhile(out: BinaryIO) -> None:
        out.write(b"mine")
        write_whole(path, lambda other: other.write(b"theirs"), check=lambda _: None)
        assert [one.name for one in tmp_path.glob("*.part")] == [_part_of(out).name], "what is being written stays"

    with pytest.raises(UserError, match="已经有"):
        write_whole(path, meanwhile, check=lambda _: None)
    assert path.read_bytes() == b"theirs"
    assert [one.name for one in tmp_path.iterdir()] == ["a.dyb"]


def test_a_stick_that_knows_no_second_name_for_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "a.dyb"
    write_whole(path, lambda out: out.write(b"mine"), check=lambda _: None)
    assert [one.name for one in tmp_path.iterdir()] == ["a.dyb"]
    with pytest.raises(UserError, match="已经有"):
        write_whole(
            tmp_path / "b.dyb", lambda out: out.write(b"x"), check=lambda _: (tmp_path / "b.dyb").write_bytes(b"theirs")
        )
    assert (tmp_path / "b.dyb").read_bytes() == b"theirs"


def test_two_writers_of_a_note_both_leave_a_whole_one(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"

    def meanwhile(out: BinaryIO) -> None:
        out.write(b"mine")
        write_whole(path, lambda other: other.write(b"theirs"), check=lambda _: None, replace=True)

    write_whole(path, meanwhile, check=lambda _: None, replace=True)
    assert path.read_bytes() == b"mine"
    assert [one.name for one in tmp_path.iterdir()] == ["note.txt"]


def test_what_a_killed_program_left_under_another_name_is_cleared_away(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        write_whole(tmp_path / "old.dyb", lambda _: os.kill(os.getpid(), signal.SIGKILL), check=lambda _: None)
    os.waitpid(child, 0)
    left = [one.name for one in tmp_path.iterdir()]
    assert [(name.startswith("old.dyb."), name.endswith(".part")) for name in left] == [(True, True)]
    somebodys = tmp_path / "报告.docx.part"
    somebodys.write_bytes(b"theirs")
    write_whole(tmp_path / "new.dyb", lambda out: out.write(b"new"), check=lambda _: None)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["new.dyb", somebodys.name]


def _part_of(out: BinaryIO) -> Path:
    return Path(f"/proc/self/fd/{out.fileno()}").readlink()
