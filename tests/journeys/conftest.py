"""A secretary with one finger before the real window, and a watch on how long each key keeps the window busy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.secretary import Secretary
from tests.journeys.watchdog import Watchdog
from tests.ui.conftest import background, dressed, pytest_collection_modifyitems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

__all__ = ["background", "dressed", "pytest_collection_modifyitems"]


@pytest.fixture
def watchdog(capsys: pytest.CaptureFixture[str]) -> Iterator[Watchdog]:
    """Watch the window's thread, and say at the end what kept it longest."""
    watching = Watchdog()
    yield watching
    with capsys.disabled():
        print(f"\n{watching.report()}")  # noqa: T201 - a journey is read, not only passed


@pytest.fixture
def secretary(qtbot: QtBot, watchdog: Watchdog) -> Secretary:
    """Sit down."""
    return Secretary(qtbot, watchdog)
