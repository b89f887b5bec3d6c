"""A fifth ledger by README's own words: what README prints is saved to a file, and nothing else is written.

Table, form, search, checks, workbook out and in, paper and bundle must then be there.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
import shutil
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING, Any

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import Qt

from danyang_desktop.base.clock import SetClock
from danyang_desktop.base.errors import Refused, Trouble
from danyang_desktop.county.office import Office
from danyang_desktop.county.receive import receive
from danyang_desktop.exchange import bundle_out
from danyang_desktop.exchange.plan import apply, plan_file
from danyang_desktop.exchange.template import write_template
from danyang_desktop.exchange.workbook_out import write_rows
from danyang_desktop.opening import ALL, Branch
from danyang_desktop.papers.press import print_ledgers
from danyang_desktop.store.migrate import MIGRATIONS
from danyang_desktop.workspace import Workspace
from tests.helpers.books import NOW, PASSWORD, Pattern, cheap_keys
from tests.helpers.freeze_schema import freeze
from tests.helpers.sources import ROOT
from ui.background import Background
from ui.bridge import Bridge
from ui.desk import Desk
from ui.pages.ledger_page import LedgerPage
from ui.theme import Theme, load_resources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from danyang_desktop.declare.ledger import Ledger

TITLE = "十一月支部党员大会"


def shown() -> str:
    """Return the file that README shows."""
    readme = (ROOT / "README.md").read_text("utf-8")
    code = re.search(r"ledgers/meetings\.py`:\n\n   ```python\n(.*?)   ```", readme, re.DOTALL)
    assert code, "README shows the file"
    return textwrap.dedent(code[1])


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ledger[Any], Pattern]:
    """Follow the recipe: the file, the line in the tuple, the migration."""
    root = tmp_path_factory.mktemp("recipe")
    file = root / "meetings.py"
    file.write_text(shown(), "utf-8")
    assert len(file.read_text("utf-8").splitlines()) <= 40, "a ledger is one short file"
    spec = importlib.util.spec_from_file_location("meetings", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    meetings: Ledger[Any] = module.MEETINGS
    (root / "migrations").mkdir()
    freeze(root / "migrations" / "9003_meetings.py", (meetings,), "The meetings.")
    return meetings, Pattern.make(root / "pattern", (*ALL, meetings), (MIGRATIONS, root / "migrations"))


def test_the_recipe_passes_the_checks_of_the_house() -> None:
    """What is copied from README must not be red in CI."""
    for how in (["check"], ["format", "--check"]):
        named = [
            "--config",
            str(ROOT / "pyproject.toml"),
            "--stdin-filename",
            "danyang_desktop/ledgers/meetings.py",
            "-",
        ]
        asked = [sys.executable, "-m", "ruff", *how, *named]
        told = subprocess.run(asked, input=shown().encode(), capture_output=True, cwd=ROOT, check=False)
        assert told.returncode == 0, told.stdout.decode() + told.stderr.decode()


@pytest.fixture
def meetings(kitchen: tuple[Ledger[Any], Pattern]) -> Ledger[Any]:
    return kitchen[0]


@pytest.fixture
def branch(kitchen: tuple[Ledger[Any], Pattern], tmp_path: Path) -> Iterator[Workspace]:
    """Open a branch's book in which one meeting was held."""
    with kitchen[1].open(kitchen[1].copy(tmp_path)) as workspace:
        workspace.save(
            workspace.new(
                kitchen[0], held_on=dt.date(2026, 11, 5), kind="党员大会", title=TITLE, present=31, minutes="学习报告。"
            )
        )
        yield workspace


def test_rules_numbers_and_search(branch: Workspace, meetings: Ledger[Any]) -> None:
    found = list(branch.query(meetings, month="2026-11", search="党员大会").records())
    assert [one.serial_no for one in found] == ["SH-32118110120301-2026-0001"]
    assert branch.query(meetings).totals() == {"present": 31}
    with pytest.raises(Refused, match="这次会没有开成"):
        branch.save(branch.new(meetings, held_on=dt.date(2026, 11, 6), kind="党课", title="没人来", present=0))
    found[0].present = 30
    branch.save(found[0])
    assert branch.history(found[0].uid)[0].changes == [("到会人数", "31", "30")]
    assert branch.check() == []


def test_workbook_out_and_in_and_template(
    branch: Workspace, meetings: Ledger[Any], kitchen: tuple[Ledger[Any], Pattern], tmp_path: Path
) -> None:
    write_rows(tmp_path / "out.xlsx", meetings, branch.query(meetings).oldest_first())
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {TITLE, "31", "学习报告。"} <= cells
    assert {"日期", "名称", "到会人数", "内容"} <= {cell.split("（")[0] for cell in cells}
    with kitchen[1].open(kitchen[1].copy(tmp_path / "other")) as other:
        plan = plan_file(other, meetings, tmp_path / "out.xlsx", None)
        assert (len(plan.new), len(plan.refused)) == (1, 0)
        apply(plan, other)
        again = next(iter(other.query(meetings).records()))
        assert (again.title, again.present, again.held_on) == (TITLE, 31, dt.date(2026, 11, 5))
    write_template(tmp_path / "template.xlsx", meetings, branch.look.choices)
    heads = {
        cell.value for row in openpyxl.load_workbook(tmp_path / "template.xlsx").active.iter_rows() for cell in row
    }
    assert {"日期", "名称", "到会人数"} <= {str(head).strip("* ").split("（")[0] for head in heads}


def test_paper(branch: Workspace, meetings: Ledger[Any], tmp_path: Path) -> None:
    print_ledgers(branch, (meetings,), "2026-11", tmp_path / "out.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "out.pdf")
    try:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    flat = "".join(text.split())
    for said in ("三会一课台账", TITLE, "到会人数", "31"):
        assert said in flat


def test_bundle_to_the_county(
    branch: Workspace, meetings: Ledger[Any], kitchen: tuple[Ledger[Any], Pattern], tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    with cheap_keys():
        book, _ = Workspace.create(
            tmp_path / "office" / "book", branch=Branch("321181", "丹阳市委组织部"), role="office", password=PASSWORD,
            clock=SetClock(NOW), device_folder=tmp_path / "office" / "device", **kitchen[1].how,
        )  # fmt: skip
    with book:
        office, _ = Office.of(book.desk)
        bundle_out.ask_to_enrol(branch.desk, tmp_path / "branch.dyq")
        office.enrol(tmp_path / "branch.dyq")
        office.write_card(tmp_path / "office.dyo")
        bundle_out.take_card(branch.desk, tmp_path / "office.dyo")
        bundle_out.export(branch.desk, tmp_path / "stick")
        told = receive(office, [tmp_path / "stick"])
        assert (len(told.accepted), told.refused, told.conflicts) == (1, [], 0)
        here, there = (next(iter(one.query(meetings).records())) for one in (branch, book))
        assert (there.head, there.title, there.serial_no) == (here.head, TITLE, here.serial_no)
        assert book.check() == []


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_table_and_form(branch: Workspace, meetings: Ledger[Any], qtbot: QtBot) -> None:
    load_resources()
    background = Background()
    try:
        page = LedgerPage(meetings, Desk(branch, Theme(), Bridge(branch), background))
        qtbot.addWidget(page)
        page.refresh()
        model = page.list.table.model()
        heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
        assert (model.rowCount(), len(heads)) == (1, 4)
        assert "名称" in heads
        assert TITLE in {model.index(0, column).data() for column in range(3)}
        page.start_new()
        form = page.form
        assert form is not None
        assert set(form.body.cells) == set(meetings.kinds)
    finally:
        background.close()


def test_the_toy_book_is_left_as_it_was(kitchen: tuple[Ledger[Any], Pattern], tmp_path: Path) -> None:
    """Books without the new ledger refuse what knows it, and keep it whole."""
    folder = kitchen[1].copy(tmp_path)
    before = (folder / "book.db").read_bytes()
    with pytest.raises(Trouble, match="先升级程序"):
        kitchen[1].open(folder, ledgers=ALL, migrations=(MIGRATIONS,))
    assert (folder / "book.db").read_bytes() == before
    shutil.rmtree(folder)
