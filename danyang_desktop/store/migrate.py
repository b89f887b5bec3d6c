"""Numbered, frozen migrations: a copy first, then all or nothing; a newer book is refused untouched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from danyang_desktop.base.errors import Trouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.store.engine import Engine

MIGRATIONS = Path(__file__).parent / "migrations"
HISTORY = "schema_migration"


def names_in(folders: Sequence[Path]) -> list[str]:
    """Return the names of all migrations in order of their numbers."""
    return sorted(path.stem for folder in folders for path in folder.glob("[0-9]*.py"))


def applied(engine: Engine) -> list[str]:
    """Return the names of the migrations that the book has been through."""
    if HISTORY not in engine.names():
        return []
    return [row[0] for row in engine.connection.execute(f"SELECT name FROM {HISTORY} ORDER BY name")]


def migrate(engine: Engine, folders: Sequence[Path] = (MIGRATIONS,)) -> list[str]:
    """Bring the book up to this program's schema; returns the names that were applied.

    Raises Trouble, with 0 bytes changed, if the book has been through migrations this program does not know.
    """
    known, done = names_in(folders), applied(engine)
    if set(done) - set(known):
        raise Trouble("这本台账是更新版的程序用过的，这里不能打开，也没有改动它。请先升级程序。", "U-312")
    pending = [name for name in known if name not in done]
    if pending:
        if done:
            engine.keep_before(done[-1])
        engine.go_through(folders)
    return pending
