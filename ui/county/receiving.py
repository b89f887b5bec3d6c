"""Hands of the board: receive from a stick, a folder or a town's relay, answer there, print what goes to the towns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from danyang_desktop.base.chinese.dates import show_period
from danyang_desktop.county.aside import refused
from danyang_desktop.county.board import NOBODYS, RETURNED, lacking
from danyang_desktop.exchange import drives
from ui import file_places
from ui.county import works
from ui.messages import Strip, Told
from ui.printing.offers import of_sheets, print_seen

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.county.receive import Received
    from ui.county.board_page import BoardPage
    from ui.printing.offers import Offer

_SAID = 3
"""So many files, and so many sentences, are said on the page; all refused files stand in 收包记录."""


class Receiving(QObject):
    """`strip` says what was not taken."""

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._page = page
        self.strip = Strip(page.desk.theme, "warn", "boardRefused", action="看收包记录", closable=True)
        self.strip.pressed.connect(self._to_log)
        self._came_back = False
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
        folder = self._page.ask_folder(file_places.BUNDLES, "数据包在哪个 U盘 或文件夹")
        if folder is not None:
            self.receive(folder)

    def receive(self, place: Path) -> None:
        """Receive every bundle in a place, answer there."""
        if not self._page.may_write():
            return
        work = works.Receiving(self._page.office, place)
        task = self._page.start("正在收包", work, self._taken)
        task.progressed.connect(self._page.figures.follow)
        for stopped in (task.cancelled, task.failed):
            stopped.connect(self._page.finished)

    def _taken(self, taken: works.Taken) -> str | Told:
        told, answered = taken.told, taken.answered
        self._came_back = any(one["waits"] for one in told.refused)
        said = odd_said(told)
        if told.accepted:
            self.strip.say(said)
            return _said(told, answered)
        if not told.refused:
            return Told(f"这里没有数据包。请看看 U盘 插对了没有，或者选放数据包的文件夹。{said}")
        self.strip.say(f"一个都没有收下，原来的台账没有变。{said}")
        return ""

    def show_refused(self) -> None:
        """Go to the first town where a file just received was not taken."""
        if self._came_back:
            self._came_back = False
            self._page.towns.choose_first(lambda one: RETURNED in one.states)

    def answer(self) -> None:
        """Write receipts and what goes home: to those whose bundles lie on the stick, else to the chosen town."""
        found = drives.plugged_in()
        folder = found[0].folder if found else self._page.ask_folder(file_places.BUNDLES, "回执写到哪个 U盘 或文件夹")
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
        """Print whom to remind, a sheet a town; where nobody is late, say so."""
        page = self._page
        if any(lacking(rows) for rows in page.rows.values()):
            self._print(self._offer("late", "催交名单", ""))
        elif page.rows:
            page.say_plainly(f"{page.title_month}的都收齐了，没有要催的，不用打印。", "ok")
        else:
            page.say_plainly("还没有支部，没有要催的。请先导入支部名单。")

    def print_returned(self) -> None:
        """Print what goes back with what to do: of the chosen town, if it has any, or of all; say where there is none.

        It is what the figure counts and the list shows.
        """
        page, town = self._page, self._page.towns.town
        if page.files:
            towns = {row["branch"]: name for name, rows in page.rows.items() for row in rows}
            here = {towns.get(one.branch, NOBODYS) for one in page.files}
            every = self._offer("returned", "退回单", "")
            only = [self._offer("returned", "退回单", town)] if town in here and len(here) > 1 else []
            self._print(*only, every)
            return
        others = sorted({one.month for one in refused(page.office.desk)}, reverse=True)
        more = f"{'、'.join(map(show_period, others))}有，请换到那个月，或者在“收包记录”里打印。" if others else ""
        page.say_plainly(f"{page.title_month}没有退回的文件，不用打印。{more}")

    def _offer(self, kind: str, title: str, town: str) -> Offer:
        page, where = self._page, town or "全县"
        month = page.months.month
        job = works.PrintingSheets(page.desk.workspace, page.office, (kind,), month, town)
        return of_sheets(f"{title}，{where}，{show_period(month)}", f"{title}_{where}_{month}", job)

    def _print(self, *offers: Offer) -> None:
        self._page.forget_said()
        print_seen(self._page.desk, self._page, *offers)

    def _to_log(self) -> None:
        self._page.go.emit("log")


def odd_said(told: Received) -> str:
    """Say in few words what was not taken and why, and what else is to be known; what to do stands on 退回单."""
    waits = [one for one in told.refused if one["waits"]]
    named = "、".join(f"{one['branch_name'] or one['file']}（{one['label']}）" for one in waits[:_SAID])
    more = f" 等 {len(waits)} 个" if len(waits) > _SAID else ""
    parts = [f"退回 {len(waits)} 个文件：{named}{more}。怎么办写在退回单上。"] if waits else []
    parts += [f"“{one['file']}”：{one['reason']}" for one in told.refused if not one["waits"]]
    parts += told.alarms
    left = f"另有 {len(parts) - _SAID} 句，看收包记录。" if len(parts) > _SAID else ""
    return "".join(parts[:_SAID]) + left


def _said(told: Received, answered: works.Answered) -> str:
    """Say what came of a stick with bundles that could be taken."""
    new = [one for one in told.accepted if not one["again"]]
    known = len(told.accepted) - len(new)
    receipts = f"回执 {answered.receipts} 张已写回原处" if answered.receipts else ""
    if not new:
        return "，".join(filter(None, (f"这 {known} 个包以前都收过，没有新的", receipts))) + "。"
    months = "、".join(show_period(month) for month in sorted({one["period"] for one in new}))
    odd = f"{told.conflicts} 处不一致要核对" if told.conflicts else ""
    again = f"另有 {known} 个以前收过" if known else ""
    parts = [f"收下 {len(new)} 个包，交的是 {months}", again, f"合并 {told.merged:,} 条", odd, receipts]
    return "，".join(filter(None, parts)) + "。"


def _answered(done: works.Answered) -> str | Told:
    if not (done.receipts or done.returns or done.refused):
        return Told("没有要写的：U盘 上没有哪个支部的数据包，选中的镇街也没有登记过电脑的支部。", "info")
    said = f"写好了：回执 {done.receipts} 张，带回支部的包 {done.returns} 个。"
    more = "没写的：" + "；".join(done.refused) if done.refused else ""
    return Told(f"{said}{more}", "warn") if more else said
