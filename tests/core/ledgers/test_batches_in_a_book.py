"""The four ledgers in a real book: what the rules ask of it, it answers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.clock import SetClock
from danyang_desktop.base.errors import Refused, UserError
from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.participation import Participation
from danyang_desktop.ledgers.payouts.build import build_lines
from danyang_desktop.ledgers.payouts.checks import checks
from danyang_desktop.ledgers.payouts.corrections import reissue, reverse
from danyang_desktop.ledgers.payouts.lines import ReturnedPayment
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.registers.programs import PROGRAMS
from danyang_desktop.registers.teams import TEAMS
from danyang_desktop.registers.volunteers import VOLUNTEERS
from danyang_desktop.rollups.month import figures
from tests.helpers.fake_look import link
from tests.helpers.village import ACCOUNT, number, rate

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

WORDS = "为 11 户独居老人检查取暖器、电线和灶具，更换插座 4 个。"


def saved(book: Workspace, ledger: Any, **values: Any) -> Any:
    record = book.new(ledger, **values)
    book.save(record)
    return record


def person(book: Workspace, name: str, serial: int, **values: Any) -> Any:
    bank = {"bank_name": "丹阳农商行", "account_no": ACCOUNT}
    return saved(book, PEOPLE, name=name, id_no=number(dt.date(1948, 1, 2), serial), **bank, **values)


@pytest.fixture
def allowance(book: Workspace) -> Any:
    for place, name in enumerate(("王桂兰", "孙玉珍")):
        person(book, name, 100 + place, category=["低保户"])
    return saved(
        book, PROGRAMS, name="定补", kind="其他", basis="镇发〔2026〕3号", fund_source="财政拨款",
        rates=[rate("低保户", 48_000, hardship=["低保户"])],
    )  # fmt: skip


def batch_of(book: Workspace, program: Any) -> Any:
    people, homes = (list(book.query(one).records()) for one in (PEOPLE, HOUSEHOLDS))
    lines = build_lines(program, people, homes, ("2026-11", "2026-11"), book.look)
    return book.new(SUBSIDIES, program=link(program), month="2026-11", lines=lines)


def paid(book: Workspace, batch: Any) -> Any:
    """Take a batch to 已发 on 10 December, and return it as the book keeps it."""
    book.save(batch)
    if batch.nature == "发放":
        book.act(batch, "publicise")
    assert isinstance(book.clock, SetClock)
    book.clock.at = dt.datetime(2026, 12, 10, 9, 0)
    book.act(batch, "review", approved_by="朱小妹")
    book.act(batch, "submit")
    book.act(batch, "pay")
    return book.get(SUBSIDIES, batch.uid)


def test_batch_from_list_to_settlement(book: Workspace, allowance: Any) -> None:
    batch = paid(book, batch_of(book, allowance))
    assert (batch.state, batch.paid_fen, batch.serial_no[:2]) == ("已发", 96_000, "BZ")
    batch.lines[0].adjust_fen, batch.lines[0].adjust_reason = 100, "改一改"
    with pytest.raises(UserError):
        book.save(batch)
    with pytest.raises(Refused, match="冲正"):
        book.correct(batch, "金额写错")
    batch = book.get(SUBSIDIES, batch.uid)
    batch.lines.pop()
    with pytest.raises(Refused, match="冲正"):
        book.correct(batch, "多写一人")
    batch = book.get(SUBSIDIES, batch.uid)
    batch.remark = "底稿在第三本"
    book.correct(batch, "补写备注")
    batch = book.get(SUBSIDIES, batch.uid)
    assert batch.total_fen == 96_000
    line = batch.lines[0]
    back = ReturnedPayment(line=line.row_uid, kind="退回", reason="销户", returned_on=dt.date(2026, 12, 10))
    book.act(batch, "book_returns", returns=[back])
    batch = book.get(SUBSIDIES, batch.uid)
    again = paid(book, reissue(batch, book.look))
    assert again.corrects_no == batch.serial_no
    book.act(batch, "settle")
    assert book.get(SUBSIDIES, batch.uid).state == "结清"
    year = figures("2026", batches=book.query(SUBSIDIES).records())
    assert (year.paid_heads, year.paid_fen) == (2, 96_000)
    wrong = paid(book, reverse(book.get(SUBSIDIES, batch.uid), book.look, "重复造册"))
    assert wrong.total_fen == -48_000, "the returned line was never paid"
    assert figures("2026", batches=book.query(SUBSIDIES).records()).paid_fen == 48_000


def test_second_list_of_the_month_is_found(book: Workspace, allowance: Any) -> None:
    book.save(batch_of(book, allowance))
    again = batch_of(book, allowance)
    assert not book.judge(again).errors
    assert {one.code for one in checks(again, book.look)} == {"paid_already"}


def test_overlap_is_found_across_records(book: Workspace) -> None:
    who = person(book, "许敏", 200)
    team = saved(book, TEAMS, name="红马甲便民队", leader=link(who))
    volunteer = saved(book, VOLUNTEERS, person=link(who), teams=[link(team)])
    facts: dict[str, Any] = {
        "field": "助老", "team": link(team), "held_on": dt.date(2026, 11, 22), "place": "一组", "content": WORDS,
        "in_charge": [link(who)],
    }  # fmt: skip
    saved(
        book, VOLUNTEERING, title="上午", starts=540, ends=660,
        participants=[Participation(volunteer=link(volunteer))], **facts,
    )  # fmt: skip
    second = book.new(VOLUNTEERING, title="也在上午", starts=600, ends=700, **facts)
    second.participants = [Participation(volunteer=link(volunteer))]
    with pytest.raises(Refused) as refused:
        book.save(second)
    assert "上午" in refused.value.complaints["participants"]
    second.starts = second.participants[0].sign_in = 660
    book.save(second)
    assert [one.title for one in book.linked(VOLUNTEERING, volunteer.uid)] == ["上午", "也在上午"][::-1]


def test_visit_and_talk_start_with_who_sits_at_the_desk(book: Workspace) -> None:
    secretary = person(book, "周建民", 300, role="书记", political_status="中共党员")
    home = saved(book, HOUSEHOLDS, head_name="王桂兰", id_no=number(dt.date(1948, 1, 2), 400), hardship=["低保户"])
    visit = book.new(VISITS, household=link(home), situation="老伴住院，药费负担重。", measures="已联系镇里")
    assert visit.visitors == [link(secretary)]
    book.save(visit)
    kept = book.get(VISITS, visit.uid)
    assert (kept.place, kept.follow_up_on, kept.progress) == ("户主家中", dt.date(2027, 2, 21), "已办结")
    words = "老伴住院已有两周，本人往返镇上照料，心里着急。"
    talk = book.new(TALKS, targets=[Link("", "某人")], content=words, mood="稳定")
    book.save(talk)
    assert book.get(TALKS, talk.uid).relations == ["群众"]
