"""The book's file: encrypted, durable, and honest about what is wrong with it."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlcipher3 import dbapi2

from danyang_desktop.base.errors import Trouble
from danyang_desktop.store.database import CACHE, PASSING, PRAGMAS, ROOMY, open_database, raw, trouble, trouble_of
from danyang_desktop.store.engine import at_once

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

KEY = bytes(range(32))


def open_files() -> list[str]:
    return sorted(str(one.resolve()) for one in Path("/proc/self/fd").iterdir() if one.resolve().exists())


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("temp_store", 2),  # MEMORY
        ("secure_delete", 2),
        ("cipher_page_size", "4096"),
    ],
)
def test_pragmas_are_really_on_in_both_files(toys: Workspace, pragma: str, value: object) -> None:
    for connection in (toys.book.connection, toys.attachments.connection):
        assert connection.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_each_file_has_the_cache_that_suits_it(toys: Workspace) -> None:
    sizes = [
        connection.execute("PRAGMA cache_size").fetchone()[0]
        for connection in (toys.book.connection, toys.attachments.connection)
    ]
    assert sizes == [CACHE, PASSING] == [-16384, -1024]


def test_both_files_are_encrypted(toys: Workspace) -> None:
    assert toys.book.connection.execute("PRAGMA cipher_version").fetchone()[0]
    for name in ("book.db", "photos.db"):
        start = (toys.folder / name).read_bytes()[:4096]
        assert not start.startswith(b"SQLite format 3")
        assert len(set(start)) > 200, "no page of a plain database looks so even"


def test_a_save_is_on_the_disk_before_save_returns(tmp_path: Path) -> None:
    """FULL: the log is synced at each commit; told by the engine's own answer in a second connection."""
    path = tmp_path / "a.db"
    one, other = open_database(path, KEY), open_database(path, KEY)
    one.execute_sql("CREATE TABLE t (a)")
    one.execute_sql("INSERT INTO t VALUES (7)")
    assert other.execute_sql("SELECT a FROM t").fetchone() == (7,)
    one.close()
    other.close()


def test_another_key_does_not_open(tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.db", KEY)
    database.execute_sql("CREATE TABLE t (a)")
    database.close()
    with pytest.raises(Trouble) as told:
        open_database(tmp_path / "a.db", bytes(32))
    assert told.value.code == "U-301"


@pytest.mark.parametrize(
    "content", ["这不是台账".encode() * 1000, b"SQLite format 3\x00" + bytes(8000), b"\x00" * 4096]
)
def test_what_is_no_book_does_not_open(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(content)
    with pytest.raises(Trouble) as told:
        open_database(path, KEY)
    assert told.value.code in ("U-301", "U-302")
    assert path.read_bytes() == content


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as told:
        open_database(tmp_path / "nowhere" / "a.db", KEY)
    assert told.value.code == "U-306"
    assert not (tmp_path / "nowhere").exists()


def test_a_file_that_was_not_opened_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"x" * 4096)
    before = open_files()
    with pytest.raises(Trouble):
        open_database(path, KEY)
    assert open_files() == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("file is not a database", "U-301"),
        ("database disk image is malformed", "U-302"),
        ("database or disk is full", "U-303"),
        ("database is locked", "U-304"),
        ("attempt to write a readonly database", "U-305"),
        ("unable to open database file", "U-306"),
        ("disk I/O error", "U-307"),
        ("something new", "U-300"),
    ],
)
def test_what_the_engine_says_becomes_a_sentence(words: str, code: str) -> None:
    cause = dbapi2.OperationalError(words)
    with pytest.raises(Trouble) as told, trouble():
        raise cause
    assert told.value.code == code
    assert told.value.__cause__ is cause


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "U-303"),
        (errno.EDQUOT, "U-303"),
        (errno.EACCES, "U-305"),
        (errno.EROFS, "U-305"),
        (errno.ENOENT, "U-308"),
        (errno.EIO, "U-307"),
    ],
)
def test_what_the_system_says_becomes_a_sentence(number: int, code: str) -> None:
    told = trouble_of(OSError(number, os.strerror(number)), "备份")
    assert told.code == code
    assert "备份" in told.sentence
    assert told.sentence.endswith("。")


def test_a_bug_stays_a_bug() -> None:
    with pytest.raises(KeyError), trouble():
        raise KeyError("x")


def test_the_driver_says_full_when_it_is_full(tmp_path: Path) -> None:
    database = open_database(tmp_path / "a.db", KEY)
    database.execute_sql("CREATE TABLE t (a)")
    database.execute_sql("PRAGMA max_page_count = 4")
    with pytest.raises(Trouble) as told, trouble():
        raw(database).execute("INSERT INTO t VALUES (zeroblob(100000))")
    assert told.value.code == "U-303"
    database.close()


def test_the_cache_is_roomy_only_while_many_rows_are_written(book: Workspace) -> None:
    engine = book.book.engine

    def cache() -> int:
        return int(engine.connection.execute("PRAGMA cache_size").fetchone()[0])

    small, name = cache(), ("wide", "1", "{}")
    assert small == PRAGMAS["cache_size"]
    with at_once(engine):
        engine.pour("drafts", ("slug", "name", "at", "body"), [("visits", *name)])
        assert cache() == ROOMY
    assert cache() == small
    with pytest.raises(Trouble), at_once(engine):
        engine.pour("drafts", ("slug", "name", "at", "body"), [("talks", *name), ("talks", *name)])
    assert cache() == small
    assert [slug for (slug,) in engine.connection.execute("SELECT slug FROM drafts")] == ["visits"]
