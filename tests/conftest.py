"""What all tests share: a screen that is not there, dice that always fall alike, and real books to copy."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.helpers.books import MIGRATIONS, Pattern, toy_migrations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from danyang_desktop.workspace import Workspace
    from tests.helpers.server import Server

settings.register_profile("house", deadline=None, database=None, derandomize=True)
settings.load_profile("house")


@pytest.fixture
def dice() -> random.Random:
    """Dice that fall the same way in every run."""
    return random.Random(7)


@pytest.fixture(scope="session")
def toy_pattern(tmp_path_factory: pytest.TempPathFactory) -> Pattern:
    """Make an empty book of the toy ledgers, closed."""
    return Pattern.of_toys(tmp_path_factory.mktemp("toy_pattern"))


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Pattern:
    """Make an empty book of all registers and ledgers, closed."""
    from danyang_desktop.opening import ALL

    return Pattern.make(tmp_path_factory.mktemp("pattern"), ALL, (MIGRATIONS,))


@pytest.fixture(scope="session")
def fifth_pattern(tmp_path_factory: pytest.TempPathFactory) -> Pattern:
    """Make an empty book of all registers and ledgers and the toy ones, closed."""
    from danyang_desktop.opening import ALL
    from tests.helpers.toy import TOYS

    root = tmp_path_factory.mktemp("fifth_pattern")
    return Pattern.make(root, (*ALL, *TOYS), toy_migrations(root / "migrations"))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Start a real PostgreSQL; a test that asks for it fails, with the reason, where there is none."""
    from tests.helpers.server import Server

    made = Server.make()
    yield made
    made.remove()


@pytest.fixture(params=("sqlite", "postgres"))
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give what an office's book is made with, once for each engine: "" for files, or the URL of an empty database."""
    if request.param == "sqlite":
        yield ""
        return
    server: Server = request.getfixturevalue("server")
    url = server.database()
    yield url
    server.drop(url)


@pytest.fixture
def toys(toy_pattern: Pattern, tmp_path: Path) -> Iterator[Workspace]:
    """Open a book of the toy ledgers in tmp_path/book; its computer is tmp_path/device."""
    with toy_pattern.open(toy_pattern.copy(tmp_path)) as workspace:
        yield workspace


@pytest.fixture
def book(pattern: Pattern, tmp_path: Path) -> Iterator[Workspace]:
    """Open a book of all registers and ledgers in tmp_path/book; its computer is tmp_path/device."""
    with pattern.open(pattern.copy(tmp_path)) as workspace:
        yield workspace


@pytest.fixture
def fifth(fifth_pattern: Pattern, tmp_path: Path) -> Iterator[Workspace]:
    """Open a book of all registers and ledgers and the toy ones in tmp_path/book."""
    with fifth_pattern.open(fifth_pattern.copy(tmp_path)) as workspace:
        yield workspace
