"""What the office keeps for everybody comes home on the return stick, and the branch's rules go by it at once."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.clock import SetClock
from danyang_desktop.county.annotations import RETURNED, annotate, calls
from danyang_desktop.county.office import Office
from danyang_desktop.county.receive import receive
from danyang_desktop.county.returns import read_return, write_return
from danyang_desktop.declare.look import Link
from danyang_desktop.exchange import bundle_out, container
from danyang_desktop.exchange.office_card import take_card
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.opening import Branch
from danyang_desktop.registers.codes import CODES
from danyang_desktop.registers.holidays import HOLIDAYS, notice_ends
from danyang_desktop.registers.programs import PROGRAMS, Rate, rate_named
from danyang_desktop.store import versions
from danyang_desktop.workspace import Workspace
from tests.helpers.books import NOW, PASSWORD, cheap_keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def office(book: Workspace, tmp_path: Path) -> Iterator[Office]:
    """Open an office of all ledgers that knows the branch's `book`."""
    with cheap_keys():
        workspace, _ = Workspace.create(
            tmp_path / "office", branch=Branch("321181", "丹阳市委组织部"), password=PASSWORD, role="office",
            clock=SetClock(NOW), device_folder=tmp_path / "office_device", operator="县里经办人",
        )  # fmt: skip
    with workspace:
        made, _ = Office.of(workspace.desk)
        made.write_card(tmp_path / "office.dyo")
        bundle_out.ask_to_enrol(book.desk, tmp_path / "branch.dyq")
        made.enrol(tmp_path / "branch.dyq")
        take_card(book.desk, tmp_path / "office.dyo")
        object.__setattr__(made, "workspace", workspace)
        yield made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Make a folder that plays the stick."""
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def _at(office: Office) -> Workspace:
    workspace: Workspace = office.workspace  # type: ignore[attr-defined]  # put there by the fixture
    return workspace


def test_rates_code_lists_and_holidays_come_home_and_count_at_once(
    book: Workspace, office: Office, stick: Path
) -> None:
    at = _at(office)
    day = dt.date(2026, 11, 25)
    before = notice_ends(NOW.date(), 3, book.look)
    assert "高龄独居" not in book.look.choices("hardship_kind")
    at.save(at.new(HOLIDAYS, name="临时放假", day=day))
    at.save(at.new(CODES, title="对象类别", label="高龄独居"))
    rate = Rate("1" * 32, category="低保户", rate_fen=48_000, valid_from=dt.date(2026, 1, 1))
    at.save(at.new(PROGRAMS, name="困难党员定补", kind="困难老党员定补", rates=[rate]))
    write_return(office, book.branch.code, stick)
    told = read_return(book.desk, stick)
    assert (told.taken, told.refused) == (1, [])
    assert {"holidays", "codes", "programs"} <= told.counts.keys()
    assert notice_ends(NOW.date(), 3, book.look) > before
    assert "高龄独居" in book.look.choices("hardship_kind")
    (program,) = [one for one in book.query(PROGRAMS).records() if one.name == "困难党员定补"]
    assert program.rates[0].rate_fen == 48_000
    assert read_return(book.desk, stick).known == 1


def test_a_new_rate_comes_home_and_counts_from_its_day_on(book: Workspace, office: Office, stick: Path) -> None:
    at = _at(office)
    old = Rate("1" * 32, category="低保户", rate_fen=36_000, valid_from=dt.date(2026, 1, 1))
    uid = at.save(at.new(PROGRAMS, name="困难党员定补", kind="困难老党员定补", rates=[old])).uid
    for upto in (None, dt.date(2026, 11, 30)):
        write_return(office, book.branch.code, stick)
        assert read_return(book.desk, stick).refused == []
        at_home = book.get(PROGRAMS, uid)
        rates = {day: rate_named(at_home, "低保户", dt.date(2026, *day)) for day in ((11, 30), (12, 1))}
        assert {day: rate.rate_fen for day, rate in rates.items() if rate} == (
            {(11, 30): 36_000, (12, 1): 42_000} if upto else {(11, 30): 36_000, (12, 1): 36_000}
        )
        if upto is None:
            changed = at.get(PROGRAMS, uid)
            ended = Rate("1" * 32, category="低保户", rate_fen=36_000, valid_from=dt.date(2026, 1, 1))
            ended.valid_to = dt.date(2026, 11, 30)
            begun = Rate("2" * 32, category="低保户", rate_fen=42_000, valid_from=dt.date(2026, 12, 1))
            changed.rates = [ended, begun]
            at.save(changed)


def test_a_call_for_correction_waits_at_the_branch_until_it_is_answered(
    book: Workspace, office: Office, stick: Path
) -> None:
    visit = book.new(
        VISITS, household=Link("", "王桂兰"), visited_on=dt.date(2026, 11, 20), visitors=[Link("", "周建民")],
        place="柳塘村3组", situation="身体尚好，家中平安，邻居常来照看。", measures="常去看看。",
    )  # fmt: skip
    book.save(visit)
    bundle = bundle_out.export(book.desk, stick).file
    assert receive(office, [bundle]).merged == 1
    annotate(office.desk, visit.uid, RETURNED, "金额没有写，请补上。", "县里经办人")
    write_return(office, book.branch.code, stick)
    told = read_return(book.desk, stick)
    assert told.counts["annotations"] == 1
    assert [(one.words, one.target) for one in calls(book.desk, book.branch.code)] == [
        ("金额没有写，请补上。", visit.uid)
    ]
    record = book.get(VISITS, visit.uid)
    record.cash, record.cash_source, record.receipt = 20_000, "财政拨款", "本人签收"
    book.save(record)
    assert calls(book.desk, book.branch.code) == []
    receive(office, [bundle_out.export(book.desk, stick).file])
    assert calls(office.desk) == []


def test_of_a_talk_its_words_and_whom_it_was_with_never_leave_the_branch(
    book: Workspace, office: Office, stick: Path
) -> None:
    dice = random.Random(4)
    talk = TALKS.model(branch=book.branch.code)
    for name, kind in TALKS.kinds.items():
        setattr(talk, name, kind.sample(dice))
    with book.book.transaction():
        book.book.append(talk, action="new", author="周建民", branch=book.branch.code, now=NOW)
    (kept,) = versions.of_record(book.book.connection, talk.uid)
    stays = TALKS.stays & {name for name, value in kept.content().items() if value}
    assert {"content", "targets", "talkers"} <= stays, "else the test shows nothing"
    bundle = bundle_out.export(book.desk, stick).file
    assert receive(office, [bundle]).merged == 1
    with container.open_payload(container.verify(bundle, office.public_key), *office.keys.identities) as payload:
        (line,) = payload.records()
    (come,) = versions.of_record(office.desk.book.connection, talk.uid)
    for said in (line["body"], come.content()):
        assert not TALKS.stays & said.keys()
        assert stays <= set(said["_withheld"])
    assert come.digest == kept.digest
    assert _at(office).check() == []
