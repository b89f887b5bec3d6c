"""A branch's window on the stick page, with an office and a stick beside it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from danyang_desktop.county.office import Office
from danyang_desktop.declare.look import Link
from tests.ui.village import settle

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from danyang_desktop.workspace import Workspace
    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands


class Stand:
    """A branch's window on the stick page, an office that knows it, and a stick."""

    def __init__(self, rooms: Rooms, folder: Path, office: Workspace) -> None:
        self.rooms = rooms
        self.workspace = rooms.enter()
        settle(self.workspace)
        self.office = Office.of(office.desk)[0]
        self.folder = folder
        self.stick = folder / "党办专用"
        self.stick.mkdir()

    @property
    def page(self) -> Any:
        return self.rooms.page("stick")

    def show(self) -> None:
        self.rooms.shell.show_entry("stick")

    def label(self, name: str) -> str:
        return str(self.page.findChild(QLabel, name).text())

    def months(self) -> dict[str, str]:
        return {row.key: row.mark[2] for row in self.page.card.months.rows.rows}

    def visit(self) -> str:
        ledgers = self.workspace.ledgers
        household = self.workspace.query(ledgers["households"]).page().rows[0]
        person = self.workspace.query(ledgers["people"]).page().rows[0]
        record = self.workspace.new(
            ledgers["visits"], visited_on=dt.date(2026, 11, 20), household=Link(household.uid, household.head_name),
            visitors=[Link(person.uid, person.name)], situation="身体还好，屋顶漏雨，要修。", place="家中",
            measures="联系镇里修",
        )  # fmt: skip
        return self.workspace.save(record).uid


def write_out(stand: Stand, hands: Hands, qtbot: QtBot) -> None:
    """Go to the stick page and write the bundle, by keyboard."""
    stand.show()
    assert hands.at == "stickWrite"
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stand.page.panes.currentWidget() is stand.page.done_pane, timeout=20_000)
