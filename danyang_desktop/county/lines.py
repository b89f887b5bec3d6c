"""A line of records.jsonl as a version: its shape, its owner and its digest are proven before anything is kept.

Whoever signed a bundle may still have made it with a broken or a hostile program (reliability.md, row 6).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.clock import stamp_of
from danyang_desktop.exchange.bundle_refusals import BadContent
from danyang_desktop.store import versions
from danyang_desktop.store.withheld import SEAL, WITHHELD, names_in

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Mapping

    from danyang_desktop.store.versions import Version

    Stays = Mapping[str, Collection[str]]
    """Ledger that this program knows -> its fields that stay at home."""

_NAMED = re.compile(
    r"[0-9a-f]{32} [0-9a-f]{16} [0-9a-f]{64}(?: [0-9a-f]{64})*"
    r"\n\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
    re.ASCII,
)
"""Uid, device, digest and parents of a line; on a line of its own the moment."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)
_TEXTS = {"action": 300, "at": 19, "author": 60, "branch": 20, "device": 16, "digest": 64, "kind": 40, "uid": 32}
"""Text of a line -> the most characters it may have."""
_NAMES = 32 + 1 + 16 + 1 + 64
_PARENTS = 16
_LATEST = stamp_of(dt.datetime(2200, 1, 1))
"""No stamp beyond that: what follows must be later, and 64 bits must hold it for centuries."""


def version_of(line: dict[str, Any], owners: Container[str], stays: Stays, number: int) -> Version:
    """Return the version that line `number` states of a record of one of `owners` (branch codes).

    Raises BadContent.
    """
    body, parents = line.get("body"), line.get("parents")
    if not _has_texts(line) or not isinstance(body, dict) or not isinstance(parents, list) or len(parents) > _PARENTS:
        raise BadContent(f"第 {number} 行缺内容")
    for name in ("hlc", "epoch"):
        value = line.get(name)
        if type(value) is not int or not 0 < value < _LATEST:
            raise BadContent(f"第 {number} 行的 {name} 不对")
    if line["branch"] not in owners:
        raise BadContent(f"第 {number} 行是别的支部的")
    try:
        named = " ".join((line["uid"], line["device"], line["digest"], *parents))
    except TypeError:
        named = ""
    whole = len(named) == _NAMES + 65 * len(parents)  # no blank within a parent
    if not whole or not _NAMED.fullmatch(f"{named}\n{line['at']}"):
        said = "编号" if _MOMENT.fullmatch(line["at"]) else "时间"
        raise BadContent(f"第 {number} 行的{said}不对")
    return _proven(line, body, tuple(parents), stays, number)


def _has_texts(line: dict[str, Any]) -> bool:
    for name, most in _TEXTS.items():
        value = line.get(name)
        if type(value) is not str or len(value) > most:
            return False
    return True


def _proven(line: dict[str, Any], body: dict[str, Any], parents: tuple[str, ...], stays: Stays, number: int) -> Version:
    version = versions.make(
        uid=line["uid"], slug=line["kind"], branch=line["branch"], hlc=line["hlc"], device=line["device"],
        epoch=line["epoch"], parents=parents, action=line["action"], author=line["author"], at=line["at"], body=body,
    )  # fmt: skip
    if SEAL not in body and WITHHELD not in body and version.digest == line["digest"]:
        return version
    version = version._replace(digest=line["digest"])
    if not _may_be_sealed(version, body, stays) or not versions.is_whole(version):
        raise BadContent(f"第 {number} 行的核对码对不上")
    return version


def _may_be_sealed(version: Version, body: dict[str, Any], stays: Stays) -> bool:
    """Tell whether a version may have come without some of its fields, so that only its seal can be worked out.

    A seal is its maker's word: it is believed only where fields stay at home, and says nothing but that they did. Of
    a ledger that this program does not know it cannot tell; that is kept and travels on, and nothing shows it.
    """
    left_out = names_in(body.get(WITHHELD))
    at_home = stays.get(version.slug, left_out)
    return bool(left_out) and SEAL in body and left_out.issubset(at_home) and version.digest not in version.parents
