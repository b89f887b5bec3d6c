"""The four ledgers on paper: every text read back, totals as the book's, over random books and ugly values."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_samples import RARE_NAMES, records, second_reading, squeezed, texts

from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers import LEDGERS
from danyang_desktop.ledgers.payouts.lines import PaymentLine
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.printing.fonts import clean
from danyang_desktop.printing.ledger_sheet import ledger_sheet, rows_sheet, sheets_declared
from danyang_desktop.printing.month import sheets_of
from danyang_desktop.printing.paper import Drawing, draw
from danyang_desktop.printing.record_sheet import record_sheet, record_sheets
from danyang_desktop.printing.sheets import Grid, Sheet, Table, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing import fonts

UNIT = "青山镇柳塘村党支部"
HOW: dict[str, Any] = {"unit": UNIT, "version": "archive"}
MOST = 9_999_999_999


def said(sheet: Sheet) -> Iterator[str]:
    """Give every text of a sheet but those that go over two pages."""
    yield from (*sheet.title.split("\n"), sheet.unit, sheet.period)
    for block in sheet.blocks:
        if isinstance(block, Table):
            yield from (column.title for column in block.columns)
            for row in block.rows:
                yield from row
            yield from (one.show(sum(one.values)) for one in block.sums)
            yield from (block.total_label or "", block.total_note, block.capitals)
        elif isinstance(block, Grid):
            yield from (text for line in block.lines for cell in line.cells for text in cell.choices)
        elif isinstance(block, Words):
            yield block.text


def read_back(sheets: list[Sheet], types: fonts.Types) -> tuple[Drawing, list[str]]:
    """Draw sheets and check that each text of each sheet is on its pages; returns the text of each sheet."""
    drawing = draw(sheets, title="台账", types=types)
    pages = texts(drawing.data)
    found = []
    for sheet, done in zip(sheets, drawing.sheets, strict=True):
        words = "".join(pages[done.first - 1 : done.first - 1 + done.pages])
        for text in said(sheet):
            assert squeezed(clean(text)) in words, (sheet.title, text)
        assert done.check_code in words
        found.append(words)
    return drawing, found


def totals(sheet: Sheet) -> list[str]:
    return [one.show(sum(one.values)) for block in sheet.blocks if isinstance(block, Table) for one in block.sums]


@settings(max_examples=6)
@given(seed=st.integers(0, 10**6), count=st.integers(0, 25), void=st.sets(st.integers(0, 24), max_size=4))
@pytest.mark.parametrize("ledger", LEDGERS, ids=[one.slug for one in LEDGERS])
def test_totals_on_paper_are_the_totals_of_the_book(
    types: fonts.Types, ledger: Ledger[Any], seed: int, count: int, void: set[int]
) -> None:
    made = records(ledger, count, random.Random(seed))
    for place in void:
        if place < count:
            made[place].status, made[place].void_reason = "void", "记重了"
    sheets = sheets_of(ledger, made, period="2026-11", forms=True, **HOW)
    _drawing, words = read_back(sheets, types)
    counted = [one for one in made if one.status != "void" and not ledger.is_secret(one)]
    for face in sheets_declared(ledger):
        if face.rows_of:
            continue
        place = next(number for number, sheet in enumerate(sheets) if sheet.title == face.title)
        for column in (one for one in face.columns if one.total):
            total = sum(getattr(one, column.field) or 0 for one in counted)
            assert ledger.kinds[column.field].show(total) in totals(sheets[place])
        assert f"{len(counted)}{ledger.unit}" in words[place]


@settings(max_examples=10)
@given(amounts=st.lists(st.integers(-MOST, MOST), min_size=1, max_size=60), seed=st.integers(0, 10**6))
def test_a_roster_adds_up_on_every_page(types: fonts.Types, amounts: list[int], seed: int) -> None:
    (batch,) = records(SUBSIDIES, 1, random.Random(seed))
    batch.lines = [PaymentLine(person=Link("a", "王桂兰"), category="低保户", amount_fen=one) for one in amounts]
    sheet = rows_sheet(SUBSIDIES, batch, period="2026-11", **HOW)
    drawing = draw([sheet], title="花名册", types=types)
    words = "".join(texts(drawing.data))
    number = r"(-?[\d,]+\.\d\d)"
    subtotals = [int(re.sub(r"[,.]", "", one)) for one in re.findall(rf"本页小计（\d+人）{number}", words)]
    whole = re.findall(rf"合计（共{drawing.pages}页，{len(amounts)}人）{number}", words)
    assert sum(subtotals) == sum(amounts)
    assert [int(re.sub(r"[,.]", "", one)) for one in whole] == [sum(amounts)]


def visit(dice: random.Random, **values: Any) -> Any:
    (one,) = records(VISITS, 1, dice)
    for name, value in values.items():
        setattr(one, name, value)
    return one


@pytest.mark.parametrize("text", ["无", "田" * 5000, "a" * 5000, "病，" * 2500], ids=["one", "han", "latin", "stops"])
def test_a_text_of_any_length(types: fonts.Types, dice: random.Random, text: str) -> None:
    one = visit(dice, situation=text, request=text, measures=text)
    for sheet in (ledger_sheet(VISITS, [one] * 3, period="2026-11", **HOW), record_sheet(VISITS, one, **HOW)):
        words = "".join(texts(draw([sheet], title="台账", types=types).data))
        letter = text[0]
        others = sum(said_text.count(letter) for said_text in said(sheet))
        assert words.count(letter) >= others


def test_the_ends_of_money_and_names(types: fonts.Types, dice: random.Random) -> None:
    name = "阿卜杜热合曼·买买提艾力江托合提"
    made = [
        visit(dice, cash=cash, household=Link("h", who))
        for cash, who in ((0, "王"), (MOST, name), (None, RARE_NAMES), (1, "欧阳" * 10))
    ]
    _drawing, (words,) = read_back([ledger_sheet(VISITS, made, period="2026-11", **HOW)], types)
    assert "100,000,000.00" in words
    assert "壹亿元整" in words
    for form in made:
        read_back([record_sheet(VISITS, form, **HOW)], types)


def test_31_visits_of_one_household(types: fonts.Types, dice: random.Random) -> None:
    made = records(VISITS, 31, dice)
    for one in made:
        one.household = Link("h", "王桂兰")
    drawing, (words,) = read_back([ledger_sheet(VISITS, made, period="2026-11", **HOW)], types)
    assert drawing.pages > 1
    assert words.count("王桂兰") == 31
    assert "走访31户次" in words


def test_an_empty_month(types: fonts.Types) -> None:
    for ledger in LEDGERS:
        _drawing, words = read_back(sheets_of(ledger, [], period="2026-11", **HOW), types)
        assert all("没有" in one for one in words)


def test_fifteen_people_sign_on_one_page(types: fonts.Types, dice: random.Random) -> None:
    (activity,) = records(VOLUNTEERING, 1, dice)
    row = activity.participants[0]
    row.remark = ""
    sign_in = next(face for face in sheets_declared(VOLUNTEERING) if face.rows_of)
    for count, pages in ((1, 1), (15, 1), (16, 2), (30, 2)):
        activity.participants = [row] * count
        sheet = rows_sheet(VOLUNTEERING, activity, face=sign_in, period="2026-11", **HOW)
        assert draw([sheet], title="签到", types=types).pages == pages, count
    record = record_sheet(VOLUNTEERING, activity, **HOW)
    assert "合计30人" in read_back([record], types)[1][0]


def test_more_photos_than_stand_in_the_form_have_a_page(dice: random.Random) -> None:
    (activity,) = records(VOLUNTEERING, 1, dice)
    for count, sheets in ((0, 1), (2, 1), (3, 2)):
        activity.photos = [f"{number:064x}" for number in range(count)]
        assert len(record_sheets(VOLUNTEERING, activity, photo=lambda _digest: None, **HOW)) == sheets
    assert len(record_sheets(VOLUNTEERING, activity, **HOW)) == 1


def test_a_missing_glyph_is_a_box_with_its_code(types: fonts.Types, dice: random.Random) -> None:
    rare = "王\U000323af"
    sheet = ledger_sheet(VISITS, [visit(dice, household=Link("h", rare))], period="2026-11", **HOW)
    assert types.missing(sheet.values()) == ("\U000323af",)
    assert "王0323AF" in "".join(second_reading(draw([sheet], title="台账", types=types).data))


def test_what_is_written_beside_a_signature_stays_off_the_wall(types: fonts.Types, dice: random.Random) -> None:
    (batch,) = records(SUBSIDIES, 1, dice)
    line = PaymentLine(
        person=Link("a", "王桂兰"), category="低保户", amount_fen=48_000, remark="重病", adjust_reason="多发扣回",
        proxy_name="李建国", proxy_relation="子女", result="退回",
    )  # fmt: skip
    batch.lines = [line]
    how = {"unit": UNIT, "period": "2026-11"}
    signed, wall = (
        "".join(texts(draw([rows_sheet(SUBSIDIES, batch, version=version, **how)], title="册", types=types).data))
        for version in ("archive", "notice")
    )
    for word in ("重病", "李建国（子女）代领", "多发扣回", "退回"):
        assert word in signed
    for word in ("重病", "代领", "李", "子女", "扣回", "退回", "桂"):
        assert word not in wall
    assert "王*兰" in wall
