"""Two computers of a branch and one office: each says of a month what is true, whoever brought what to the county."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.county import handed_in, siblings
from danyang_desktop.county.receipts import write_receipts
from danyang_desktop.exchange import bundle_out, outbox, receipt
from danyang_desktop.exchange.receipt_in import read_receipts
from danyang_desktop.restoring import restore
from tests.helpers.books import NOW, PASSWORD
from tests.helpers.rows import saved_errand
from tests.helpers.toy import ERRANDS

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.workspace import Workspace
    from tests.core.county.conftest import Pair


def states(workspace: Workspace) -> tuple[str, dict[str, int]]:
    """Return where this month stands at one computer, and what it would hand in."""
    month = handed_in.months(workspace.desk, 10)[0]
    return month.state, handed_in.coming(workspace.desk).records


def acquainted(pair: Pair, folder: Path) -> Workspace:
    """Give the branch a second computer, a copy of the first one's book; both know each other and the office."""
    pair.settle_up()
    other = pair.two_computers(folder)
    for at, of in ((pair.branch, other), (other, pair.branch)):
        request = folder / f"{of.desk.signer.device}.dyq"
        bundle_out.ask_to_enrol(of.desk, request)
        siblings.know(at.desk, request)
    return other


def test_what_the_other_computer_brought_is_not_asked_for_again(pair: Pair, tmp_path: Path) -> None:
    other = acquainted(pair, tmp_path / "second")
    for workspace in (pair.branch, other):
        saved_errand(workspace)
        pair.hand_in(workspace)
    told = pair.receive()
    assert (told.merged, told.refused) == (2, [])
    write_receipts(pair.office, pair.stick)
    for workspace in (pair.branch, other):
        read_receipts(workspace.desk, pair.stick)
        assert siblings.read_siblings(workspace.desk, pair.stick).refused == []
    for workspace in (pair.branch, other):
        assert workspace.query(ERRANDS).count() == 3
        assert states(workspace) == (handed_in.TAKEN, {})
        with pytest.raises(UserError, match="没有新记的东西"):
            bundle_out.export(workspace.desk, pair.stick)


def test_what_the_county_has_not_got_from_the_other_computer_goes_with_this_ones(pair: Pair, tmp_path: Path) -> None:
    """The other computer's stick may be lost: until the office says that it has it, this one hands it in as well."""
    other = acquainted(pair, tmp_path / "second")
    saved_errand(other)
    lost = tmp_path / "lost"
    lost.mkdir()
    bundle_out.export(other.desk, lost)
    siblings.read_siblings(pair.branch.desk, lost)
    assert states(pair.branch) == (handed_in.STILL, {"toy_errands": 1})
    assert pair.receive(pair.hand_in()).merged == 1


def test_what_came_before_a_backup_was_restored_stays_known(pair: Pair, tmp_path: Path) -> None:
    """The office answers for the newest life of a computer only; what it had of the one before it still has."""
    other = acquainted(pair, tmp_path / "second")
    (tmp_path / "backups").mkdir()
    for again in (False, True):
        if again:
            kept = pair.branch.backup(tmp_path / "backups")
            pair.branch.close()
            restore(kept, pair.branch.folder, password=PASSWORD, operator="周建民", now=NOW)
            pair.branch = pair.pattern.open(pair.branch.folder)
            pair.opened.append(pair.branch)
        saved_errand(pair.branch)
        assert pair.receive(pair.hand_in()).merged == 1
        pair.answer()
        for workspace in (pair.branch, other):
            read_receipts(workspace.desk, pair.stick, alone=False)
        assert siblings.read_siblings(other.desk, pair.stick).merged == 1
        assert states(other)[0] == handed_in.TAKEN


def test_a_restored_office_opens_it_again(pair: Pair, tmp_path: Path) -> None:
    other = acquainted(pair, tmp_path / "second")
    saved_errand(other)
    bundle = pair.hand_in(other)
    pair.receive(bundle)
    (answer,) = [one for one in pair.answer() if other.desk.signer.device[:8] in one.name]
    siblings.read_siblings(pair.branch.desk, pair.stick)
    read_receipts(pair.branch.desk, pair.stick)
    assert states(pair.branch) == (handed_in.TAKEN, {})
    said = receipt.peek(answer)
    book, device = pair.branch.book, other.desk.signer.device
    outbox.note_sibling(book, device, (said.epoch, 0), (said.office_epoch + 1, said.made_at + 1))
    assert states(pair.branch) == (handed_in.STILL, {"toy_errands": 1})
    outbox.note_sibling(book, device, (said.epoch, said.upto), (said.office_epoch, said.made_at))
    assert states(pair.branch)[0] == handed_in.STILL, "what the office said before counts no more"


def test_the_answer_for_the_other_computer_alone_is_told_so(pair: Pair, tmp_path: Path) -> None:
    other = acquainted(pair, tmp_path / "second")
    saved_errand(other)
    pair.receive(pair.hand_in(other))
    for path in pair.stick.glob("*.dyr"):
        path.unlink()
    for path in pair.answer():
        if other.desk.signer.device[:8] not in path.name:
            path.unlink()
    with pytest.raises(UserError, match="给本支部另一台电脑的"):
        read_receipts(pair.branch.desk, pair.stick)


def test_a_bundle_between_that_was_not_read_is_asked_for_in_words_for_the_branch(pair: Pair, tmp_path: Path) -> None:
    other = acquainted(pair, tmp_path / "second")
    for _ in range(2):
        saved_errand(pair.branch)
        pair.receive(pair.hand_in())
        pair.answer()
        read_receipts(pair.branch.desk, pair.stick)
    saved_errand(pair.branch)
    folder = tmp_path / "last"
    folder.mkdir()
    bundle_out.export(pair.branch.desk, folder)
    ((_, why),) = siblings.read_siblings(other.desk, folder).refused
    assert "没有读过那台电脑的第" in why
    assert "请支部补交" not in why
    bundle_out.export(pair.branch.desk, folder, full=True)
    told = siblings.read_siblings(other.desk, folder)
    assert told.merged == 3
