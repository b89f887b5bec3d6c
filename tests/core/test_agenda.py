"""今日: every duty comes from the book, goes when it is done, and names the button that does it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from danyang_desktop.agenda.said import MOST_LINES
from danyang_desktop.agenda.today import agenda
from danyang_desktop.declare.look import Link
from danyang_desktop.store import shelf
from tests.ui.village import settle

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.agenda.said import Duty
    from danyang_desktop.workspace import Workspace
    from tests.helpers.books import Pattern

TODAY = dt.date(2026, 11, 23)


def duties(workspace: Workspace) -> dict[str, Duty]:
    """Return the day's duties by key."""
    return {one.key: one for one in agenda(workspace).duties}


def one(workspace: Workspace, slug: str) -> Any:
    """Return the first record of a ledger."""
    return next(iter(workspace.query(workspace.ledgers[slug]).records()))


def put_back(workspace: Workspace, days: int) -> None:
    """Say that the household's file was opened so many days ago."""
    home = one(workspace, "households")
    home.opened_on = TODAY - dt.timedelta(days=days)
    workspace.save(home)


def visit(workspace: Workspace, on: dt.date, **values: Any) -> Any:
    """Keep a visit to the household."""
    home = one(workspace, "households")
    first = {
        "household": Link(home.uid, home.head_name), "visited_on": on, "visitors": [Link("", "周建民")],
        "purpose": "日常走访", "situation": "老两口身体都好，屋里收拾得干净。",
        "difficulty": "无", "request": "无", "measures": "无",
    }  # fmt: skip
    return workspace.save(workspace.new(workspace.ledgers["visits"], **{**first, **values})).record


def talk(workspace: Workspace, on: dt.date, **values: Any) -> Any:
    """Keep a talk with 徐福根."""
    people = {person.name: person for person in workspace.query(workspace.ledgers["people"]).records()}
    first = {
        "targets": [Link(people["徐福根"].uid, "徐福根")], "talkers": [Link(people["周建民"].uid, "周建民")],
        "talk_on": on, "content": "谈了今年的工作和家里的情况，他说一切都好，没有困难。", "mood": "稳定",
    }  # fmt: skip
    return workspace.save(workspace.new(workspace.ledgers["talks"], **{**first, **values})).record


def test_an_empty_book_asks_for_nothing(book: Workspace) -> None:
    found = agenda(book)
    assert [duty for duty in found.duties if duty.urgency != "ahead"] == []
    assert [figure.value for figure in found.figures] == ["0", "0", "0.0", "0"]


def test_a_household_is_overdue_by_its_tier_until_it_is_visited(book: Workspace) -> None:
    settle(book)
    put_back(book, 91)
    (line,) = duties(book)["overdue"].lines
    assert (line.name, line.mark, line.kind) == ("钱根生", "超期 1 天", "低保户")
    assert line.go == f"visits:new:household={one(book, 'households').uid}"
    assert agenda(book).badges["visits"] == (1, "1 户超期")
    visit(book, TODAY)
    assert "overdue" not in duties(book)
    assert agenda(book).next_due == "下一件：2月21日前走访 钱根生"


def test_a_visit_older_than_the_longest_tier_is_still_the_last_one(book: Workspace) -> None:
    settle(book)
    put_back(book, 400)
    visit(book, TODAY - dt.timedelta(days=200))
    (line,) = duties(book)["overdue"].lines
    assert line.mark == "超期 110 天"
    assert line.detail.startswith("上次 5月7日")


def test_a_promise_past_its_day_leads_to_its_record(book: Workspace) -> None:
    settle(book)
    item = book.ledgers["visits"].kinds["actions"].row  # type: ignore[attr-defined]
    kept = visit(
        book, TODAY - dt.timedelta(days=10), actions=[item(what="修屋顶", due_on=TODAY - dt.timedelta(days=3))]
    )
    (line,) = duties(book)["action"].lines
    assert (line.mark, line.go) == ("过期 3 天", f"visits:open:{kept.uid}")
    kept.actions[0].done_on = TODAY
    book.save(kept)
    assert "action" not in duties(book)


def test_of_very_many_promises_the_latest_are_shown_and_the_rest_is_counted(book: Workspace) -> None:
    settle(book)
    item = book.ledgers["visits"].kinds["actions"].row  # type: ignore[attr-defined]
    for late in range(1, MOST_LINES + 6):
        open_ones = [
            item(what="修屋顶", due_on=TODAY - dt.timedelta(days=late)),
            item(what="办好了", due_on=TODAY - dt.timedelta(days=90), done_on=TODAY),
            item(what="还早", due_on=TODAY),
            item(what="没有期限"),
        ]
        visit(book, TODAY - dt.timedelta(days=100), actions=open_ones)
    talk(book, TODAY - dt.timedelta(days=100), actions=[item(what="办证", due_on=TODAY - dt.timedelta(days=99))])
    voided = visit(
        book, TODAY - dt.timedelta(days=100), actions=[item(what="错", due_on=TODAY - dt.timedelta(days=98))]
    )
    book.void(voided, "记重了")
    duty = duties(book)["action"]
    assert duty.title == f"答应的事有 {MOST_LINES + 6} 件过期"
    assert [line.mark for line in duty.lines] == ["过期 99 天", *(f"过期 {n} 天" for n in range(45, 6, -1))]
    assert duty.more == 6


def test_what_is_still_open_is_found_without_reading_the_records(pattern: Pattern, tmp_path: Path) -> None:
    """A book of ten years is not gone through each time that 今日 is shown; a book without the index gets it."""
    folder = pattern.copy(tmp_path)
    for _ in range(2):
        with pattern.open(folder) as workspace:
            connection = workspace.book.connection
            asked: list[str] = []
            connection.set_trace_callback(asked.append)
            agenda(workspace)
            connection.set_trace_callback(None)
            looked = [sql for sql in asked if "json_each" in sql]
            assert len(looked) == 2
            for sql in looked:
                plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
                assert any("USING COVERING INDEX" in step for step in plan), plan
            connection.execute("DROP INDEX visits_open_actions")


def test_who_was_not_talked_to_is_counted_and_pressing_in_autumn(book: Workspace) -> None:
    settle(book)
    assert duties(book)["talks"].title == "今年还有 2 人没谈心"
    assert duties(book)["talks"].urgency == "soon"
    talk(book, TODAY)
    assert duties(book)["talks"].title == "今年还有 1 人没谈全", "the secretary has no colleague to talk with"


def test_a_talk_agreed_on_is_asked_for_until_it_is_held(book: Workspace) -> None:
    settle(book)
    talk(book, TODAY - dt.timedelta(days=40), follow_up_on=TODAY - dt.timedelta(days=2))
    (line,) = duties(book)["occasion"].lines
    assert (line.name, line.kind, line.mark) == ("徐福根", "约好再谈", "2 天前")
    talk(book, TODAY)
    assert "occasion" not in duties(book)


def test_a_new_post_asks_for_a_talk(book: Workspace) -> None:
    settle(book)
    person = next(each for each in book.query(book.ledgers["people"]).records() if each.name == "徐福根")
    person.role = "委员"
    book.save(person)
    (line,) = duties(book)["occasion"].lines
    assert (line.name, line.kind) == ("徐福根", "岗位变动·干部集中调整")


def test_a_struck_family_asks_for_a_talk_with_the_member(book: Workspace) -> None:
    settle(book)
    person = next(each for each in book.query(book.ledgers["people"]).records() if each.name == "徐福根")
    home = one(book, "households")
    home.person = Link(person.uid, person.name)
    book.save(home)
    visit(book, TODAY - dt.timedelta(days=4), purpose="突发变故")
    (line,) = duties(book)["occasion"].lines
    assert (line.kind, line.detail) == ("家庭变故", "11月19日 走访：突发变故")


def test_the_day_of_joining_is_seen_ahead_and_asked_for_afterwards(book: Workspace) -> None:
    settle(book)
    person = next(each for each in book.query(book.ledgers["people"]).records() if each.name == "徐福根")
    person.joined_on = dt.date(1990, 11, 26)
    book.save(person)
    ahead = next(duty for duty in agenda(book).duties if duty.key == "birthday")
    assert ahead.title == "3 天后 徐福根 政治生日"
    assert ahead.detail == "11月26日 · 入党 36 周年"
    person.joined_on = dt.date(1990, 11, 20)
    book.save(person)
    (line,) = duties(book)["occasion"].lines
    assert (line.kind, line.mark) == ("政治生日", "3 天前")


def test_an_old_member_is_wished_well_by_the_lunar_calendar(book: Workspace) -> None:
    settle(book)
    person = next(each for each in book.query(book.ledgers["people"]).records() if each.name == "徐福根")
    person.birth_on = dt.date(1940, 11, 17)  # 庚辰年十月十八; in 2026 that is 26 November
    book.save(person)
    ahead = next(duty for duty in agenda(book).duties if duty.key == "birthday")
    assert ahead.title == "3 天后 徐福根 生日"
    assert ahead.detail == "11月26日 · 农历十月十八，86 岁"


def test_a_festival_of_the_next_days_is_named(book: Workspace) -> None:
    found = duties(book)["festival"]
    assert found.title == "12 天后 国际志愿者日"
    assert found.urgency == "ahead"
    assert (found.button, found.go) == ("记活动", "volunteering:new")


def test_money_not_paid_and_lists_not_made_are_asked_for(book: Workspace) -> None:
    settle(book)
    program = one(book, "programs")
    row = book.ledgers["subsidies"].kinds["lines"].row  # type: ignore[attr-defined]
    person = one(book, "people")
    lines = [row(person=Link(person.uid, person.name), category="一档", rate_fen=50_000)]
    batch = book.save(
        book.new(
            book.ledgers["subsidies"], program=Link(program.uid, program.name), lines=lines, month="2026-10"
        )
    ).record  # fmt: skip
    found = [duty for duty in agenda(book).duties if duty.key == "batch"]
    assert [duty.title for duty in found] == ["10月补助还没发", "11月名单还没做"]
    assert found[0].urgency == "late"
    assert found[0].go == f"subsidies:open:{batch.uid}"
    assert "1 人，500 元" in found[0].detail
    assert agenda(book).badges["subsidies"] == (1, "1 批没发")


def test_a_backup_is_asked_for_after_a_week(book: Workspace, tmp_path: Any) -> None:
    settle(book)
    assert duties(book)["backup"].title == "还没有备份过"
    book.backup(tmp_path / "backups")
    assert "backup" not in duties(book)
    with book.book.transaction():
        shelf.set_about(book.book.connection, "backup_at", "2026-11-14T17:02:00")
    assert duties(book)["backup"].title == "9 天没有备份了"
    assert duties(book)["backup"].detail == "上次备份 11月14日"


def test_the_month_is_held_against_the_same_day_of_last_month(book: Workspace) -> None:
    settle(book)
    for on in (dt.date(2026, 10, 2), dt.date(2026, 10, 23), dt.date(2026, 10, 24), dt.date(2026, 11, 3)):
        visit(book, on)
    figure = agenda(book).figures[0]
    assert (figure.value, figure.note) == ("1", "10月同期 2"), "what came after the 23rd is not compared"


def test_a_pairing_whose_household_has_left_is_to_be_ended(book: Workspace) -> None:
    settle(book)
    home = one(book, "households")
    pair = book.save(
        book.new(
            book.ledgers["pairings"], kind="支部—困难家庭", helper_unit="柳塘村党支部",
            household=Link(home.uid, home.head_name), start_on=TODAY - dt.timedelta(days=30), goal="帮他家修好屋顶。",
        )
    ).record  # fmt: skip
    assert "pairing" not in duties(book)
    home.closed_on, home.close_reason = TODAY, "脱困"
    book.save(home)
    (line,) = duties(book)["pairing"].lines
    assert (line.name, line.go) == ("柳塘村党支部—钱根生", f"pairings:open:{pair.uid}")
    assert line.detail == "11月23日 退出帮扶"
    pair.standing, pair.result = "完成", "屋顶修好了。"
    book.save(pair)
    assert "pairing" not in duties(book)
