"""Ctrl+P prints what is seen: the list with its filter, the chosen record, whatever page it is pressed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pypdf
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QRadioButton

from tests.ui.hands import CTRL
from tests.ui.printroom import PrintRoom, lived_folder, paper, room
from ui.printing.print_dialog import PrintDialog

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ("lived_folder", "paper", "room")
P = Qt.Key.Key_P


def _opened(room: PrintRoom) -> Any:
    """Press Ctrl+P and return the dialog with its pages laid out."""
    room.hands.press(P, CTRL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PrintDialog)
    room.wait(lambda: dialog.session.laid is not None)
    return dialog


def _words(file: Path) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(file).pages)


def test_a_filtered_list_is_printed_as_it_is_seen(room: PrintRoom, paper: Path, tmp_path: Path) -> None:
    page = room.show("visits")
    name = page.list.table.current().household.name
    room.hands.press(Qt.Key.Key_F, CTRL)
    room.hands.type(name)
    room.hands.press(Qt.Key.Key_Return)
    seen = page.list.model.rowCount()
    dialog = _opened(room)
    assert f"“{name}”）" in dialog.offer.words
    assert f"{seen:,} 户次" in dialog.offer.words
    out = tmp_path / "list.pdf"
    dialog.handing.save_to(out)
    room.wait(lambda: "存好了" in dialog.handing.good.sentence)
    assert f"查找“{name}”" in _words(out)
    assert room.log[0].recipe["search"] == name
    assert room.workspace.closed(page.ledger, "2026-11") is None
    room.hands.press(Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


def test_the_chosen_record_goes_to_the_printer(room: PrintRoom, paper: Path) -> None:
    page = room.show("visits")
    record = page.list.table.current()
    dialog = _opened(room)
    dialog.findChild(QRadioButton, "offer1").setFocus()
    room.hands.press(Qt.Key.Key_Space)
    assert record.household.name in dialog.offer.words
    room.wait(lambda: dialog.session.laid is not None and "表" in dialog.session.laid.printed.sheets[0].title)
    pages = dialog.session.laid.pages
    room.hands.press(P, CTRL)
    room.wait(lambda: f"共 {pages} 页" in dialog.handing.good.sentence)
    assert len(pypdf.PdfReader(paper).pages) == pages
    assert room.log[0].recipe["uid"] == record.uid
    dialog.reject()


def test_a_confidential_talk_is_not_offered(room: PrintRoom, paper: Path) -> None:
    page = room.show("talks")
    secret = next(
        row for row in range(page.list.model.rowCount()) if page.ledger.is_secret(page.list.model.record(row))
    )
    page.list.table.choose(secret)
    dialog = _opened(room)
    assert len(dialog._offers) == 1
    assert "notice" not in dialog.offer.versions
    dialog.reject()


def test_registers_print_as_rosters(room: PrintRoom, paper: Path) -> None:
    for key in ("people", "registers"):
        room.show(key)
        dialog = _opened(room)
        assert dialog.session.laid.pages >= 1
        assert dialog.handing.main_button.text().strip() == f"打印 {dialog.session.laid.pages} 页"
        dialog.reject()
        room.hands.sit_at(room.window)


def test_a_dialog_stops_its_own_work(room: PrintRoom, paper: Path, monkeypatch: Any) -> None:
    from ui.printing import printers

    real = printers.Proof.dots
    room.show("people")
    dialog = _opened(room)

    def dots(proof: Any, number: int, dpi: int) -> Any:
        dialog.progress._task.cancel()
        return real(proof, number, dpi)

    monkeypatch.setattr(printers.Proof, "dots", dots)
    room.hands.press(P, CTRL)
    room.wait(lambda: "停下来了" in dialog.handing.good.sentence)
    assert room.log == []
    dialog.reject()
