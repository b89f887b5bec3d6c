"""Talks between two computers of a branch and the office: nobody writes over what stays at home and they cannot see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.county.conflicts import conflicts, settle, unsettle
from danyang_desktop.county.returns import read_return, write_return
from danyang_desktop.county.siblings import know, read_siblings
from danyang_desktop.declare.look import Link
from danyang_desktop.declare.record import body_of
from danyang_desktop.exchange import bundle_out
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.store import versions
from danyang_desktop.store.withheld import ELSEWHERE
from tests.helpers.books import NOW
from tests.helpers.rows import saved_errand
from tests.helpers.toy import ERRANDS, PAID
from tests.helpers.village import number

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.workspace import Workspace
    from tests.core.county.conftest import Pair
    from tests.helpers.books import Pattern

FIRST = "家里有事，心里难过，孩子生病住院，想请支部帮着问一问大病救助。"
LATER = "孩子已经出院，救助款批下来了，心里踏实多了，谢谢支部和邻居们。"
_AT_HOME = ("targets", "talkers", "place", "content", "mood")


@pytest.fixture
def toy_pattern(fifth_pattern: Pattern) -> Pattern:
    """Let the books of `pair` know all ledgers."""
    return fifth_pattern


@dataclass
class Two:
    """Two computers of a branch that know each other, and the office; `old` is a talk both have whole."""

    pair: Pair
    first: Workspace
    second: Workspace
    old: str

    def read(self, what: Workspace, other: Workspace) -> None:
        """Let `what` read what `other` hands in."""
        self.pair.hand_in(other)
        told = read_siblings(what.desk, self.pair.stick)
        assert told.refused == []

    def at_first(self, uid: str) -> Any:
        return self.first.get(TALKS, uid)

    def at_second(self, uid: str) -> Any:
        return self.second.get(TALKS, uid)

    def log(self, workspace: Workspace, uid: str) -> list[str]:
        return [version.digest for version in versions.of_record(workspace.book.connection, uid)]

    def must_be_whole(self, uid: str) -> None:
        """See that all three books have the same versions of a talk and hold together."""
        logs = [self.log(one, uid) for one in (self.first, self.second, self.pair.book)]
        assert logs[0] == logs[1] == logs[2]
        for one in (self.first, self.second, self.pair.book):
            assert one.check() == []


def talk(workspace: Workspace) -> str:
    """Save a talk that can be told to nobody."""
    who, whom = workspace.query(PEOPLE).records()
    record = workspace.new(
        TALKS, targets=[Link(whom.uid, whom.name)], talkers=[Link(who.uid, who.name)], talk_on=NOW.date(),
        place="她家里", content=FIRST, mood="有波动", secrecy="保密",
    )  # fmt: skip
    workspace.save(record)
    return str(record.uid)


@pytest.fixture
def two(pair: Pair, tmp_path: Path) -> Two:
    """Give two computers of which the second is a copy of the first, made after the old talk."""
    for name, born in (("王桂兰", dt.date(1948, 1, 2)), ("周建民", dt.date(1960, 1, 2))):
        pair.branch.save(pair.branch.new(PEOPLE, name=name, id_no=number(born, 101), political_status="群众"))
    old = talk(pair.branch)
    second = pair.two_computers(tmp_path / "second")
    for one, other in ((pair.branch, second), (second, pair.branch)):
        request = tmp_path / f"{one.desk.signer.device}.dyq"
        bundle_out.ask_to_enrol(one.desk, request)
        know(other.desk, request)
    return Two(pair, pair.branch, second, old)


def said(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _AT_HOME}


def test_what_another_computer_voids_and_brings_back_keeps_what_it_cannot_see(two: Two) -> None:
    uid = talk(two.first)
    before = body_of(two.at_first(uid))
    two.read(two.second, two.first)
    assert two.at_second(uid).targets == []  # a talk goes to nobody
    two.second.void(two.at_second(uid), "记重了")
    two.read(two.first, two.second)
    assert two.at_first(uid).status == "void"
    assert body_of(two.at_first(uid))["content"] == FIRST
    two.second.bring_back(two.at_second(uid))
    two.read(two.first, two.second)
    assert body_of(two.at_first(uid)) == before
    assert conflicts(two.first.book) == []
    two.pair.receive()
    assert two.pair.book.get(TALKS, uid).content in ("", None)
    two.must_be_whole(uid)


def test_who_cannot_see_all_of_a_talk_does_not_change_it(two: Two) -> None:
    uid = talk(two.first)
    two.read(two.second, two.first)
    record = two.at_second(uid)
    record.solved = True
    for do in (two.second.save, lambda one: two.second.correct(one, "补一句")):
        with pytest.raises(UserError, match=ELSEWHERE):
            do(record)
    record = two.at_second(uid)
    record.content = "另外编一段，谁也没有看过原来写的是什么，这样不可以。"
    with pytest.raises(UserError, match=ELSEWHERE), two.second.book.transaction():  # whatever way it comes
        two.second.book.append(record, action="import", author="周建民", branch=two.second.branch.code, now=NOW)
    assert len(two.log(two.second, uid)) == 1


def test_a_void_that_is_taken_back_there_leaves_the_talk_whole_here(two: Two) -> None:
    uid = talk(two.first)
    before = body_of(two.at_first(uid))
    two.read(two.second, two.first)
    two.second.undo(two.second.void(two.at_second(uid), "记重了"))
    two.read(two.first, two.second)
    assert body_of(two.at_first(uid)) == before
    two.first.void(two.at_first(uid), "真的记重了")
    two.read(two.second, two.first)
    two.pair.receive()
    assert two.at_first(uid).content == FIRST
    assert versions.of_record(two.first.book.connection, uid)[-1].content()["content"] == FIRST  # it sees all of it
    two.must_be_whole(uid)


def test_what_was_changed_elsewhere_is_shown_as_it_was_and_not_written_over(two: Two) -> None:
    record = two.at_second(two.old)
    record.content, record.place = LATER, "村委会"
    two.second.save(record)
    two.read(two.first, two.second)
    assert said(two.at_first(two.old))["content"] == FIRST
    assert two.at_first(two.old).targets[0].name == "王桂兰"
    record = two.at_first(two.old)
    record.place = "地里"
    with pytest.raises(UserError, match=ELSEWHERE):
        two.first.save(record)
    two.first.void(two.at_first(two.old), "记重了")
    two.read(two.second, two.first)
    assert (two.at_second(two.old).status, two.at_second(two.old).content) == ("void", LATER)
    assert two.at_second(two.old).place == "村委会"
    history = two.first.history(two.old)
    assert all("谈话内容" not in {label for label, _, _ in past.changes} for past in history[:2])  # nothing was erased
    two.pair.receive()
    two.must_be_whole(two.old)


def disagree(two: Two) -> None:
    """Let both computers change the old talk, the second one later; both and the office know of it."""
    record = two.at_first(two.old)
    record.content = LATER
    two.first.save(record)
    record = two.at_second(two.old)
    record.place = "卫生院"
    two.second.clock.at = NOW + dt.timedelta(hours=3)  # type: ignore[attr-defined]
    two.second.save(record)
    two.read(two.first, two.second)
    two.read(two.second, two.first)
    two.pair.receive()


def test_the_office_does_not_choose_between_talks_and_what_it_sends_home_loses_nothing(two: Two) -> None:
    disagree(two)
    (one,) = conflicts(two.pair.book.book)
    assert one.stays_home
    for side in one.sides:
        with pytest.raises(UserError, match="县里看不到"):
            settle(two.pair.book.desk, two.old, side.digest, "写得细", "县里")
    for workspace in (two.first, two.second):
        write_return(two.pair.office, workspace.desk.code, two.pair.stick)
        assert read_return(workspace.desk, two.pair.stick).refused == []
    assert two.at_second(two.old).place == "卫生院"
    log = versions.of_record(two.first.book.connection, two.old)
    assert LATER in {version.content().get("content") for version in log}


def test_a_branch_chooses_where_it_can_see_and_what_it_takes_back_is_whole_where_it_was_written(two: Two) -> None:
    disagree(two)
    (one,) = conflicts(two.first.book)
    mine, theirs = sorted(one.sides, key=lambda side: side.at)
    with pytest.raises(UserError, match="另一台电脑"):
        settle(two.first.desk, two.old, theirs.digest, "写得细", "周建民")
    settle(two.first.desk, two.old, mine.digest, "这一份对", "周建民")
    assert two.at_first(two.old).content == LATER
    unsettle(two.first.desk, two.old, "周建民")
    two.read(two.second, two.first)
    two.pair.receive()
    assert two.at_second(two.old).place == "卫生院"  # as it was written there
    assert two.at_second(two.old).content == FIRST
    two.must_be_whole(two.old)


def test_what_was_paid_since_two_versions_were_listed_is_not_chosen_away(two: Two) -> None:
    uid = saved_errand(two.first).uid
    two.read(two.second, two.first)
    for workspace in (two.first, two.second):
        record = workspace.get(ERRANDS, uid)
        record.story = f"{workspace.desk.signer.device}说的"
        workspace.save(record)
    two.read(two.first, two.second)
    for step in ("check", "pay"):
        two.first.act(two.first.get(ERRANDS, uid), step)
    (one,) = conflicts(two.first.book)
    for side in one.sides:
        with pytest.raises(UserError, match="冲正"):
            settle(two.first.desk, uid, side.digest, "写得细", "周建民")
    assert two.first.get(ERRANDS, uid).state == PAID
