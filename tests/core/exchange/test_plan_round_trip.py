"""Every register and ledger goes out into a workbook and comes back word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from danyang_desktop.declare.look import Link
from danyang_desktop.exchange import template, workbook_out
from danyang_desktop.exchange.plan import plan_file
from danyang_desktop.exchange.workbook_columns import columns_of
from danyang_desktop.opening import ALL
from tests.helpers.workbooks import read_xlsx, sample_records

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.workspace import Workspace

SLUGS = [ledger.slug for ledger in ALL]


def filled(book: Workspace, slug: str, count: int = 12, seed: int = 7) -> None:
    """Put sample records into the book, links pointing at real ones where there are any."""
    ledger = book.ledgers[slug]
    records = sample_records(ledger, count, seed)
    for record in records:
        if ledger.state and getattr(record, ledger.state) in ledger.settled:
            setattr(record, ledger.state, "")  # only an action leads there
        for name, kind in ledger.kinds.items():
            if kind.name_of_kind == "ref" and getattr(record, name):
                there = list(book.query(kind.target).records())
                if there:
                    setattr(record, name, Link(there[0].uid, kind.target.name_of_record(there[0])))
    book.save_many(ledger, records)


@pytest.mark.parametrize("slug", SLUGS)
def test_out_and_in_again_is_the_same(book: Workspace, tmp_path: Path, slug: str) -> None:
    filled(book, "people", 3, seed=1)
    filled(book, slug)
    ledger = book.ledgers[slug]
    there = book.query(ledger).count()
    path = tmp_path / "out.xlsx"
    assert workbook_out.write_rows(path, ledger, book.query(ledger).records()) == there
    plan = plan_file(book, ledger, path)
    assert [(one.row, one.reason) for one in plan.refused] == []
    assert [(one.row, one.changes) for one in plan.changed] == []
    assert (len(plan.new), len(plan.same)) == (0, there)
    assert plan.unknown_columns == ()
    assert plan.skipped == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_heading_that_we_write_is_ours(book: Workspace, tmp_path: Path, slug: str) -> None:
    ledger = book.ledgers[slug]
    path = tmp_path / "out.xlsx"
    workbook_out.write_rows(path, ledger, [])
    plan = plan_file(book, ledger, path)
    assert set(plan.columns) == {column.field for column in columns_of(ledger)}
    assert len(set(read_xlsx(path)[0])) == len(read_xlsx(path)[0])


@pytest.mark.parametrize("slug", SLUGS)
def test_a_template_can_be_imported_as_it_is(book: Workspace, tmp_path: Path, slug: str) -> None:
    ledger = book.ledgers[slug]
    path = tmp_path / "template.xlsx"
    template.write_template(path, ledger, book.look.choices)
    plan = plan_file(book, ledger, path)
    assert plan.rows == 0
    assert "还没有填内容" in plan.summary()
    assert (plan.unknown_columns, plan.missing_columns, plan.notes) == ((), (), [])
    assert [sheet.title for sheet in openpyxl.load_workbook(path)][1:] == ["填写说明", "选项"]
