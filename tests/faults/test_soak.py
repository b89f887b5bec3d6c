"""A short sitting at the window; hours with `python -m tests.faults.soak --minutes 120 --records 1000000`."""

from __future__ import annotations

from typing import Any

from tests.faults.campaign import alone


def sit(hand: str) -> tuple[int, dict[str, Any]]:
    """Sit in a process of its own, whose memory is nobody else's."""
    return alone("soak", "--actions", 160, "--records", 300, "--hand", hand)


def test_a_sitting_loses_nothing_and_memory_stays() -> None:
    code, told = sit("honest")
    assert (told["lost"], told["damaged"], code) == (0, 0, 0), told
    assert told["saves"] > 10


def test_a_hand_that_never_lets_go_is_caught() -> None:
    code, told = sit("keeping")
    assert told["grown_mb"] > 50
    assert code == 1
