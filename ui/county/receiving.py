"""Hands of the board: receive from a stick, a folder or a town's relay, answer there, print what goes to the towns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from danyang_desktop.base.chinese.dates import show_period
from danyang_desktop.exchange import drives
from ui.county import works
from ui.messages import Strip
from ui.printing.offers import of_sheets, print_seen

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.county.receive import Received
    from ui.county.board_page import BoardPage

_SAID = 3
"""So many refusals and alarms are said on the page; all of them stand in 收包记录."""


class Receiving(QObject):
    """`strip` says what was not taken."""

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._page = page
        self.strip = Strip(page.desk.theme, "warn", "boardRefused", action="看收包记录")
        self.strip.pressed.connect(self._to_log)
        self._menu = QMenu(page)
        self._menu.triggered.connect(self._stick_chosen)

    # -- receiving --------------------------------------------------------------------------------------------

    def from_stick(self) -> None:
        """Receive from the stick that is there; ask which one if there are several, for a folder if there is none."""
        found = drives.plugged_in()
        if len(found) == 1:
            self.receive(found[0].folder)
        elif found:
            self._menu.clear()
            for one in found:
                self._menu.addAction(one.title).setData(one.folder)
            self._menu.popup(self._page.mapToGlobal(self._page.rect().topRight()))
        else:
            self.from_folder()

    def _stick_chosen(self, action: Any) -> None:
        self.receive(action.data())

    def from_folder(self) -> None:
        """Receive from a folder: what a town has gathered, say."""
        folder = self._page.ask_folder("数据包在哪个 U盘 或文件夹")
        if folder is not None:
            self.receive(folder)

    def receive(self, place: Path) -> None:
        """Receive every bundle in a place, answer there."""
        if not self._page.may_write():
            return
        self.strip.say("")
        work = works.Receiving(self._page.office, place)
        task = self._page.start("正在收包", work, self._taken)
        task.progressed.connect(self._page.figures.follow)
        task.cancelled.connect(self._page.finished)

    def _taken(self, taken: works.Taken) -> str:
        told, answered = taken.told, taken.answered
        odd = [f"没收“{one['file']}”：{one['reason'].rstrip('。')}" for one in told.refused] + told.alarms
        if odd:
            more = f"；另有 {len(odd) - _SAID} 条" if len(odd) > _SAID else ""
            self.strip.say("；".join(one.rstrip("。") for one in odd[:_SAID]) + more + "。")
        if not told.accepted and not told.refused:
            return "这里没有数据包。请看看 U盘 插对了没有，或者选放数据包的文件夹。"
        return _said(told, answered)

    def answer(self) -> None:
        """Write receipts and what goes home: to those whose bundles lie on the stick, else to the chosen town."""
        found = drives.plugged_in()
        folder = found[0].folder if found else self._page.ask_folder("回执写到哪个 U盘 或文件夹")
        if folder is not None:
            self.answer_to(folder)

    def answer_to(self, folder: Path) -> None:
        """Write them into a folder."""
        if not self._page.may_write():
            return
        rows = self._page.rows.get(self._page.towns.town, [])
        branches = [row["branch"] for row in rows if row["enrolled"]]
        self._page.start("正在写回执", works.Answering(self._page.office, branches, folder), _answered)

    # -- paper ------------------------------------------------------------------------------------------------

    def print_late(self) -> None:
        """Print whom to remind, a sheet a town."""
        self._ask_print(("late",), "催交名单", "")

    def print_returned(self) -> None:
        """Print what goes back to the chosen town, with what to do."""
        self._ask_print(("returned",), "退回单", self._page.towns.town)

    def _ask_print(self, kinds: tuple[str, ...], title: str, town: str) -> None:
        page, where = self._page, town or "全县"
        month = page.months.month
        job = works.PrintingSheets(page.desk.workspace, page.office, kinds, month, town)
        print_seen(
            page.desk, page, of_sheets(f"{title}，{where}，{show_period(month)}", f"{title}_{where}_{month}", job)
        )

    def _to_log(self) -> None:
        self._page.go.emit("log")


def _said(told: Received, answered: works.Answered) -> str:
    """Say what came of a stick with bundles on it."""
    new = [one for one in told.accepted if not one["again"]]
    back = f"退回 {len(told.refused)} 个" if told.refused else ""
    receipts = f"回执 {answered.receipts} 张已写回原处" if answered.receipts else ""
    if not told.accepted:
        return f"{len(told.refused)} 个文件都没有收下，原来的台账没有变。打印退回单，请支部重新拷一份。"
    if not new:
        parts = [f"这 {len(told.accepted)} 个包以前都收过，没有新的", back, receipts]
    else:
        known = len(told.accepted) - len(new)
        odd = f"{told.conflicts} 处不一致要核对" if told.conflicts else ""
        taken = f"收下 {len(told.accepted)} 个包" + (f"（{known} 个以前收过）" if known else "")
        parts = [taken, f"合并 {told.merged:,} 条", odd, back, receipts]
    return "，".join(filter(None, parts)) + "。"


def _answered(done: works.Answered) -> str:
    if not (done.receipts or done.returns or done.refused):
        return "没有要写的：U盘 上没有哪个支部的数据包，选中的镇街也没有登记过电脑的支部。"
    said = f"写好了：回执 {done.receipts} 张，带回支部的包 {done.returns} 个。"
    return said + ("没写的：" + "；".join(done.refused) if done.refused else "")
