"""Notices, certificates, matrices, the year: what they must say and must not say, and how many fit."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from paper_samples import sheet, texts

from danyang_desktop.printing.paper import draw
from danyang_desktop.printing.sheets import Table, Words
from danyang_desktop.printing.specials import yearly
from danyang_desktop.printing.specials.certificate import Certificate, certificate_sheet
from danyang_desktop.printing.specials.notice import Notice, Payee, fields_left, notice_sheet, result_sheet
from danyang_desktop.printing.specials.year import Piece, year_sheets

if TYPE_CHECKING:
    from danyang_desktop.printing import fonts

UNIT = "青山镇柳塘村党支部"
ID = "321199194503072424"
DAY = dt.date(2026, 11, 24)


def notice(count: int) -> Notice:
    payees = [Payee(f"王{'桂兰美'[number % 3]}兰", f"{number % 9 + 1}组", 36_000 + number) for number in range(count)]
    return Notice(
        place="柳塘村", unit=UNIT, period="2026年11月", program="困难老党员定补", payees=payees, heads=count,
        first=DAY, last=dt.date(2026, 12, 3), days=7, contact="许敏", hotline="0511-86000002",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("count", "pages"), [(0, 1), (1, 1), (2, 1), (17, 1), (18, 1), (36, 1), (37, 2), (40, 2), (100, 4)]
)
def test_a_notice_of_any_length(types: fonts.Types, count: int, pages: int) -> None:
    one = notice(count)
    drawing = draw([notice_sheet(one)], title="公示", types=types)
    words = texts(drawing.data)
    everything = "".join(words)
    assert drawing.pages <= pages
    table = next(block for block in notice_sheet(one).blocks if isinstance(block, Table))
    listed = [row[side : side + 4] for row in table.rows for side in (0, 4) if row[side]]
    assert sorted(int(row[0]) for row in listed) == list(range(1, count + 1))
    for row in listed:
        assert "".join(row) in everything
    assert f"合计{count}人" in everything
    assert "公示时间为2026年11月24日至12月3日（7个工作日）" in everything
    assert "监督电话：0511-86000002" in everything
    assert words[-1].index(UNIT) < words[-1].index("2026年11月24日", words[-1].index(UNIT))
    assert ("第1页" in everything) == (drawing.pages > 1)


def test_a_notice_masks_names_and_says_so(types: fonts.Types) -> None:
    page = "".join(texts(draw([notice_sheet(notice(3))], title="公示", types=types).data))
    assert "王*兰" in page
    assert "王桂兰" not in page
    assert "姓名（遮成王*兰）" in fields_left(notice(3))


def test_the_result_slip_has_two_halves(types: fonts.Types) -> None:
    (page,) = texts(draw([result_sheet(notice(18))], title="公示结果", types=types).data)
    for words in ("支部存档", "报镇审核", "沿虚线裁开"):
        assert page.count(words) == 1
    assert page.count("没有不同意见") == page.count("共18人") == 2


def certificate(**values: object) -> Certificate:
    facts: dict[str, object] = {
        "number": "32118110120301-ZM-2026-001", "name": "于珍云", "sex": "女", "id_no": ID, "volunteer_no": "",
        "teams": "红马甲便民队", "first": dt.date(2026, 1, 1), "last": DAY, "times": 11, "hours": "26.0",
        "content": "清扫河道。", "unit": UNIT, "head": "周建民", "handler": "许敏", "phone": "0511-86000001",
        "issued_on": DAY, **values,
    }  # fmt: skip
    return Certificate(**facts)  # type: ignore[arg-type]  # facts are as the class has them


def test_a_certificate_has_four_parts(types: fonts.Types) -> None:
    (page,) = texts(draw([certificate_sheet(certificate())], title="证明", types=types).data)
    for words in (
        "一、志愿者",
        "二、志愿服务情况",
        "三、出具单位",
        "四、其他",
        ID,
        "26.0小时",
        "11次",
        "周建民",
        "许敏",
    ):
        assert words in page
    assert "补打" not in page


def test_a_second_print_is_marked(types: fonts.Types) -> None:
    again = certificate(again_on=dt.date(2026, 10, 1))
    (page,) = texts(draw([certificate_sheet(again, version="working")], title="证明", types=types).data)
    assert page.count("补打") == 2
    assert "首次出具于2026年10月1日" in page
    assert ID not in page


def test_a_long_certificate_stays_one_page(types: fonts.Types) -> None:
    long = certificate(content="清扫河道；" * 200, name="阿卜杜热合曼·买买提艾力江托合提", teams="红马甲便民队、" * 6)
    assert draw([certificate_sheet(long)], title="证明", types=types).pages == 1


@pytest.mark.parametrize("size", [0, 1, 5, 15, 16])
def test_a_matrix_of_any_committee(types: fonts.Types, size: int) -> None:
    board = [f"委员{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳'[number]}" for number in range(size)]
    met = {(a, b): "11-24" if (a + b) % 2 else "" for a in range(size) for b in range(a + 1, size)}
    members = [yearly.MemberTalks("王桂兰", "已谈", "", 1, "党员之间谈")]
    one = yearly.coverage_sheet(2026, board, met, members, unit=UNIT)
    page = "".join(texts(draw([one], title="进度", types=types).data))
    done = sum(map(bool, met.values()))
    assert f"应谈{len(met)}对，已谈{done}对" in page
    assert page.count("11-24") == done * (2 if size < 16 else 1)
    assert "1王桂兰已谈1党员之间谈" in page


def test_hours_of_a_year(types: fonts.Types) -> None:
    served = [yearly.Served("王桂兰", "3211000001", 3, 600, 480), yearly.Served("孙玉珍", "", 1, 90, 0)]
    facts = {"unit": UNIT, "show": lambda minutes: f"{minutes / 60:.1f}"}
    page = "".join(texts(draw([yearly.hours_sheet(2026, served, **facts)], title="时长", types=types).data))
    assert "411.58.0" in page
    wall = yearly.hours_sheet(2026, served, version="notice", **facts)
    bare = "".join(texts(draw([wall], title="时长", types=types).data))
    assert "王*兰" in bare
    assert "3211000001" not in bare


def test_members_on_a_wall_have_no_number(types: fonts.Types) -> None:
    one = yearly.HardMember("王桂兰", "女", ID, "1970-07-01", "55", "困难党员", "3组", "柳塘村3组1号", "13900000000")
    whole = yearly.members_sheet([one], unit=UNIT, on="2026-11-24", version="archive")
    bare = yearly.members_sheet([one], unit=UNIT, on="2026-11-24", version="notice")
    page, wall = ("".join(texts(draw([each], title="花名册", types=types).data)) for each in (whole, bare))
    assert {ID, "13900000000", "55"} <= {text for text in (ID, "13900000000", "55") if text in page}
    assert not re.search("3211|1390|桂|1970|1号", wall)


def test_the_year_counts_its_pieces_and_pages(types: fonts.Types) -> None:
    pieces = [
        Piece(
            "走访帮扶",
            f"走访帮扶台账（{month}月）",
            f"2026{month:02}28",
            "30年",
            (sheet(Words("一")), sheet(Words("二"))),
        )
        for month in range(1, 13)
    ]
    sheets = year_sheets(2026, pieces, [("走访帮扶", "127 户次"), ("谈心谈话", "")], unit=UNIT, types=types)
    drawing = draw(sheets, title="年度卷", types=types)
    pages = texts(drawing.data)
    assert drawing.pages == 2 + 24
    assert "共12件24页" in pages[0]
    assert "走访帮扶122430年127户次" in pages[0]
    assert "12青山镇柳塘村党支部走访帮扶台账（12月）20261228230年" in pages[1]


@pytest.mark.parametrize(("names", "shown"), [("notice", "王*兰"), ("surname", "王**"), ("full", "王桂兰")])
def test_a_notice_masks_names_as_the_county_wants(types: fonts.Types, names: str, shown: str) -> None:
    one = replace(notice(1), payees=[Payee("王桂兰", "三组", 50_000)], names=names)
    words = "".join(texts(draw([notice_sheet(one)], title="公示", types=types).data))
    assert shown in words
