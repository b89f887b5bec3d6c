"""200 kills of the real save path; 10,000 with `python -m tests.faults.kill --kills 10000`."""

from __future__ import annotations

from typing import Any

from tests.faults.campaign import alone


def kill(kills: int, saver: str) -> tuple[int, dict[str, Any]]:
    """Run a campaign in a process of its own: it forks, and must have one thread."""
    return alone("kill", "--kills", kills, "--saver", saver)


def test_200_kills_lose_nothing_that_was_acknowledged_and_halve_nothing() -> None:
    code, told = kill(200, "honest")
    assert (told["lost"], told["halved"], told["first"], code) == (0, 0, "", 0)
    assert told["kills"] == 200
    assert told["acknowledged"] > 200, "the saver got somewhere before it was killed"


def test_a_saver_that_says_so_before_the_commit_is_caught() -> None:
    code, told = kill(12, "early")
    assert told["lost"] > 0
    assert code == 1


def test_a_saver_without_transactions_is_caught() -> None:
    code, told = kill(12, "halving")
    assert told["halved"] > 0
    assert code == 1


def test_a_saver_that_notes_too_late_what_the_search_does_not_know_is_caught() -> None:
    """Killed between its commit and the note, records would be there and never be found."""
    code, told = kill(24, "forgetful")
    assert told["lost"] == 0
    assert told["halved"] > 0
    assert "查找" in told["first"] or "found" in told["first"]
    assert code == 1
