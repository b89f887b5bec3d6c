"""Conflicts in sentences, a choice with a reason, undo; annotations; the way home; two computers of one branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.county import siblings
from danyang_desktop.county.conflicts import conflicts, settle, settled, sides_of, unsettle
from danyang_desktop.county.returns import read_return, write_return
from danyang_desktop.declare.told import told_of
from danyang_desktop.exchange import bundle_out, container
from danyang_desktop.exchange.key_enrolment import request_of, write_request
from danyang_desktop.exchange.keys import DeviceKey
from danyang_desktop.exchange.receipt_in import read_receipts
from danyang_desktop.store import versions
from tests.helpers.rows import faces, neighbour, saved_errand
from tests.helpers.toy import ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.workspace import Workspace
    from tests.core.county.conftest import Pair


def _write(workspace: Workspace, uid: str, story: str, who: str) -> None:
    record = workspace.get(ERRANDS, uid)
    record.story = story
    workspace.operator = who
    workspace.save(record)


@pytest.fixture
def fork(pair: Pair, tmp_path: Path) -> tuple[Pair, Any, Workspace]:
    """Let two computers of one branch change the same record, and hand both in."""
    errand = saved_errand(pair.branch, story="原来的说法。")
    other = pair.two_computers(tmp_path / "second")
    _write(pair.branch, errand.uid, "第一台的说法。", "周建民")
    _write(other, errand.uid, "第二台的说法。", "许敏")
    pair.hand_in()
    pair.hand_in(other)
    assert pair.receive().conflicts == 1
    return pair, errand, other


def _side(pair: Pair, story: str) -> str:
    (one,) = conflicts(pair.book.book)
    return next(side.digest for side in one.sides if side.said["经过"] == story)


def test_a_conflict_is_one_sentence(fork: tuple[Pair, Any, Workspace]) -> None:
    pair, errand, _ = fork
    (one,) = conflicts(pair.book.book)
    assert one.sentence == (
        f"{ERRANDS.short}“{errand.serial_no}”：周建民11月23日写经过“第一台的说法。”，"
        "许敏11月23日写经过“第二台的说法。”。用哪个？"
    ) or one.sentence.startswith(f"{ERRANDS.short}“{errand.serial_no}”：许敏")
    assert one.suggested == one.sides[-1].digest


def test_a_choice_is_a_version_with_both_as_parents(fork: tuple[Pair, Any, Workspace]) -> None:
    pair, errand, _ = fork
    desk = pair.office.desk
    with pytest.raises(UserError, match="为什么"):
        settle(desk, errand.uid, _side(pair, "第一台的说法。"), " ", "张主任")
    with pytest.raises(UserError, match="不在"):
        settle(desk, errand.uid, "0" * 64, "打电话问过", "张主任")
    made = settle(desk, errand.uid, _side(pair, "第一台的说法。"), "打电话问过", "张主任")
    assert len(made.parents) == 2
    assert pair.book.get(ERRANDS, errand.uid).story == "第一台的说法。"
    assert conflicts(pair.book.book) == []
    assert pair.book.history(errand.uid)[0].who == "张主任"
    assert len(versions.of_record(pair.book.book.connection, errand.uid)) == 4
    assert pair.book.check() == []
    with pytest.raises(UserError, match="处理过"):
        settle(desk, errand.uid, made.digest, "再来", "张主任")


def test_a_choice_can_be_undone_and_made_again(fork: tuple[Pair, Any, Workspace]) -> None:
    pair, errand, _ = fork
    desk = pair.office.desk
    before = pair.book.get(ERRANDS, errand.uid).story
    loser = next(one for one in ("第一台的说法。", "第二台的说法。") if one != before)
    chosen = _side(pair, loser)
    settle(desk, errand.uid, chosen, "打电话问过", "张主任")
    unsettle(desk, errand.uid, "张主任")
    assert pair.book.get(ERRANDS, errand.uid).story == before
    assert len(conflicts(pair.book.book)) == 1
    with pytest.raises(UserError, match="不能撤销"):
        unsettle(desk, errand.uid, "张主任")
    settle(desk, errand.uid, chosen, "又问了一次", "张主任")
    assert pair.book.get(ERRANDS, errand.uid).story == loser
    assert pair.book.check() == []


@pytest.fixture
def three(pair: Pair, tmp_path: Path) -> tuple[Pair, Any]:
    """Let three computers of one branch change the same record, and hand all in."""
    errand = saved_errand(pair.branch, story="原来的说法。")
    others = [pair.two_computers(tmp_path / "second"), pair.two_computers(tmp_path / "third")]
    for place, workspace in enumerate((pair.branch, *others), 1):
        _write(workspace, errand.uid, f"第{place}台的说法。", f"第{place}人")
        pair.hand_in(workspace)
    assert pair.receive().conflicts >= 2
    return pair, errand


def test_three_versions_stand_on_the_desk_together(three: tuple[Pair, Any]) -> None:
    """A choice closes nothing that whoever chose had not before the eyes."""
    pair, errand = three
    desk, book = pair.office.desk, pair.book.book
    (one,) = conflicts(book)
    assert {side.said["经过"] for side in one.sides} == {"第1台的说法。", "第2台的说法。", "第3台的说法。"}
    assert "有 3 份不同的经过" in one.sentence
    seen = [side.digest for side in one.sides]
    with pytest.raises(UserError, match="又收到一份"):
        settle(desk, errand.uid, seen[0], "只看了两份", "张主任", seen=seen[:2])
    assert len(conflicts(book)) == 1
    made = settle(desk, errand.uid, seen[0], "三份都看过", "张主任", seen=seen)
    assert (set(made.parents), conflicts(book)) == (set(seen), [])
    done = settled(book)[0]
    assert ([side.digest for side in done.conflict.sides], done.chosen) == (seen, seen[0])
    assert pair.book.get(ERRANDS, errand.uid).story == one.sides[0].said["经过"]


def test_what_was_chosen_and_taken_back_is_still_told(three: tuple[Pair, Any]) -> None:
    pair, errand = three
    desk, book = pair.office.desk, pair.book.book
    (one,) = conflicts(book)
    settle(desk, errand.uid, one.sides[1].digest, "电话里说的", "张主任")
    unsettle(desk, errand.uid, "张主任")
    (again,) = conflicts(book)
    assert [side.digest for side in again.sides] == [side.digest for side in one.sides]
    assert (one.undone, settled(book)) == ("", [])
    whose = one.sides[1].who
    assert again.undone == f"张主任定过用{whose}11月23日写的这一份，说的是“电话里说的”，后来又改了回来。"


def test_sides_say_amounts_alike_and_nobodys_number_in_full(pair: Pair, tmp_path: Path) -> None:
    """Whatever is compared is said in the same words everywhere, with 元 and masked."""
    errand = saved_errand(pair.branch, cost=30_000)
    whom = neighbour(pair.branch, name="王桂兰", phone="13800008000")
    other = pair.two_computers(tmp_path / "second")
    for workspace, cost, phone in ((pair.branch, 30_050, "13800008011"), (other, 30_100, "13900008022")):
        for ledger, uid, changed in ((ERRANDS, errand.uid, {"cost": cost}), (NEIGHBOURS, whom.uid, {"phone": phone})):
            record = workspace.get(ledger, uid)
            for name, value in changed.items():
                setattr(record, name, value)
            workspace.save(record)
        pair.hand_in(workspace)
    pair.receive()
    found = {one.slug: one for one in conflicts(pair.book.book)}
    paid = found[ERRANDS.slug]
    assert {side.said["花费"] for side in paid.sides} == {"300.50 元", "301.00 元"}
    assert "301.00 元" in paid.sentence
    records = sides_of(pair.book.book, paid)
    assert {told_of(ERRANDS, record)["花费"] for record in records} == {"300.50 元", "301.00 元"}
    who = found[NEIGHBOURS.slug]
    assert {side.said["电话"] for side in who.sides} == {"138****8011", "139****8022"}
    assert "13800008011" not in repr(who)


def test_a_later_choice_leaves_the_earlier_one_as_it_was_made(fork: tuple[Pair, Any, Workspace]) -> None:
    pair, errand, other = fork
    settle(pair.office.desk, errand.uid, _side(pair, "第一台的说法。"), "打电话问过", "张主任")
    _write(other, errand.uid, "第二台又改了。", "许敏")
    assert pair.receive(pair.hand_in(other)).conflicts == 1
    settle(pair.office.desk, errand.uid, _side(pair, "第二台又改了。"), "又问了一次", "李主任")
    kept = pair.book.book.connection.execute("SELECT settled_by, reason FROM conflicts ORDER BY settled_by").fetchall()
    assert [tuple(row) for row in kept] == [("张主任", "打电话问过"), ("李主任", "又问了一次")]


def test_a_choice_is_not_undone_while_another_version_waits_beside_it(fork: tuple[Pair, Any, Workspace]) -> None:
    pair, errand, other = fork
    _write(other, errand.uid, "第二台先改了，后来才交。", "许敏")
    for _ in range(9):  # time goes by at the office: its choice is the later one
        pair.book.book.hlc.tick()
    settle(pair.office.desk, errand.uid, _side(pair, "第一台的说法。"), "打电话问过", "张主任")
    assert pair.receive(pair.hand_in(other)).conflicts == 1
    with pytest.raises(UserError, match="不能撤销"):
        unsettle(pair.office.desk, errand.uid, "张主任")
    assert len(conflicts(pair.book.book)) == 1


def test_a_choice_travels_home_to_both_computers(fork: tuple[Pair, Any, Workspace]) -> None:
    pair, errand, other = fork
    settle(pair.office.desk, errand.uid, _side(pair, "第一台的说法。"), "打电话问过", "张主任")
    write_return(pair.office, pair.branch.branch.code, pair.stick, registers=())
    for workspace in (pair.branch, other):
        told = read_return(workspace.desk, pair.stick)
        assert (told.taken, told.refused) == (1, [])
        assert workspace.get(ERRANDS, errand.uid).story == "第一台的说法。"
        assert workspace.check() == []
        assert read_return(workspace.desk, pair.stick).known == 1
    assert faces(pair.branch) == faces(other) == faces(pair.book)


def test_what_came_home_is_no_reason_to_hand_in(fork: tuple[Pair, Any, Workspace]) -> None:
    pair, errand, _ = fork
    pair.answer()
    read_receipts(pair.branch.desk, pair.stick)
    settle(pair.office.desk, errand.uid, _side(pair, "第一台的说法。"), "打电话问过", "张主任")
    write_return(pair.office, pair.branch.branch.code, pair.stick, registers=())
    read_return(pair.branch.desk, pair.stick)
    with pytest.raises(UserError, match="没有新记的"):
        pair.hand_in()
    _write(pair.branch, errand.uid, "改好了。", "周建民")
    told = pair.receive(pair.hand_in())
    assert (told.refused, told.conflicts) == ([], 0)
    assert pair.book.get(ERRANDS, errand.uid).story == "改好了。"


def test_a_later_version_of_the_branch_closes_the_conflict(fork: tuple[Pair, Any, Workspace]) -> None:
    pair, errand, other = fork
    request = pair.stick.parent / "other.dyq"
    bundle_out.ask_to_enrol(other.desk, request)
    siblings.know(pair.branch.desk, request)
    request = pair.stick.parent / "first.dyq"
    bundle_out.ask_to_enrol(pair.branch.desk, request)
    siblings.know(other.desk, request)
    folder = pair.stick.parent / "between"
    folder.mkdir()
    bundle_out.export(other.desk, folder, full=True)
    told = siblings.read_siblings(pair.branch.desk, folder)
    assert (told.merged, told.conflicts, told.refused) == (1, 1, [])
    settle(pair.branch.desk, errand.uid, conflicts(pair.branch.book)[0].suggested, "商量过了", "周建民")
    assert conflicts(pair.branch.book) == []
    pair.receive(pair.hand_in())
    assert conflicts(pair.book.book) == []
    assert faces(pair.book) == faces(pair.branch)


def test_a_bundle_is_not_sealed_to_a_computer_that_was_struck_off(pair: Pair, tmp_path: Path) -> None:
    saved_errand(pair.branch)
    other = pair.two_computers(tmp_path / "second")
    request = tmp_path / "other.dyq"
    bundle_out.ask_to_enrol(other.desk, request)
    siblings.know(pair.branch.desk, request)
    assert other.desk.signer.recipient in container.read_header(pair.hand_in()).recipients
    siblings.forget(pair.branch.desk, other.desk.signer.device)
    for old in pair.stick.glob("*.dyb"):
        old.unlink()
    assert other.desk.signer.recipient not in container.read_header(pair.hand_in()).recipients
    told = siblings.read_siblings(other.desk, pair.stick)
    assert told.merged == 0
    assert len(told.refused) == 1


def test_a_computer_that_was_struck_off_is_refused_and_gets_no_receipt(pair: Pair) -> None:
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    assert pair.office.revoke(pair.branch.desk.signer.device)
    assert not pair.office.revoke(pair.branch.desk.signer.device)
    saved_errand(pair.branch)
    told = pair.receive(pair.hand_in())
    assert [one["kind"] for one in told.refused] == ["struck_off"]
    assert pair.answer() == []


def test_another_branchs_computer_is_not_taken_for_one_of_ours(pair: Pair, tmp_path: Path) -> None:
    key, request = DeviceKey.make(), tmp_path / "other.dyq"
    write_request(request, request_of(key, "32118110120399", "荆村党支部", 7), key)
    with pytest.raises(UserError, match="不是本支部的"):
        siblings.know(pair.branch.desk, request)
    request.unlink()
    bundle_out.ask_to_enrol(pair.branch.desk, request)
    with pytest.raises(UserError, match="自己的"):
        siblings.know(pair.branch.desk, request)
    with pair.branch.book.transaction():  # as it stands in a copy of the other computer's book
        pair.branch.book.connection.execute(
            "INSERT INTO devices (device, branch, branch_name, public_key, recipient, enrolled_at)"
            " VALUES (?, ?, '', '', '', '2026-11-23')",
            (pair.branch.desk.signer.device, pair.branch.branch.code),
        )
    assert siblings.known(pair.branch.desk) == []


def test_a_computer_that_was_struck_off_is_known_again_once_it_is_registered_again(pair: Pair, tmp_path: Path) -> None:
    saved_errand(pair.branch)
    other = pair.two_computers(tmp_path / "second")
    request = tmp_path / "other.dyq"
    bundle_out.ask_to_enrol(other.desk, request)
    desk = pair.branch.desk
    for _ in range(2):
        siblings.know(desk, request)
        assert [one.device for one in siblings.known(desk)] == [other.desk.signer.device]
        assert siblings.forget(desk, other.desk.signer.device)
        assert siblings.known(desk) == []
    request.unlink()
    bundle_out.ask_to_enrol(desk, request)
    siblings.know(other.desk, request)
    saved_errand(other)
    pair.hand_in(other)
    told = siblings.read_siblings(desk, pair.stick)
    assert (told.merged, len(told.refused)) == (0, 1), "nothing of it is read while it is struck off"


def test_the_offices_registers_come_home(pair: Pair) -> None:
    whom = neighbour(pair.book, name="县里登记的人")
    neighbour(pair.branch, name="支部登记的人")
    pair.receive(pair.hand_in())
    path = write_return(pair.office, pair.branch.branch.code, pair.stick, registers=(NEIGHBOURS.slug,))
    assert container.read_header(path).records == 1, "none of a branch's neighbours, which the office has too"
    read_return(pair.branch.desk, pair.stick)
    assert pair.branch.get(NEIGHBOURS, whom.uid).name == "县里登记的人"
    saved_errand(pair.branch)
    told = pair.receive(pair.hand_in())
    assert told.refused == []
    assert told.merged == 1
