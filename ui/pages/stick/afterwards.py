"""After the writing: the stick let go, the sheet that goes with it, and the office's answer when it comes."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from danyang_desktop.base.chinese.dates import show_date
from danyang_desktop.county.annotations import note_read
from ui.dialogs.ask import Answer, Ask
from ui.file_places import BUNDLES, PAPERS
from ui.pages.stick import works

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.county.annotations import Annotation
    from ui.pages.stick.stick_page import StickPage


class Afterwards(QObject):
    """Hands of the stick page."""

    def __init__(self, page: StickPage) -> None:
        super().__init__(page)
        self._page = page

    def pull(self) -> None:
        """Let the stick go."""
        if self._page.drive is not None:
            task = self._page.desk.background.run("正在安全拔出", partial(works.let_go, self._page.drive))
            task.done.connect(self._pulled)
            task.failed.connect(self._page.say_failed)

    def _pulled(self) -> None:
        self._page.forget_stick()
        self._page.done_pane.pulled()
        self._page.noted.emit("U盘 可以拔了")

    def ask_print(self) -> None:
        """Ask where the sheet goes, and print it."""
        if self._page.made is None or not self._page.done_pane.isVisible():
            return
        name = f"交接单_{self._page.desk.workspace.branch.name}_{self._page.month}.pdf"
        chosen = self._page.desk.places.new_file(self._page, PAPERS, "打印交接单", name, "PDF (*.pdf)")
        if chosen is not None:
            self.print_to(chosen)

    def print_to(self, out: Path) -> None:
        """Print the sheet of the bundle that was just written."""
        if self._page.made is not None:
            work = partial(
                works.print_note, self._page.desk.workspace, self._page.made, self._page.month, self._page.counts, out
            )
            self._page.start("正在排版交接单", work, _printed, file=out)

    def read_receipts(self) -> None:
        """Read what the office wrote on the stick that is there, or in a folder."""
        folder = self._page.drive.folder if self._page.drive is not None else None
        if folder is None:
            folder = self._page.desk.places.folder(self._page, BUNDLES, "回执在哪个 U盘 或文件夹")
        if folder is not None:
            self._page.start("正在读县里的回执", partial(works.read_home, self._page.desk.workspace, folder), _home)

    def ask_digits(self) -> None:
        """Ask for the twelve digits that stand on paper."""
        text = "县里或镇里念给您、或印在回执单上的 12 位数字，照着输入，中间空格不用管。"
        answers = (Answer("later", "以后再输"), Answer("take", "登记", "primary"))
        ask = Ask(self._page.desk.theme, self._page.window(), "输入回执号", text, answers, line="12 位数字")
        ask.answered.connect(self._digits_typed)
        ask.open()

    def open_note(self, note: Annotation) -> None:
        """Show what the office told: the whole words of a notice, else the record that it speaks of."""
        desk = self._page.desk
        if desk.workspace.may_write:
            note_read(desk.workspace.desk, note.uid)
        if note.target:
            self._page.go.emit(f"{note.slug}:{'open' if note.open else 'show'}:{note.target}")
            return
        title = f"县里 {show_date(dt.date.fromisoformat(note.at[:10]), with_year=True)}的通知"
        Ask(desk.theme, self._page.window(), title, note.words, (Answer("read", "知道了", "primary"),)).open()

    def _digits_typed(self, key: str, digits: str) -> None:
        if key == "take":
            self._page.start("正在核对回执号", partial(works.type_receipt, self._page.desk.workspace, digits), _home)


def _printed(made: Any) -> str:
    return f"交接单存好了，共 {made.pages} 页，打开就能打印。"


def _home(told: works.HomeRead) -> str:
    return told.sentence
