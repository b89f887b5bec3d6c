"""Every system call of a backup fails: it says so or it is done, and nothing that was there before is lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults.campaign import alone


def fail(fault: str, *more: str) -> dict[str, Any]:
    """Run a campaign in a process of its own: it stands between the program and the system."""
    code, told = alone("failing", "--fault", fault, *more)
    assert code == (1 if told["wrong"] else 0)
    return told


@pytest.mark.timeout(900)
@pytest.mark.parametrize("fault", ["once", "full"])
def test_a_backup_is_whole_or_not_there_wherever_the_system_fails(fault: str) -> None:
    told = fail(fault)
    assert (told["wrong"], told["first"]) == (0, "")
    assert told["calls"] > 300, "a backup reads, writes, syncs and renames that often"
    assert told["told"] > told["calls"] / 2
    assert told["done"] >= 1, "in the end it went through"


def test_a_program_that_trusts_the_disk_is_caught() -> None:
    assert fail("once", "--control", "hasty", "--every", "5")["wrong"] > 0
