"""An office that is killed while it receives, and goes on: the short form of tests.faults.receiving."""

from __future__ import annotations

from typing import Any

from tests.faults.campaign import alone


def kill(kills: int, receiver: str) -> tuple[int, dict[str, Any]]:
    """Run a campaign in a process of its own: it forks, and must have one thread."""
    return alone("receiving", "--kills", kills, "--receiver", receiver)


def test_an_office_that_is_killed_and_goes_on_says_what_a_calm_one_says() -> None:
    code, told = kill(40, "honest")
    assert (told["different"], told["damaged"], code) == (0, 0, 0)
    assert told["kills"] == 40
    assert told["offices"] > 2


def test_an_office_without_transactions_is_caught() -> None:
    code, told = kill(12, "halving")
    assert told["different"] + told["damaged"] > 0
    assert code == 1
