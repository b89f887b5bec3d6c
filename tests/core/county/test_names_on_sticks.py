"""No name on a stick stands for two things: a town's relay copies many sticks into one folder, file by file."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from danyang_desktop.county.receive import write_receipts
from danyang_desktop.county.returns import write_return
from danyang_desktop.exchange import receipt, stick
from danyang_desktop.exchange.receipt_in import read_receipts
from danyang_desktop.restoring import restore
from tests.helpers.books import NOW, PASSWORD
from tests.helpers.rows import saved_errand

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.county.conftest import Pair


def relayed(relay: Path, *sticks: Path) -> list[Path]:
    """Copy sticks into one folder as a person does who says yes to every question."""
    relay.mkdir()
    for one in sticks:
        for file in one.iterdir():
            shutil.copy2(file, relay / file.name)
    return sorted(relay.glob("*.dyb"))


def test_two_computers_of_a_branch_lose_nothing_to_a_relay(pair: Pair, tmp_path: Path) -> None:
    other = pair.two_computers(tmp_path / "second")
    sticks = [tmp_path / "a", tmp_path / "b"]
    for workspace, place in zip((pair.branch, other), sticks, strict=True):
        place.mkdir()
        saved_errand(workspace)
        pair.stick = place
        pair.hand_in(workspace)
    assert len(relayed(tmp_path / "relay", *sticks)) == 2
    told = pair.receive(tmp_path / "relay")
    assert (told.merged, told.refused) == (2, [])
    written = write_receipts(pair.office, tmp_path / "relay")
    assert len({path.name for path in written}) == 2
    for workspace in (pair.branch, other):
        assert len(read_receipts(workspace.desk, tmp_path / "relay").taken) == 1


def test_a_restored_book_does_not_use_the_names_of_its_former_life(pair: Pair, tmp_path: Path) -> None:
    """What was written after the backup is on the lost stick alone: when that turns up, it must still be there."""
    (tmp_path / "backups").mkdir()
    kept = pair.branch.backup(tmp_path / "backups")
    saved_errand(pair.branch)
    lost = tmp_path / "lost"
    lost.mkdir()
    before = pair.hand_in()
    shutil.move(before, lost)
    pair.branch.close()
    restore(kept, pair.branch.folder, password=PASSWORD, operator="周建民", now=NOW)
    again = pair.pattern.open(pair.branch.folder)
    pair.opened.append(again)
    saved_errand(again)
    new = pair.hand_in(again)
    assert new.name != before.name
    assert len(relayed(tmp_path / "relay", lost, pair.stick)) == 2
    assert pair.receive(tmp_path / "relay").merged == 2


def test_a_bundle_never_replaces_what_bears_its_name(pair: Pair) -> None:
    saved_errand(pair.branch)
    first = pair.hand_in()
    name = first.name.replace("_0001.dyb", "_0002.dyb")
    (pair.stick / name).write_bytes(b"somebody's own")
    second = pair.hand_in(full=True)
    assert second.name == name.replace("_0002.dyb", "_0002_2.dyb")
    assert (pair.stick / name).read_bytes() == b"somebody's own"


def test_a_receipt_replaces_only_an_earlier_one_for_the_same_bundle(pair: Pair) -> None:
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    (first,) = pair.answer()
    old = receipt.peek(first)
    assert pair.answer() == [first], "said once more, it is one receipt"
    assert receipt.peek(first).made_at > old.made_at
    first.write_bytes(b"somebody's own")
    (second,) = pair.answer()
    assert second == first.with_name(f"{first.stem}_2.dyr")
    assert first.read_bytes() == b"somebody's own"


def test_the_names_say_which_computer_and_which_office(pair: Pair) -> None:
    saved_errand(pair.branch)
    bundle = pair.hand_in()
    pair.receive(bundle)
    (answer,) = pair.answer()
    branch = stick.maker_of(pair.branch.desk.signer.device, pair.branch.book.epoch)
    office = stick.maker_of(pair.office.keys.device, pair.book.book.epoch)
    assert bundle.name.endswith(f"_{branch}_0001.dyb")
    assert answer.name.endswith(f"_{branch}_0001_{office}.dyr")
    assert f"_{office}_" in write_return(pair.office, pair.branch.desk.code, pair.stick).name


def test_an_offices_new_card_does_not_replace_another_offices(pair: Pair) -> None:
    office, _ = pair.office.renewed()
    write_return(office, pair.branch.desk.code, pair.stick)
    (card,) = pair.stick.glob("*.dyo")
    card.write_bytes(b"another county's")
    write_return(office, pair.branch.desk.code, pair.stick)
    assert card.read_bytes() == b"another county's"
    assert sorted(path.name for path in pair.stick.glob("*.dyo")) == [card.name, f"{card.stem}_2.dyo"]
    write_return(office, pair.branch.desk.code, pair.stick)
    assert len(list(pair.stick.glob("*.dyo"))) == 2, "its own older one is replaced"


def test_the_note_names_the_bundles_of_both_computers(pair: Pair, tmp_path: Path) -> None:
    other = pair.two_computers(tmp_path / "second")
    (pair.stick / "DYB_broken.dyb").write_bytes(b"x")
    made = []
    for workspace in (pair.branch, other):
        saved_errand(workspace)
        made.append(pair.hand_in(workspace))
    write_return(pair.office, pair.branch.desk.code, pair.stick)
    text = (pair.stick / stick.NOTE).read_text("utf-8-sig")
    assert all(text.count(path.name) == 1 for path in made)
    assert text.count("核对码：") == 2
    assert "别的电脑写的" in text


def test_a_note_that_is_not_ours_stays(pair: Pair) -> None:
    (pair.stick / stick.NOTE).write_text("村里的通知", "utf-8")
    saved_errand(pair.branch)
    pair.hand_in()
    assert (pair.stick / stick.NOTE).read_text("utf-8") == "村里的通知"
    assert "核对码" in (pair.stick / "请先看我_2.txt").read_text("utf-8-sig")
