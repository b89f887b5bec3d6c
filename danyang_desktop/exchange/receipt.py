"""回执: what the office took, signed, as a file `.dyr`; and its short form of twelve digits to type from paper.

A branch marks 县里已收 only by a valid receipt and deletes nothing even then (sync.md, "Office").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from danyang_desktop.base.errors import Trouble
from danyang_desktop.exchange.bundle_file import STICK, write_bytes_whole
from danyang_desktop.exchange.bundle_refusals import BadContent, BundleRefused, NotOurs
from danyang_desktop.exchange.key_statement import Kind, Signer, Unproven, count_of, hex_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RECEIPT = Kind("dyr", "receipt")

_OTHER_OFFICE = "这张回执不是本支部登记的县里开的，没有登记。请问清是谁给的U盘。"
_OTHER_DEVICE = "这张回执是开给另一台电脑的，没有登记。请拿到那台电脑上读。"


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Everything of (device, epoch) up to bundle `upto`, whose bundle hash is `head`, is in the office's book.

    `office`: the office's public key. `office_epoch` grows when the office was restored: a receipt of a new epoch, or
    lower than before, re-opens the branch's outbox. `accepted`: versions; `conflicts`: places that differed, in all;
    `refused`: files that wait for a good one; `moved`: people of the branch whom another branch keeps too.
    `counts`: lines of bundle `upto` by kind, all that the office's book has now, new with it or known before;
    `counted` tells whether the office counted them. `extra`: fields of later formats, kept as they came.
    """

    office: str
    office_epoch: int
    branch_code: str
    device: str
    epoch: int
    upto: int
    head: str
    accepted: int
    refused: int = 0
    conflicts: int = 0
    moved: int = 0
    made_at: int = 0  # stamp of the hybrid logical clock, base/clock.py
    counts: Mapping[str, int] = field(default_factory=dict)
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def counted(self) -> bool:
        """Whether `counts` can be compared with what went: an older program of the office left it empty."""
        return self.extra.get("counted") is True

    @property
    def returned(self) -> list[int] | None:
        """The numbers of the bundles among the refused files; None if the office's program did not tell them yet."""
        said = self.extra.get("returned")
        return [seq for seq in said if isinstance(seq, int)] if isinstance(said, list) else None

    @property
    def asks(self) -> str:
        """What the branch has to see to, in a sentence; "" = nothing."""
        parts = (
            f"有 {self.refused} 个文件退回，要重交" if self.refused else "",
            f"有 {self.moved} 个人别的支部也在册，人迁走了的请改成“迁出”" if self.moved else "",
        )
        said = "；".join(part for part in parts if part)
        return f"县里说：{said}。" if said else ""


_OWN = set(Receipt.__dataclass_fields__) - {"extra"}
_SAME = ("office", "office_epoch", "branch_code", "device", "epoch", "upto", "head")


def make(receipt: Receipt, signer: Signer) -> bytes:
    """Return the bytes of a `.dyr`; raises ValueError if `signer` is not the office named in it."""
    if receipt.office != signer.public_hex:
        raise ValueError("another office's receipt")
    body: dict[str, object] = {**receipt.extra, **{name: getattr(receipt, name) for name in _OWN}}
    body["counts"] = dict(receipt.counts)
    _understand(body)
    return RECEIPT.write(body, signer)


def write(path: Path, receipt: Receipt, signer: Signer, *, place: str = STICK) -> None:
    """Write a `.dyr` and read it back, in place of an older one of that name; raises Trouble U-101 to U-106."""
    data = make(receipt, signer)
    write_bytes_whole(path, data, place=place)


def verify(data: bytes, office: str, device: str | None = None) -> Receipt:
    """Prove a `.dyr` with the public key of the enrolled office; `device`, if given, must be the one it is for.

    Raises Damaged, NewerVersion, NotOurs, WrongSignature, BadContent.
    """
    return _prove(RECEIPT.read(data), office, device)


def read(path: Path, office: str, device: str | None = None) -> Receipt:
    """Read and prove the file; raises Trouble besides what `verify` raises."""
    return _prove(RECEIPT.read_file(path), office, device)


def peek(path: Path) -> Receipt:
    """Say what a receipt claims, unproven, for the stand-alone reader; errors as for `read`."""
    return _understand(RECEIPT.read_file(path).claim)


def is_of_same(path: Path, one: Receipt) -> bool:
    """Tell whether a file is an earlier receipt for the same bundle by the same office, which `one` may replace."""
    try:
        there = peek(path)
    except (BundleRefused, Trouble):
        return False
    return all(getattr(there, name) == getattr(one, name) for name in _SAME) and there.made_at <= one.made_at


def _prove(unproven: Unproven, office: str, device: str | None) -> Receipt:
    if unproven.claim.get("office") != office:
        raise NotOurs("another office", _OTHER_OFFICE)
    receipt = _understand(unproven.by(office))
    if device is not None and receipt.device != device:
        raise NotOurs("another device", _OTHER_DEVICE)
    return receipt


def _understand(body: dict[str, object]) -> Receipt:
    counts = body.get("counts")
    if not isinstance(counts, dict):
        raise BadContent("counts 不对")
    return Receipt(
        office=hex_of(body, "office", 64),
        office_epoch=count_of(body, "office_epoch"),
        branch_code=text_of(body, "branch_code", 20),
        device=hex_of(body, "device", 16),
        epoch=count_of(body, "epoch"),
        upto=count_of(body, "upto"),
        head=hex_of(body, "head", 64),
        accepted=count_of(body, "accepted"),
        refused=count_of(body, "refused"),
        conflicts=count_of(body, "conflicts"),
        moved=count_of(body, "moved"),
        made_at=count_of(body, "made_at"),
        counts={kind: count_of(counts, kind) for kind in counts},
        extra={name: value for name, value in body.items() if name not in _OWN},
    )
