"""Enrolment at the office: a branch's file is read, its 登记号 compared over the telephone, the office's file given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.county import computers
from danyang_desktop.county.known import listed
from danyang_desktop.exchange import drives
from ui import file_places
from ui.county.works import ReadingRequests
from ui.dialogs.ask import Answer, Ask
from ui.dialogs.compare_dialog import CompareDialog
from ui.messages import Told

if TYPE_CHECKING:
    from pathlib import Path

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
        self._refused: list[str] = []
        self._place: Path | None = None

    def begin(self) -> None:
        """Look for enrolment files on the stick that is there, else ask for them."""
        if not self._page.may_write():
            return
        found = drives.plugged_in()
        if found:
            self.read([found[0].folder])
            return
        places, kinds = self._page.desk.places, "登记文件 (*.dyq)"
        chosen = places.files(self._page, file_places.ENROLMENT, "支部的登记文件", kinds)
        if chosen:
            self.read(chosen)

    def read(self, places: list[Path]) -> None:
        """Read enrolment files, or folders with some."""
        self._place = places[0] if places[0].is_dir() else places[0].parent
        self._done, self._refused = [], []
        self._page.start("正在读登记文件", ReadingRequests(places), self._read)

    def _read(self, told: ReadingRequests.Told) -> str | Told:
        office = self._page.office
        self._left = [(path, one) for path, one in told.found if office.public_key(one.device, one.branch_code) is None]
        known = len(told.found) - len(self._left)
        said = [f"{known} 个以前登记过，不用再登记。"] if known else []
        if told.refused:
            refused = "；".join(f"“{name}”：{why.rstrip('。')}" for name, why in told.refused)
            said.append(f"读不了的：{refused}。")
        if not self._left:
            return Told("".join(["没有要登记的电脑。", *said] if said else ["这里没有支部的登记文件（.dyq）。"]))
        self._next()
        return "".join([f"读到 {len(self._left)} 个登记文件，一个一个核对。", *said])

    def _next(self) -> None:
        if not self._left:
            self._end()
            return
        _, request = self._left[0]
        title = f"登记 {request.branch_name} 的电脑"
        facts = "\n".join(self._facts(request))
        if self._page.office.vouched(request):
            text = f"{facts}\n这台电脑换了钥匙，旧钥匙作了保，不用打电话。登记以后旧钥匙不再认。"
            answers = (Answer("later", "先不登记"), Answer("enrol", "登记新钥匙", "primary"))
            ask = Ask(self._page.desk.theme, self._page.window(), title, text, answers)
            ask.answered.connect(self._answered)
            ask.open()
            return
        compare = CompareDialog(
            self._page.desk.theme, self._page.window(), title, facts, request.fingerprint,
            who="支部", whose="“上报县里”页上这台电脑", does="登记",
        )  # fmt: skip
        compare.compared.connect(self._compared)
        compare.left.connect(self._skip)
        compare.open()

    def _facts(self, request: BranchRequest) -> list[str]:
        """Say who asks, and what is odd about it by the office's own list."""
        desk = self._page.office.desk
        said = [f"支部编码：{request.branch_code}"]
        on_list = listed(desk.book)
        if on_list and request.branch_code not in on_list:
            said.append("支部名单上没有这个编码。请问清楚是不是新支部，编码有没有填错。")
        elif on_list and request.branch_name not in (name := on_list[request.branch_code][0]):
            said.append(f"支部名单上这个编码是 {name}。请问清楚是不是同一个支部。")
        if there := sum(not one.revoked_at for one in computers.of_branch(desk, request.branch_code)):
            said.append(f"这个支部已经有 {there} 台电脑登记过，这是另一台。")
        return said

    def _answered(self, key: str, _: str) -> None:
        (self._compared if key == "enrol" else self._skip)()

    def _skip(self) -> None:
        self._left.pop(0)
        self._next()

    def _compared(self) -> None:
        path, request = self._left.pop(0)
        try:
            self._page.office.enrol(path)
        except (UserError, Trouble) as error:
            self._refused.append(f"{request.branch_name}没有登记：{error.sentence}")
        else:
            self._done.append(request.branch_name)
        self._next()

    def _end(self) -> None:
        self._page.refresh()
        if not self._done or self._place is None:
            self._page.complain("".join(self._refused))
            if not self._refused:
                self._page.say_good("一台也没有登记。登记文件还在原来的地方，核对好了再来。")
            return
        said = f"登记好了 {len(self._done)} 台：{'、'.join(self._done[:5])}{'等' if len(self._done) > 5 else ''}。"
        try:
            self._page.office.write_card(self._place / CARD)
        except (UserError, Trouble) as trouble:
            said += f"县里的登记文件没有写成：{trouble.sentence}请用“写县里的登记文件”另写一份。"
        else:
            said += f"县里的登记文件“{CARD}”写在同一个地方，请带回支部读入。"
        self._page.say_good(said + "".join(self._refused))

    def ask_card(self) -> None:
        """Write the office's file onto the stick that is there; without one, or with several, ask where it goes."""
        found = drives.plugged_in()
        if len(found) == 1:
            self.card_to(found[0].folder / CARD)
            return
        out = self._page.ask_file(file_places.ENROLMENT, "县里的登记文件存到哪里", CARD, "登记文件 (*.dyo)")
        if out is not None:
            self.card_to(out)

    def card_to(self, out: Path) -> None:
        """Write the office's file, and say the 登记号 to be compared."""
        try:
            self._page.office.write_card(out)
        except (UserError, Trouble) as trouble:
            self._page.say_failed(trouble)
            return
        where = out.parent.name or str(out.parent)
        number = self._page.office.keys.fingerprint
        self._page.say_good(f"写好了：{out.name}，在“{where}”里。支部读入时会打电话来核对县里的登记号：{number}")
