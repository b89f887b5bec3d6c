"""What the long campaigns have alike: how often, by which seed, with which saboteur; and how tests run a short one."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Sequence


_ROOT = Path(__file__).parents[2]


def alone(name: str, *asked: str | int) -> tuple[int, dict[str, Any]]:
    """Run the campaign tests.faults.`name` in a process of its own; returns its exit code and what it told.

    It forks and must have one thread, puts another engine under the store, or weighs memory that is nobody else's.
    """
    words = [sys.executable, "-m", f"tests.faults.{name}", *map(str, asked)]
    ran = subprocess.run(words, cwd=_ROOT, capture_output=True, check=False)
    assert ran.stderr == b"", ran.stderr.decode()[-2000:]
    return ran.returncode, json.loads(ran.stdout)


def command(
    argv: Sequence[str] | None,
    about: str | None,
    times: tuple[str, int],
    kinds: tuple[str, Sequence[str]],
    campaign: Callable[[int, str, int], Any],
) -> Any:
    """Run a campaign as the command line asks, print what it told as JSON, and return it.

    times  the option that says how often, and how often without it;  kinds  the option that breaks something on
    purpose (the negative controls), and what it may be; "honest" without it
    """
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument(f"--{times[0]}", type=int, default=times[1])
    parser.add_argument(f"--{kinds[0]}", choices=kinds[1], default="honest")
    parser.add_argument("--seed", type=int, default=1)
    asked = vars(parser.parse_args(argv))
    told = campaign(asked[times[0]], asked[kinds[0]], asked["seed"])
    sys.stdout.write(json.dumps(asdict(told), ensure_ascii=False) + "\n")
    return told


def histories(name: str, argv: Sequence[str], campaign: Callable[[int, int], Counter[str]], bad: Sequence[str]) -> int:
    """Play as many random histories as the command line of tests.faults.`name` asks for, and print the sums.

    Returns 1 if anything happened that is among `bad`.
    """
    parser = argparse.ArgumentParser(prog=f"python -m tests.faults.{name}")
    parser.add_argument("--histories", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    total = campaign(args.histories, args.seed)
    for what, number in total.items():
        sys.stdout.write(f"{what}: {number}\n")
    return int(any(total[what] for what in bad))
