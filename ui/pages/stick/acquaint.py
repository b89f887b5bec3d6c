"""Who knows whom: this computer and the office, this computer and the branch's other one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from ui.dialogs.ask import Answer, Ask
from ui.dialogs.compare_dialog import CompareDialog
from ui.file_places import ENROLMENT
from ui.pages.stick import works
from ui.pages.stick.handover_dialog import HandoverDialog
from ui.pages.stick.siblings_dialog import SiblingsDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ui.pages.stick.stick_page import StickPage


class Acquaint(QObject):
    """Hands of the stick page."""

    def __init__(self, page: StickPage) -> None:
        super().__init__(page)
        self._page = page

    def ask_file(self) -> None:
        """Ask where this computer's enrolment file goes, and write it."""
        name = f"{self._page.desk.workspace.branch.name}_登记.dyq"
        chosen = self._where(name)
        if chosen is not None:
            self._write(chosen)

    def _where(self, name: str) -> Path | None:
        places, kind = self._page.desk.places, "登记文件 (*.dyq)"
        return places.new_file(self._page, ENROLMENT, "登记文件存到哪里", name, kind)

    def _write(self, out: Path) -> None:
        self._page.start("正在写登记文件", partial(works.ask_to_enrol, self._page.desk.workspace, out), self._asked)

    def _asked(self, path: Path) -> str:
        self._page.enrol.asked()
        return f"登记文件写好了：{path.name}。请把它交给县里，再和县里通个电话，对一对登记号。"

    def card_file(self) -> None:
        """Ask for the office's file, and read it."""
        places, kind = self._page.desk.places, "县里的登记文件 (*.dyo)"
        chosen = places.file(self._page, ENROLMENT, "县里给的文件", kind)
        if chosen is not None:
            self.take_card(chosen)

    def take_card(self, path: Path) -> None:
        """Read the office's file; one that nobody vouches for is kept when its 登记号 was compared."""
        work = partial(works.look_at_card, self._page.desk.workspace, path)
        self._page.start("正在读县里的登记文件", work, self._card_seen)

    def _card_seen(self, seen: works.CardSeen) -> str:
        if seen.taken:
            return _card_taken(seen.card)
        facts = f"{seen.card.office_name}，代码 {seen.card.office_code}"
        if seen.another:
            facts += "\n和以前登记的县里不一样：也许县里重做了台账。没有对上以前，上报还是交给原来的县里。"
        work = partial(works.take_card, self._page.desk.workspace, seen.file, compared=True)
        done = partial(self._page.start, "正在读入", work, _card_taken)
        self._compare("读入县里的登记文件", facts, seen.card.fingerprint, ("县里", "县里", "读入"), done)
        return ""

    def _compare(
        self, title: str, facts: str, number: str, words: tuple[str, str, str], done: Callable[[], Any]
    ) -> None:
        who, whose, does = words
        desk, over = self._page.desk, self._page.window()
        dialog = CompareDialog(desk.theme, over, title, facts, number, who=who, whose=whose, does=does)
        dialog.compared.connect(done)
        dialog.open()

    def renew(self) -> None:
        """Ask before this computer gets a new key: until the office has enrolled it, nothing can be handed in."""
        text = (
            "电脑借出去过、怕钥匙被人抄走，就换一把。换好以后写一个登记文件交给县里，县里登记以前不能上报；"
            "下一次上报是整本。以前交的都有效。"
        )
        answers = (Answer("keep", "不换"), Answer("renew", "换钥匙", "danger"))
        ask = Ask(self._page.desk.theme, self._page.window(), "换这台电脑的钥匙？", text, answers)
        ask.answered.connect(self._renewed)
        ask.open()

    def _renewed(self, key: str) -> None:
        if key != "renew":
            return
        name = f"{self._page.desk.workspace.branch.name}_换钥匙_登记.dyq"
        chosen = self._where(name)
        if chosen is not None:
            self.renew_to(chosen)

    def renew_to(self, out: Path) -> None:
        """Renew the key and write the enrolment file there."""
        self._page.start("正在换钥匙", partial(works.renew_key, self._page.desk.workspace, out), self._new_key)

    def _new_key(self, path: Path) -> str:
        number = self._page.desk.workspace.desk.signer.fingerprint
        return f"钥匙换好了。请把 {path.name} 交给县里，电话里念新的登记号：{number}"

    def hand_over(self) -> None:
        """Open the dialog by which the book passes into other hands."""
        dialog = HandoverDialog(self._page.desk, self._page.window())
        dialog.over.connect(self._page.refresh)
        dialog.open()

    def siblings(self) -> None:
        """Show the branch's other computers."""
        dialog = SiblingsDialog(self._page.desk, self._page)
        dialog.wanted.connect(self._sibling)
        dialog.open()

    def _sibling(self, what: str, path: Path) -> None:
        workspace = self._page.desk.workspace
        if what == "ask":
            self._write(path)
        elif what == "know":
            work = partial(works.look_at_sibling, workspace, path)
            self._page.start("正在读登记文件", work, partial(self._sibling_seen, path))
        else:
            self._page.start("正在读另一台电脑的数据包", partial(works.read_siblings, workspace, path), _merged)

    def _sibling_seen(self, path: Path, request: Any) -> str:
        work = partial(works.know_sibling, self._page.desk.workspace, path)
        done = partial(self._page.start, "正在登记", work, _known)
        words = ("那台电脑旁边的人", "那台电脑“本支部的另一台电脑”里", "登记")
        self._compare("登记本支部的另一台电脑", f"电脑编号：{request.device}", request.fingerprint, words, done)
        return ""


def _card_taken(card: Any) -> str:
    return f"{card.office_name}的登记文件收好了，以后可以上报。"


def _known(_: Any) -> str:
    return "登记好了。以后写到 U盘 的数据包那台电脑也打得开，它写的这里也读得了。"


def _merged(told: Any) -> str:
    refused = "；".join(f"“{file}”没有读：{why}" for file, why in told.refused)
    both = f"，对不上 {told.conflicts} 处" if told.conflicts else ""
    return f"读进 {told.merged} 条{both}。{refused}"
