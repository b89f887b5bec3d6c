"""What was not taken: each file with its reason, until the branch has brought a good one (退回单).

A file belongs to the month that its name tells, if that can be true, else to the month in which it came. Whose it is,
its front says; where that cannot be read the name does, if it names a branch of this county.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.base.paths import legible
from danyang_desktop.county.known import enrolled, listed, name_of
from danyang_desktop.exchange.bundle_refusals import BundleRefused, Gap, NewerVersion, UnknownDevice
from danyang_desktop.exchange.stick import named

if TYPE_CHECKING:
    from danyang_desktop.base.errors import Trouble
    from danyang_desktop.county.office import Office
    from danyang_desktop.exchange.bundle_format import Header
    from danyang_desktop.exchange.desk import Desk

UNREADABLE, PHOTOS = "unreadable", "photos"
SAID = {
    UNREADABLE: ("读不出来", "请再拷一份"), "damaged": ("拷贝不完整", "请重新导出"),
    "not_ours": ("不是发给本县的", "请原样退回"), "signature": ("签名不符", "请重新导出"),
    "unknown_device": ("未登记的电脑", "先登记再收"), "struck_off": ("已撤销的电脑", "请换一台导出"),
    "gap": ("缺前面的包", "请补交"), "parts": ("缺分卷", "请补交"), "newer": ("新版本", "先升级程序再收"),
    "content": ("内容不对", "请升级后重新导出"),
    PHOTOS: ("缺照片", "请整本从头再交"),
}  # fmt: skip
"""Kind -> why in a word, and what to do in a few."""
_YEARS_BACK = 2
"""A month longer ago is no month that is handed in: the name is not one of ours."""


@dataclass(frozen=True)
class SetAside:
    """One file that was not taken. `branch` is what its front claims, or its name; "" if neither can be.

    `cleared_by` took it off the list by hand, `cleared_why`.
    """

    file: str
    kind: str
    reason: str
    branch: str = ""
    branch_name: str = ""
    device: str = ""
    epoch: int = 0
    bundle: int = 0
    missing: int = 0
    at: str = ""
    cleared_why: str = ""
    cleared_by: str = ""

    @property
    def mark(self) -> str:
        """What it is called in a command, and the folder in which it is kept (kept.py)."""
        key = "\0".join(str(getattr(self, name)) for name in _KEY)
        return hashlib.sha256(key.encode()).hexdigest()[:12]

    @property
    def month(self) -> str:
        """The month (2026-11) that it belongs to: the one on its name, if it had begun, else the one it came in."""
        said, came = named(self.file).month, self.at[:7]
        first = f"{int(came[:4] or 0) - _YEARS_BACK:04}-01"
        return said if first <= said <= came else came

    @property
    def label(self) -> str:
        """Why it was not taken, in a word."""
        return f"缺第 {self.missing} 号包" if self.missing else SAID.get(self.kind, (self.kind, ""))[0]

    @property
    def waits_here(self) -> bool:
        """Whether it is the county that has to do something first: the branch need not bring it again."""
        return self.kind in (NewerVersion.kind, UnknownDevice.kind, StruckOff.kind)

    @property
    def short(self) -> str:
        """Why it was not taken and what to do, in a line: 拷贝不完整，请重新导出."""
        what = SAID.get(self.kind, ("", ""))[1]
        return "，".join(filter(None, (self.label, what)))


_COLUMNS = tuple(SetAside.__dataclass_fields__)
_KEY = ("file", "device", "epoch", "bundle")
_IS_IT = " AND ".join(f"{name} = ?" for name in _KEY)
_MOST_WORDS = 200
_ANEW = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in _KEY)


def note(desk: Desk, file: str, header: Header | None, error: BundleRefused | Trouble) -> SetAside:
    """Put a file on the list; the same file once."""
    whose = named(file)
    if header is not None:
        whose = whose._replace(branch=header.branch_code, name=header.branch_name, bundle=header.seq)
    elif whose.branch:
        known = whose.branch in listed(desk.book) or whose.branch in enrolled(desk.book)
        whose = whose._replace(name=name_of(desk.book, whose.branch)) if known else whose._replace(branch="", bundle=0)
    one = SetAside(
        file=legible(file),
        kind=error.kind if isinstance(error, BundleRefused) else UNREADABLE,
        reason=error.sentence,
        branch="" if isinstance(error, Foreign) else whose.branch,
        branch_name=whose.name,
        device=header.device if header else "",
        epoch=header.epoch if header else 0,
        bundle=whose.bundle,
        missing=error.missing if isinstance(error, Gap) else 0,
        at=desk.at,
    )
    with desk.book.transaction():
        desk.book.connection.execute(
            f"INSERT INTO set_aside ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
            f" ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {_ANEW}, cleared_at = ''",
            tuple(getattr(one, name) for name in _COLUMNS),
        )
    return one


def clear(desk: Desk, header: Header, file: str, month: str) -> None:
    """Take off the list what a received bundle of a `month` has put right: all of this computer up to its number.

    Of a file whose front could not be read no computer is known but by its name: a good one of that name puts it right,
    or one of that computer, of its branch if no name tells it, that closes its month or a later one.
    What lacks photos waits for them (photos_lacking.py).
    """
    connection = desk.book.connection
    waiting = connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM set_aside WHERE cleared_at = '' AND kind != '{PHOTOS}'"
        " AND (device = ? AND epoch = ? AND bundle <= ? OR device = '' AND (branch = ? OR file = ?))",
        (header.device, header.epoch, header.seq, header.branch_code, legible(file)),
    ).fetchall()
    found = [SetAside(*row) for row in waiting]
    _clear(desk, [one for one in found if one.device or one.file == legible(file) or _outdone(one, header, month)])


def _outdone(one: SetAside, header: Header, month: str) -> bool:
    return one.month <= month and header.device.startswith(named(one.file).device)


def put_right(desk: Desk, one: SetAside) -> None:
    """Take a file off the list: what it holds is here."""
    _clear(desk, [one])


def dismiss(desk: Desk, one: SetAside, why: str, who: str) -> None:
    """Take a file off the list by hand: no good one will come for it. Raises UserError without a reason."""
    if not why.strip():
        raise UserError("写一句为什么不再等它，以后看得明白。没有拿掉。", "why")
    if len(why) > _MOST_WORDS:
        raise UserError(f"原因最多 {_MOST_WORDS} 个字，请写短些。没有拿掉。", "why")
    with desk.book.transaction():
        _clear(desk, [one])
        desk.book.connection.execute(
            f"UPDATE set_aside SET cleared_why = ?, cleared_by = ? WHERE {_IS_IT}",
            (why.strip(), who or desk.name, *_key(one)),
        )


def add_reason(desk: Desk, one: SetAside, more: str) -> SetAside:
    """Say more of what is to be done about a file; returns it as it is now."""
    said = replace(one, reason=one.reason + more)
    with desk.book.transaction():
        desk.book.connection.execute(f"UPDATE set_aside SET reason = ? WHERE {_IS_IT}", (said.reason, *_key(one)))
    return said


def dismissed(desk: Desk) -> list[SetAside]:
    """Return what was taken off the list by hand, and can be put back."""
    rows = desk.book.connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM set_aside WHERE cleared_at != '' AND cleared_by != '' ORDER BY at, file"
    )
    return [SetAside(*row) for row in rows]


def wait_again(desk: Desk, one: SetAside) -> None:
    """Put a file back on the list that was taken off by hand."""
    with desk.book.transaction():
        _clear(desk, [one], "")
        desk.book.connection.execute(
            f"UPDATE set_aside SET cleared_why = '', cleared_by = '' WHERE {_IS_IT}", _key(one)
        )


def _clear(desk: Desk, some: list[SetAside], at: str | None = None) -> None:
    if some:
        with desk.book.transaction():
            desk.book.connection.executemany(
                "UPDATE set_aside SET cleared_at = ? WHERE file = ? AND device = ? AND epoch = ? AND bundle = ?",
                [(desk.at if at is None else at, *(getattr(one, name) for name in _KEY)) for one in some],
            )


def refused(desk: Desk, month: str = "") -> list[SetAside]:
    """Return what waits for a good file, by branch; of one month (2026-11) or, with "", of all."""
    rows = desk.book.connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM set_aside WHERE cleared_at = '' ORDER BY branch, at, file"
    )
    return [one for one in (SetAside(*row) for row in rows) if month in ("", one.month)]


# -- why a computer is not known --------------------------------------------------------------------------------


class Foreign(UnknownDevice):
    """Made for another office by a computer that nobody here knows: what its front says of a branch is not believed."""

    kind = "not_ours"
    label = "不是本县的"
    advice = "这个数据包是发给别的县的，打不开，没有收下。请原样退回去；支部说是本县的，请他们先读入县里的登记文件。"


class StruckOff(UnknownDevice):
    """Made by a computer that was struck off."""

    kind = "struck_off"
    label = "已撤销的电脑"
    advice = "做这个数据包的电脑已经撤销登记，不再收它的包。请支部用在用的电脑重新导出；还要用这台，请重新登记。"


def understood(office: Office, header: Header | None, error: BundleRefused | Trouble) -> BundleRefused | Trouble:
    """Return the error as the office can act on it: of an unknown computer, whether it is another county's or gone."""
    if type(error) is not UnknownDevice or header is None:
        return error
    asked = "SELECT 1 FROM devices WHERE device = ? AND branch = ?"
    if office.desk.book.connection.execute(asked, (header.device, header.branch_code)).fetchone():
        return StruckOff(error.detail)
    ours = {*office.keys.recipients, *(str(one.to_public()) for one in office.keys.identities)}
    return error if ours & set(header.recipients) else Foreign(error.detail)


def _key(one: SetAside) -> tuple[Any, ...]:
    return tuple(getattr(one, name) for name in _KEY)
