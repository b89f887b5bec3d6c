"""An office killed while another process reads ahead for it: the short form of tests.faults.reading_ahead."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def kill(kills: int, receiver: str) -> tuple[int, dict[str, Any]]:
    """Run a campaign in a process of its own: it forks, and must have one thread."""
    asked = ["--kills", str(kills), "--receiver", receiver, "--bundles", "19", "--records", "12"]
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults.reading_ahead", *asked], cwd=ROOT, capture_output=True, check=False
    )
    assert ran.stdout, ran.stderr
    return ran.returncode, json.loads(ran.stdout)


def test_whoever_of_the_two_is_killed_the_office_says_what_a_calm_one_says() -> None:
    code, told = kill(16, "honest")
    assert (told["different"], told["damaged"], told["miscounted"]) == (0, 0, 0)
    assert (told["littered"], told["orphans"], code) == (0, 0, 0)
    assert told["kills"] == 16
    assert told["readers"] > 0


def test_an_office_that_takes_half_an_answer_for_a_whole_one_is_caught() -> None:
    code, told = kill(80, "believing")
    assert told["different"] > 0
    assert told["miscounted"] > 0
    assert code == 1


def test_an_office_that_leaves_half_files_is_caught() -> None:
    code, told = kill(80, "littering")
    assert (told["littered"] > 0, told["different"], code) == (True, 0, 1)
