"""An office book of all registers and ledgers, and sticks that are folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.base.clock import SetClock
from danyang_desktop.exchange import bundle_out, drives
from danyang_desktop.exchange.drives import Drive
from danyang_desktop.opening import Branch
from danyang_desktop.workspace import Workspace
from tests.helpers.books import NOW, PASSWORD, cheap_keys

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from danyang_desktop.county.office import Office

SEAT = Branch("321199", "样例县委组织部")


def make_office(folder: Path) -> Workspace:
    """Make the book of an office; its computer's folder lies beside it."""
    with cheap_keys():
        made, _ = Workspace.create(
            folder / "office", branch=SEAT, password=PASSWORD, role="office", operator="县里经办人",
            clock=SetClock(NOW), device_folder=folder / "office_device",
        )  # fmt: skip
    return made


def acquaint(office: Office, branch: Workspace, folder: Path) -> None:
    """Make an office and a branch's computer know each other, by their files."""
    request, card = folder / f"{branch.branch.code}.dyq", folder / "office.dyo"
    bundle_out.ask_to_enrol(branch.desk, request)
    office.enrol(request)
    office.write_card(card)
    bundle_out.take_card(branch.desk, card)
    request.unlink()


def plug_in(patch: pytest.MonkeyPatch, *folders: Path) -> None:
    """Let these folders be the sticks that the system sees: there is no stick in a test."""
    patch.setattr(drives, "plugged_in", lambda: [Drive(one, one.name, "E:", "", 14_200_000_000) for one in folders])
