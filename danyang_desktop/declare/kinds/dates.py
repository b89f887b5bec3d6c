"""Days, times of the day, and months."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, ClassVar, Literal, overload

from danyang_desktop.base.chinese import dates
from danyang_desktop.declare.kind import Kind, V, plain

if TYPE_CHECKING:
    import random

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])\Z")
_MINUTES = 24 * 60


class Date(Kind[V]):
    """A day. `future` allows days after today; `whole` refuses a month without its day (2026.9)."""

    name_of_kind: ClassVar[str] = "date"
    align: ClassVar[Literal["left", "right", "center"]] = "center"
    field_type = "TEXT"

    @overload
    def __init__(self: Date[dt.date], label: str, *, required: Literal[True], **facts: Any) -> None: ...
    @overload
    def __init__(self: Date[dt.date | None], label: str, **facts: Any) -> None: ...
    def __init__(self, label: str, *, future: bool = False, whole: bool = True, **facts: Any) -> None:
        super().__init__(label, **facts)
        self.future = future
        self.whole = whole

    def parse(self, text: str, today: dt.date) -> Any:
        """Read a day in any of the ways people write it."""
        if not text.strip():
            return None
        return self._whole(dates.parse_date(text, today, prefer_past=not self.future), text)

    def from_cell(self, cell: Any, today: dt.date) -> Any:
        """Read a date cell, or text."""
        if isinstance(cell, dt.datetime):
            return cell.date()
        if isinstance(cell, dt.date):
            return cell
        if cell is None or cell == "":
            return None
        return self.parse(plain(cell), today)

    def _whole(self, day: dates.Day, text: str) -> dt.date:
        if self.whole and day.precision != "day":
            raise self.wrong(
                f"“{self.label}”只写到{'月' if day.precision == 'month' else '年'}（{text}），请写明哪一天。"
            )
        return day.on

    def complain(self, value: Any) -> str | None:
        """Say when it is no day: a moment (datetime) would be kept with its hours and be found by no month."""
        return None if type(value) is dt.date else f"“{self.label}”不是日期。请写成 2026-11-23 这样。"

    def show(self, value: Any) -> str:
        """Return 2026-11-23."""
        return value.isoformat() if value else ""

    def to_cell(self, value: Any) -> Any:
        """Return the date itself."""
        return value

    def to_json(self, value: Any) -> Any:
        """Return 2026-11-23."""
        return value.isoformat() if value else None

    def from_json(self, value: Any) -> Any:
        """Read 2026-11-23."""
        if value is None or value == "":
            return None
        self.json_must(isinstance(value, str), value)
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.json_must(False, value)

    def sample(self, dice: random.Random) -> Any:
        """Make a day of the last year."""
        return dt.date(2025, 11, 1) + dt.timedelta(days=dice.randint(0, 364))

    def db_value(self, value: Any) -> Any:
        """Return 2026-11-23, which sorts as time runs."""
        return value.isoformat() if isinstance(value, dt.date) else value

    def told(self, value: Any) -> tuple[Any, Any]:
        """Return the day, spelled once."""
        day = self.db_value(value)
        return day, day

    def python_value(self, value: Any) -> Any:
        """Return the date."""
        return dt.date.fromisoformat(value) if isinstance(value, str) and value else None


class Time(Kind[V]):
    """A time of the day in minutes after midnight (0 to 1439), Asia/Shanghai."""

    name_of_kind: ClassVar[str] = "time"
    align: ClassVar[Literal["left", "right", "center"]] = "center"
    field_type = "INTEGER"

    @overload
    def __init__(self: Time[int], label: str, *, required: Literal[True], **facts: Any) -> None: ...
    @overload
    def __init__(self: Time[int | None], label: str, **facts: Any) -> None: ...
    def __init__(self, label: str, **facts: Any) -> None:
        super().__init__(label, **facts)

    def parse(self, text: str, today: dt.date) -> Any:
        """Read 9:30, 930, 9点半, 下午3点."""
        del today
        return dates.parse_time(text) if text.strip() else None

    def from_cell(self, cell: Any, today: dt.date) -> Any:
        """Read a time cell, a day fraction, or text."""
        if isinstance(cell, (dt.time, dt.datetime)):
            return cell.hour * 60 + cell.minute
        if isinstance(cell, float) and 0 <= cell < 1:
            return round(cell * _MINUTES)
        return super().from_cell(cell, today)

    def complain(self, value: Any) -> str | None:
        """Say when it is no time of a day."""
        return None if 0 <= value < _MINUTES else f"“{self.label}”不是一天里的时间。请写成 9:30 这样。"

    def show(self, value: Any) -> str:
        """Return 09:30."""
        return "" if value is None else f"{value // 60:02}:{value % 60:02}"

    def from_json(self, value: Any) -> Any:
        """Read minutes after midnight, or 09:30."""
        if value is None:
            return None
        if isinstance(value, str):
            return dates.parse_time(value)
        self.json_must(isinstance(value, int) and not isinstance(value, bool), value)
        return value

    def sample(self, dice: random.Random) -> Any:
        """Make a time between 8:00 and 17:30."""
        return dice.randint(16, 35) * 30


class Period(Kind[str]):
    """A month, as 2026-11."""

    name_of_kind: ClassVar[str] = "period"
    align: ClassVar[Literal["left", "right", "center"]] = "center"
    field_type = "TEXT"

    @property
    def empty(self) -> str:
        """No month."""
        return ""

    def parse(self, text: str, today: dt.date) -> str:
        """Read 2026年11月, 2026.11, 202611, 11月."""
        return dates.parse_period(text, today) if text.strip() else ""

    def from_cell(self, cell: Any, today: dt.date) -> str:
        """Read a month from a date cell or text."""
        if isinstance(cell, (dt.date, dt.datetime)):
            return f"{cell.year:04}-{cell.month:02}"
        return super().from_cell(cell, today)

    def complain(self, value: str) -> str | None:
        """Say when it is no month."""
        return None if _MONTH.match(value) else f"“{self.label}”不是年月。请写成 2026-11 这样。"

    def show(self, value: str) -> str:
        """Return 2026-11."""
        return value or ""

    def from_json(self, value: Any) -> str:
        """Read 2026-11."""
        if value is None or value == "":
            return ""
        self.json_must(isinstance(value, str) and _MONTH.match(value) is not None, value)
        return str(value)

    def sample(self, dice: random.Random) -> str:
        """Make a month of 2026."""
        return f"2026-{dice.randint(1, 11):02}"
