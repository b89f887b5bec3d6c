"""Fixtures of the roll-ups: a village in memory."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers.village import Village, settle_in


@pytest.fixture
def village() -> Village:
    return settle_in()


@pytest.fixture
def allowance(village: Village) -> Any:
    """Declare a programme of 480 yuan a month for 低保户, of whom the village has two."""
    return village.program()
