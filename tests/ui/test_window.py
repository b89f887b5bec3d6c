"""The window on a real book: lists, type size, names of controls, errors of the program, the start."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from tests.ui.hands import CTRL
from tests.ui.village import settle
from ui.crash import CrashWatch
from ui.messages import TroublePage

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands

HEAVY = {"pypinyin", "openpyxl", "reportlab", "xlsxwriter", "pypdfium2", "python_calamine", "PIL", "segno"}


def test_searching_narrows_the_table(toy_rooms: Rooms, hands: Hands, qtbot: QtBot) -> None:
    workspace = toy_rooms.enter()
    for name in ("张三宝", "张淑珍", "李秀英"):
        workspace.save(workspace.new(workspace.ledgers["toy_neighbours"], name=name))
    toy_rooms.shell.show_entry("toy_neighbours")
    page = toy_rooms.page("toy_neighbours")
    page.list.table.setFocus()
    hands.press(Qt.Key.Key_F, CTRL)
    hands.type("zs")
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 2)
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 3)


def test_the_table_asks_for_more_as_one_goes_down(toy_rooms: Rooms) -> None:
    workspace = toy_rooms.enter()
    ledger = workspace.ledgers["toy_neighbours"]
    records = [workspace.new(ledger, name=f"第{number:04}号") for number in range(450)]
    workspace.save_many(ledger, records)
    toy_rooms.shell.show_entry("toy_neighbours")
    pane = toy_rooms.page("toy_neighbours").list
    assert pane.model.rowCount() == 200
    pane.table.scrollToBottom()
    QApplication.processEvents()
    assert pane.model.rowCount() == 400
    pane.table.scrollToBottom()
    QApplication.processEvents()
    assert pane.model.rowCount() == 450
    assert len({pane.model.record(row).uid for row in range(450)}) == 450


def test_a_program_error_becomes_a_calm_page(toy_rooms: Rooms, tmp_path: Path) -> None:
    toy_rooms.enter()
    watch = CrashWatch(tmp_path)
    watch.struck.connect(toy_rooms.window.show_crash)
    secret = "王桂兰 321199195301130026"
    try:
        int(secret)
    except ValueError as error:
        watch._caught(type(error), error, error.__traceback__)
    page = toy_rooms.shell.findChild(TroublePage)
    assert page.isVisible()
    assert "U-900" in page.findChild(QLabel, "troubleCode").text()
    (report,) = (tmp_path / "reports").iterdir()
    assert "ValueError" in report.read_text("utf-8")
    assert secret not in report.read_text("utf-8")


def test_the_type_size_goes_up_and_down_and_is_remembered(toy_rooms: Rooms, hands: Hands) -> None:
    toy_rooms.enter()
    hands.press(Qt.Key.Key_F5)
    hands.type("1121")
    dressed: list[float] = []
    toy_rooms.window.theme_wanted.connect(lambda theme: dressed.append(theme.factor))
    hands.press(Qt.Key.Key_Plus, CTRL)
    hands.press(Qt.Key.Key_Plus, CTRL)
    hands.press(Qt.Key.Key_Plus, CTRL)
    assert dressed == [1.25, 1.5]
    assert toy_rooms.remembered.factor == 1.5
    workspace = toy_rooms.window.workspace
    assert workspace is not None
    assert [one.texts["done_on"] for one in workspace.drafts(workspace.ledgers["toy_errands"])] == ["1121"]
    hands.press(Qt.Key.Key_0, CTRL)
    assert dressed == [1.25, 1.5, 1.0]


def test_every_control_has_a_name(rooms: Rooms) -> None:
    workspace = rooms.enter()
    shell = rooms.shell
    keys = ["home", *workspace.ledgers, "print", "stick", "settings"]
    for key in keys:
        shell.go(key)
        if key in workspace.ledgers:
            shell.go(f"{key}:new")
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QTableView, QListView)
    nameless = {
        f"{type(one).__name__} {one.objectName()} in {one.parent()!r}"
        for kind in kinds
        for one in shell.findChildren(kind)
        if not one.accessibleName() and not one.objectName().startswith("qt_") and "qt_" not in _inside(one)
    }
    assert not nameless


class _Windows(QObject):
    """Notes every widget that comes up as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's virtual method
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


def test_no_part_of_a_page_flashes_up_as_a_window(rooms: Rooms, qapp: QApplication) -> None:
    windows = _Windows()
    qapp.installEventFilter(windows)
    workspace = rooms.enter()
    settle(workspace)
    shell = rooms.shell
    for key in ("home", *workspace.ledgers, "print", "stick", "settings", "people"):
        shell.go(key)
        if key in workspace.ledgers:
            shell.go(f"{key}:new")
        qapp.processEvents()
        shell.go("home")
    qapp.processEvents()
    qapp.removeEventFilter(windows)
    assert windows.seen == []


def _inside(widget: QWidget) -> str:
    parent = widget.parentWidget()
    return "qt_" if isinstance(parent, QComboBox | QTableView | QLineEdit) else ""


def test_the_start_loads_no_late_library(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from ui.app import Program\n"
        "from ui.remember import Remembered\n"
        "app = QApplication([])\n"
        f"program = Program(app, Path({str(tmp_path / 'book')!r}), Remembered(Path({str(tmp_path)!r})), {{}})\n"
        "program.window.show(); app.processEvents()\n"
        "program.window.close(); program.close()\n"
        "print(' '.join(sorted(name.split('.')[0] for name in sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert loaded & HEAVY == set()
    assert not loaded & {"cryptography", "peewee"}
