"""The front of a `.dyb` bundle: what can be read without any key (sync.md, "Bundle").

    8 bytes   magic, with a line end of each kind so that a copy made "as text" is noticed
    4 bytes   length of the header, big-endian
    n bytes   header, canonical JSON, blanks in `pad` so that it fits the room kept for it
    64 bytes  Ed25519 signature over magic, length, header and the SHA-256 (32 bytes) of the payload
    the rest  payload: an age file

The *bundle hash* is the SHA-256 of everything before the payload: through the payload's hash in the header it
stands for every byte of the file.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from danyang_desktop.base.canonical import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 1
MAGIC = b"DYB1\r\n\x1a\n"
FAMILY = b"DYB"  # a magic that begins so, with another digit, is a newer container
LENGTH_BYTES = 4
SIGNATURE_BYTES = 64
HEADER_LIMIT = 65_536
HEADER_STEP = 512
PAYLOAD_LIMIT = 2 * 1024**3 - 2 * 1024**2  # the ZIP inside stays below 2 GiB, where every reader follows

_HEX64 = re.compile(r"[0-9a-f]{64}")
_DEVICE = re.compile(r"[0-9a-f]{16}")
_CODE = re.compile(r"[0-9A-Za-z-]{1,20}")
_AGE = re.compile(r"age1[0-9a-z]{10,4000}")
_KIND = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NAME_LIMIT = 60
_RECIPIENT_LIMIT = 32
_KIND_LIMIT = 48  # different kinds of lines in one bundle
_LATE_BYTES = 3_072  # the most that counts, photos and payload_bytes can still grow: 48 x 63 + 2 x 19

Direction = Literal["up", "down"]


@dataclass(frozen=True, kw_only=True)
class Since:
    """The receipt that a bundle builds on: it carries everything after bundle `upto` of `epoch`."""

    epoch: int
    upto: int
    head: str
    office_epoch: int


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What the maker of a bundle knows before it is made; no names of people, no amounts."""

    branch_code: str
    branch_name: str
    epoch: int
    seq: int
    made_at: int  # stamp of the hybrid logical clock, base/clock.py
    from_on: str  # ISO dates: the days that the records speak of
    to_on: str
    previous: str | None = None  # hash of the bundle `seq - 1` of this device and epoch
    since: Since | None = None
    full: bool = False
    direction: Direction = "up"  # "up": branch to office; "down": office to branch
    extra: Mapping[str, object] = field(default_factory=dict)  # fields of later formats, kept as they came


@dataclass(frozen=True, kw_only=True)
class Header(Heading):
    """The header as it stands in the file."""

    device: str
    key: str
    recipients: tuple[str, ...]
    counts: Mapping[str, int]  # lines by their "kind"
    photos: int
    payload_bytes: int
    payload_sha256: str

    @property
    def records(self) -> int:
        """How many lines records.jsonl holds."""
        return sum(self.counts.values())


_OWN = {
    "format",
    "pad",
    *Header.__dataclass_fields__,
} - {"extra"}


def spell(header: Header, room: int = 0) -> bytes:
    """Spell the header, filled with blanks to `room` bytes.

    Raises ValueError if it does not fit, or if a field breaks the rules that `understand` checks.
    """
    own = {name: getattr(header, name) for name in Header.__dataclass_fields__ if name != "extra"}
    fields: dict[str, object] = {
        **header.extra,
        **own,
        "format": FORMAT,
        "recipients": list(header.recipients),
        "counts": dict(header.counts),
        "since": None if header.since is None else vars(header.since),
        "pad": "",
    }
    bare = canonical(fields)
    blanks = max(0, room - len(bare))
    data = canonical({**fields, "pad": " " * blanks})
    if len(data) > (room or HEADER_LIMIT):
        raise ValueError("the header does not fit")
    understand(fields)
    return data


def room_for(header: Header) -> int:
    """Bytes to keep for a header of which counts, length and hash are not known yet."""
    need = len(spell(header)) + _LATE_BYTES
    return -(-need // HEADER_STEP) * HEADER_STEP


def understand(fields: dict[str, object]) -> Header:
    """Make a Header of parsed JSON; raises ValueError naming the field that breaks a rule."""
    _count(fields, "format", least=FORMAT, most=FORMAT)
    since = fields.get("since")
    return Header(
        branch_code=_match(fields, "branch_code", _CODE),
        branch_name=_name(fields, "branch_name"),
        epoch=_count(fields, "epoch"),
        seq=_count(fields, "seq", least=1),
        made_at=_count(fields, "made_at"),
        from_on=_day(fields, "from_on"),
        to_on=_day(fields, "to_on"),
        previous=None if fields.get("previous") is None else _match(fields, "previous", _HEX64),
        since=None if since is None else _since(since),
        full=_flag(fields, "full"),
        direction=_direction(fields),
        extra={name: value for name, value in fields.items() if name not in _OWN},
        device=_match(fields, "device", _DEVICE),
        key=_match(fields, "key", _HEX64),
        recipients=_recipients(fields),
        counts=_counts(fields),
        photos=_count(fields, "photos"),
        payload_bytes=_count(fields, "payload_bytes", most=PAYLOAD_LIMIT),
        payload_sha256=_match(fields, "payload_sha256", _HEX64),
    )


def is_kind(word: object) -> bool:
    """Tell whether `word` may be the "kind" of a line: a small ASCII word."""
    return isinstance(word, str) and _KIND.fullmatch(word) is not None


def _wrong(name: str) -> ValueError:
    return ValueError(f"包头的 {name} 不对")


def _match(fields: Mapping[str, object], name: str, pattern: re.Pattern[str]) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise _wrong(name)
    return value


def _name(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= _NAME_LIMIT or not value.isprintable():
        raise _wrong(name)
    return value


def _count(fields: Mapping[str, object], name: str, *, least: int = 0, most: int = (1 << 63) - 1) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _wrong(name)
    return value


def _flag(fields: Mapping[str, object], name: str) -> bool:
    value = fields.get(name)
    if not isinstance(value, bool):
        raise _wrong(name)
    return value


def _day(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise _wrong(name)
    try:
        # The round trip refuses the other spellings of ISO 8601 that fromisoformat takes.
        spelled = dt.date.fromisoformat(value).isoformat()
    except ValueError:
        raise _wrong(name) from None
    if spelled != value:
        raise _wrong(name)
    return value


def _direction(fields: Mapping[str, object]) -> Direction:
    value = fields.get("direction")
    if value == "up":
        return "up"
    if value == "down":
        return "down"
    raise _wrong("direction")


def _since(value: object) -> Since:
    if not isinstance(value, dict):
        raise _wrong("since")
    return Since(
        epoch=_count(value, "epoch"),
        upto=_count(value, "upto"),
        head=_match(value, "head", _HEX64),
        office_epoch=_count(value, "office_epoch"),
    )


def _recipients(fields: Mapping[str, object]) -> tuple[str, ...]:
    value = fields.get("recipients")
    if not isinstance(value, list) or not 0 < len(value) <= _RECIPIENT_LIMIT:
        raise _wrong("recipients")
    if not all(isinstance(one, str) and _AGE.fullmatch(one) for one in value):
        raise _wrong("recipients")
    return tuple(value)


def _counts(fields: Mapping[str, object]) -> dict[str, int]:
    value = fields.get("counts")
    if not isinstance(value, dict) or len(value) > _KIND_LIMIT or not all(is_kind(kind) for kind in value):
        raise _wrong("counts")
    return {kind: _count(value, kind) for kind in value}
