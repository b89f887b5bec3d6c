"""Scans filed from the window: a folder is chosen, every page finds its record or says why not, and stands with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QPushButton

from danyang_desktop.declare.look import Link
from danyang_desktop.papers import press
from danyang_desktop.papers.scans import file_scans
from ui.pages.detail_panel import DetailPanel

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from danyang_desktop.workspace import Workspace
    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands


def _household(workspace: Workspace, name: str) -> Any:
    ledger = workspace.ledgers["households"]
    asked = {"group_no": "三组", "hardship": ["低保户"], "id_missing_reason": "证件补办中"}
    return workspace.save(workspace.new(ledger, head_name=name, **asked)).record


def scan(pdf: Path, folder: Path) -> None:
    """Lay the first page on the glass, a little askew."""
    folder.mkdir()
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=200 / 72).to_pil().convert("RGB")
    document.close()
    picture.rotate(5, expand=True, fillcolor="white").save(folder / "1.png")


@pytest.fixture
def scanned(rooms: Rooms, tmp_path: Path) -> tuple[Any, Any, Path]:
    """Print a door sheet, scan it askew beside a picture of nothing, and show the page of visits."""
    workspace = rooms.enter()
    home = _household(workspace, "钱根生")
    press.print_doors(workspace, [home.uid], tmp_path / "door.pdf")
    folder = tmp_path / "扫描"
    scan(tmp_path / "door.pdf", folder)
    Image.new("RGB", (600, 800), "white").save(folder / "2.png")
    shell = rooms.window.shell
    assert shell is not None
    shell.show_entry("visits")
    return shell, home, folder


def test_a_folder_of_scans_is_filed_and_what_cannot_be_read_stands_on_top(
    scanned: tuple[Any, Any, Path], hands: Hands, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, home, folder = scanned
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(folder))
    page = shell.page("visits")
    page.findChild(QPushButton, "showScans").click()
    view = page.over
    assert view is not None
    assert "右上角的方块" in view.findChild(QLabel, "scansSum").text()
    view.findChild(QPushButton, "scansFolder").click()
    qtbot.waitUntil(lambda: bool(view.model.lines), timeout=20_000)
    unread, filed = view.model.lines
    assert (unread.texts["file"], unread.texts["where"], unread.tone) == ("2.png", "没有归成", "warn")
    assert "没有找到表上的方块" in unread.texts["said"]
    assert filed.texts["where"] == "帮扶对象档案　钱根生"
    assert "归好 1 页，没有归成 1 页" in view.findChild(QLabel, "scansSum").text()
    hands.press(Qt.Key.Key_Escape)
    assert page.over is None
    shell.show_entry("households")
    homes = shell.page("households")
    homes.list.show_record(home)
    assert "扫描件 1 页" in {label.text() for label in homes.findChildren(QLabel)}
    homes.list.wanted.emit(home, "pictures")
    dialog = homes.findChild(QDialog, "picturesDialog")
    (picture,) = [label for label in dialog.findChildren(QLabel) if not label.pixmap().isNull()]
    assert picture.pixmap().width() > 500
    assert picture.accessibleName().startswith("扫描件，2026-11-2")
    dialog.findChild(QPushButton, "picturesClose").click()


def test_of_a_secret_talk_the_panel_tells_only_how_many_scans(rooms: Rooms, tmp_path: Path) -> None:
    workspace = rooms.enter()
    talks = workspace.ledgers["talks"]
    press.print_blank(workspace, talks, 1, tmp_path / "blank.pdf")
    (number,) = workspace.reserved(talks)
    facts = {
        "talkers": [Link("", "周建民")], "targets": [Link("", "陈国富")], "secrecy": "保密", "mood": "稳定",
        "content": "家里的事情，心里放不下，谈了很久才说出来。",
    }  # fmt: skip
    talk = workspace.save(workspace.new(talks, serial_no=number.serial_no, **facts)).record
    scan(tmp_path / "blank.pdf", tmp_path / "in")
    assert [one.uid for one in file_scans(workspace, tmp_path / "in").filed] == [talk.uid]
    shell = rooms.window.shell
    assert shell is not None
    shell.show_entry("talks")
    page: Any = shell.page("talks")
    page.list.show_record(talk)
    panel = page.findChild(DetailPanel)
    labels = panel.findChildren(QLabel)
    assert "扫描件 1 页" in {label.text() for label in labels}
    assert not [label for label in labels if not label.pixmap().isNull() and label.pixmap().width() > 60]


def test_an_empty_folder_is_a_sentence(
    scanned: tuple[Any, Any, Path], tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "空的").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(tmp_path / "空的"))
    page = scanned[0].page("visits")
    view = page.show_scans()
    view.ask()
    qtbot.waitUntil(view.strip.isVisible, timeout=20_000)
    assert any("没有 JPG、PNG 或 PDF 文件" in label.text() for label in view.strip.findChildren(QLabel))
