"""代码表: what the county adds to or takes out of the shipped lists (declare/codes.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.declare.codes import CODE_LISTS, LIST_TITLES
from danyang_desktop.declare.faces import Col
from danyang_desktop.declare.kinds import Choice, Number, Text, YesNo
from danyang_desktop.declare.ledger import Ledger
from danyang_desktop.declare.record import Record

if TYPE_CHECKING:
    from danyang_desktop.declare.look import Look


class Code(Record):
    """One entry of one list. A shipped entry is retired by a row of the same label that is not active."""

    title = Choice("代码表", tuple(LIST_TITLES.values()), required=True)
    list_name = Text("代码表标识", form="code", most=30)
    label = Text("名称", most=30, required=True)
    code = Text("代码", form="code", most=20, help="上级统计用的代码，没有就不填。")
    position = Number("次序", high=999)
    active = YesNo("在用", default=True)


CODES = Ledger(
    slug="codes", title="代码表", noun="代码", unit="个", icon="gear", model=Code, name_of="label",
    keys=("title", "label"),
    table=(Col("title", 150), Col("label"), Col("code", 110), Col("position", 80), Col("active", 80)),
    form={"代码": ("title", "label", "code", "position", "active")},
    search=("label", "code"),
)  # fmt: skip


@CODES.fill
def _place(code: Code, look: Look) -> None:
    """Put a shipped entry where it was shipped, and a new one at the end."""
    code.list_name = next(name for name, title in LIST_TITLES.items() if title == code.title)
    shipped = CODE_LISTS[code.list_name]
    if code.position is None:
        edited = look.where(CODES, list_name=code.list_name)
        last = max((row.position or 0 for row in edited), default=0)
        code.position = shipped.index(code.label) if code.label in shipped else max(len(shipped), last + 1)


@CODES.rule("label")
def _once(code: Code, look: Look) -> str | None:
    same = look.where(CODES, list_name=code.list_name, label=code.label)
    if any(one.uid != code.uid for one in same):
        return f"“{code.title}”里已经改过“{code.label}”这一项。请去改那一行。"
    return None
