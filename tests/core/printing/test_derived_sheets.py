"""Sheets derived from declarations: columns, versions, masks, secret and voided records, the month."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from paper_samples import records, squeezed, texts

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.faces import Cells, Print
from danyang_desktop.declare.faces import Sheet as Face
from danyang_desktop.declare.kinds import Choice, Date, LongText, Money, Number, Period, Row, Rows, Text
from danyang_desktop.declare.ledger import Ledger
from danyang_desktop.declare.record import Record
from danyang_desktop.printing.cover import cover_sheet
from danyang_desktop.printing.ledger_sheet import ledger_sheet, rows_sheet
from danyang_desktop.printing.month import figure_of, month_sheets, sheets_of
from danyang_desktop.printing.paper import draw
from danyang_desktop.printing.record_sheet import record_sheet
from danyang_desktop.printing.sheets import Sheet, Table
from danyang_desktop.printing.shown import labels_shown

if TYPE_CHECKING:
    import random

    from danyang_desktop.printing import fonts

UNIT = "青山镇柳塘村党支部"
ID, ACCOUNT = "321199194503072424", "6222021104001234567"


class PaperLine(Row):
    name = Text("姓名", form="name", privacy=2)
    id_no = Text("身份证号", form="id_no", privacy=3)
    amount = Money("金额")
    account_no = Text("账号", form="code", privacy=3)
    wrong_no = Text("身份证号（原样）", form="code", privacy=3)


class PaperToy(Record):
    given_on = Date("日期", required=True)
    person = Text("对象", form="name", required=True, privacy=2)
    id_no = Text("身份证号", form="id_no", privacy=3)
    account_no = Text("账号", form="account", privacy=3)
    way = Choice("方式", ("上门", "电话"))
    cash = Money("金额", privacy=2)
    heads = Number("人数")
    talk = LongText("谈话内容", privacy=4)
    note = LongText("情况", privacy=2)
    period = Period("月份")
    lines = Rows("名单", PaperLine, noun="人")
    secrecy = Choice("保密", ("保密", "公开"))

    class Meta:
        table_name = "paper_toys"


TOY = Ledger(
    slug="paper_toys",
    title="样张台账",
    model=PaperToy,
    noun="登记",
    unit="人次",
    code="YZ",
    date_of="given_on",
    form={
        "全部": (
            "given_on",
            "person",
            "id_no",
            "account_no",
            "way",
            "cash",
            "heads",
            "talk",
            "note",
            "period",
            "lines",
            "secrecy",
        )
    },
    totals=("cash", "heads"),
    secret=lambda record: record.secrecy == "保密",
    prints=(
        Face(
            "样张台账",
            (
                Print("seq", 10),
                Print("given_on", 24),
                Print("person", 20),
                Print("id_no", 42),
                Print("account_no", 40),
                Print("cash", 22, total=True),
                Print("heads", 16, total=True),
                Print("note", 40, shows=lambda one: f"{one.person}的账号是{one.account_no}"),
                Print("sign", 20, "签字", sign=True),
            ),
            capitals="cash",
            seal=True,
        ),
        Face(
            "样张花名册",
            (
                Print("seq", 10),
                Print("name", 20),
                Print("id_no", 40),
                Print("amount", 20, total=True),
                Print("account_no", 20),
                Print("wrong_no", 40),
                Print("sign", 30, "签字", sign=True),
            ),
            rows_of="lines",
            landscape=False,
            seal=True,
            capitals="amount",
        ),
        Cells(
            "样张记录表",
            (("serial_no", "given_on"), ("person", "id_no", "way"), ("way",), ("talk",), ("lines",)),
            signatures=("谈话人", "对象"),
        ),
    ),
)


@pytest.fixture
def toys(dice: random.Random) -> list[Any]:
    made = records(TOY, 4, dice)
    for number, one in enumerate(made):
        one.person, one.id_no, one.account_no, one.secrecy = "欧阳文松", ID, ACCOUNT, "公开"
        one.cash, one.heads, one.note, one.talk = 12345, number + 1, "老伴住院", "心里话"
        one.lines = [PaperLine(name="王桂兰", id_no=ID, amount=50, account_no=ACCOUNT, wrong_no="3211991945")] * (
            number + 1
        )
    return made


def words_of(*sheets: Sheet, types: fonts.Types) -> str:
    return "".join(texts(draw(sheets, title="台账", types=types).data))


def test_archive_shows_everything(toys: list[Any], types: fonts.Types) -> None:
    page = words_of(ledger_sheet(TOY, toys, unit=UNIT, period="2026-11", version="archive"), types=types)
    for value in (f"单位：{UNIT}", "2026年11月", ID, ACCOUNT, "欧阳文松", "存档版", "金额（元）", "123.45", "493.80"):
        assert squeezed(value) in page
    assert "本月合计登记4人次493.8010" in page
    assert "人民币（大写）肆佰玖拾叁元捌角" in page


def test_working_version_masks_identifiers_even_in_composed_texts(toys: list[Any], types: fonts.Types) -> None:
    page = words_of(ledger_sheet(TOY, toys, unit=UNIT, period="2026-11"), types=types)
    assert ID not in page
    assert ACCOUNT not in page
    assert "321199********2424" in page
    assert "欧阳文松的账号是****4567" in page
    assert "工作版" in page


def test_notice_has_no_number_no_reason_and_masked_names(toys: list[Any], types: fonts.Types) -> None:
    toys[1].status = "void"
    one = ledger_sheet(TOY, toys, unit=UNIT, period="2026-11", version="notice")
    page = words_of(one, types=types)
    for hidden in (ID, ACCOUNT, "3211", "文松", "老伴", "账号是"):
        assert hidden not in page
    assert "欧阳**" in page
    assert "本月合计登记3人次" in page
    assert labels_shown(TOY, TOY.prints[0], "notice") == ("序号", "日期", "对象", "金额（元）", "人数")


def test_secret_records_are_a_count(toys: list[Any], types: fonts.Types) -> None:
    toys[0].secrecy, toys[0].person = "保密", "赵秘密"
    page = words_of(*sheets_of(TOY, toys, unit=UNIT, period="2026-11", version="archive", forms=True), types=types)
    assert "赵秘密" not in page
    assert "另有保密的1人次，只计次数" in page
    with pytest.raises(UserError, match="保密"):
        record_sheet(TOY, toys[0], unit=UNIT)


def test_voided_record_is_struck_and_not_counted(toys: list[Any], types: fonts.Types) -> None:
    toys[2].status, toys[2].void_reason = "void", "记重了"
    one = ledger_sheet(TOY, toys, unit=UNIT, period="2026-11", version="archive")
    table = one.blocks[0]
    assert isinstance(table, Table)
    assert table.struck == {2}
    assert [row[0] for row in table.rows] == ["1", "2", "3", "4"]
    assert "本月合计登记3人次370.357" in words_of(one, types=types)
    assert "已作废：记重了" in words_of(record_sheet(TOY, toys[2], unit=UNIT), types=types)


def test_roster_lists_the_rows_of_one_record(toys: list[Any], types: fonts.Types) -> None:
    page = words_of(rows_sheet(TOY, toys[3], unit=UNIT, period="2026-11"), types=types)
    assert page.count("王桂兰") == 4
    assert ID not in page
    assert ACCOUNT not in page
    assert "3211991945" not in page
    assert "本页小计（4人）2.00" in page
    assert "人民币（大写）贰元整" in page
    assert "（盖章处）" in page
    assert toys[3].serial_no in page


def test_roster_of_nothing_says_so(types: fonts.Types) -> None:
    sheets = sheets_of(TOY, [], unit=UNIT, period="2026-11")
    page = words_of(*sheets, types=types)
    assert [one.title for one in sheets] == ["样张台账", "样张花名册"]
    assert "本月没有记录。" in page
    assert "本期没有人员。" in page


def test_record_form(toys: list[Any], types: fonts.Types) -> None:
    toys[0].way = "电话"
    toys[0].lines = [PaperLine(name=f"王{number}", amount=100) for number in "一二三四五六七八"]
    page = words_of(record_sheet(TOY, toys[0], unit=UNIT, version="archive"), types=types)
    for value in (f"编号：{toys[0].serial_no}", "心里话", "谈话人签字", "共8人，见下表", "王八1.00", "上门电话"):
        assert squeezed(value) in page
    assert "心里话" not in words_of(record_sheet(TOY, toys[0], unit=UNIT), types=types)
    with pytest.raises(UserError, match="公示"):
        record_sheet(TOY, toys[0], unit=UNIT, version="notice")


def test_month_has_a_cover_with_figures_and_catalogue(toys: list[Any], types: fonts.Types) -> None:
    sheets = month_sheets([(TOY, toys)], unit=UNIT, period="2026-11", types=types)
    drawing = draw(sheets, title="2026年11月", types=types)
    cover, catalogue = texts(drawing.data)[:2]
    pages = drawing.pages - 2
    cover_alone = cover_sheet(unit=UNIT, subtitle="2026年11月", figures=[figure_of(TOY, toys)], pages=pages)
    assert sheets[0] == replace(cover_alone, part="cover")
    assert f"附：台账{pages}页" in cover
    assert "4人次" in cover
    assert "金额493.80元" in cover
    for one in drawing.sheets[2:]:
        assert f"{one.title}" in catalogue
        assert one.check_code in catalogue
    assert f"共{len(sheets) - 2}份{pages}页" in catalogue
