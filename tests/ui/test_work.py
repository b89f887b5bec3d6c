"""Long work from the window: first run, backup, paper, workbook; what may go wrong is said on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from PySide6.QtWidgets import QPushButton

from danyang_desktop.base.errors import Cancelled, Trouble
from ui.background import Background
from ui.messages import Strip

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from danyang_desktop.base.progress import Progress
    from tests.ui.conftest import Rooms


def _page(rooms: Rooms, key: str) -> Any:
    shell = rooms.window.shell
    assert shell is not None
    shell.show_entry(key)
    return shell.page(key)


def _said(page: Any, name: str) -> str:
    strip = page.findChild(Strip, name)
    return str(strip.sentence)


# -- the worker -----------------------------------------------------------------------------------------------


def test_work_tells_its_result(background: Background, qtbot: QtBot) -> None:
    def count(progress: Progress) -> int:
        progress(1, 2, "一半")
        return 42

    task = background.run("数数", count)
    with qtbot.waitSignal(background.ended), qtbot.waitSignal(task.done) as done:
        assert background.busy
    assert done.args == [42]
    assert not background.busy


def test_work_stops_when_it_is_cancelled(background: Background, qtbot: QtBot) -> None:
    def forever(progress: Progress) -> None:
        while True:
            progress(0, 0, "还在数")

    task = background.run("数数", forever)
    with qtbot.waitSignal(task.cancelled):
        task.cancel()


def test_trouble_comes_back_as_it_was_raised(background: Background, qtbot: QtBot) -> None:
    def fail(progress: Progress) -> None:
        del progress
        raise Trouble("U盘写满了。", "U-303")

    task = background.run("写", fail)
    with qtbot.waitSignal(task.failed) as failed:
        pass
    assert failed.args[0].code == "U-303"


def test_pieces_of_work_follow_one_another(background: Background, qtbot: QtBot) -> None:
    order: list[int] = []

    def note(number: int) -> Any:
        def work(progress: Progress) -> None:
            progress(0, 0, "")
            order.append(number)

        return work

    tasks = [background.run("记", note(number)) for number in range(5)]
    with qtbot.waitSignal(tasks[-1].done):
        pass
    assert order == [0, 1, 2, 3, 4]


def test_the_worker_ends_work_when_it_closes(qtbot: QtBot) -> None:
    background = Background()
    ended: list[str] = []

    def forever(progress: Progress) -> None:
        try:
            while True:
                progress(0, 0, "还在数")
        except Cancelled:
            ended.append("stopped")
            raise

    task = background.run("数数", forever)
    with qtbot.waitSignal(task.progressed):
        pass
    background.close()
    assert ended == ["stopped"]


# -- pages ----------------------------------------------------------------------------------------------------


def test_a_backup_is_made_and_said(rooms: Rooms, tmp_path: Path, qtbot: QtBot) -> None:
    rooms.enter()
    page = _page(rooms, "settings")
    to = tmp_path / "backups"
    to.mkdir()
    page.back_up_to(to)
    qtbot.waitUntil(lambda: "备份好了" in _said(page, "settingsGood"), timeout=20_000)
    assert len(list(to.iterdir())) == 1
    qtbot.waitUntil(page.isEnabled)


def test_a_backup_that_cannot_be_written_is_said(rooms: Rooms, tmp_path: Path, qtbot: QtBot) -> None:
    rooms.enter()
    page = _page(rooms, "settings")
    to = tmp_path / "no folder"
    to.write_text("a file is in the way", "utf-8")
    page.back_up_to(to)
    qtbot.waitUntil(lambda: "编号 U-" in _said(page, "settingsBad"), timeout=20_000)


def test_the_book_is_looked_over(rooms: Rooms, qtbot: QtBot) -> None:
    rooms.enter()
    page = _page(rooms, "settings")
    page.findChild(QPushButton, "checkNow").click()
    qtbot.waitUntil(lambda: _said(page, "settingsGood") == "查完了，整本台账都好。", timeout=20_000)


def _with_an_errand(rooms: Rooms) -> None:
    workspace = rooms.enter()
    ledger = workspace.ledgers["toy_errands"]
    errand = workspace.new(ledger)
    for name, kind in ledger.kinds.items():
        if kind.required:
            setattr(errand, name, kind.parse({"done_on": "11-21", "kind": "买菜"}.get(name, "王桂兰"), workspace.today))
    workspace.save(errand)


@pytest.mark.parametrize("key", ["print", "toy_errands"])
def test_a_ledger_goes_to_paper(key: str, toy_rooms: Rooms, tmp_path: Path, qtbot: QtBot) -> None:
    _with_an_errand(toy_rooms)
    page = _page(toy_rooms, key)
    out = tmp_path / "paper.pdf"
    if key == "print":
        page.handing.save_to(out)
    else:
        page = page.take_out.ask_print()
        page.handing.save_to(out)
    qtbot.waitUntil(lambda: "存好了" in _said(page, "printGood"), timeout=60_000)
    text = "".join(one.extract_text() for one in pypdf.PdfReader(out).pages)
    assert "王桂兰" in text


def test_a_list_goes_into_a_workbook(toy_rooms: Rooms, tmp_path: Path, qtbot: QtBot) -> None:
    import openpyxl

    _with_an_errand(toy_rooms)
    page = _page(toy_rooms, "toy_errands")
    out = tmp_path / "list.xlsx"
    page.take_out.export_to(out)
    qtbot.waitUntil(lambda: "存好了" in _said(page, "takeOutGood"), timeout=60_000)
    book = openpyxl.load_workbook(out)
    cells = {str(cell) for row in book.active.iter_rows(values_only=True) for cell in row}
    book.close()
    assert "王桂兰" in cells
