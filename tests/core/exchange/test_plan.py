"""What an import would do with each row, and that it does all of it or nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from danyang_desktop.base import national_id
from danyang_desktop.base.errors import Cancelled, UserError
from danyang_desktop.declare.look import Link
from danyang_desktop.exchange.plan import Plan, apply, make_plan, plan_file
from danyang_desktop.exchange.workbook_heads import find_heads, with_columns
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.people import PEOPLE
from danyang_desktop.registers.towns import TOWNS
from tests.helpers.workbooks import grid_of, save_xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.workspace import Workspace

HEAD = ["姓名", "身份证号", "村民小组", "电话"]
TELLING = "身体尚好，家中平安，情绪稳定，没有困难。"


def number(serial: int, born: dt.date = dt.date(1949, 4, 11)) -> str:
    return national_id.make("321199", born, serial)


def person(book: Workspace, name: str, serial: int, **values: Any) -> Any:
    record = book.new(PEOPLE, name=name, id_no=number(serial), **values)
    book.save(record)
    return record


def household(book: Workspace, name: str, serial: int, **values: Any) -> Any:
    record = book.new(HOUSEHOLDS, head_name=name, id_no=number(serial), hardship=["低保户"], **values)
    book.save(record)
    return record


def planned(book: Workspace, *rows: list[Any], head: list[str] = HEAD) -> Plan:
    return make_plan(book, PEOPLE, grid_of(head, *rows))


def counts(plan: Plan) -> tuple[int, int, int, int]:
    return len(plan.new), len(plan.changed), len(plan.same), len(plan.refused)


def visits(book: Workspace, *rows: list[Any], head: tuple[str, ...] = ("走访日期", "走访对象", "走访人")) -> Plan:
    full = [*head, "家庭近况", "帮扶措施"]
    return make_plan(book, VISITS, grid_of(full, *([*row, TELLING, "已联系镇民政办"] for row in rows)))


# -- which record is it ---------------------------------------------------------------------------------------------


def test_new_changed_and_same(book: Workspace) -> None:
    person(book, "王桂兰", 1, group_no="3组", phone="13800000021")
    person(book, "陈国富", 2, group_no="3组", phone="13800000021")
    plan = planned(
        book,
        ["王桂兰", number(1), "3组", "13800000021"],
        ["陈国富", number(2), "5组", 13900000035.0],
        ["孙玉珍", number(3), "5组", None],
    )
    assert counts(plan) == (1, 1, 1, 0)
    assert plan.same == [2]
    assert plan.changed[0].changes == [("村民小组", "3组", "5组"), ("电话", "13800000021", "13900000035")]
    assert plan.summary() == "“表”共 3 行：新增 1 名，修改 1 名，没有变化 1 名。"
    applied = apply(plan, book)
    assert (len(applied.new), len(applied.changed)) == (1, 1)
    assert book.get(PEOPLE, applied.changed[0]).phone == "13900000035"
    assert book.history(applied.changed[0])[0].changes == plan.changed[0].changes


def test_blank_cells_erase_nothing(book: Workspace) -> None:
    kept = person(book, "王桂兰", 1, group_no="3组", phone="13800000021", address="村口")
    plan = planned(book, ["王桂兰", number(1), None, "13900000035"])
    apply(plan, book)
    now = book.get(PEOPLE, kept.uid)
    assert (now.group_no, now.phone, now.address) == ("3组", "13900000035", "村口")


def test_a_person_without_number_is_known_by_name_and_one_is_told(book: Workspace) -> None:
    person(book, "王桂兰", 1, phone="13800000021")
    plan = planned(book, ["王桂兰", "13900000035"], head=["姓名", "电话"])
    assert counts(plan) == (0, 1, 0, 0)
    assert "按姓名认作台账里的王桂兰" in plan.warned[0].reason


def test_namesakes_are_told_apart_by_what_the_row_says_or_refused(book: Workspace) -> None:
    person(book, "姜梅", 1, group_no="2组")
    person(book, "姜梅", 3, group_no="10组")
    plan = planned(
        book, ["姜梅", "10组", "13900000035"], ["姜梅", None, "13900000035"], head=["姓名", "村民小组", "电话"]
    )
    assert counts(plan) == (0, 1, 0, 1)
    assert plan.changed[0].record.group_no == "10组"
    assert (plan.refused[0].why, plan.refused[0].row) == ("ambiguous", 3)


def test_a_number_found_later_fills_the_gap(book: Workspace) -> None:
    known = book.new(PEOPLE, name="王桂兰", id_missing_reason="未提供")
    book.save(known)
    plan = planned(book, ["王桂兰", number(1), "3组", None])
    assert [entry.record.uid for entry in plan.changed] == [known.uid]


def test_rows_twice_in_one_file_are_refused_the_second_time(book: Workspace) -> None:
    row = ["王桂兰", number(1), "3组", None]
    plan = planned(book, row, ["孙玉珍", number(3), "3组", None], row, ["王桂香", number(1), "4组", None])
    assert counts(plan) == (2, 0, 0, 2)
    assert [(one.row, one.why) for one in plan.refused] == [(4, "duplicate"), (5, "duplicate")]
    assert "和第 2 行重复" in plan.refused[0].reason


def test_a_refused_row_does_not_stand_in_the_way_of_its_mended_copy(book: Workspace) -> None:
    plan = planned(book, [None, number(1), "3组", None], ["王桂兰", number(1), "3组", None])
    assert counts(plan) == (1, 0, 0, 1)
    assert plan.refused[0].why == "name_missing"


def test_visits_are_known_by_day_and_household_or_by_their_number(book: Workspace) -> None:
    household(book, "王桂兰", 1)
    apply(visits(book, ["2026-11-02", "王桂兰", "周建民"]), book)
    assert counts(visits(book, ["2026.11.2", "王桂兰", "周建民"])) == (0, 0, 1, 0)
    changed = visits(book, ["2026-11-02", "王桂兰", "周建民、许敏"])
    assert counts(changed) == (0, 1, 0, 0)
    serial = book.query(VISITS).page().rows[0].serial_no
    moved = visits(book, [serial, "2026-11-03", "王桂兰", "周建民"], head=("编号", "走访日期", "走访对象", "走访人"))
    assert [entry.changes[0] for entry in moved.changed] == [("走访日期", "2026-11-02", "2026-11-03")]
    strange = visits(
        book, ["ZF-1-2026-9999", "2026-11-05", "王桂兰", "周建民"], head=("编号", "走访日期", "走访对象", "走访人")
    )
    assert counts(strange) == (1, 0, 0, 0)
    assert "没有编号 ZF-1-2026-9999" in strange.warned[0].reason


def test_a_voided_record_is_not_changed(book: Workspace) -> None:
    household(book, "王桂兰", 1)
    apply(visits(book, ["2026-11-02", "王桂兰", "周建民"]), book)
    record = book.query(VISITS).page().rows[0]
    book.void(record, "记错了")
    plan = visits(
        book, [record.serial_no, "2026-11-03", "王桂兰", "周建民"], head=("编号", "走访日期", "走访对象", "走访人")
    )
    assert [one.why for one in plan.refused] == ["settled"]
    assert "已经作废" in plan.refused[0].reason


# -- links ----------------------------------------------------------------------------------------------------------


def test_names_become_links(book: Workspace) -> None:
    wang, zhou = household(book, "王桂兰", 1), person(book, "周建民", 5)
    plan = visits(book, ["2026-11-02", "王 桂 兰", "周建民 许敏"])
    assert plan.new[0].record.household == Link(wang.uid, "王桂兰")
    assert plan.new[0].record.visitors == [Link(zhou.uid, "周建民"), Link("", "许敏")]


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        (("走访日期", "走访对象", "走访对象身份证号", "走访人"), ["姜梅", number(3)]),
        (("走访日期", "走访对象", "村民小组", "走访人"), ["姜梅", "10组"]),
        (("走访日期", "走访对象", "户主身份证号", "走访人"), ["姜梅", f" {number(3)} "]),
        (("走访日期", "走访对象", "走访类型", "走访人"), ["姜梅（10组）", None]),
        (("走访日期", "走访对象", "走访类型", "走访人"), ["姜梅(村东)", None]),
    ],
)
def test_namesakes_are_told_apart_by_a_further_column(book: Workspace, head: tuple[str, ...], cells: list[Any]) -> None:
    household(book, "姜梅", 1, group_no="2组", address="村西")
    right = household(book, "姜梅", 3, group_no="10组", address="村东")
    plan = visits(book, ["2026-11-02", *cells, "周建民"], head=head)
    assert [entry.record.household for entry in plan.new] == [Link(right.uid, "姜梅")]


def test_namesakes_without_more_are_refused_with_where_they_live(book: Workspace) -> None:
    household(book, "姜梅", 1, group_no="2组")
    household(book, "姜梅", 3, group_no="10组")
    plan = visits(book, ["2026-11-02", "姜梅", "周建民"])
    assert [one.why for one in plan.refused] == ["ambiguous"]
    assert "有2个姜梅（2组、10组）" in plan.refused[0].reason
    assert plan.refused[0].column == "走访对象"


def test_a_name_and_a_number_that_contradict_each_other(book: Workspace) -> None:
    household(book, "姜梅", 1)
    plan = visits(
        book, ["2026-11-02", "姜梅", number(3), "周建民"], head=("走访日期", "走访对象", "身份证号", "走访人")
    )
    assert [one.why for one in plan.refused] == ["link_differs"]


def test_two_namesakes_visited_on_one_day_are_two_visits(book: Workspace) -> None:
    household(book, "姜梅", 1, group_no="2组")
    household(book, "姜梅", 3, group_no="10组")
    rows = [["2026-11-02", f"姜梅（{group}组）", "周建民"] for group in (2, 10)]
    apply(visits(book, *rows), book)
    assert book.query(VISITS).count() == 2
    assert counts(visits(book, *rows)) == (0, 0, 2, 0)


# -- what a row lacks -----------------------------------------------------------------------------------------------


def test_every_reason_of_a_row_is_said(book: Workspace) -> None:
    plan = planned(book, [None, "321199198507065730", "3组", "123"])
    (refused,) = plan.refused
    assert refused.why == "name_missing"
    assert [part in refused.reason for part in ("“姓名”没有填", "有一位不对")] == [True, True]
    assert refused.cells == ["", "321199198507065730", "3组", "123"]


def test_neither_today_nor_the_operator_is_filled_in(book: Workspace) -> None:
    """A form proposes them; a workbook of last year must not be dated today."""
    household(book, "王桂兰", 1)
    plan = visits(book, [None, "王桂兰", None])
    assert plan.refused[0].reason == "“走访日期”没有填，请补上。“走访人”没有填，请补上。"


def test_defaults_that_hold_for_any_row_are_filled_in(book: Workspace) -> None:
    household(book, "王桂兰", 1)
    record = visits(book, ["2026-11-02", "王桂兰", "周建民"]).new[0].record
    assert (record.purpose, record.request) == ("日常走访", "无")


def test_a_missing_column_is_said_once(book: Workspace) -> None:
    household(book, "王桂兰", 1)
    grid = grid_of(["走访日期", "走访对象", "走访人"], *[["2026-11-02", "王桂兰", "周建民"]] * 5)
    with pytest.raises(UserError, match="少了“家庭近况”、“帮扶措施”这几列") as caught:
        make_plan(book, VISITS, grid)
    assert "台账没有动" in caught.value.sentence


def test_a_column_that_is_not_needed_to_change_may_be_missing(book: Workspace) -> None:
    person(book, "王桂兰", 1)
    plan = planned(book, [number(1), "13900000035"], [number(3), "13900000035"], head=["身份证号", "电话"])
    assert counts(plan) == (0, 1, 0, 1)
    assert plan.missing_columns == ("姓名",)


def test_rules_of_the_ledger_hold(book: Workspace) -> None:
    plan = planned(book, ["王桂兰", number(1), dt.date(1960, 1, 2)], head=["姓名", "身份证号", "入党时间"])
    assert [(one.why, one.column) for one in plan.refused] == [("rule", "入党时间")]
    assert "不满 18 岁" in plan.refused[0].reason


def test_warnings_do_not_refuse(book: Workspace) -> None:
    plan = planned(book, ["王桂兰", number(1), "6222021104001234567"], head=["姓名", "身份证号", "账号"])
    assert counts(plan) == (1, 0, 0, 0)
    assert [(one.row, one.column) for one in plan.warned] == [(2, "账号")]


def test_a_choice_that_is_not_in_the_list(book: Workspace) -> None:
    plan = planned(book, ["王桂兰", number(1), "外星人"], head=["姓名", "身份证号", "民族"])
    assert "没有“外星人”这一项" in plan.refused[0].reason


def test_formula_errors_are_refused(book: Workspace) -> None:
    plan = planned(book, ["王桂兰", number(1), "#N/A", None])
    assert (plan.refused[0].why, plan.refused[0].column) == ("formula_error", "村民小组")


# -- the sheet as a whole -------------------------------------------------------------------------------------------


def test_the_sheet_that_fits_best_is_taken(book: Workspace, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    for name, head in (("说明", ["请看这里"]), ("电话表", ["姓名", "电话"]), ("花名册", HEAD), ("花名册（二）", HEAD)):
        workbook.create_sheet(name).append(head)
    del workbook["Sheet"]
    workbook["花名册"].append(["王桂兰", number(1), "3组", None])
    workbook["花名册"].row_dimensions[2].hidden = True
    workbook.save(tmp_path / "a.xlsx")
    plan = plan_file(book, PEOPLE, tmp_path / "a.xlsx")
    assert (plan.sheet, len(plan.new)) == ("花名册", 1)
    assert "“花名册（二）”也像人员名册" in plan.notes[0]
    assert "有 1 行在表里是隐藏的" in plan.notes[1]
    assert plan_file(book, PEOPLE, tmp_path / "a.xlsx", "花名册（二）").rows == 0
    with pytest.raises(UserError, match="没找到人员名册的表头"):
        plan_file(book, PEOPLE, tmp_path / "a.xlsx", "说明")


def test_blank_workbooks_and_other_tables(book: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="都是空的"):
        plan_file(book, PEOPLE, save_xlsx(tmp_path / "a.xlsx"))
    with pytest.raises(UserError, match="没找到人员名册的表头"):
        plan_file(book, PEOPLE, save_xlsx(tmp_path / "b.xlsx", ["品名", "单价"], ["大米", 3]))


def test_formulas_without_results_are_told(book: Workspace, tmp_path: Path) -> None:
    path = save_xlsx(tmp_path / "a.xlsx", HEAD, ["王桂兰", number(1), '="3"&"组"', None])
    assert "1 个公式还没有算出结果" in plan_file(book, PEOPLE, path).notes[0]


def test_the_answer_of_the_command(book: Workspace) -> None:
    plan = planned(book, ["王桂兰", number(1), "3组", None], [None, number(3), "3组", None])
    assert plan.as_json() == {
        "new": 1, "changed": 0, "same": 0, "warned": [], "sheet": "表", "unknown_columns": [], "notes": [],
        "refused": [{"row": 3, "column": "姓名", "reason": "“姓名”没有填，请补上。", "why": "name_missing"}],
    }  # fmt: skip


# -- all or nothing -------------------------------------------------------------------------------------------------


def test_cancelling_leaves_nothing_half_done(book: Workspace) -> None:
    person(book, "王桂兰", 1, phone="13800000021")
    rows = [["王桂兰", number(1), None, "13900000035"]]
    rows += [[f"孙玉珍{'甲乙丙丁'[at % 4]}", number(1 + 2 * at, dt.date(1950, 1, 1)), None, None] for at in range(250)]
    plan = planned(book, *rows)
    assert counts(plan) == (250, 1, 0, 0)

    def stop(done: int, total: int, sentence: str) -> None:
        if done >= 200:
            raise Cancelled

    with pytest.raises(Cancelled):
        apply(plan, book, stop)
    assert book.query(PEOPLE).count() == 1
    assert book.query(PEOPLE).page().rows[0].phone == "13800000021"
    assert len(apply(plan, book).new) == 250


def test_the_plan_itself_can_be_cancelled(book: Workspace) -> None:
    def stop(done: int, total: int, sentence: str) -> None:
        assert total == 2
        raise Cancelled

    with pytest.raises(Cancelled):
        make_plan(book, PEOPLE, grid_of(HEAD, ["王桂兰", number(1), "3组", None]), stop)


def test_a_record_changed_meanwhile_stops_all_of_it(book: Workspace) -> None:
    known = person(book, "王桂兰", 1)
    plan = planned(book, ["孙玉珍", number(3), None, None], ["王桂兰", number(1), None, "13900000035"])
    meanwhile = book.get(PEOPLE, known.uid)
    meanwhile.phone = "13700000000"
    book.save(meanwhile)
    with pytest.raises(UserError, match="刚才在别处改过"):
        apply(plan, book)
    assert book.query(PEOPLE).count() == 1
    assert book.get(PEOPLE, known.uid).phone == "13700000000"


def test_a_plan_without_rows_saves_nothing(book: Workspace) -> None:
    heard: list[str] = []

    def hear(done: int, total: int, sentence: str) -> None:
        heard.append(f"{done}/{total} {sentence}")

    plan = make_plan(book, TOWNS, grid_of(["镇街", "区划代码"]))
    before = book.query(TOWNS).count()
    assert apply(plan, book, hear).new == ()
    assert heard == ["0/0 存好了 0 个。"]
    assert book.query(TOWNS).count() == before


def test_columns_assigned_by_hand_are_taken(book: Workspace) -> None:
    grid = grid_of(["姓名", "证号", "何处", "血型"], ["王桂兰", number(1), "3组", "A"])
    found = find_heads(grid, PEOPLE)
    assert found.unknown == ("证号", "何处", "血型")
    heads = with_columns(found, PEOPLE, {**found.columns, "id_no": 1, "group_no": 2})
    assert heads.unknown == ("血型",)
    plan = make_plan(book, PEOPLE, grid, heads=heads)
    assert [(entry.record.id_no, entry.record.group_no) for entry in plan.new] == [(number(1), "3组")]


def test_a_household_number_is_given_to_one_row_only(book: Workspace) -> None:
    head = ["户主姓名", "身份证号", "对象类别", "户编号"]
    rows = [["王桂兰", number(1), "低保户", "A7"], ["孙玉珍", number(3), "低保户", "A7"]]
    plan = make_plan(book, HOUSEHOLDS, grid_of(head, *rows, ["陈国富", number(5), "低保户", None]))
    assert (counts(plan), plan.refused[0].why) == ((2, 0, 0, 1), "duplicate")
    apply(plan, book)
    given = {one.head_name: one.household_no for one in book.query(HOUSEHOLDS).records()}
    assert given == {"王桂兰": "A7", "陈国富": "32118110120301001"}
