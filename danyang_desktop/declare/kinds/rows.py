"""Rows inside a record, one level deep: participants, payment lines, goods, actions; and photos."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from danyang_desktop.base.errors import UserError
from danyang_desktop.base.ids import new_uid
from danyang_desktop.declare.kind import Kind, as_json

if TYPE_CHECKING:
    import datetime as dt
    import random
    from collections.abc import Iterable

_HASH = re.compile(r"[0-9a-f]{64}")


class Row:
    """A row of a record. Subclasses declare kinds as class attributes, as a record does.

    `row_uid` names the row for ever: a re-issued payment points to the returned one by it.

    open_until  the Date field that closes a row once it is filled;  due  the one by when it should be ("" = no promise)
    """

    kinds: ClassVar[dict[str, Kind[Any]]] = {}
    open_until: ClassVar[str] = ""
    due: ClassVar[str] = ""

    def __init_subclass__(cls, **rest: Any) -> None:
        """Collect the declared kinds, in order, and give each its name."""
        super().__init_subclass__(**rest)
        cls.kinds = {name: kind for name, kind in vars(cls).items() if isinstance(kind, Kind)}
        for name, kind in cls.kinds.items():
            kind.name = name

    def __init__(self, row_uid: str = "", **values: Any) -> None:
        unknown = set(values) - set(self.kinds)
        if unknown:
            raise TypeError(f"{type(self).__name__} has no field {', '.join(sorted(unknown))}")
        self.row_uid = row_uid or new_uid()
        for name, kind in self.kinds.items():
            self.__dict__[name] = values[name] if name in values else kind.first_value(None)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]  # a row is mutable: it may not be a key

    @classmethod
    def read(cls, text: str, today: dt.date) -> Any:
        """Make a row of one piece of a written list: its first field. A class that can tell more says how."""
        first = next(iter(cls.kinds))
        return cls(**{first: cls.kinds[first].parse(text, today)})

    def copied(self) -> Any:
        """Return an independent copy with the same row_uid."""
        return copy.deepcopy(self)


R = TypeVar("R", bound=Row)


class Rows(Kind[list[R]], Generic[R]):
    """A list of rows of one class. `noun` counts them (人, 件), `most` bounds them."""

    name_of_kind: ClassVar[str] = "rows"
    lists: ClassVar[bool] = True
    field_type = "TEXT"

    def __init__(self, label: str, row: type[R], *, noun: str = "项", most: int = 500, **facts: Any) -> None:
        super().__init__(label, **facts)
        self.row = row
        self._pointing = [(name, kind) for name, kind in row.kinds.items() if kind.pointing]
        self.pointing = bool(self._pointing)
        self.noun = noun
        self.most = most

    def parse(self, text: str, today: dt.date) -> list[R]:
        """Read "大米1袋、食用油1桶" into rows, each by the row's own `read`."""
        parts = [part for part in text.replace("，", "、").replace("；", "、").split("、") if part.strip()]
        return [self.row.read(part.strip(), today) for part in parts]

    def complain(self, value: list[R]) -> str | None:
        """Say which row is wrong, and where."""
        if len(value) > self.most:
            return f"“{self.label}”有 {len(value)} {self.noun}，最多 {self.most} {self.noun}。请分两次记。"
        for number, row in enumerate(value, 1):
            said = row_complaint(row)
            if said:
                return f"{self.label}第 {number} {self.noun}：{said}"
        return None

    def show(self, value: list[R]) -> str:
        """Return each row's own words with 、 between."""
        return "、".join(filter(None, (show_row(row) for row in value)))

    def to_json(self, value: list[R]) -> Any:
        """Return a list of objects, each with its row_uid."""
        return [row_to_json(row) for row in value]

    def from_json(self, value: Any) -> list[R]:
        """Read a list of objects; raises UserError on unknown fields."""
        self.json_must(value is None or isinstance(value, list), value)
        return [self._row(item) for item in value or []]

    def _row(self, item: Any) -> R:
        self.json_must(isinstance(item, dict), item)
        unknown = set(item) - set(self.row.kinds) - {"row_uid"}
        self.json_must(not unknown, ", ".join(sorted(map(str, unknown))))
        values = {name: self.row.kinds[name].from_json(item[name]) for name in item if name != "row_uid"}
        return self.row(str(item.get("row_uid", "")), **values)

    def words(self, value: list[R]) -> str:
        """Return all that the rows say."""
        return " ".join(kind.words(getattr(row, name)) for row in value for name, kind in row.kinds.items())

    def sample(self, dice: random.Random) -> list[R]:
        """Make one or two rows."""
        return [self.sample_row(dice) for _ in range(dice.choice((1, 2)))]

    def sample_row(self, dice: random.Random) -> R:
        """Make one row, its uid from the dice."""
        values = {name: kind.sample(dice) for name, kind in self.row.kinds.items()}
        return self.row(f"{dice.getrandbits(128):032x}", **values)

    def db_value(self, value: Any) -> Any:
        """Return JSON text."""
        return as_json(self.to_json(value)) if value else None

    def points_to(self, value: list[R]) -> Iterable[str]:
        """Return whom the rows point to."""
        return [uid for name, kind in self._pointing for row in value for uid in kind.points_to(getattr(row, name))]

    def told(self, value: list[R]) -> tuple[Any, Any]:
        """Return the rows, each looked through once."""
        said = self.to_json(value)
        return as_json(said), said

    def python_value(self, value: Any) -> Any:
        """Return the rows."""
        return [self._row(item) for item in json.loads(value)] if value else []


def row_complaint(row: Row) -> str | None:
    """Say what is wrong with one row, or None."""
    for name, kind in row.kinds.items():
        value = getattr(row, name)
        if kind.shown_when is not None and not kind.shown_when(row):
            continue
        if kind.is_empty(value):
            if kind.required or (kind.required_when is not None and kind.required_when(row)):
                return f"“{kind.label}”没有填。"
            continue
        said = kind.complain(value)
        if said:
            return said
    return None


def show_row(row: Row) -> str:
    """Return a row in words: first field, then what follows it."""
    return "".join(kind.show(getattr(row, name)) for name, kind in list(row.kinds.items())[:3])


def row_to_json(row: Row) -> dict[str, Any]:
    """Return a row as JSON."""
    body = {name: kind.to_json(getattr(row, name)) for name, kind in row.kinds.items()}
    return {"row_uid": row.row_uid, **body}


class Photos(Kind[list[str]]):
    """Photos by the sha256 of their shrunk bytes (store/attachments.py), at most `most`."""

    name_of_kind: ClassVar[str] = "photos"
    lists: ClassVar[bool] = True
    field_type = "TEXT"

    def __init__(self, label: str = "照片", *, most: int = 6, **facts: Any) -> None:
        super().__init__(label, **{"privacy": 2, **facts})
        self.most = most

    def parse(self, text: str, today: dt.date) -> list[str]:
        """Photos are not typed."""
        del today
        if text.strip():
            raise UserError(f"“{self.label}”不能打字，请选照片文件。", self.name)
        return []

    def complain(self, value: list[str]) -> str | None:
        """Say when there are too many."""
        if len(value) > self.most:
            return f"照片有 {len(value)} 张，最多 {self.most} 张。请去掉几张。"
        bad = any(len(digest) != 64 or set(digest) - set("0123456789abcdef") for digest in value)
        return "照片的编号不对，请重新选这张照片。" if bad else None

    def show(self, value: list[str]) -> str:
        """Return how many."""
        return f"{len(value)} 张" if value else ""

    def words(self, value: list[str]) -> str:
        """Return nothing: a hash is no word."""
        del value
        return ""

    def from_json(self, value: Any) -> list[str]:
        """Read a list of hashes."""
        hashes = value is None or (
            isinstance(value, list) and all(isinstance(v, str) and _HASH.fullmatch(v) for v in value)
        )
        self.json_must(hashes, value)
        return list(value or [])

    def sample(self, dice: random.Random) -> list[str]:
        """Take none: a photo must exist in the attachment file."""
        del dice
        return []

    def db_value(self, value: Any) -> Any:
        """Return JSON text."""
        return as_json(value) if value else None

    def python_value(self, value: Any) -> Any:
        """Return the hashes."""
        return json.loads(value) if value else []
