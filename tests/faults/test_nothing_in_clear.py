"""No name, number, account or word of a record stands in clear in any file.

Not in the book, not in its log, backups, temporary files, drafts and settings, nor in what the computer keeps of it.
A scan that cannot find proves nothing: it is run on a plain copy too.
"""

from __future__ import annotations

import logging
import random
import sqlite3
import tempfile
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import Refused, Trouble
from danyang_desktop.base.log import LOG, describe
from danyang_desktop.declare.look import Link
from danyang_desktop.store.backup import restore
from tests.faults.steps import write_steps
from tests.helpers.books import PASSWORD
from tests.helpers.pictures import photo
from tests.helpers.rows import errand, neighbour
from tests.helpers.toy import ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from danyang_desktop.workspace import Workspace
    from tests.helpers.books import Pattern

SECRETS = (
    "欧阳文松", "32119919500314003X", "6222021104001234567", "13800000021", "老伴住院药费负担重", "三组晒场边",
    "何志强", "写到一半的草稿", "鸡蛋三十枚", "柳塘村党支部", "青山镇", "周建民", "保密的设定", PASSWORD,
)  # fmt: skip


def spellings(secret: str) -> Iterator[bytes]:
    """Yield a text as programs write it down."""
    yield secret.encode("utf-8")
    yield secret.encode("utf-16-le")
    yield secret.encode("utf-16-be")
    yield secret.encode("gb18030")
    yield secret.encode("unicode_escape")
    yield "".join(f"\\u{ord(char):04x}" if ord(char) > 127 else char for char in secret).encode()


def stands_in(root: Path) -> set[str]:
    """Return which secrets stand in clear in a file, or a file's name, below `root`; archives are unpacked as well."""
    found: set[str] = set()
    for path in root.rglob("*"):
        contents = [str(path.relative_to(root)).encode()]
        if path.is_file():
            contents.append(path.read_bytes())
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as packed:
                    contents += [packed.read(name) for name in packed.namelist()]
        for content in contents:
            found |= {secret for secret in SECRETS if any(one in content for one in spellings(secret))}
    return found


@pytest.fixture
def everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let temporary files of the program and of SQLite come to rest where the scan sees them."""
    (tmp_path / "tmp").mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return tmp_path


def live(workspace: Workspace) -> None:
    """Say every secret somewhere."""
    whom = neighbour(
        workspace, "欧阳文松", id_no="32119919500314003X", account_no="6222021104001234567", phone="13800000021"
    )
    record = errand(workspace, whom=whom, story="老伴住院药费负担重", place="三组晒场边")
    record.helpers = [Link("", "何志强")]
    record.presents = ERRANDS.kinds["presents"].parse("鸡蛋三十枚", workspace.today)
    record.photos = [workspace.attach(photo())]
    workspace.save(record)
    record.story += "，又去了一次"
    workspace.save(record)
    workspace.void(record, "老伴住院药费负担重，写重了")
    workspace.save_draft(ERRANDS, "new", {"story": "写到一半的草稿", "neighbour": "欧阳文松"})
    workspace.set_setting("notice_days", "保密的设定")
    workspace.save_many(ERRANDS, [errand(workspace, random.Random(seed), whom) for seed in range(200)])
    list(workspace.query(ERRANDS, search="欧阳文松", month="2026").records())
    workspace.query(ERRANDS).totals()


def test_nothing_is_in_clear_while_the_book_is_open_nor_after(toy_pattern: Pattern, everywhere: Path) -> None:
    folder = toy_pattern.copy(everywhere)
    seen: set[str] = set()

    def look(*_: Any) -> None:
        seen.update(stands_in(everywhere))

    with toy_pattern.open(folder) as workspace:
        live(workspace)
        assert (folder / "book.db-wal").stat().st_size > 100_000, "the log is part of what is scanned"
        look()
        workspace.backup(everywhere / "stick", look)
        workspace.check(look)
        look()
        assert workspace.query(ERRANDS, search="欧阳").count() > 0
    look()
    assert seen == set()
    assert (folder / "book.db").stat().st_size > 100_000


def test_nothing_is_in_clear_while_a_backup_is_restored_and_a_book_migrated(
    toy_pattern: Pattern, everywhere: Path
) -> None:
    folder = toy_pattern.copy(everywhere)
    with toy_pattern.open(folder) as workspace:
        live(workspace)
        made = workspace.backup(everywhere / "stick")
        now = workspace.clock.now()
    aside = restore(made, folder, password=PASSWORD, now=now)
    assert aside is not None
    folders = (*toy_pattern.how["migrations"], write_steps(everywhere / "later", 9002))
    toy_pattern.open(folder, migrations=folders).close()
    assert list(folder.glob("*升级前*"))
    assert stands_in(everywhere) == set()


def test_the_log_says_what_was_done_and_never_of_whom(toy_pattern: Pattern, everywhere: Path) -> None:
    handler = logging.FileHandler(everywhere / "danyang.log", encoding="utf-8")
    LOG.addHandler(handler)
    try:
        with toy_pattern.open(toy_pattern.copy(everywhere)) as workspace:
            live(workspace)
            bad = workspace.new(NEIGHBOURS, name="欧阳文松", id_no="欧阳文松", phone="何志强")
            for failing in (
                lambda: workspace.save(bad),
                lambda: workspace.look.setting("欧阳文松"),
                lambda: int("何志强"),
            ):
                try:
                    failing()
                except (Refused, Trouble, KeyError, ValueError) as error:
                    LOG.error("%s", describe(error))
    finally:
        LOG.removeHandler(handler)
        handler.close()
    said = (everywhere / "danyang.log").read_text("utf-8")
    assert "Refused at" in said
    assert "ValueError at" in said
    assert stands_in(everywhere) == set()


def test_the_scan_finds_what_is_in_clear(toy_pattern: Pattern, everywhere: Path) -> None:
    """The same book without its cipher: every secret is found, so not finding any means something."""
    with toy_pattern.open(toy_pattern.copy(everywhere)) as workspace:
        live(workspace)
        connection = workspace.book.connection
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()
            for name in tables if not name.startswith(("find_", "sqlite_"))
        }  # fmt: skip
    (everywhere / "plain").mkdir()
    plain = sqlite3.connect(everywhere / "plain" / "book.db")
    for name, content in rows.items():
        if content:
            plain.execute(f"CREATE TABLE {name} ({', '.join(f'c{number}' for number in range(len(content[0])))})")
            plain.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(content[0]))})", content)
    plain.commit()
    plain.close()
    assert stands_in(everywhere) == set(SECRETS) - {PASSWORD}, "the password itself is kept nowhere, not even encrypted"


@pytest.mark.parametrize("spell", range(6))
def test_the_scan_knows_every_spelling(tmp_path: Path, spell: int) -> None:
    (tmp_path / "a").write_bytes(b"x" + list(spellings("欧阳文松"))[spell] + b"x")
    assert stands_in(tmp_path) == {"欧阳文松"}


def test_the_scan_looks_into_archives_and_names(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.dybak", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("x", "欧阳文松" * 50)
    assert "欧阳文松".encode() not in zlib.compress("欧阳文松".encode() * 50)
    (tmp_path / "何志强.txt").touch()
    assert stands_in(tmp_path) == {"欧阳文松", "何志强"}
