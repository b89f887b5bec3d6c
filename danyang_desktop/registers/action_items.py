"""待办事项: what was promised at a visit or a talk: by whom, until when, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from danyang_desktop.declare.kinds import Date, Ref, Row, Text
from danyang_desktop.registers.people import PEOPLE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable


class ActionItem(Row):
    """One thing to do. It is open until `done_on` is filled."""

    open_until: ClassVar[str] = "done_on"
    due: ClassVar[str] = "due_on"
    what = Text("要办的事", most=100, required=True)
    owner = Ref(PEOPLE, "谁去办", loose=True)
    due_on = Date("几时办好", future=True)
    done_on = Date("办好日期")
    result = Text("结果", most=100)


def open_items(items: Iterable[ActionItem]) -> list[ActionItem]:
    """Return what is still to be done."""
    return [item for item in items if item.done_on is None]


def complain(items: Iterable[ActionItem], since: dt.date) -> str | None:
    """Say which item is due or done before the day on which it was promised."""
    for number, item in enumerate(items, 1):
        if item.due_on and item.due_on < since:
            return f"第 {number} 件“{item.what}”要在 {item.due_on} 前办好，比 {since} 还早。请改期限。"
        if item.done_on and item.done_on < since:
            return f"第 {number} 件“{item.what}”的办好日期早于 {since}。请核对。"
    return None
