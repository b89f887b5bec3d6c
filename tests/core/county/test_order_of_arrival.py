"""What is signed and false, or contradicts what is settled: whichever comes first, the office says the same of it."""

from __future__ import annotations

import datetime as dt
import random
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.canonical import canonical
from danyang_desktop.base.errors import UserError
from danyang_desktop.county.conflicts import conflicts, settle, unsettle
from danyang_desktop.county.merge import merge
from danyang_desktop.county.returns import read_return, write_return
from danyang_desktop.exchange.bundle_out import line_of
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.store import versions
from tests.faults.histories import Judge
from tests.faults.history_desks import read
from tests.helpers.books import NOW
from tests.helpers.rows import neighbour, office_digest, saved_errand
from tests.helpers.toy import CHECKED, ERRANDS, NEIGHBOURS, PAID

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.store.versions import Version
    from tests.core.county.conftest import Pair
    from tests.helpers.books import Pattern


@pytest.fixture
def toy_pattern(fifth_pattern: Pattern) -> Pattern:
    """Let the books of `pair` know all ledgers."""
    return fifth_pattern


def last_version(pair: Pair, uid: str) -> Version:
    return versions.of_record(pair.branch.book.connection, uid)[-1]


def sealed(version: Version, left_out: list[str], **said: Any) -> dict[str, Any]:
    """Return a line that bears the digest of a version and says what it does not, under a seal of its own."""
    body = {name: value for name, value in version.content().items() if name not in left_out}
    body |= {**said, "_withheld": left_out}
    body["_seal"] = versions.digest(versions._head(version), canonical(body))
    return line_of(version._replace(body=canonical(body).decode()))


@pytest.mark.parametrize("left_out", [["phone"], [], ["_"], ["nothing"]])
def test_a_seal_is_believed_only_where_fields_stay_at_home(pair: Pair, left_out: list[str]) -> None:
    record = neighbour(pair.branch, remark="真话")
    pair.forge("lie.dyb", sealed(last_version(pair, record.uid), left_out, remark="假话"), seq=7)
    told = pair.receive()
    assert [one["kind"] for one in told.refused] == ["content"]
    assert "核对码" in told.refused[0]["reason"]
    assert pair.receive(pair.hand_in()).merged == 1
    assert pair.book.get(NEIGHBOURS, record.uid).remark == "真话"
    assert pair.book.check() == []


def talk(pair: Pair) -> Version:
    record = TALKS.model(place="她家里", talk_on=NOW.date(), content="家里有事，心里难过。", occasion="年度例谈")
    with pair.branch.book.transaction():
        return pair.branch.book.append(record, action="new", author="周建民", branch=pair.branch.branch.code, now=NOW)


def test_what_stays_at_home_hides_no_second_content_under_one_digest(pair: Pair) -> None:
    version = talk(pair)
    honest = pair.hand_in()
    pair.receive(honest)
    lie = sealed(version, ["content", "place"], occasion="家庭变故")
    told = pair.receive(pair.forge("lie.dyb", lie, seq=7))
    assert "有一次是假的" in told.refused[0]["reason"]
    assert version.uid[:8] in told.refused[0]["reason"]
    assert pair.book.get(TALKS, version.uid).occasion == "年度例谈"
    less = sealed(version, ["content", "occasion", "place"])  # a later program may keep more at home: no lie
    told = pair.receive(pair.forge("less.dyb", less, seq=8))
    assert [one["kind"] for one in told.refused] == ["content"]  # here 谈话情形 does not stay at home
    whole = line_of(version)
    assert pair.receive(pair.forge("whole.dyb", whole, seq=9)).refused == []


def test_a_seal_may_not_bear_the_digest_of_another_record(pair: Pair) -> None:
    version = talk(pair)
    pair.receive(pair.hand_in())
    lie = sealed(version._replace(uid="0" * 32), ["content", "place"])
    told = pair.receive(pair.forge("lie.dyb", lie, seq=7))
    assert "另一条" in told.refused[0]["reason"]
    assert pair.book.check() == []


def too_early(parent: Version) -> Version:
    return versions.make(
        uid=parent.uid, slug=parent.slug, branch=parent.branch, hlc=parent.hlc - 5, device="a" * 16, epoch=1,
        parents=(parent.digest,), action="edit", author="谁", at=parent.at,
        body=parent.content() | {"remark": "假话"},
    )  # fmt: skip


def test_a_version_that_is_older_than_its_parent_keeps_no_true_one_out(pair: Pair) -> None:
    record = neighbour(pair.branch, remark="真话")
    child = pair.forge("child.dyb", line_of(too_early(last_version(pair, record.uid))), seq=7)
    assert pair.receive(child).refused == []
    told = pair.receive(pair.hand_in())
    assert told.refused == []
    assert any("比它的上一版还早" in one for one in told.alarms)
    assert pair.book.get(NEIGHBOURS, record.uid).remark == "真话"
    assert conflicts(pair.book.book) == []
    assert pair.book.check() == []
    changed = pair.branch.get(NEIGHBOURS, record.uid)
    changed.remark = "搬家了"
    pair.branch.save(changed)
    pair.receive(pair.hand_in())
    assert pair.book.get(NEIGHBOURS, record.uid).remark == "搬家了"


def test_in_every_order_it_counts_for_nothing(pair: Pair) -> None:
    record = neighbour(pair.branch, remark="真话")
    true = last_version(pair, record.uid)
    false = too_early(true)
    upon = versions.make(
        uid=true.uid, slug=true.slug, branch=true.branch, hlc=true.hlc + 1, device="a" * 16, epoch=1,
        parents=(false.digest,), action="edit", author="谁", at=true.at, body=true.content() | {"remark": "又来"},
    )  # fmt: skip
    code = pair.branch.branch.code
    lines = [{**line_of(one), "branch": code} for one in (true, false, upon)]
    said = set()
    for order in permutations(lines):
        office = Judge(random.Random(1))
        for line in order:  # each in a bundle of its own
            with office.book.transaction():
                merge(office.book, read(office.book, [line]), true.at)
        said.add(office.said())
        assert office.listed() == [[true.uid, *sorted((true.digest, upon.digest))]]
    assert len(said) == 1


def fork(pair: Pair, folder: Path, *, hours: int) -> tuple[str, Path, Path]:
    """Let one computer pay and another one change the story so many hours later; returns the uid and both bundles."""
    uid = saved_errand(pair.branch).uid
    other = pair.two_computers(folder)
    for step in ("check", "pay"):
        pair.branch.act(pair.branch.get(ERRANDS, uid), step)
    record = other.get(ERRANDS, uid)
    record.story = "另一台改的"
    other.clock.at = NOW + dt.timedelta(hours=hours)  # type: ignore[attr-defined]
    other.save(record)
    return uid, pair.hand_in(), pair.hand_in(other)


@pytest.mark.parametrize("turn", [1, -1])
def test_what_is_paid_is_shown_before_what_is_not_whenever_it_came(pair: Pair, tmp_path: Path, turn: int) -> None:
    uid, *bundles = fork(pair, tmp_path / "second", hours=3)
    for bundle in bundles[::turn]:
        pair.receive(bundle)
    assert pair.book.get(ERRANDS, uid).state == PAID
    (one,) = conflicts(pair.book.book)
    assert "已经“已发放”" in one.because
    assert one.suggested == pair.book.get(ERRANDS, uid).head
    assert pair.book.check() == []
    before = office_digest(pair.book)
    for bundle in bundles:
        pair.receive(bundle)
    assert office_digest(pair.book) == before


def test_what_is_paid_is_not_unpaid_by_a_choice(pair: Pair, tmp_path: Path) -> None:
    uid, *bundles = fork(pair, tmp_path / "second", hours=3)
    pair.receive(*bundles)
    (one,) = conflicts(pair.book.book)
    unpaid = next(side for side in one.sides if side.digest != one.suggested)
    with pytest.raises(UserError, match="冲正"):
        settle(pair.book.desk, uid, unpaid.digest, "写得细", "张")
    settle(pair.book.desk, uid, one.suggested, "已经发了", "张")
    unsettle(pair.book.desk, uid, "张")
    assert pair.book.get(ERRANDS, uid).state == PAID
    with pytest.raises(UserError, match="冲正"):
        settle(pair.book.desk, uid, unpaid.digest, "写得细", "张")
    settle(pair.book.desk, uid, one.suggested, "已经发了", "张")
    write_return(pair.office, pair.branch.desk.code, pair.stick)
    read_return(pair.branch.desk, pair.stick)
    assert pair.branch.get(ERRANDS, uid).state == PAID
    assert pair.branch.check() == []


def test_a_sheet_printed_while_two_versions_stood_is_printed_again_with_the_paid_one(
    pair: Pair, tmp_path: Path
) -> None:
    uid, *bundles = fork(pair, tmp_path / "second", hours=3)
    pair.receive(*bundles)
    then = pair.book.as_it_stood(versions.last_seq(pair.book.book.connection), NOW)
    try:
        assert then.get(ERRANDS, uid).state == PAID
    finally:
        then.book.engine.close()


def test_of_two_that_are_not_settled_the_later_one_is_shown(pair: Pair, tmp_path: Path) -> None:
    uid = saved_errand(pair.branch).uid
    other = pair.two_computers(tmp_path / "second")
    pair.branch.act(pair.branch.get(ERRANDS, uid), "check")
    record = other.get(ERRANDS, uid)
    record.story = "另一台改的"
    other.clock.at = NOW + dt.timedelta(hours=3)  # type: ignore[attr-defined]
    other.save(record)
    pair.receive(pair.hand_in(), pair.hand_in(other))
    assert pair.book.get(ERRANDS, uid).state != CHECKED
