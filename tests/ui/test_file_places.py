"""Where file dialogs begin: where the last of its kind ended, else the stick, else 文档; never by the program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from tests.helpers.sources import ROOT
from tests.ui.county_seat import plug_in
from ui.file_places import BUNDLES, PAPERS, TABLES_IN, TABLES_OUT, FilePlaces
from ui.remember import Remembered

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.county_seat import County


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let 文档 be a folder of its own, and no stick be plugged in."""
    folder = tmp_path / "文档"
    folder.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(folder))
    plug_in(monkeypatch)
    return folder


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "党办专用"
    folder.mkdir()
    return folder


def test_the_last_place_comes_before_the_stick_and_the_stick_before_the_documents(
    documents: Path, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = FilePlaces(Remembered(tmp_path))
    assert places.start(BUNDLES) == documents
    plug_in(monkeypatch, stick)
    assert places.start(BUNDLES) == stick
    assert places.start(TABLES_OUT) == documents, "what is taken out of the book goes onto no stick by itself"
    relay = tmp_path / "镇里转来"
    relay.mkdir()
    places.keep(BUNDLES, relay)
    for again in (places, FilePlaces(Remembered(tmp_path))):
        assert again.start(BUNDLES) == relay
        assert again.start(TABLES_IN) == stick, "each kind has its own"
    relay.rmdir()
    assert places.start(BUNDLES) == stick, "a place that is gone is no place"
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: "")
    assert places.start(PAPERS) == Path.home()


def test_a_dialog_that_was_shut_keeps_nothing_and_one_that_ended_does(
    documents: Path, stick: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    over, places = QWidget(), FilePlaces()
    qtbot.addWidget(over)
    begun: list[str] = []
    answers = iter(("", str(stick / "十一月.xlsx"), ""))

    def ask(*asked: object) -> tuple[str, str]:
        begun.append(str(asked[2]))
        return next(answers), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
    got = [places.file(over, TABLES_IN, "选表格文件", "*") for _ in range(3)]
    assert got == [None, stick / "十一月.xlsx", None]
    assert begun == [str(documents), str(documents), str(stick)]


def test_a_name_without_its_ending_gets_it_and_covers_no_other_file(
    documents: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    over, places = QWidget(), FilePlaces()
    qtbot.addWidget(over)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(documents / "名单"), ""))
    how = (over, TABLES_OUT, "导出表格", "名单.xlsx", "Excel 表格 (*.xlsx)")
    assert places.new_file(*how) == documents / "名单.xlsx"
    (documents / "名单.xlsx").write_bytes(b"x")
    assert places.new_file(*how) == documents / "名单（2）.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(documents / "名单11.20"), ""))
    assert places.new_file(*how) == documents / "名单11.20.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(documents / "名单.xls"), ""))
    assert places.new_file(*how) == documents / "名单.xls"


def test_the_office_asks_for_enrolment_files_where_the_last_ones_were(
    county: County, qtbot: QtBot, documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []

    def ask(*asked: object) -> tuple[list[str], str]:
        begun.append(str(asked[2]))
        return [str(tmp_path / "office.dyo")], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", ask)
    page = county.show("branches", qtbot)
    for _ in range(2):
        page.enrolling.begin()
        qtbot.waitUntil(lambda: not county.background.busy, timeout=20_000)
    assert begun == [str(documents), str(tmp_path)]
    assert Remembered(county.folder).folder_of("enrolment") == tmp_path


def test_nobody_else_asks_for_files() -> None:
    asking = {path.name for path in (ROOT / "ui").rglob("*.py") if "QFileDialog." in path.read_text("utf-8")}
    assert asking == {"file_places.py"}
