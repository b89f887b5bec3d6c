"""The pages. `PAGES` is the hatch for work that needs a page of its own; every other ledger gets the derived page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk
    from ui.pages.page import Page


def _batches(ledger: Ledger[Any], desk: Desk) -> Page:
    from ui.pages.batch.subsidy_page import SubsidyPage

    return SubsidyPage(ledger, desk)


def _activities(ledger: Ledger[Any], desk: Desk) -> Page:
    from ui.pages.volunteer.activity_page import ActivityPage

    return ActivityPage(ledger, desk)


def _talks(ledger: Ledger[Any], desk: Desk) -> Page:
    from ui.pages.coverage.talk_page import TalkPage

    return TalkPage(ledger, desk)


def _households(ledger: Ledger[Any], desk: Desk) -> Page:
    from ui.pages.household.household_page import HouseholdPage

    return HouseholdPage(ledger, desk)


def _visits(ledger: Ledger[Any], desk: Desk) -> Page:
    from ui.pages.scans.visit_page import VisitPage

    return VisitPage(ledger, desk)


PAGES: dict[str, Callable[[Ledger[Any], Desk], Page]] = {
    "subsidies": _batches,
    "volunteering": _activities,
    "talks": _talks,
    "households": _households,
    "visits": _visits,
}
"""Slug -> what makes its special page."""


def page_of(ledger: Ledger[Any]) -> Callable[[Desk], Page]:
    """Return what makes the page of a ledger or register."""
    return partial(PAGES.get(ledger.slug, _derived), ledger)


def _derived(ledger: Ledger[Any], desk: Desk) -> Page:
    from ui.pages.ledger_page import LedgerPage

    return LedgerPage(ledger, desk)
