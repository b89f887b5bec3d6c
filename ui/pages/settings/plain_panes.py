"""The categories that are rows and nothing else: type size, the branch, what visits and talks are asked by, about."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QRadioButton, QSpinBox

from ui import metrics, pieces
from ui.dialogs.ask_today import AskToday, said_today
from ui.elided import Elided
from ui.pages.settings.pane import Pane
from ui.theme import SIZES

if TYPE_CHECKING:
    from ui.desk import Desk

_TIERS = ("高", "中", "一般")
_NAMES = (("遮中间：王*兰", "notice"), ("只留姓：王**", "surname"), ("不遮：王桂兰", "full"))


class DisplayPane(Pane):
    """字号与显示: `sized` carries the factor."""

    sized = Signal(float)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        lay = self.card()
        self._group = QButtonGroup(self)
        made = []
        for name, factor in SIZES.items():
            one = QRadioButton(name)
            one.setObjectName(f"size_{name}")
            one.setAccessibleName(f"字号{name}")
            one.setChecked(factor == desk.theme.factor)
            one.setProperty("factor", factor)
            self._group.addButton(one)
            made.append(one)
        self._group.buttonClicked.connect(self._picked)
        self.row(lay, "字号", "看不清就选大一点；在哪一页都能按 Ctrl 和加号、减号，Ctrl 和 0 回到标准", *made)
        self.lay.addStretch(1)

    def _picked(self, button: QAbstractButton) -> None:
        self.sized.emit(float(button.property("factor")))


class BranchPane(Pane):
    """本支部资料 and the book itself; `check_wanted` asks to look it over, `day_told`: today is another day."""

    check_wanted = Signal()
    day_told = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        workspace = desk.workspace
        lay = self.card()
        name = workspace.branch.name.removeprefix(workspace.branch.town)
        about = f"{workspace.branch.town} · 编码 {workspace.branch.code}" if workspace.branch.town else "县里的台账"
        controls = []
        if "branches" in workspace.ledgers and workspace.role != "office":  # an office's list is of others
            change = self.button("书记、电话、监督电话…", "branchEdit", partial(self.go.emit, "branches"))
            controls.append(change)
        self.row(lay, name, about, *controls)
        where = Elided(str(workspace.folder), "second", letters=16)
        self.row(lay, "台账放在", "不要直接改这个文件夹里的东西", where)
        check = self.button("查一遍", "checkNow", self.check_wanted.emit)
        self.row(lay, "检查整本台账", "看看每一条记录和照片有没有坏", check)
        self._ask = AskToday(desk.theme, self)
        self._ask.told.connect(self._told)
        self._ask.failed.connect(self.failed)
        self._today = pieces.label("", "second", name="settingsToday")
        other = self.button("今天不是这一天…", "otherDay", partial(self._ask.ask, workspace))
        self.row(lay, "今天", "照电脑的日期；电脑的日期慢了、自己改不了，在这里说今天是几号", self._today, other)
        self.lay.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Say which day it is."""
        self._today.setText(said_today(self.desk.workspace))

    def _told(self, sentence: str) -> None:
        self.refresh()
        self.done.emit(sentence)
        self.day_told.emit()


class RulesPane(Pane):
    """走访谈话要求: how often, until when; and the tables of holidays and codes."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        workspace = desk.workspace
        visits = self.card("走访", "按户的档次；户上另有约定的按约定")
        self._tiers: dict[str, QSpinBox] = {}
        for tier in _TIERS:
            box = self._number(f"visitDays_{tier}", int(workspace.setting("visit_days")[tier]), 1, 366, " 天")
            box.valueChanged.connect(self._keep_tiers)
            self._tiers[tier] = box
            self.row(visits, f"{tier}档的户", "最多隔这么多天走访一次，超过就算超期", box)
        others = self.card("谈话、补助、上报")
        for name, title, hint, least, most, unit in (
            ("talks_a_day", "一天谈话", "一个人一天谈得比这多，会问日期是不是真的", 1, 50, " 次"),
            ("notice_days", "补助公示", "贴出去的第二天算起，5 天或 7 天看县里的规定", 1, 30, " 个工作日"),
            ("volunteer_notice_days", "志愿时长公示", "记入证明以前公示这么久", 0, 30, " 个工作日"),
            ("hand_in_day", "上报的日子", "下个月几号以前把数据交给县里", 1, 28, " 日"),
            ("backup_days", "备份提醒", "超过这么多天没备份，今日页上提醒", 1, 60, " 天"),
        ):
            box = self._number(name, int(workspace.setting(name)), least, most, unit)
            box.valueChanged.connect(self._keep_number)
            self.row(others, title, hint, box)
        self._names = self.choice("noticeNames", _NAMES, workspace.setting("notice_names"), self._keep_names)
        self.row(others, "公示上的姓名", "身份证号、电话、账号、原因从来不上墙；姓名怎么遮看县里的规定", self._names)
        reopen = QCheckBox("允许")
        reopen.setObjectName("monthsMayReopen")
        reopen.setChecked(bool(workspace.setting("closed_months_may_reopen")))
        reopen.toggled.connect(self._keep_reopen)
        self.row(others, "重新打开存档的月份", "一般不要开：存档以后的改动用“更正”，会列在表的下面", reopen)
        tables = self.card("放假安排和选项")
        for slug, title, hint, text in (
            ("holidays", "放假安排", "公示按工作日算；每年的调休在这里改", "改放假安排"),
            ("codes", "下拉里的选项", "走访类型、对象类别、谈话情形等，可以加、可以停用", "改选项"),
        ):
            if slug in workspace.ledgers:
                self.row(tables, title, hint, self.button(text, f"open_{slug}", partial(self.go.emit, slug)))
        self.lay.addStretch(1)

    def _number(self, name: str, now: int, least: int, most: int, unit: str) -> QSpinBox:
        box = pieces.number_box(self.desk.theme, name, least, most)
        box.setSuffix(unit)
        box.setValue(now)
        box.setMinimumWidth(self.desk.theme.px(150))
        return box

    def _keep_tiers(self) -> None:
        self.keep("visit_days", {tier: box.value() for tier, box in self._tiers.items()})

    def _keep_names(self) -> None:
        self.keep("notice_names", self._names.currentData())

    def _keep_number(self, value: int) -> None:
        self.keep(self.sender().objectName(), value)

    def _keep_reopen(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        self.keep("closed_months_may_reopen", on)


class AboutPane(Pane):
    """关于."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        lay = self.card()
        version = pieces.label(_version(), "second", selectable=True)
        self.row(lay, "丹阳台账", "支部日常工作台账，数据只存在这台电脑上，不联网", version)
        self.row(lay, "开放源代码", "MIT 许可；随程序的字体按 SIL OFL 许可", pieces.label("", "second"))
        card = pieces.label("打电话问县里时，说出这里的版本和出错时的编号（U-xxx）。", "hint", wrap=True)
        card.setContentsMargins(metrics.HAIR, 0, 0, 0)
        self.lay.addWidget(card)
        self.lay.addStretch(1)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"版本 {version('danyang-desktop')}"
    except PackageNotFoundError:  # a frozen program has no package data
        return "版本 0.1.0"
