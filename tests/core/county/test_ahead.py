"""The next bundles are made ready in a process of its own: whatever becomes of it, the office says the same."""

from __future__ import annotations

import os
import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.county import ahead
from danyang_desktop.county.ahead import Ahead
from danyang_desktop.county.office import Office
from danyang_desktop.county.ready import KEPT
from danyang_desktop.county.receive import Received, receive
from tests.faults.receiving import small
from tests.helpers.county import said

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.county.ready import Ready
    from danyang_desktop.workspace import Workspace
    from tests.faults.receiving import Pattern

BUNDLES = 12


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Pattern:
    return small(tmp_path_factory.mktemp("county"), BUNDLES, 4)


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Let the process be used for few bundles too; tells for which it was."""
    monkeypatch.setattr(ahead, "_WORTH", 1)
    monkeypatch.setattr(ahead, "_HELLO_SECONDS", 60)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    found: list[Path] = []
    ready = Ahead.ready

    def noted(self: Ahead, path: Path) -> Ready | None:
        one = ready(self, path)
        found.extend([path] if one else [])
        return one

    monkeypatch.setattr(Ahead, "ready", noted)
    return found


def _received(workspace: Workspace, *sticks: Path) -> tuple[Received, str]:
    told = receive(Office.of(workspace.desk)[0], sticks)
    assert workspace.check() == []
    assert list((workspace.folder / KEPT).glob("*.part")) == []
    return told, said(workspace)


@pytest.fixture
def here(pattern: Pattern, tmp_path: Path) -> str:
    """Return what an office says that made every bundle ready itself."""
    with pattern.open(pattern.copy(tmp_path / "here")) as workspace:
        told, words = _received(workspace, pattern.sticks)
    assert len(told.accepted) == BUNDLES
    return words


def test_the_office_says_the_same_as_one_that_reads_them_itself(
    pattern: Pattern, here: str, used: list[Path], tmp_path: Path
) -> None:
    with pattern.open(pattern.copy(tmp_path / "office")) as workspace:
        told, words = _received(workspace, pattern.sticks)
        assert words == here
        assert (told.merged, len(told.accepted), len(used)) == (4 * BUNDLES, BUNDLES, BUNDLES)
        assert len(list((workspace.folder / KEPT).glob("*.dyb"))) == BUNDLES
        again, words = _received(workspace, pattern.sticks)
        assert (again.merged, len(again.accepted), words) == (0, BUNDLES, here)
        assert len(used) == BUNDLES  # what is here already is not made ready again


def test_of_a_stick_of_which_half_is_here_only_the_other_half_is_made_ready(
    pattern: Pattern, here: str, used: list[Path], tmp_path: Path
) -> None:
    every = sorted(pattern.sticks.glob("*.dyb"))
    with pattern.open(pattern.copy(tmp_path / "office")) as workspace:
        _received(workspace, *every[1::2])
        assert len(used) == BUNDLES // 2
        assert _received(workspace, pattern.sticks)[1] == here
        assert len(used) == BUNDLES


def test_what_it_refuses_is_refused_with_its_reason(
    pattern: Pattern, here: str, used: list[Path], tmp_path: Path
) -> None:
    sticks = tmp_path / "sticks"
    shutil.copytree(pattern.sticks, sticks)
    whole = sorted(sticks.iterdir())[2]
    (sticks / "DYB_cut.dyb").write_bytes(whole.read_bytes()[:-1])
    with pattern.open(pattern.copy(tmp_path / "office")) as workspace:
        told, words = _received(workspace, sticks)
    assert [one["kind"] for one in told.refused] == ["damaged"]
    assert (words, len(used)) == (here, BUNDLES)


def test_a_computer_that_is_struck_off_meanwhile_is_refused(
    pattern: Pattern, used: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pattern.open(pattern.copy(tmp_path / "office")) as workspace:
        office, _ = Office.of(workspace.desk)
        ready = Ahead.ready

        def revoked(self: Ahead, path: Path) -> Ready | None:
            one = ready(self, path)
            if one is not None and len(used) == BUNDLES:
                office.revoke(one.proven.header.device)
            return one

        monkeypatch.setattr(Ahead, "ready", revoked)
        told, _ = _received(workspace, pattern.sticks)
    assert (len(told.accepted), [one["kind"] for one in told.refused]) == (BUNDLES - 1, ["struck_off"])


@pytest.mark.parametrize("after", [0, 2])
def test_when_it_dies_the_rest_is_done_here(
    pattern: Pattern, here: str, used: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    ready, start = Ahead.ready, Ahead._start

    def kill(one: Ahead) -> None:
        if len(used) == after and one._link is not None:
            os.kill(one._child.pid, signal.SIGKILL)
            one._child.join()

    def killed(self: Ahead, path: Path) -> Ready | None:
        kill(self)
        return ready(self, path)

    def started(self: Ahead) -> None:
        start(self)
        kill(self)

    monkeypatch.setattr(Ahead, "ready", killed)
    monkeypatch.setattr(Ahead, "_start", started)
    with pattern.open(pattern.copy(tmp_path / "office")) as workspace:
        told, words = _received(workspace, pattern.sticks)
    assert (words, len(told.accepted)) == (here, BUNDLES)
    assert after <= len(used) < BUNDLES


def test_where_no_process_can_be_started_all_is_done_here(
    pattern: Pattern, here: str, used: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(self: Ahead) -> None:
        raise OSError("no room for a process")

    monkeypatch.setattr(Ahead, "_start", none)
    with pattern.open(pattern.copy(tmp_path / "office")) as workspace:
        assert _received(workspace, pattern.sticks)[1] == here
    assert used == []
