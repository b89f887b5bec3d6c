"""Text of one line, with the written forms a record knows (names, ID numbers, telephones, accounts), and long text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from danyang_desktop.base import national_id
from danyang_desktop.base.chinese import names
from danyang_desktop.base.chinese import text as chinese_text
from danyang_desktop.declare.kind import Kind, plain

if TYPE_CHECKING:
    import datetime as dt
    import random
    from collections.abc import Callable


@dataclass(frozen=True)
class Form:
    """How a written form is tidied and judged. `identifier` is exported to workbooks as text, never as a number."""

    normalise: Callable[[str], str]
    complain: Callable[[str], str | None]
    identifier: bool = False


FORMS: dict[str, Form] = {
    "": Form(chinese_text.clean, lambda _: None),
    "name": Form(names.normalise_name, names.complain_name),
    "id_no": Form(national_id.normalise, national_id.complain, identifier=True),
    "phone": Form(chinese_text.normalise_phone, chinese_text.complain_phone, identifier=True),
    "account": Form(chinese_text.normalise_account, chinese_text.complain_account, identifier=True),
    "code": Form(chinese_text.halfwidth, lambda _: None, identifier=True),
}

_SAMPLES = {
    "": ("村口老槐树", "东头第二家", "镇卫生院", "三组晒场"),
    "name": ("王桂兰", "陈国富", "孙玉珍", "欧阳文松", "单明", "马国𠅤"),
    "phone": ("13800000021", "13900000035", "15100000047"),
    "account": ("6222021104001234567", "6217001210005678901"),
    "code": ("A001", "B-0023"),
}


class Text(Kind[str]):
    """One line of text. `form` is one of FORMS; `most` is the longest length in characters (code points)."""

    name_of_kind: ClassVar[str] = "text"
    field_type = "TEXT"

    def __init__(self, label: str, *, form: str = "", most: int = 100, least: int = 0, **facts: Any) -> None:
        super().__init__(label, **facts)
        self.form = form
        self.most = most
        self.least = least

    @property
    def empty(self) -> str:
        """An empty text."""
        return ""

    def parse(self, text: str, today: dt.date) -> str:
        """Tidy what was typed."""
        del today
        return FORMS[self.form].normalise(text)

    def from_cell(self, cell: Any, today: dt.date) -> str:
        """Read a cell; an identifier that arrives as a number has lost digits and keeps its marks for `complain`."""
        if self.form == "id_no" and isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return repr(float(cell)) if abs(cell) >= 1e15 else self.parse(plain(cell), today)
        return super().from_cell(cell, today) if cell is not None else ""

    def complain(self, value: str) -> str | None:
        """Say what is wrong with the form or the length."""
        if len(value) > self.most:
            return f"“{self.label}”写了 {len(value)} 个字，最多 {self.most} 个。请写短一些，多的写到备注里。"
        if len(value) < self.least:
            return f"“{self.label}”太短，至少写 {self.least} 个字。"
        return FORMS[self.form].complain(value)

    def from_json(self, value: Any) -> str:
        """Read a JSON string."""
        if isinstance(value, str):
            return value
        if value is None:
            return ""
        raise self.odd(value)

    def sample(self, dice: random.Random) -> str:
        """Make a plausible text."""
        if self.form == "id_no":
            year, month, day = dice.randint(1935, 1990), dice.randint(1, 12), dice.randint(1, 28)
            return national_id.make("321199", _day(year, month, day), dice.randint(1, 999))
        if self.form == "code" and dice.random() < 0.5:  # official codes are digits of full length
            return "".join(dice.choice("0123456789") for _ in range(min(self.most, 14)))
        text = dice.choice(_SAMPLES[self.form])
        return (text * (self.least // len(text) + 1))[: self.most] if self.least else text[: self.most]


class LongText(Text):
    """Several lines of text."""

    name_of_kind: ClassVar[str] = "long_text"

    def __init__(self, label: str, *, most: int = 500, **facts: Any) -> None:
        super().__init__(label, most=most, **facts)

    def sample(self, dice: random.Random) -> str:
        """Make a few plausible sentences."""
        parts = ("老伴住院，药费负担重。", "屋顶漏雨，已联系镇民政办。", "身体尚好，情绪稳定。", "想申请临时救助。")
        text = dice.choice(parts) + dice.choice(parts)
        return (text * (self.least // len(text) + 1))[: self.most]


def _day(year: int, month: int, day: int) -> dt.date:
    import datetime

    return datetime.date(year, month, day)
