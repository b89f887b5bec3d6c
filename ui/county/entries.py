"""The side list of an office (screen 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.window.entries import Entry

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.pages.page import Page


LIST_IS_FOR = "导入全县的支部名单（支部名称、支部编码、镇街三栏就够），收包总览上才看得出谁交了、谁没交。"
_KEPT = {"programs": "补助标准", "codes": "代码表", "holidays": "放假安排", "towns": "镇街", "branches": "支部名单"}
"""What the office keeps for everybody, and its own list of branches."""
_USES = {
    "programs": "县里定的项目和标准登记在这里，下次写回执时带给各支部，支部发补助时直接选。",
    "codes": "程序自带的代码不在这里。要加一个、停用一个，才登记，下次写回执时带给各支部。",
    "holidays": "公示期按工作日算。放假和调休登记在这里，下次写回执时带给各支部。",
    "towns": "程序自带的镇街不在这里。新设、改名的登记在这里，下次写回执时带给各支部。",
    "branches": LIST_IS_FOR,
}


def office_entries() -> list[Entry]:
    """Return the side list for an office's book; its first page is called home, as a branch's is."""
    return [
        Entry("home", "收包总览", "grid", make=_board),
        Entry("merge", "合并核对", "merge", make=_merge),
        Entry("odd", "疑点核对", "search", make=_findings),
        Entry("rollup", "全县汇总", "chart", make=_rollup),
        Entry("paper", "打印汇总", "print", make=_paper),
        Entry("branches", "支部与乡镇", "people", "名册", _branches),
        Entry("rules", "标准与代码", "file", "名册", _rules, tuple(_KEPT)),
        Entry("log", "收包记录", "clock", "名册", _log),
        Entry("settings", "设置与备份", "gear", make=_settings, foot=True),
        Entry("lock", "锁定", "lock", foot=True),
    ]


def _board(desk: Desk) -> Page:
    from ui.county.board_page import BoardPage

    return BoardPage(desk)


def _merge(desk: Desk) -> Page:
    from ui.county.conflict_page import ConflictPage

    return ConflictPage(desk)


def _findings(desk: Desk) -> Page:
    from ui.county.findings_page import FindingsPage

    return FindingsPage(desk)


def _log(desk: Desk) -> Page:
    from ui.county.log_page import LogPage

    return LogPage(desk)


def _paper(desk: Desk) -> Page:
    from ui.county.paper_page import PaperPage

    return PaperPage(desk)


def _branches(desk: Desk) -> Page:
    from ui.county.branches_page import BranchesPage

    return BranchesPage(desk)


def _rollup(desk: Desk) -> Page:
    from ui.county.rollup_page import RollupPage

    return RollupPage(desk)


def _rules(desk: Desk) -> Page:
    from ui.pages.register_group import RegisterGroup

    return RegisterGroup(desk, _KEPT, _USES)


def _settings(desk: Desk) -> Page:
    from ui.pages.settings.settings_page import SettingsPage

    return SettingsPage(desk)
