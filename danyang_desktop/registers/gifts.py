"""慰问品: goods brought to a household."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from danyang_desktop.declare.kinds import Money, Number, Row, Text

if TYPE_CHECKING:
    import datetime as dt

_WRITTEN = re.compile(r"(?P<name>.*?[^\d\s])\s*(?P<quantity>\d{1,4})(?P<unit>[^\d\s]{1,4})")


class Gift(Row):
    """Goods that were brought; `value` is what all of them cost."""

    name = Text("品名", most=30, required=True)
    quantity = Number("数量", low=1, high=9999)
    unit = Text("单位", most=4)
    value = Money("折价")

    @classmethod
    def read(cls, text: str, today: dt.date) -> Gift:
        """Read 大米1袋 as its name, number and unit; anything else is a name."""
        found = _WRITTEN.fullmatch(text)
        if not found:
            return cast("Gift", super().read(text, today))
        return cls(name=found["name"], quantity=int(found["quantity"]), unit=found["unit"])
