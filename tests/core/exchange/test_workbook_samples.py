"""The shared roster comes to exactly the refusals that its expectation lists, from xlsx, xls and ods alike.

The ods was saved from the xlsx by LibreOffice.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.exchange import workbook_out
from danyang_desktop.exchange.plan import apply, plan_file
from tests.helpers.workbooks import SAMPLES

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.workspace import Workspace

EXPECTED = json.loads((SAMPLES / "roster.expect.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["roster.xlsx", "roster.xls", "roster.ods"])
@pytest.mark.parametrize("slug", ["people", "households"])
def test_the_roster_gives_the_expected_refusals(book: Workspace, name: str, slug: str) -> None:
    plan = plan_file(book, book.ledgers[slug], SAMPLES / name)
    refused = [{"row": one.row, "why": one.why, "name": one.name or None} for one in plan.refused]
    assert refused == EXPECTED["refused"]
    assert plan.rows == EXPECTED["rows"]
    assert len(plan.new) == EXPECTED["good"]
    assert [one.reason for one in plan.warned] == EXPECTED["warned"]
    assert plan.unknown_columns == ()
    assert [row for row, _ in plan.skipped] == [65, 66]


def test_every_refusal_says_what_to_do(book: Workspace) -> None:
    plan = plan_file(book, book.ledgers["people"], SAMPLES / "roster.xls")
    said = {one.why: one.reason for one in plan.refused}
    assert "文本" in said["id_lost_digits"]
    assert "文本" in said["id_truncated_by_excel"]
    assert said["name_missing"] == "“姓名”没有填，请补上。"
    assert said["id_checksum"] == "身份证号有一位不对。请照身份证逐位核对。"
    assert {one.column for one in plan.refused} == {"身份证号码", "姓名"}


def test_the_same_file_twice_changes_nothing(book: Workspace) -> None:
    people = book.ledgers["people"]
    applied = apply(plan_file(book, people, SAMPLES / "roster.xlsx"), book)
    assert len(applied.new) == 54
    again = plan_file(book, people, SAMPLES / "roster.xls")
    assert (len(again.new), len(again.changed), len(again.same), len(again.refused)) == (0, 0, 54, 6)
    assert apply(again, book).new == ()
    assert book.query(people).count() == 54


def test_refused_rows_come_back_to_be_mended(book: Workspace, tmp_path: Path) -> None:
    people = book.ledgers["people"]
    plan = plan_file(book, people, SAMPLES / "roster.xls")
    path = tmp_path / "refused.xlsx"
    assert workbook_out.write_refused(path, plan) == 6
    again = plan_file(book, people, path)
    assert [one.why for one in again.refused] == [one.why for one in plan.refused]
    assert again.unknown_columns == ()


def test_the_visits_are_linked_to_the_households(book: Workspace) -> None:
    households, visits = book.ledgers["households"], book.ledgers["visits"]
    apply(plan_file(book, households, SAMPLES / "roster.xlsx"), book)
    plan = plan_file(book, visits, SAMPLES / "visits.xlsx")
    by_row = {one.row: one for one in plan.refused}
    assert {row for row, one in by_row.items() if one.why == "date"} == {10, 14, 17, 23, 27, 32, 33, 39, 41}
    assert {row for row, one in by_row.items() if one.name == "曹柏敏"} == {21, 28}
    linked = {entry.record.household.name: entry.record.household.uid for entry in plan.new}
    assert all(linked.values())
    assert len(plan.new) + len(plan.refused) == 40
    apply(plan, book)
    again = plan_file(book, visits, SAMPLES / "visits.xlsx")
    assert (len(again.new), len(again.changed), len(again.same)) == (0, 0, len(plan.new))
