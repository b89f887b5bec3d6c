"""20,000 power failures of the real store; 1,000,000 with `python -m tests.faults.power --crashes 1000000`."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.faults.campaign import alone
from tests.faults.disk import File


def fail(crashes: int, control: str) -> tuple[int, dict[str, Any]]:
    """Run a campaign in a process of its own: it puts another engine under the store."""
    return alone("power", "--crashes", crashes, "--control", control)


@pytest.mark.timeout(900)
def test_20000_power_failures_lose_nothing_that_was_acknowledged_and_corrupt_nothing() -> None:
    code, told = fail(20_000, "honest")
    assert (told["lost"], told["corrupt"], told["first"], code) == (0, 0, "", 0)
    assert told["crashes"] >= 20_000
    assert told["acknowledged"] > 1_000, "the saver got somewhere before the power failed"


@pytest.mark.parametrize("control", ["off", "normal", "lying"])
def test_a_store_that_does_not_wait_for_the_disk_is_caught(control: str) -> None:
    code, told = fail(300, control)
    assert told["lost"] > 0
    assert code == 1


def test_what_was_synced_stays_and_what_was_not_may_go() -> None:
    file = File(b"old")
    file.write(b"kept", 0)
    file.sync()
    file.write(b"x" * 2000, 4)
    file.cut(3)
    seen = {file.after_a_crash(random.Random(seed)) for seed in range(300)}
    assert all(content[:3] == b"kep" for content in seen)
    assert {len(content) for content in seen} >= {3, 4, 2004}
    assert any(b"x" in content and len(content) not in (3, 4, 2004) for content in seen), "torn"
    assert bytes(file.now) == b"kep"
