"""Whole numbers, and money as whole fen."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Literal, overload

from danyang_desktop.base.chinese import money
from danyang_desktop.base.chinese.dates import show_hours
from danyang_desktop.base.chinese.text import halfwidth
from danyang_desktop.declare.kind import Kind, V

if TYPE_CHECKING:
    import datetime as dt
    import random

_FIGURE = re.compile(r"([-+]?\d{1,18})(?:\.(\d*))?", re.ASCII)
MOST_FEN = 9_999_999_999  # 99,999,999.99 yuan: one sheet's widest amount

_MOST = 10**12
"""Ten thousand million yuan in fen: a county's sums of such figures stay within 64 bits."""


class Number(Kind[V]):
    """A whole number between `low` and `high`, shown with its `unit` where there is room."""

    name_of_kind: ClassVar[str] = "number"
    align: ClassVar[Literal["left", "right", "center"]] = "right"
    field_type = "INTEGER"

    @overload
    def __init__(self: Number[int], label: str, *, required: Literal[True], **facts: Any) -> None: ...
    @overload
    def __init__(self: Number[int | None], label: str, **facts: Any) -> None: ...
    @overload
    def __init__(self, label: str, **facts: Any) -> None: ...
    def __init__(self, label: str, *, low: int = 0, high: int = 1_000_000, unit: str = "", **facts: Any) -> None:
        super().__init__(label, **facts)
        self.low = low
        self.high = high
        self.unit = unit

    def parse(self, text: str, today: dt.date) -> Any:
        """Read a whole number; full-width digits, commas and the unit are allowed."""
        del today
        body = halfwidth(text).replace(",", "").strip().removesuffix(self.unit).strip() if text else ""
        if not body:
            return None
        found = _FIGURE.fullmatch(body)
        if not found:
            raise self.wrong(f"“{self.label}”要填数字，现在是“{text[:20]}”。请改成像 3 这样的数。")
        if (found[2] or "").strip("0"):
            raise self.wrong(f"“{self.label}”要填整数，现在是“{text[:20]}”。")
        return int(found[1])

    def complain(self, value: Any) -> str | None:
        """Say when the number is out of bounds."""
        if not self.low <= value <= self.high:
            return f"“{self.label}”应在 {self.low} 到 {self.high} 之间，现在是 {value}。"
        return None

    def to_cell(self, value: Any) -> Any:
        """Return the number itself."""
        return value

    def from_json(self, value: Any) -> Any:
        """Read a JSON integer."""
        if value is None:
            return None
        self.json_must(isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MOST, value)
        return value

    def sample(self, dice: random.Random) -> Any:
        """Make a plausible number."""
        return dice.randint(self.low, min(self.high, self.low + 9))


class Hours(Number[V]):
    """A length of time, kept in minutes and shown in hours: 90 is 1.5. In every other way it is a Number."""

    @overload
    def __init__(self: Hours[int], label: str, *, required: Literal[True], **facts: Any) -> None: ...
    @overload
    def __init__(self: Hours[int | None], label: str, **facts: Any) -> None: ...
    def __init__(self, label: str, **facts: Any) -> None:
        super().__init__(label, **{"unit": "小时", **facts})

    def parse(self, text: str, today: dt.date) -> Any:
        """Read hours with up to two decimals: 1.5, 2小时, 0.25."""
        del today
        body = halfwidth(text).replace(",", "").strip().removesuffix(self.unit).removesuffix("h").strip()
        if not body:
            return None
        try:
            minutes = Decimal(body) * 60
        except ArithmeticError:
            raise self.wrong(f"“{self.label}”要填小时数，现在是“{text[:20]}”。请改成像 1.5 这样的数。") from None
        if not minutes.is_finite():
            raise self.wrong(f"“{self.label}”要填小时数，现在是“{text[:20]}”。")
        return int(minutes.to_integral_value())

    def show(self, value: Any) -> str:
        """Return hours with one decimal, with two where one would round."""
        return "" if value is None else show_hours(value)

    def to_cell(self, value: Any) -> Any:
        """Return hours as a number."""
        return None if value is None else value / 60


class Money(Number[V]):
    """An amount in fen (分). Typed, shown and exchanged with workbooks in yuan."""

    name_of_kind: ClassVar[str] = "money"

    @overload
    def __init__(self: Money[int], label: str, *, required: Literal[True], **facts: Any) -> None: ...
    @overload
    def __init__(self: Money[int | None], label: str, **facts: Any) -> None: ...
    def __init__(self, label: str, *, low: int = 0, high: int = MOST_FEN, **facts: Any) -> None:
        super().__init__(label, low=low, high=high, unit="元", **facts)

    def parse(self, text: str, today: dt.date) -> Any:
        """Read an amount in yuan (1,000 / 500元 / 0.5万); raises UserError on a third decimal."""
        del today
        return money.parse_fen(text, signed=self.low < 0) if text.strip() else None

    def complain(self, value: Any) -> str | None:
        """Say when the amount is out of bounds."""
        if not self.low <= value <= self.high:
            low, high = money.show_fen(self.low), money.show_fen(self.high)
            return f"“{self.label}”应在 {low} 到 {high} 元之间，现在是 {money.show_fen(value)} 元。"
        return None

    def show(self, value: Any) -> str:
        """Return yuan with thousands commas and two decimals."""
        return "" if value is None else money.show_fen(value)

    def to_cell(self, value: Any) -> Any:
        """Return yuan as a number."""
        return None if value is None else value / 100

    def from_cell(self, cell: Any, today: dt.date) -> Any:
        """Read yuan from a number or a text."""
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return money.parse_fen(cell, signed=self.low < 0)
        return super().from_cell(cell, today)

    def words(self, value: Any) -> str:
        """Return the amount as it is typed when looking for it."""
        return "" if value is None else money.show_yuan(value).replace(",", "")

    def sample(self, dice: random.Random) -> Any:
        """Make a plausible amount: tens of yuan."""
        return min(self.high, max(self.low, dice.randint(2, 50) * 1000))
