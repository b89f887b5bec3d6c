"""Fields that stay at home, payouts, choices and restores: the short form of tests.faults.histories_at_home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.county import conflicts
from danyang_desktop.store import withheld
from tests.faults.histories_at_home import BAD, campaign

if TYPE_CHECKING:
    import pytest


def test_sixty_histories_write_over_nothing_unseen_and_unpay_nothing() -> None:
    total = campaign(60)
    assert {name: total[name] for name in BAD} == dict.fromkeys(BAD, 0)
    for tried in ("written unseen", "choices", "choices refused", "choices taken back"):
        assert total[tried] > 5, tried  # or nothing was tried


def test_who_drops_what_they_cannot_see_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: versions as they were written before."""
    monkeypatch.setattr(withheld, "carried_on", lambda body, _unknown, _version: body)
    assert campaign(20)["hidden overwritten"] > 0


def test_who_chooses_the_unpaid_one_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conflicts, "_must_stay_settled", lambda *_: None)
    assert campaign(60)["unpaid"] > 0
