"""Pointers to a register: one record, or several people."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, ClassVar, Literal, overload

from danyang_desktop.base.chinese.names import apart, normalise_name
from danyang_desktop.declare.kind import Kind, V, as_json
from danyang_desktop.declare.look import Link

if TYPE_CHECKING:
    import datetime as dt
    import random
    from collections.abc import Iterable

    from danyang_desktop.declare.ledger import Ledger

_SEPARATORS = re.compile(r"[、，,;；/|\n]+|\s{2,}")
_NAMES = ("周建民", "许敏", "何志强", "吴海燕")


class Ref(Kind[V]):
    """A record of the register `target`. A name that is not in the register may stand alone (`loose`)."""

    name_of_kind: ClassVar[str] = "ref"
    pointing = True
    field_type = "TEXT"

    @overload
    def __init__(
        self: Ref[Link], target: Ledger[Any], label: str, *, required: Literal[True], **facts: Any
    ) -> None: ...
    @overload
    def __init__(self: Ref[Link | None], target: Ledger[Any], label: str, **facts: Any) -> None: ...
    def __init__(self, target: Ledger[Any], label: str, *, loose: bool = False, **facts: Any) -> None:
        super().__init__(label, **facts)
        self.target = target
        self.loose = loose

    def parse(self, text: str, today: dt.date) -> Any:
        """Read a name; the workspace finds the record that bears it."""
        del today
        name = normalise_name(text)
        return Link("", name) if name else None

    def complain(self, value: Any) -> str | None:
        """Say when it is no pointer."""
        return None if isinstance(value, Link) else f"“{self.label}”里的内容格式不对，请重新填写。"

    def show(self, value: Any) -> str:
        """Return the name."""
        return value.name if value else ""

    def to_json(self, value: Any) -> Any:
        """Return {"name", "uid"}."""
        return {"name": value.name, "uid": value.uid} if value else None

    def from_json(self, value: Any) -> Any:
        """Read {"name", "uid"}, or a bare name."""
        return None if value is None or value == "" else _link(self, value)

    def sample(self, dice: random.Random) -> Any:
        """Name somebody who is in no register; tests point at real records instead."""
        return Link("", dice.choice(_NAMES))

    def db_value(self, value: Any) -> Any:
        """Return JSON text; uid first, so that a prefix finds all that point to one record."""
        return as_json(value) if value else None

    def points_to(self, value: Any) -> Iterable[str]:
        """Return whom it points to, nobody if it is but a name."""
        return (value.uid,) if value and value.uid else ()

    def python_value(self, value: Any) -> Any:
        """Return the link."""
        return Link(*json.loads(value)) if value else None


class People(Kind[list[Link]]):
    """Several people of the register `target`; outsiders by name alone."""

    name_of_kind: ClassVar[str] = "people"
    pointing = True
    lists: ClassVar[bool] = True
    field_type = "TEXT"

    def __init__(self, target: Ledger[Any], label: str, *, loose: bool = True, **facts: Any) -> None:
        super().__init__(label, **facts)
        self.target = target
        self.loose = loose

    def parse(self, text: str, today: dt.date) -> list[Link]:
        """Split 周建民、许敏 or 周建民 许敏 into people."""
        del today
        names = [normalise_name(name) for part in _SEPARATORS.split(text) for name in apart(part)]
        return [Link("", name) for name in dict.fromkeys(names) if name]

    def complain(self, value: list[Link]) -> str | None:
        """Say who stands there twice."""
        uids = [link.uid for link in value if link.uid]
        twice = next((link.name for link in value if link.uid and uids.count(link.uid) > 1), "")
        return f"“{self.label}”里 {twice} 写了两次，请去掉一个。" if twice else None

    def show(self, value: list[Link]) -> str:
        """Return the names with 、 between."""
        return "、".join(link.name for link in value)

    def to_json(self, value: list[Link]) -> Any:
        """Return a list of {"name", "uid"}."""
        return [{"name": link.name, "uid": link.uid} for link in value]

    def from_json(self, value: Any) -> list[Link]:
        """Read a list of {"name", "uid"} or bare names."""
        self.json_must(value is None or isinstance(value, list), value)
        return [_link(self, item) for item in value or []]

    def sample(self, dice: random.Random) -> list[Link]:
        """Name one or two."""
        return [Link("", name) for name in dice.sample(_NAMES, k=dice.choice((1, 2, 2)))]

    def db_value(self, value: Any) -> Any:
        """Return JSON text."""
        return as_json(value) if value else None

    def points_to(self, value: list[Link]) -> Iterable[str]:
        """Return those who are in a register."""
        return [link.uid for link in value if link.uid]

    def python_value(self, value: Any) -> Any:
        """Return the links."""
        return [Link(*pair) for pair in json.loads(value)] if value else []


def _link(kind: Kind[Any], value: Any) -> Link:
    if isinstance(value, str):
        return Link("", value)
    if isinstance(value, dict):
        name, uid = value.get("name"), value.get("uid", "")
        if isinstance(name, str) and isinstance(uid, str):
            return Link(uid, name)
    raise kind.odd(value)
