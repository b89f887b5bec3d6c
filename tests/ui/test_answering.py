"""Receipts onto a stick that is pulled between two files, where its empty folder stays behind."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.errors import Trouble
from danyang_desktop.county.receive import receive
from ui.county import works

if TYPE_CHECKING:
    from tests.ui.conftest import County


def test_what_comes_after_the_pull_is_not_called_written(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    receive(county.office, [county.hand_in()])
    branches = [county.branch.branch.code]
    told = works.answer(county.office, branches, county.stick, lambda *_: None)
    assert (told.receipts, told.returns) == (1, 1)
    asked = Path.stat

    def pull(*_: object) -> None:
        """Let the system say of the stick's folder that it lies on the computer's own disk now."""

        def elsewhere(path: Path, **how: bool) -> os.stat_result:
            told = asked(path, **how)
            return os.stat_result((*told[:2], told.st_dev + 1, *told[3:])) if path == county.stick else told

        monkeypatch.setattr(Path, "stat", elsewhere)

    with pytest.raises(Trouble, match="中途断开") as trouble:
        works.answer(county.office, branches, county.stick, pull)
    assert trouble.value.code == "U-104"
