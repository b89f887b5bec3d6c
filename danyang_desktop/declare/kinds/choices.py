"""One of a list, several of a list, yes or no."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, ClassVar

from danyang_desktop.declare.codes import CODE_LISTS
from danyang_desktop.declare.kind import Kind, as_json

if TYPE_CHECKING:
    import datetime as dt
    import random

_SEPARATORS = re.compile(r"[、，,;；/|\n]+")


class _Listed:
    """What Choice and Choices share: a fixed tuple of options, or the name of an editable code list."""

    options: tuple[str, ...]
    code_list: str
    label: str

    def _take(self, options: tuple[str, ...] | str) -> None:
        self.code_list = options if isinstance(options, str) else ""
        if isinstance(options, str) and options not in CODE_LISTS:
            raise ValueError(f"{self.label}: no code list is called {options}; there are {', '.join(CODE_LISTS)}")
        self.options = CODE_LISTS[options] if isinstance(options, str) else options

    def _match(self, text: str) -> str:
        """Return the option that `text` means: itself, or the only one that it begins or lies in."""
        text = text.strip()
        if text in self.options or not text:
            return text
        near = [option for option in self.options if text in option or option in text]
        return near[0] if len(near) == 1 else text

    def _complain_of(self, value: str) -> str | None:
        if self.code_list or value in self.options:
            return None  # an editable list is checked against the book's own list (declare/check.py)
        return not_listed(self.label, value, self.options)


def not_listed(label: str, value: str, options: tuple[str, ...]) -> str:
    """Say that a value is none of the options."""
    shown = "、".join(options[:8]) + ("……" if len(options) > 8 else "")
    return f"“{label}”里没有“{value[:20]}”这一项。请从这些里选：{shown}。"


class Choice(Kind[str], _Listed):
    """One of a fixed tuple of options, or of an editable code list (declare/codes.py)."""

    name_of_kind: ClassVar[str] = "choice"
    field_type = "TEXT"

    def __init__(self, label: str, options: tuple[str, ...] | str, **facts: Any) -> None:
        super().__init__(label, **facts)
        self._take(options)

    @property
    def empty(self) -> str:
        """Nothing chosen."""
        return ""

    def parse(self, text: str, today: dt.date) -> str:
        """Return the option that was meant."""
        del today
        return self._match(text)

    def complain(self, value: str) -> str | None:
        """Say when it is none of the options."""
        return self._complain_of(value)

    def from_json(self, value: Any) -> str:
        """Read a JSON string."""
        self.json_must(value is None or isinstance(value, str), value)
        return value or ""

    def sample(self, dice: random.Random) -> str:
        """Choose one."""
        return dice.choice(self.options)


class Choices(Kind[list[str]], _Listed):
    """Several of a list, kept in the order chosen."""

    name_of_kind: ClassVar[str] = "choices"
    lists: ClassVar[bool] = True
    field_type = "TEXT"

    def __init__(self, label: str, options: tuple[str, ...] | str, **facts: Any) -> None:
        super().__init__(label, **facts)
        self._take(options)

    def parse(self, text: str, today: dt.date) -> list[str]:
        """Split at 、，/ and the like; each part is matched on its own."""
        del today
        parts = [self._match(part) for part in _SEPARATORS.split(text) if part.strip()]
        return list(dict.fromkeys(parts))

    def complain(self, value: list[str]) -> str | None:
        """Say which one is none of the options."""
        return next((said for said in map(self._complain_of, value) if said), None)

    def show(self, value: list[str]) -> str:
        """Return the choices with 、 between."""
        return "、".join(value)

    def from_json(self, value: Any) -> list[str]:
        """Read a JSON list of strings."""
        self.json_must(value is None or (isinstance(value, list) and all(isinstance(v, str) for v in value)), value)
        return list(value or [])

    def sample(self, dice: random.Random) -> list[str]:
        """Choose one or two."""
        return dice.sample(self.options, k=min(len(self.options), dice.choice((1, 1, 2))))

    def db_value(self, value: Any) -> Any:
        """Return JSON text."""
        return as_json(value) if value else None

    def python_value(self, value: Any) -> Any:
        """Return the list."""
        return json.loads(value) if value else []


_YES = {"是", "有", "y", "yes", "true", "1", "√", "✓", "对"}
_NO = {"否", "无", "没有", "不是", "n", "no", "false", "0", "×", "✗"}


class YesNo(Kind["bool | None"]):
    """Yes, no, or not said."""

    name_of_kind: ClassVar[str] = "yes_no"
    align: ClassVar[Any] = "center"
    field_type = "INTEGER"

    def parse(self, text: str, today: dt.date) -> bool | None:
        """Read 是/否, 有/无, √/×."""
        del today
        word = text.strip().lower()
        if not word:
            return None
        if word in _YES or word in _NO:
            return word in _YES
        raise self.wrong(f"“{self.label}”请填 是 或 否，现在是“{text[:10]}”。")

    def complain(self, value: bool | None) -> str | None:  # noqa: FBT001 - the kind's own value
        """Say when it is neither."""
        return None if isinstance(value, bool) else f"“{self.label}”请填 是 或 否。"

    def show(self, value: bool | None) -> str:  # noqa: FBT001 - the kind's own value
        """Return 是 or 否."""
        return "" if value is None else "是" if value else "否"

    def from_json(self, value: Any) -> bool | None:
        """Read a JSON boolean."""
        self.json_must(value is None or isinstance(value, bool), value)
        return value if value is None else bool(value)

    def sample(self, dice: random.Random) -> bool:
        """Toss."""
        return dice.random() < 0.5

    def db_value(self, value: Any) -> Any:
        """Return 1, 0 or NULL."""
        return None if value is None else int(value)

    def python_value(self, value: Any) -> Any:
        """Return the boolean."""
        return None if value is None else bool(value)
