"""An office that is killed while it receives, and goes on: the short form of tests.faults.receiving."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def kill(kills: int, receiver: str) -> tuple[int, dict[str, Any]]:
    """Run a campaign in a process of its own: it forks, and must have one thread."""
    asked = ["--kills", str(kills), "--receiver", receiver]
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults.receiving", *asked], cwd=ROOT, capture_output=True, check=False
    )
    assert ran.stderr == b""
    return ran.returncode, json.loads(ran.stdout)


def test_an_office_that_is_killed_and_goes_on_says_what_a_calm_one_says() -> None:
    code, told = kill(40, "honest")
    assert (told["different"], told["damaged"], code) == (0, 0, 0)
    assert told["kills"] == 40
    assert told["offices"] > 2


def test_an_office_without_transactions_is_caught() -> None:
    code, told = kill(12, "halving")
    assert told["different"] + told["damaged"] > 0
    assert code == 1
