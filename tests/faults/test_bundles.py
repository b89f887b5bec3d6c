"""20,000 damaged bundles; a million with `python -m tests.faults.bundles --mutations 1000000`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.bundles import campaign, trusting

if TYPE_CHECKING:
    from pathlib import Path


def test_of_20_000_damaged_bundles_none_is_taken_and_none_meets_anything_unplanned(tmp_path: Path) -> None:
    told = campaign(tmp_path, 20_000)
    assert (told.accepted, told.unplanned, told.first) == (0, 0, "")
    assert told.refused.keys() <= {"damaged", "signature", "newer", "content"}
    assert sum(told.refused.values()) == told.mutations == 20_000
    assert told.more_mb <= 64


def test_a_reader_that_believes_signatures_lets_some_in(tmp_path: Path) -> None:
    with trusting():
        assert campaign(tmp_path, 1_000).accepted > 10
