"""Fixtures of the registers: a village in memory."""

from __future__ import annotations

import pytest

from tests.helpers.village import Village, settle_in


@pytest.fixture
def village() -> Village:
    return settle_in()
