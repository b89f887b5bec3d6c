"""打印台账 by keyboard: what is chosen is what is shown, what is shown is what is printed; what goes wrong is said."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Any

import pypdf
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton

from danyang_desktop.base.errors import Trouble
from tests.ui.hands import CTRL
from tests.ui.printroom import PRINTER, PrintRoom, lived_folder, paper, room
from ui.dialogs.ask import Ask
from ui.printing import printers

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ("lived_folder", "paper", "room")
P, E = Qt.Key.Key_P, Qt.Key.Key_E


def _choose_file(monkeypatch: pytest.MonkeyPatch, out: Path) -> list[str]:
    """Answer the file dialog, which is the desktop's; returns the names it was offered."""
    offered: list[str] = []

    def answer(_over: Any, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(name)
        return str(out), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    return offered


def test_the_button_counts_the_pages_that_are_shown(room: PrintRoom, paper: Path) -> None:
    page = room.page
    pages = page.session.laid.pages
    assert page.handing.main_button.text().strip() == f"打印 {pages} 页"
    assert page.handing.main_button.hasFocus()
    captions = [thumb.caption for thumb in page.preview.thumbs.pages.thumbs]
    assert captions[:3] == ["1 封面", "2 目录", "3 走访"]
    assert len(captions) == pages
    room.hands.press(Qt.Key.Key_PageDown)
    room.hands.press(Qt.Key.Key_PageDown)
    room.wait(lambda: "走访帮扶台账" in page.preview.view.accessibleName())
    assert page.preview.thumbs.currentIndex().row() == 2
    assert not paper.exists()
    assert room.log == []


def test_small_pages_are_drawn_as_they_come_into_sight(room: PrintRoom, paper: Path) -> None:
    page = room.page
    seen = page.preview.thumbs.rows_seen()
    assert 0 < len(seen) < page.session.laid.pages
    room.wait(lambda: all(page.preview.thumbs.pages.picture(row) is not None for row in seen))
    assert page.preview.thumbs.pages.picture(page.session.laid.pages - 1) is None
    last = page.session.laid.pages
    page.preview.show_page(last)
    room.wait(lambda: page.preview.thumbs.pages.picture(last - 1) is not None)


def test_paper_has_what_the_preview_showed(room: PrintRoom, paper: Path) -> None:
    page = room.page
    proof = page.session.laid.proof
    room.hands.press(P, CTRL)
    room.wait(lambda: "已经打印到文件" in room.said(page, "printGood"))
    printed = pypdf.PdfReader(paper)
    assert len(printed.pages) == proof.pages == sum(one.pages for one in room.log)
    drawn = pypdfium2.PdfDocument(paper)
    for number in (1, 3):
        size = proof.size(number)
        box = printed.pages[number - 1].mediabox
        assert (float(box.width), float(box.height)) == pytest.approx((size.width(), size.height()), abs=1)
        (image,) = printed.pages[number - 1].images
        assert image.image.width == pytest.approx(size.width() / 72 * 600, abs=2)  # 600 dots to the inch
        wanted = proof.dots(number, 75)
        got = drawn[number - 1].render(scale=75 / 72, grayscale=True).to_pil()
        assert _ink(got) == pytest.approx(_ink_of(wanted), abs=2)  # pixels of 1/75 inch
    assert room.log[0].version == "工作版"
    room.settle(page)
    assert page.session.laid.pages == proof.pages  # the page is as it was before


def _ink(image: Any) -> tuple[int, int, int, int]:
    """Return where the ink of a page begins and ends: left, top, right, bottom."""
    box = image.convert("L").point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box is not None
    return tuple(box)


def _ink_of(image: Any) -> tuple[int, int, int, int]:
    from PIL import Image

    data = bytes(image.constBits())
    raw = Image.frombytes("L", (image.width(), image.height()), data, "raw", "L", image.bytesPerLine())
    return _ink(raw)


def test_a_file_is_named_after_what_it_holds(
    room: PrintRoom, paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.pdf"
    offered = _choose_file(monkeypatch, out)
    page = room.page
    room.hands.press(E, CTRL)
    room.wait(lambda: "存好了" in room.said(page, "printGood"))
    branch = room.workspace.branch.name
    assert offered[0].endswith(f"月度台账_{branch}_2026-11_工作版.pdf")
    assert len(pypdf.PdfReader(out).pages) == sum(one.pages for one in room.log) > 2
    room.wait(page.isEnabled)  # the worker lets go of the pages a moment after it has told


def test_without_a_printer_saving_takes_its_place(
    room: PrintRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printers, "printer_names", list)
    out = tmp_path / "out.pdf"
    _choose_file(monkeypatch, out)
    page = room.page
    assert "没有找到打印机，可以先存成 PDF" in room.said(page, "printNone")
    assert page.handing.main_button.objectName() == "printPdf"
    assert page.handing.main_button.property("kind") == "primary"
    assert page.printer.printer == ""
    room.hands.press(P, CTRL)
    room.wait(out.exists)
    monkeypatch.setattr(printers, "printer_names", lambda: [PRINTER])
    room.wait(room.window.shell.nav.isEnabled)
    page.refresh()
    assert room.said(page, "printNone") == ""
    assert page.handing.main_button.objectName() == "printNow"


@pytest.mark.parametrize(
    ("error", "said"), [(errno.ENOSPC, "磁盘满了"), (errno.EACCES, "可能正被别的程序打开"), (errno.EIO, "请检查磁盘")]
)
def test_a_file_that_cannot_be_written_is_said(
    error: int, said: str, room: PrintRoom, paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.pdf"
    out.write_bytes(b"what was there before")
    _choose_file(monkeypatch, out)
    page = room.page

    def full(_descriptor: int) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr("danyang_desktop.printing.paper.os.fsync", full)
    room.hands.press(E, CTRL)
    room.wait(lambda: said in room.said(page, "printBad"))
    monkeypatch.undo()
    assert out.read_bytes() == b"what was there before"
    assert sorted(path.name for path in tmp_path.glob("*out*")) == ["out.pdf"]
    assert room.log == []


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)  # what Qt says of it; we say it to the reader
def test_a_printer_that_takes_nothing_is_said(
    room: PrintRoom, paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").write_text("no folder", "utf-8")
    real = printers.open_printer

    def open_printer(name: str) -> Any:
        printer = real(name)
        printer.setOutputFileName(str(tmp_path / "gone" / "x.pdf"))
        return printer

    monkeypatch.setattr(printers, "open_printer", open_printer)
    page = room.page
    room.hands.press(P, CTRL)
    room.wait(lambda: "打印机没有接收第 1 页" in room.said(page, "printBad"))
    assert "编号 U-421" in room.said(page, "printBad")
    assert room.log == []


def test_the_archive_copy_asks_before_it_closes_the_month(room: PrintRoom, paper: Path) -> None:
    page = room.page
    page.versions.choose("archive")
    room.settle(page)
    room.hands.press(P, CTRL)
    assert isinstance(QApplication.activeModalWidget(), Ask)
    room.wait(lambda: room.hands.at == "ask_stay")
    room.hands.press(Qt.Key.Key_Return)  # Enter closes nothing
    room.hands.sit_at(room.window)  # no window manager here gives the keyboard back
    visits = room.workspace.ledgers["visits"]
    assert room.workspace.closed(visits, "2026-11") is None
    assert room.log == []
    room.hands.press(P, CTRL)
    room.wait(lambda: room.hands.at == "ask_stay")
    room.hands.press(Qt.Key.Key_Tab)
    assert room.hands.at == "ask_close"
    room.hands.press(Qt.Key.Key_Return)
    room.wait(lambda: room.workspace.closed(visits, "2026-11") is not None)
    room.wait(lambda: "已经打印到文件" in room.said(page, "printGood"))
    assert {one.version for one in room.log} == {"存档版"}
    room.settle(page)
    assert page._closes() == ""  # nothing is left to be closed: no question the next time


def test_a_notice_says_what_it_leaves_out_and_shuts_what_is_confidential(room: PrintRoom, paper: Path) -> None:
    page = room.page
    page.versions.choose("notice")
    room.settle(page)
    said = room.said(page, "printFields")
    assert "公示版只印：" in said
    assert "身份证号" in said.partition("不印：")[2]
    assert [ledger.slug for ledger in page.which.chosen] == ["visits", "volunteering", "subsidies"]
    assert not page.which._boxes["talks"].isEnabled()
    assert {sheet.part for sheet in page.session.laid.printed.sheets} == {"visits", "volunteering", "subsidies"}


def test_nothing_chosen_prints_nothing(room: PrintRoom, paper: Path) -> None:
    page = room.page
    page.findChild(QPushButton, "printAll").click()
    room.settle(page)
    assert page.preview.view.sentence == "在左边勾上要打印的台账。"
    assert not page.handing.main_button.isEnabled()
    page.which._boxes["visits"].click()
    room.settle(page)
    assert [sheet.part for sheet in page.session.laid.printed.sheets] == ["visits"]
    page.which._boxes["forms"].click()
    room.settle(page)
    visits = room.workspace.query(room.workspace.ledgers["visits"], month="2026-11").count()
    titles = [sheet.title for sheet in page.session.laid.printed.sheets]
    assert titles.count("走访慰问记录表") == visits


def test_an_empty_month_prints_sheets_that_say_so(room: PrintRoom, paper: Path) -> None:
    page = room.page
    page.months.set_month("2019-02")
    room.settle(page)
    assert page.session.laid.pages >= 4
    assert room.window.shell.status._note.text() == "这个月还没有记录"


def test_what_is_half_written_is_named(room: PrintRoom, paper: Path) -> None:
    visits = room.workspace.ledgers["visits"]
    room.workspace.save_draft(visits, "new", {"household": "钱根生"})
    page = room.page
    assert room.window.shell.status._note.text() == "还有 1 条没写完，不打印：走访（钱根生）"
    room.wait(page.handing.main_button.isEnabled)


def test_a_print_can_be_stopped(room: PrintRoom, paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = room.page
    real = printers.Proof.dots
    strip = room.window.shell._progress

    def dots(proof: Any, number: int, dpi: int) -> Any:
        if number == 2:
            strip._task.cancel()
        return real(proof, number, dpi)

    monkeypatch.setattr(printers.Proof, "dots", dots)
    room.hands.press(P, CTRL)
    room.wait(lambda: "停下来了" in room.said(page, "printGood"))
    assert room.log == []
    room.settle(page)
    room.wait(page.handing.main_button.isEnabled)


def test_both_sides_begin_each_ledger_on_a_new_leaf(room: PrintRoom, paper: Path) -> None:
    page = room.page
    page.printer._duplex.click()
    sheets = page.session.laid.printed.sheets
    leaves = sum(sheet.pages + sheet.pages % 2 for sheet in sheets[:-1]) + sheets[-1].pages
    room.hands.press(P, CTRL)
    room.wait(lambda: "已经打印到文件" in room.said(page, "printGood"))
    assert len(pypdf.PdfReader(paper).pages) == leaves


def test_characters_without_a_font_are_told_before(room: PrintRoom, paper: Path) -> None:
    visits = room.workspace.ledgers["visits"]
    record = room.workspace.query(visits, month="2026-11").page(limit=1).rows[0]
    fresh = room.workspace.get(visits, record.uid)
    fresh.request = "家里有一只\U000f1234。"
    room.workspace.save(fresh)
    page = room.page
    assert "缺字 1 个" in room.said(page, "printMissing")
    assert "U+F1234" in room.said(page, "printMissing")


# -- the other sheets -----------------------------------------------------------------------------------------


def test_the_other_sheets_are_reached_by_keys(room: PrintRoom, paper: Path) -> None:
    page = room.page
    page.findChild(QPushButton, "printOthers").setFocus()
    room.hands.press(Qt.Key.Key_Space)
    assert room.hands.at == "specialList"
    room.settle(page)
    assert "人员" in page.preview._title.text()
    for key in [special.key for special in page.specials._specials][1:]:
        room.hands.press(Qt.Key.Key_Down)
        room.settle(page)
        assert page.specials.special.key == key
        assert page.session.laid is not None or "先选" in page.preview.view.sentence, key
    page.findChild(QPushButton, "printMonthly").click()
    room.settle(page)
    assert page.preview.thumbs.pages.thumbs[0].caption == "1 封面"


def test_a_household_is_looked_for_and_printed(room: PrintRoom, paper: Path) -> None:
    page = room.page
    page.show_specials()
    page.specials.choose("household")
    room.settle(page)
    assert page.preview.view.sentence == "先选一户，再打印。"
    households = room.workspace.ledgers["households"]
    name = households.name_of_record(room.workspace.query(households).page(limit=1).rows[0])
    page.specials._line.setFocus()
    room.hands.type(name)
    room.hands.press(Qt.Key.Key_Return)
    room.settle(page)
    room.wait(lambda: page.session.laid is not None)
    room.hands.press(P, CTRL)
    room.wait(lambda: "已经打印到文件" in room.said(page, "printGood"))
    assert room.log[0].recipe["make"] == "household"


def test_looking_at_blank_forms_uses_up_no_number(room: PrintRoom, paper: Path) -> None:
    page = room.page
    visits = room.workspace.ledgers["visits"]
    page.show_specials()
    page.specials.choose("blank")
    page.specials._of.setCurrentIndex(page.specials._of.findData("visits"))
    page.specials._count.setValue(2)
    before = len(room.workspace.reserved(visits))
    room.settle(page)
    assert page.session.laid is not None
    assert len(room.workspace.reserved(visits)) == before
    room.hands.press(P, CTRL)
    room.wait(lambda: "已经打印到文件" in room.said(page, "printGood"))
    assert len(room.workspace.reserved(visits)) == before + 2


def test_trouble_while_laying_out_is_said_where_the_pages_would_be(
    room: PrintRoom, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_how: Any) -> Any:
        raise Trouble("字体文件坏了。台账没有受影响。", "U-401")

    page = room.page
    monkeypatch.setattr(page.which, "job", lambda _month: broken)
    page._changed()
    room.wait(lambda: page.preview.view.sentence == "字体文件坏了。台账没有受影响。")
    assert not page.handing.main_button.isEnabled()


def test_the_systems_dialog_prints_into_a_file(
    room: PrintRoom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printers, "printer_names", list)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    page = room.page
    page.findChild(QPushButton, "printerMore").setFocus()
    room.hands.press(Qt.Key.Key_Space)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QPrintDialog)
    line = dialog.findChild(QLineEdit, "filename")
    line.setFocus()
    room.wait(line.hasFocus)
    room.hands.clear()
    room.hands.type(str(tmp_path / "from-dialog.pdf"))
    room.hands.press(Qt.Key.Key_Return)
    room.wait(lambda: "已经打印到文件“from-dialog.pdf”" in room.said(page, "printGood"))
    printed = pypdf.PdfReader(tmp_path / "from-dialog.pdf")
    assert len(printed.pages) == sum(one.pages for one in room.log)
    (image,) = printed.pages[0].images
    assert image.image.width == pytest.approx(float(printed.pages[0].mediabox.width) / 72 * 600, abs=4)


def test_the_number_of_a_spoilt_form_is_voided_where_the_numbers_are_listed(room: PrintRoom) -> None:
    page = room.page
    visits = room.workspace.ledgers["visits"]
    first, second = room.workspace.reserve_serials(visits, 2)
    page.show_specials()
    page.specials.choose("numbers")
    page.specials._of.setCurrentIndex(page.specials._of.findData("visits"))
    spoilt = page.specials.spoilt
    listed = [spoilt.numbers.itemText(at) for at in range(spoilt.numbers.count())]
    assert {first, second} <= set(listed)
    spoilt.numbers.setCurrentText(first)
    spoilt.button.click()
    room.wait(lambda: room.hands.at == "askLine")
    room.hands.type("打翻了茶")
    void = page.window().findChild(QPushButton, "ask_void")
    void.click()
    room.wait(lambda: "已作废" in spoilt.said.text())
    kept = {one.serial_no: (one.state, one.void_reason) for one in room.workspace.reserved(visits)}
    assert (kept[first], kept[second]) == (("已作废", "打翻了茶"), ("未用", ""))
    assert spoilt.numbers.count() == len(listed) - 1
    page.specials.choose("blank")
    assert spoilt.isHidden()
