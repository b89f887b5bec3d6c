"""Numbered, frozen migrations: a copy first, then all or nothing; a newer book is refused untouched."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import Trouble
from danyang_desktop.store.database import trouble

if TYPE_CHECKING:
    from collections.abc import Sequence

MIGRATIONS = Path(__file__).parent / "migrations"
_HISTORY = "schema_migration"


def names_in(folders: Sequence[Path]) -> list[str]:
    """Return the names of all migrations in order of their numbers."""
    return sorted(path.stem for folder in folders for path in folder.glob("[0-9]*.py"))


def applied(database: Any) -> list[str]:
    """Return the names of the migrations that the book has been through."""
    if not database.table_exists(_HISTORY):
        return []
    return [row[0] for row in database.execute_sql(f"SELECT name FROM {_HISTORY} ORDER BY name")]


def migrate(database: Any, book: Path, folders: Sequence[Path] = (MIGRATIONS,)) -> list[str]:
    """Bring the book up to this program's schema; returns the names that were applied.

    Raises Trouble, with 0 bytes changed, if the book has been through migrations this program does not know.
    """
    known, done = names_in(folders), applied(database)
    if set(done) - set(known):
        raise Trouble("这本台账是更新版的程序用过的，这里不能打开，也没有改动它。请先升级程序。", "U-312")
    pending = [name for name in known if name not in done]
    if not pending:
        return []
    if done:
        _copy(database, book, done[-1])
    from playhouse.migrations import Runner

    with trouble(), database.atomic():
        for folder in folders:
            Runner(database, str(folder), table_name=_HISTORY).up()
    return pending


def _copy(database: Any, book: Path, at: str) -> None:
    """Keep the book as it was, encrypted as it is, beside itself; a copy that broke off never bears the name."""
    kept = book.with_name(f"{book.stem}-升级前-{at}{book.suffix}")
    part = kept.with_name(f"{kept.name}.part")
    with trouble():
        database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        try:
            shutil.copy2(book, part)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.replace(kept)
        finally:
            part.unlink(missing_ok=True)
