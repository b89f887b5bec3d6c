"""Real books for tests: made once, copied for each test; their keyring says a low cost, so they open at once."""

from __future__ import annotations

import datetime as dt
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.clock import SetClock
from danyang_desktop.opening import Branch
from danyang_desktop.store import keyring
from danyang_desktop.store.migrate import MIGRATIONS
from danyang_desktop.workspace import Workspace
from tests.helpers.freeze_schema import freeze
from tests.helpers.toy import TOYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from danyang_desktop.declare.ledger import Ledger

NOW = dt.datetime(2026, 11, 23, 9, 12)
PASSWORD = "桐心88-柳塘"
OPERATOR = "周建民"
WILLOW_POND = Branch(code="32118110120301", name="柳塘村党支部", town="青山镇")


@contextmanager
def cheap_keys() -> Iterator[None]:
    """Let new keyrings ask for the least work Argon2id knows. The cost stands in the file, so opening needs no help."""
    dear = dict(keyring.COST)
    keyring.COST.update(keyring.CHEAP)
    try:
        yield
    finally:
        keyring.COST.update(dear)


class _Vanish(Exception):  # noqa: N818 - no error: it ends a transaction that is not to be kept
    pass


@contextmanager
def rolled_back(workspace: Workspace) -> Iterator[None]:
    """Let all that is written inside be as if it had never been."""
    with suppress(_Vanish), workspace.book.transaction():
        yield
        raise _Vanish


def toy_migrations(folder: Path) -> tuple[Path, Path]:
    """Return the migration folders of a book that knows the toy ledgers as well."""
    folder.mkdir(parents=True, exist_ok=True)
    freeze(folder / "9001_toys.py", TOYS, "The toy ledgers.")
    return MIGRATIONS, folder


@dataclass(frozen=True)
class Pattern:
    """A closed book to copy: its folder, its computer's folder, and what opens it."""

    root: Path
    recovery: str
    how: dict[str, Any]

    @classmethod
    def make(cls, root: Path, ledgers: Sequence[Ledger[Any]], migrations: Sequence[Path]) -> Pattern:
        how = {"ledgers": ledgers, "migrations": migrations}
        with cheap_keys():
            book, recovery = Workspace.create(
                root / "book", branch=WILLOW_POND, password=PASSWORD, clock=SetClock(NOW),
                device_folder=root / "device", **how,
            )  # fmt: skip
        book.close()
        return cls(root, recovery, how)

    @classmethod
    def of_toys(cls, root: Path) -> Pattern:
        """Make a book of the toy ledgers only."""
        return cls.make(root, TOYS, toy_migrations(root / "migrations"))

    def copy(self, to: Path) -> Path:
        """Copy book and computer into the new folder `to`, and return the book's folder."""
        shutil.copytree(self.root / "book", to / "book")
        shutil.copytree(self.root / "device", to / "device")
        return to / "book"

    def open(self, folder: Path, *, device: Path | None = None, **other: Any) -> Workspace:
        """Open a copy as its own computer does, at 2026-11-23 09:12."""
        asked: dict[str, Any] = {
            "password": PASSWORD, "clock": SetClock(NOW), "device_folder": device or folder.parent / "device",
            "operator": OPERATOR, **self.how, **other,
        }  # fmt: skip
        if "recovery" in other:
            del asked["password"]
        return Workspace.open(folder, **asked)
