"""Enrolment at the office: a branch's file is read, its number compared over the telephone, the office's file given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.county import computers
from danyang_desktop.exchange import drives
from ui.county.works import ReadingRequests
from ui.dialogs.ask import Answer, Ask

if TYPE_CHECKING:
    from danyang_desktop.exchange.key_enrolment import BranchRequest
    from ui.county.branches_page import BranchesPage

CARD = "县里的登记文件.dyo"


class Enrolling(QObject):
    """Goes through the files one by one; nothing is enrolled that nobody has compared."""

    def __init__(self, page: BranchesPage) -> None:
        super().__init__(page)
        self._page = page
        self._left: list[tuple[Path, BranchRequest]] = []
        self._done: list[str] = []
        self._place: Path | None = None

    def begin(self) -> None:
        """Look for enrolment files on the stick that is there, else ask for them."""
        if not self._page.may_write():
            return
        found = drives.plugged_in()
        if found:
            self.read([found[0].folder])
            return
        chosen, _ = QFileDialog.getOpenFileNames(self._page, "支部的登记文件", "", "登记文件 (*.dyq)")
        if chosen:
            self.read([Path(one) for one in chosen])

    def read(self, places: list[Path]) -> None:
        """Read enrolment files, or folders with some."""
        self._place = places[0] if places[0].is_dir() else places[0].parent
        self._done = []
        self._page.start("正在读登记文件", ReadingRequests(places), self._read)

    def _read(self, told: ReadingRequests.Told) -> str:
        self._left = list(told.found)
        refused = "；".join(f"“{name}”：{why.rstrip('。')}" for name, why in told.refused)
        if not self._left:
            return f"没有能登记的文件。{refused}" if refused else "这里没有支部的登记文件（.dyq）。"
        self._next()
        return f"读到 {len(self._left)} 个登记文件，一个一个核对。" + (f"读不了的：{refused}。" if refused else "")

    def _next(self) -> None:
        if not self._left:
            self._end()
            return
        _, request = self._left[0]
        there = sum(not one.revoked_at for one in computers.of_branch(self._page.office.desk, request.branch_code))
        more = f"\n这个支部已经有 {there} 台电脑登记过，这是另一台。" if there else ""
        text = (
            f"支部编码：{request.branch_code}\n号码：{request.fingerprint}{more}\n\n"
            "请打电话给支部，让他们念“上报县里”页上的号码。和上面一样，才登记。"
        )
        answers = (Answer("later", "先不登记"), Answer("enrol", "号码对上了，登记", "primary"))
        ask = Ask(self._page.desk.theme, self._page.window(), f"登记 {request.branch_name} 的电脑", text, answers)
        ask.answered.connect(self._answered)
        ask.open()

    def _answered(self, key: str, _: str) -> None:
        path, request = self._left.pop(0)
        if key == "enrol":
            try:
                self._page.office.enrol(path)
            except (UserError, Trouble) as error:
                self._page.say_failed(error)
            else:
                self._done.append(request.branch_name)
        self._next()

    def _end(self) -> None:
        self._page.refresh()
        if not self._done or self._place is None:
            return
        said = f"登记好了 {len(self._done)} 台：{'、'.join(self._done[:5])}{'等' if len(self._done) > 5 else ''}。"
        try:
            self._page.office.write_card(self._place / CARD)
        except Trouble as trouble:
            said += f"县里的登记文件没有写成：{trouble.sentence}请用“写县里的登记文件”另写一份。"
        else:
            said += f"县里的登记文件“{CARD}”写在同一个地方，请带回支部读入。"
        self._page.say_good(said)

    def ask_card(self) -> None:
        """Write the office's file onto the stick that is there; without one, or with several, ask where it goes."""
        found = drives.plugged_in()
        if len(found) == 1:
            self.card_to(found[0].folder / CARD)
            return
        out = self._page.ask_file("县里的登记文件存到哪里", CARD, "登记文件 (*.dyo)")
        if out is not None:
            self.card_to(out)

    def card_to(self, out: Path) -> None:
        """Write the office's file, and say the number to be compared."""
        try:
            self._page.office.write_card(out)
        except Trouble as trouble:
            self._page.say_failed(trouble)
            return
        where = out.parent.name or str(out.parent)
        number = self._page.office.keys.fingerprint
        self._page.say_good(f"写好了：{out.name}，在“{where}”里。支部读入时会显示县里的号码，应该是 {number}")
