"""Two computers of a branch: what helps when one lacks a bundle of the other; a struck-off one gets no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.base.errors import Trouble
from danyang_desktop.county.returns import read_return, write_return
from danyang_desktop.county.siblings import know, read_siblings
from danyang_desktop.exchange import bundle_out, container, stick
from danyang_desktop.exchange.outbox import outbox
from tests.helpers.rows import faces, saved_errand

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from danyang_desktop.workspace import Workspace
    from tests.core.county.conftest import Pair


def _second(pair: Pair, folder: Path) -> Workspace:
    other = pair.two_computers(folder / "second")
    for name, asks, knows in (("a", pair.branch, other), ("b", other, pair.branch)):
        bundle_out.ask_to_enrol(asks.desk, folder / f"{name}.dyq")
        know(knows.desk, folder / f"{name}.dyq")
    return other


def test_the_other_computer_is_told_what_helps_and_it_helps(pair: Pair, tmp_path: Path) -> None:
    other = _second(pair, tmp_path)
    pair.settle_up()  # that bundle the other computer never saw, and no later one holds it
    saved_errand(pair.branch)
    between = tmp_path / "between"
    between.mkdir()
    bundle_out.export(pair.branch.desk, between)
    ((_, sentence),) = read_siblings(other.desk, between).refused
    assert "整本从头再交一次" in sentence
    assert "补交" not in sentence
    bundle_out.export(pair.branch.desk, between, full=True)
    told = read_siblings(other.desk, between)
    assert (told.merged, told.refused) == (2, []), "what was missing is here now"
    assert faces(other) == faces(pair.branch)


def test_a_computer_that_the_office_struck_off_is_sealed_to_no_more(pair: Pair, tmp_path: Path) -> None:
    other = _second(pair, tmp_path)
    saved_errand(pair.branch)
    before = container.read_header(pair.hand_in()).recipients
    pair.office.revoke(other.desk.signer.device)
    home = write_return(pair.office, pair.branch.desk.code, pair.stick, registers=())
    told = read_return(pair.branch.desk, pair.stick)
    assert (told.struck_off, "撤销了本支部的 1 台电脑" in told.sentence) == (1, True)
    after = container.read_header(pair.hand_in()).recipients
    assert set(before) - set(after) == {other.desk.signer.recipient}
    assert pair.branch.desk.signer.device not in container.read_header(home).extra["revoked"]
    assert read_return(pair.branch.desk, pair.stick).struck_off == 0


def test_an_older_return_bundle_strikes_off_no_computer_that_was_enrolled_again(pair: Pair, tmp_path: Path) -> None:
    other = _second(pair, tmp_path)
    pair.office.revoke(other.desk.signer.device)
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        write_return(pair.office, pair.branch.desk.code, folder, registers=())
        pair.office.enrol(tmp_path / "b.dyq")
    read_return(pair.branch.desk, new)
    assert read_return(pair.branch.desk, old).struck_off == 0
    assert other.desk.signer.recipient in bundle_out.siblings(pair.branch.desk)


def test_a_bundle_whose_note_cannot_be_written_is_there_and_said_to_be(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_errand(pair.branch)

    def full(*_: object, **__: object) -> None:
        raise Trouble("U盘写满了，没有写成。", "U-101")

    with monkeypatch.context() as patch:
        patch.setattr(stick, "write_bytes_whole", full)
        made = bundle_out.export(pair.branch.desk, pair.stick)
    assert "写好了" in made.warning
    assert [one["state"] for one in outbox(pair.branch.book)] == ["等回执"]
    assert pair.receive().merged == 1
