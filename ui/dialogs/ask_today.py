"""Which day is it really: for a computer whose clock is behind and may not be set by who sits at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from danyang_desktop.base.chinese.dates import parse_date, show_date
from danyang_desktop.base.errors import Trouble, UserError
from ui.dialogs.ask import Answer, Ask

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.theme import Theme

WEEKDAYS = "一二三四五六日"


class AskToday(QObject):
    """told(sentence)  the book goes by that day;  failed(sentence)  it does not."""

    told = Signal(str)
    failed = Signal(str)

    def __init__(self, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner)
        self._theme, self._owner = theme, owner
        self._workspace: Any = None

    def ask(self, workspace: Any) -> None:
        """Ask which day it is, and go by the answer."""
        self._workspace = workspace
        text = (
            "先请管电脑的人把日期调对，那样最好。自己改不了，就写今天的日期：以后“今天”、超期、上报的月份都照它往下算；"
            "电脑的日期调对以后，自动照电脑的。"
        )
        answers = (Answer("keep", "不用改"), Answer("told", "照这一天", "primary"))
        ask = Ask(self._theme, self._owner.window(), "今天是几号", text, answers, line="今天的日期，如 2026-11-23")
        ask.answered.connect(self._answered)
        ask.open()

    def _answered(self, key: str, typed: str) -> None:
        if key != "told":
            return
        try:
            day = parse_date(typed, self._workspace.today, prefer_past=False).on
            self._workspace.say_today(day)
        except (UserError, Trouble) as error:
            self.failed.emit(error.sentence)
        else:
            self.told.emit(f"记下了：今天是 {show_date(day, with_year=True)}，马上生效。")


def said_today(workspace: Any) -> str:
    """Return the day by which the book goes: 2026年11月23日 星期一."""
    today = workspace.today
    return f"{show_date(today, with_year=True)} 星期{WEEKDAYS[today.weekday()]}"
