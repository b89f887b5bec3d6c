"""Papers of a branch that has lived for a while: what they say is what the book says, and no more than they may."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base import paths
from danyang_desktop.base.chinese.money import show_fen, show_yuan
from danyang_desktop.base.clock import SetClock
from danyang_desktop.base.errors import Cancelled, UserError
from danyang_desktop.base.ids import short_code
from danyang_desktop.commands.frame import run
from danyang_desktop.declare.query import LIVE
from danyang_desktop.demo.branch import END, Plan
from danyang_desktop.demo.run import run_demo
from danyang_desktop.exchange.bundle_out import lines
from danyang_desktop.ledgers.participation import CONFIRMED
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.talks import OPEN_TALK, TALKS
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.papers import making, press
from danyang_desktop.printing.paper import draw_page
from danyang_desktop.recheck import recheck
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.registers.volunteers import VOLUNTEERS
from danyang_desktop.store.versions import last_seq
from danyang_desktop.workspace import Workspace
from tests.core.printing.paper_samples import squeezed, texts
from tests.helpers.books import cheap_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PASSWORD = "柳塘-2026-台账"
MONTH = "2026-11"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Open the book of a branch that has lived for four months."""
    folder = tmp_path_factory.mktemp("lived") / "demo"
    with cheap_keys():
        run_demo(Plan(folder, months=4, seed=11, branches=1, password=PASSWORD))
    (book,) = (folder / "branches").iterdir()
    shutil.copytree(folder, folder.with_name("copy"))
    clock = SetClock(dt.datetime.combine(END, dt.time(18, 0)))
    device = folder / "computers" / book.name
    with Workspace.open(book, password=PASSWORD, clock=clock, device_folder=device, operator="许敏") as workspace:
        yield workspace


def words(path: Path) -> str:
    return "".join(texts(path.read_bytes()))


def newest(workspace: Workspace, ledger: Any, **asked: Any) -> Any:
    return workspace.query(ledger, status=LIVE, **asked).page(limit=1).rows[0]


def test_the_cover_says_what_the_ledgers_behind_it_say(lived: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "month.pdf"
    printed = press.print_month(lived, MONTH, out)
    pages = texts(out.read_bytes())
    for ledger in (VISITS, TALKS, VOLUNTEERING, SUBSIDIES):
        live = lived.query(ledger, month=MONTH, status=LIVE)
        assert f"{ledger.short}{live.count()}{ledger.unit}" in pages[0]
    cash = lived.query(VISITS, month=MONTH).totals()["cash"]
    assert f"慰问金{show_yuan(cash)}元" in pages[0]
    visits = printed.sheets[2]
    assert show_fen(cash) in pages[visits.first + visits.pages - 2]
    due = lived.query(SUBSIDIES, month=MONTH).totals()["total_fen"]
    assert f"应发{show_yuan(due)}元" in pages[0]
    assert f"附：台账{printed.pages - 2}页" in pages[0]
    for sheet in printed.sheets[2:]:
        assert sheet.check_code in pages[1]
    assert printed.missing == ()


def test_the_cover_asks_for_help(lived: Workspace, tmp_path: Path) -> None:
    press.print_month(lived, MONTH, tmp_path / "m.pdf", asks=["三组王桂兰家屋顶漏雨。", "四组鱼塘续包。"])
    page = texts((tmp_path / "m.pdf").read_bytes())[0]
    assert "需要上级帮助解决的事1.三组王桂兰家屋顶漏雨。2.四组鱼塘续包。" in page


def test_every_code_of_the_month_can_be_checked(lived: Workspace, tmp_path: Path) -> None:
    printed = press.print_month(lived, MONTH, tmp_path / "month.pdf")
    assert {recheck(lived, sheet.check_code).state for sheet in printed.sheets} == {"same"}


def test_a_notice_tells_no_more_than_its_list_says(lived: Workspace, tmp_path: Path) -> None:
    batch = newest(lived, SUBSIDIES)
    printed = press.print_notice(lived, batch, tmp_path / "notice.pdf")
    page = texts((tmp_path / "notice.pdf").read_bytes())[0]
    for line in batch.lines:
        assert line.person.name not in page
        for hidden in (line.id_no, line.account_no, line.bank_name):
            assert not hidden or hidden not in page
    person = lived.look.get(batch.lines[0].person)
    assert person.phone not in page
    assert f"合计{batch.heads}人，{show_yuan(batch.total_fen)}元（{batch.capitals}）" in page
    assert len(printed.sheets) == 2
    assert "身份证" not in "".join(press.notice_fields(lived, batch))
    span = press.notice_span(lived, batch)
    assert (span["first"], span["last"]) == (batch.public_from.isoformat(), batch.public_to.isoformat())


def test_certificates_are_numbered_and_a_second_print_is_marked(lived: Workspace, tmp_path: Path) -> None:
    confirmed = newest(lived, VOLUNTEERING, state=CONFIRMED)
    first, second = (lived.get(VOLUNTEERS, row.volunteer.uid) for row in confirmed.participants[:2])
    span = (dt.date(2026, 1, 1), END)
    mine = short_code(lived.book.device, lived.book.epoch)
    for who in (first, second, first):
        press.print_certificate(lived, who, *span, tmp_path / "c.pdf")
        page = words(tmp_path / "c.pdf")
        number = 1 if who is first else 2
        assert f"编号：{lived.branch.code}-ZM-2026-{mine}-{number:03}" in page
        minutes = sum(
            row.hours or 0
            for one in lived.query(VOLUNTEERING, state=CONFIRMED).records()
            for row in one.participants
            if row.volunteer.uid == who.uid
        )
        assert f"{minutes / 60:.1f}小时" in page
    assert page.count("补打") == 2
    press.print_certificate(lived, first, dt.date(2026, 2, 1), END, tmp_path / "d.pdf")
    assert f"ZM-2026-{mine}-003" in words(tmp_path / "d.pdf")
    assert "补打" not in words(tmp_path / "d.pdf")


def test_another_computer_of_the_branch_gives_another_number(lived: Workspace, tmp_path: Path) -> None:
    who = lived.get(VOLUNTEERS, newest(lived, VOLUNTEERING, state=CONFIRMED).participants[0].volunteer.uid)
    numbers = set()
    for device in ("71fc251c54874b6c", "0b7d1cb4a1f24f0e"):
        lived.book.device = device
        lived.book.connection.execute("DELETE FROM print_log")  # what one computer prints the other has not read yet
        press.print_certificate(lived, who, dt.date(2026, 1, 1), END, tmp_path / "c.pdf")
        numbers |= set(re.findall(r"ZM-2026-[A-Z0-9]{4}-\d{3}", words(tmp_path / "c.pdf")))
    assert len(numbers) == 2


def test_printed_again_on_the_branchs_other_computer_it_is_marked(lived: Workspace, tmp_path: Path) -> None:
    who = lived.get(VOLUNTEERS, newest(lived, VOLUNTEERING, state=CONFIRMED).participants[0].volunteer.uid)
    span = (dt.date(2026, 3, 1), END)
    press.print_certificate(lived, who, *span, tmp_path / "a.pdf")
    first = lived.book.device
    kinds = {one["kind"] for one in lines(lived.desk, 0, last_seq(lived.book.connection))}
    assert "certificates" in kinds, "the bundle carries it there"
    with lived.book.transaction():  # as its other computer, which has read the bundle: no log of printing, another key
        lived.book.connection.execute("DELETE FROM print_log")
        lived.book.connection.execute(
            "INSERT INTO devices (device, branch, branch_name, public_key, enrolled_at) VALUES (?, ?, '', '', '')",
            (first, lived.branch.code),
        )
    lived.book.device = "0b7d1cb4a1f24f0e"
    press.print_certificate(lived, who, *span, tmp_path / "b.pdf")
    number = re.search(r"ZM-2026-[A-Z0-9]{4}-\d{3}", words(tmp_path / "a.pdf"))
    assert number is not None
    assert number[0] in words(tmp_path / "b.pdf")
    assert "补打" not in words(tmp_path / "a.pdf")
    assert words(tmp_path / "b.pdf").count("补打") == 2


def test_no_certificate_without_confirmed_hours(lived: Workspace, tmp_path: Path) -> None:
    who = newest(lived, VOLUNTEERS)
    with pytest.raises(UserError, match="没有已经确认的服务时长"):
        press.print_certificate(lived, who, dt.date(2020, 1, 1), dt.date(2020, 2, 1), tmp_path / "c.pdf")
    with pytest.raises(UserError, match="早于"):
        press.print_certificate(lived, who, END, dt.date(2020, 1, 1), tmp_path / "c.pdf")
    assert not list(tmp_path.iterdir())


def test_a_household_file_has_every_visit_and_every_yuan(lived: Workspace, tmp_path: Path) -> None:
    visited = newest(lived, VISITS)
    household = lived.get(HOUSEHOLDS, visited.household.uid)
    visits = lived.linked(VISITS, household.uid)
    press.print_household(lived, household, tmp_path / "h.pdf", version="archive")
    page = words(tmp_path / "h.pdf")
    assert f"走访{len(visits)}次" in page
    for visit in visits:
        assert visit.visited_on.isoformat() in page
        assert squeezed(visit.measures) in page
    assert household.id_no in page
    paid = sum(
        line.amount_fen or 0
        for batch in (lived.linked(SUBSIDIES, household.person.uid) if household.person else ())
        for line in batch.lines
        if line.person.uid == household.person.uid and line.result == "成功"
    )
    cash = sum(visit.cash or 0 for visit in visits if visit.counted_in != "补助批次")
    assert not cash + paid or show_fen(cash + paid) in page
    press.print_household(lived, household, tmp_path / "w.pdf")
    assert household.id_no not in words(tmp_path / "w.pdf")


def test_the_matrix_has_no_word_of_any_talk_and_no_day_of_a_secret_one(lived: Workspace, tmp_path: Path) -> None:
    press.print_coverage(lived, 2026, tmp_path / "m.pdf", version="archive")
    page = words(tmp_path / "m.pdf")
    talks = list(lived.query(TALKS, month="2026", status=LIVE).records())
    for talk in talks:
        for text in (talk.content, talk.opinions):
            assert not text or squeezed(text) not in page
    open_days = {f"{talk.talk_on:%m-%d}" for talk in talks if talk.secrecy == OPEN_TALK}
    shown = set(re.findall(r"\d\d-\d\d(?!-)", re.sub(r"打印时间\S{15}|核对码\S{9}", "", page)))
    assert {day for day in shown if "01-01" <= day <= "12-31"} <= open_days
    members = [one for one in lived.query(PEOPLE).records() if one.political_status == "中共党员"]
    assert all(one.name in page for one in members)


def test_hours_of_the_year_are_those_of_the_ledger(lived: Workspace, tmp_path: Path) -> None:
    press.print_hours(lived, 2026, tmp_path / "h.pdf")
    total = lived.query(VOLUNTEERING, month="2026").totals()["total_hours"]
    assert f"{total / 60:.1f}" in words(tmp_path / "h.pdf")


def test_the_year_is_one_volume(lived: Workspace, tmp_path: Path) -> None:
    printed = press.print_year(lived, 2026, tmp_path / "y.pdf", forms=True)
    pages = texts((tmp_path / "y.pdf").read_bytes())
    assert len(pages) == printed.pages
    catalogue = printed.sheets[1].pages
    assert f"页{printed.pages - 1 - catalogue}" not in pages[0]
    assert f"{printed.pages - 1 - catalogue}页" in pages[0]
    secret = [one for one in lived.query(TALKS, month="2026").records() if one.secrecy != OPEN_TALK]
    everything = "".join(pages)
    assert secret
    assert not [one for one in secret if one.content and squeezed(one.content) in everything and not _open(lived, one)]
    for kept in ("30年", "10年", "永久"):
        assert kept in everything


def _open(workspace: Workspace, secret: Any) -> bool:
    """Tell whether an open talk says the same: the sample has few sentences."""
    return any(one.content == secret.content and one.secrecy == OPEN_TALK for one in workspace.query(TALKS).records())


def test_a_filtered_list_prints_what_is_seen(lived: Workspace, tmp_path: Path) -> None:
    name = newest(lived, VISITS).household.name
    seen = lived.query(VISITS, month=MONTH, search=name).count()
    press.print_list(lived, VISITS, tmp_path / "l.pdf", month=MONTH, search=name)
    page = words(tmp_path / "l.pdf")
    assert f"查找“{name}”" in page
    assert f"走访{seen}户次" in page
    assert recheck(lived, press.print_list(lived, VISITS, tmp_path / "l.pdf").check_code).state == "same"


def test_a_preview_shows_each_page_as_it_will_be(lived: Workspace, tmp_path: Path) -> None:
    recipe = {"make": "month", "period": MONTH, "version": "working"}
    sheets = making.make_sheets(lived, recipe)
    press.print_month(lived, MONTH, tmp_path / "m.pdf")
    whole = texts((tmp_path / "m.pdf").read_bytes())
    for number in (1, 3, len(whole)):
        one = draw_page(sheets, number)
        assert one is not None
        assert texts(one.data) == [whole[number - 1]]


def test_stopping_leaves_no_file(lived: Workspace, tmp_path: Path) -> None:
    def stop(*_said: object) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        press.print_year(lived, 2026, tmp_path / "y.pdf", progress=stop)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("year", [0, 1948, 2101, 99999])
def test_a_year_that_is_none(lived: Workspace, tmp_path: Path, year: int) -> None:
    for print_it in (press.print_year, press.print_coverage, press.print_hours):
        with pytest.raises(UserError, match="年份要在"):
            print_it(lived, year, tmp_path / "y.pdf")
    assert not list(tmp_path.iterdir())


def test_a_year_without_records_is_a_thin_volume(lived: Workspace, tmp_path: Path) -> None:
    printed = press.print_year(lived, 2019, tmp_path / "y.pdf")
    assert printed.pages >= 6
    assert "没有服务记录" in words(tmp_path / "y.pdf")


def test_a_ledger_of_a_whole_year(lived: Workspace, tmp_path: Path) -> None:
    press.print_ledgers(lived, [SUBSIDIES], "2026", tmp_path / "l.pdf")
    page = words(tmp_path / "l.pdf")
    totals = lived.query(SUBSIDIES, month="2026").totals()
    assert f"本年合计批次{lived.query(SUBSIDIES, month='2026', status=LIVE).count()}批" in page
    assert show_fen(totals["total_fen"]) in page
    for batch in lived.query(SUBSIDIES, month="2026").records():
        assert f"{batch.month[:4]}年{int(batch.month[5:])}月编号{batch.serial_no}" in page


@pytest.fixture
def line(
    lived: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., dict[str, Any]]:
    """Give what prints from a copy of the book by a command, and returns its JSON answer."""
    monkeypatch.setenv("DANYANG_PASSWORD", PASSWORD)
    monkeypatch.setenv(paths.DEVICE_VARIABLE, str(tmp_path / "device"))
    book = lived.folder.parent.parent.with_name("copy") / "branches" / lived.folder.name

    def call(*words: str) -> dict[str, Any]:
        code = run(["print", *words, "--out", str(tmp_path / "out.pdf"), "--book", str(book), "--json"])
        answer = json.loads(capsys.readouterr().out)
        return {"exit": code, **answer}

    return call


def test_every_special_sheet_by_command(lived: Workspace, tmp_path: Path, line: Callable[..., dict[str, Any]]) -> None:
    batch, visit = newest(lived, SUBSIDIES), newest(lived, VISITS)
    served = newest(lived, VOLUNTEERING, state=CONFIRMED).participants[0].volunteer.uid
    asked = {
        ("household", visit.household.uid): "帮扶对象档案表",
        ("certificate", served, "--from", "2026.1.1", "--to", "2026.11.24"): "志愿服务证明",
        ("notice", batch.uid): "公示结果报告",
        ("record", visit.uid): "走访慰问记录表",
        ("coverage", "--year", "2026"): "谈心谈话全年进度表",
        ("hours", "--year", "2026"): "志愿服务时长年度汇总表",
        ("members",): "困难党员花名册",
        ("year", "--year", "2026"): "支部工作台账年度卷",
        ("people", "households"): "人员花名册",
        ("visits", "--year", "2026"): "走访帮扶台账",
    }
    for words, title in asked.items():
        answer = line(*words)
        assert answer["exit"] == 0, answer
        assert title in {sheet["title"] for sheet in answer["sheets"]}
        assert answer["missing"] == []
        assert len(texts((tmp_path / "out.pdf").read_bytes())) == answer["pages"]
    assert "姓名" in "".join(line("notice", batch.uid)["fields_left"])
    assert "身份证号" not in line("subsidies", "--month", MONTH, "--version", "notice")["fields_left"]


@pytest.mark.parametrize("kind", ["household", "certificate", "notice", "record"])
def test_a_number_that_nobody_has(line: Callable[..., dict[str, Any]], kind: str) -> None:
    assert "没有找到" in line(kind, "0" * 32)["error"]
    assert "请写明是哪一" in line(kind)["error"]
    assert line("visits")["error"].startswith("请写明打印哪个月")
