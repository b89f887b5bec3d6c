"""Headings as offices write them, and where the table ends."""

from __future__ import annotations

from typing import Any

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.exchange import workbook_words as words
from danyang_desktop.exchange.workbook_body import read_body
from danyang_desktop.exchange.workbook_heads import find_heads
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.people import PEOPLE
from tests.helpers.workbooks import grid_of

ID = "321199194904114356"  # no right number: heads and feet do not ask


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("姓名", "name"),
        (" 姓  名 ", "name"),
        ("*姓名", "name"),
        ("姓名（必填）", "name"),
        ("姓名\n(与户口簿一致)", "name"),
        ("党员姓名：", "name"),
        ("身份证号码", "id_no"),
        ("公民身份号码", "id_no"),
        ("身份证号码（18位）", "id_no"),
        ("身份证　号", "id_no"),
        ("本人身份证号", "id_no"),
        ("联系电话", "phone"),
        ("手机号码", "phone"),
        ("本人联系电话", "phone"),
        ("家庭住址", "address"),
        ("详细地址", "address"),
        ("现居住地址", "address"),
        ("出生年月", "birth_on"),
        ("出生日期(年月日)", "birth_on"),
        ("入党日期", "joined_on"),
        ("入党", "joined_on"),
        ("人员类别", "category"),
        ("村民小组", "group_no"),
        ("组别", "group_no"),
    ],
)
def test_a_heading_by_its_other_names(written: str, field: str) -> None:
    start = ["民族", "文化程度"]
    heads = find_heads(grid_of([*start, written], ["汉族", "小学", "x"]), PEOPLE)
    assert heads.columns == {"ethnicity": 0, "education": 1, field: 2}
    assert heads.unknown == ()


def test_what_nobody_claims_is_listed() -> None:
    heads = find_heads(grid_of(["序号", "姓名", "身份证号", "血型", "宗教信仰", "原因", "原行号"]), PEOPLE)
    assert heads.columns == {"name": 1, "id_no": 2}
    assert heads.unknown == ("血型", "宗教信仰")


def test_a_column_is_taken_once_and_the_surest_wins() -> None:
    heads = find_heads(grid_of(["联系电话", "电话", "姓名", "监护人姓名"]), PEOPLE)
    assert heads.columns == {"phone": 0, "name": 2}
    assert heads.unknown == ("电话", "监护人姓名")


def test_titles_and_lines_with_units_stand_above() -> None:
    grid = grid_of(
        ["柳塘村困难党员花名册", None, None],
        ["填报单位：柳塘村党支部", None, "填报时间：2026年1月5日"],
        [],
        ["序号", "姓名", "身份证号码"],
        [1, "王桂兰", ID],
        merged=[(0, 0, 0, 2)],
    )
    heads = find_heads(grid, PEOPLE)
    assert heads.rows == (3,)
    assert [line.number for line in read_body(grid, heads).lines] == [5]


def test_heads_of_two_rows() -> None:
    grid = grid_of(
        ["序号", "户主姓名", "身份证号", "家庭情况", None, None, "走访档次"],
        [None, None, None, "家庭人口", "劳动力", "家庭年收入（万元）", None],
        [1, "王桂兰", ID, 3, 1, 0.8, "高"],
        merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 5), (0, 6, 1, 6)],
    )
    heads = find_heads(grid, HOUSEHOLDS)
    assert heads.rows == (0, 1)
    assert heads.columns == {
        "head_name": 1, "id_no": 2, "population": 3, "labour": 4, "income_year": 5, "tier": 6,
    }  # fmt: skip
    assert heads.titles[5] == "家庭情况·家庭年收入（万元）"
    assert [line.number for line in read_body(grid, heads).lines] == [3]


def test_heads_merged_downwards_take_their_rows_along() -> None:
    grid = grid_of(
        ["姓名", "身份证号", "其他", None],
        [None, None, "血型", "属相"],
        ["王桂兰", ID, "A", "牛"],
        merged=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)],
    )
    heads = find_heads(grid, PEOPLE)
    assert heads.rows == (0, 1)
    assert [line.number for line in read_body(grid, heads).lines] == [3]


def test_the_same_heading_under_two_heads_is_told_apart() -> None:
    grid = grid_of(
        ["户主", None, "帮扶人", None],
        ["姓名", "身份证号", "姓名", "电话"],
        ["王桂兰", ID, "周建民", "13800000021"],
        merged=[(0, 0, 0, 1), (0, 2, 0, 3)],
    )
    heads = find_heads(grid, HOUSEHOLDS)
    assert heads.columns["head_name"] == 0
    assert heads.unknown[0] == "帮扶人·姓名"


def test_a_ledger_knows_the_bare_date_and_name() -> None:
    heads = find_heads(grid_of(["时间", "姓名", "走访人员", "慰问金（元）"]), VISITS)
    assert heads.columns == {"visited_on": 0, "household": 1, "visitors": 2, "cash": 3}


def test_a_name_is_neither_a_programme_nor_a_team() -> None:
    grid = grid_of(["姓名", "发放月份", "备注"])
    assert find_heads(grid, SUBSIDIES).columns == {"month": 1, "remark": 2}
    heads = find_heads(grid_of(["户主", "日期", "活动名称"]), VOLUNTEERING)
    assert "team" not in heads.columns
    assert heads.unknown == ("户主",)


def test_columns_that_tell_namesakes_apart_belong_to_the_link() -> None:
    heads = find_heads(grid_of(["走访日期", "走访对象", "走访对象身份证号", "村民小组", "走访人"]), VISITS)
    assert heads.hints == {"household": {"id_no": 2, "group_no": 3}}
    assert heads.unknown == ()


def test_missing_required_columns_are_known() -> None:
    heads = find_heads(grid_of(["走访日期", "走访对象", "慰问金"]), VISITS)
    assert set(heads.missing) == {"走访人", "家庭近况", "帮扶措施"}


@pytest.mark.parametrize(
    "rows",
    [
        [["品名", "单价"], ["大米", 3]],
        [["王桂兰", "13800000021", "三组"]],
        [[1, 2, 3], [4, 5, 6]],
        [["说明"], ["请先看这里"]],
    ],
)
def test_sheets_without_these_headings_are_refused(rows: list[list[Any]]) -> None:
    with pytest.raises(UserError, match=r"没找到人员名册的表头.*姓名"):
        find_heads(grid_of(*rows), PEOPLE)


def test_an_empty_sheet_says_so() -> None:
    with pytest.raises(UserError, match="“表”这张表是空的"):
        find_heads(grid_of([], [None, None]), PEOPLE)


FEET = [
    ["合计", "60人"],
    ["合  计", None, 3],
    ["总计：", 5],
    [None, "小计"],
    ["填表人：何志强", None, "审核人：周建民"],
    ["单位负责人（签字）：", None, None],
    ["制表"],
    ["注：本表一式两份"],
    ["备注：1. 类别按文件填写"],
    ["说明：以上人员情况属实，特此证明"],
    ["以上名单已经村民代表会议讨论通过并公示"],
]


@pytest.mark.parametrize("foot", FEET)
def test_feet_are_no_data(foot: list[Any]) -> None:
    grid = grid_of(["姓名", "身份证号", "村民小组"], ["王桂兰", ID, "3组"], foot)
    body = read_body(grid, find_heads(grid, PEOPLE))
    assert [line.number for line in body.lines] == [2]
    assert [row for row, _ in body.skipped] == [3]


DATA = [
    [None, ID, "3组"],
    ["王桂兰", None, None],
    [None, ID, None],
    [None, None, "3组"],
    ["#N/A", ID, "3组"],
]


@pytest.mark.parametrize("row", DATA)
def test_rows_that_lack_something_are_data(row: list[Any]) -> None:
    grid = grid_of(["姓名", "身份证号", "村民小组"], row, ["陈国富", ID, "3组"])
    assert [line.number for line in read_body(grid, find_heads(grid, PEOPLE)).lines] == [2, 3]


def test_blank_rows_and_prepared_numbers_do_not_end_the_table() -> None:
    grid = grid_of(
        ["序号", "姓名", "身份证号"], [1, "王桂兰", ID], [], [2, None, None], ["", " ", ""], [3, "陈国富", ID]
    )
    body = read_body(grid, find_heads(grid, PEOPLE))
    assert [line.number for line in body.lines] == [2, 6]
    assert body.skipped == []


def test_a_row_that_numbers_the_columns_is_no_data() -> None:
    grid = grid_of(["序号", "姓名", "身份证号"], ["甲", 1, 2], [1, "王桂兰", ID])
    assert [line.number for line in read_body(grid, find_heads(grid, PEOPLE)).lines] == [3]


def test_a_table_printed_page_by_page_goes_on_below_its_feet() -> None:
    head = ["序号", "姓名", "身份证号", "电话"]
    grid = grid_of(
        head,
        [1, "王桂兰", ID, None],
        ["填表人：何志强"],
        ["柳塘村花名册（续）"],
        head,
        [2, "陈国富", ID, None],
        ["合计", 2],
    )
    body = read_body(grid, find_heads(grid, PEOPLE))
    assert [line.number for line in body.lines] == [2, 6]


def test_a_cell_merged_downwards_holds_for_each_of_its_rows() -> None:
    grid = grid_of(
        ["村民小组", "姓名", "身份证号"],
        ["3组", "王桂兰", ID],
        [None, "陈国富", ID],
        [None, None, None],
        ["4组", "孙玉珍", ID],
        merged=[(1, 0, 3, 0)],
    )
    lines = read_body(grid, find_heads(grid, PEOPLE)).lines
    assert [line.at(0) for line in lines] == ["3组", "3组", "4组"]


@pytest.mark.parametrize(
    ("text", "total", "signature"),
    [
        ("合计", True, False),
        ("合计60人", True, False),
        ("合计：", True, False),
        ("合计金额", True, False),
        ("填报人：", False, True),
        ("注：见背面", False, True),
        ("审核人（签字）：周", False, True),
        ("合计生", False, False),
        ("制表艺人", False, False),
        ("备注", False, True),
        ("注意安全", False, False),
        (3.0, False, False),
        ("", False, False),
    ],
)
def test_words_at_the_foot(text: Any, total: bool, signature: bool) -> None:  # noqa: FBT001 - a table of answers
    assert (words.is_total(text), words.is_signature(text)) == (total, signature)
