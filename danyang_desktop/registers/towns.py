"""镇街: Danyang's towns and subdistricts as reference data.

Codes (GB/T 10114 behind 321181) from a data set of November 2024 (domain.md §3.2). They change from year to year, so a
row has its first and last day, and nothing is keyed on the code. Village codes are not shipped: import them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from danyang_desktop.base.clock import stamp_of
from danyang_desktop.base.towns import SHIPPED
from danyang_desktop.declare.faces import Col
from danyang_desktop.declare.kinds import Date, Text
from danyang_desktop.declare.ledger import Ledger
from danyang_desktop.declare.record import Record, body_of, fresh
from danyang_desktop.declare.rules import in_order
from danyang_desktop.store import versions

if TYPE_CHECKING:
    from danyang_desktop.declare.look import Look
    from danyang_desktop.store.versions import Version

SHIPPED_BY, _AUTHOR = "321181", "随程序"
"""The office that keeps them for everybody, and who wrote them down."""
SHIPPED_ON = dt.date(2024, 11, 28)


class Town(Record):
    """A town or subdistrict, for as long as its code is in force."""

    name = Text("镇街", most=30, required=True, privacy=0)
    code = Text("区划代码", form="code", most=12, required=True, privacy=0)
    valid_from = Date("启用日期", privacy=0)
    valid_to = Date("停用日期", future=True, privacy=0)


TOWNS = Ledger(
    slug="towns", title="镇街", noun="镇街", unit="个", icon="map", model=Town, name_of="name", keys=("code",),
    table=(Col("name"), Col("code", 140), Col("valid_from", 120), Col("valid_to", 120)),
    form={"镇街": ("name", "code", "valid_from", "valid_to")},
    search=("name", "code"),
)  # fmt: skip


def shipped_versions() -> list[Version]:
    """Return the towns that every new book starts with, as versions that are the same in all of them.

    They belong to the office, which may change them and send them home; what a branch has already is then a no-op.
    """
    stamp = stamp_of(dt.datetime.combine(SHIPPED_ON, dt.time()))
    made = []
    for number, (code, name) in enumerate(SHIPPED):
        town = fresh(Town, name=name, code=code, valid_from=SHIPPED_ON)
        town.branch, town.status, town.recorder, town.created_at = SHIPPED_BY, "final", _AUTHOR, SHIPPED_ON.isoformat()
        uid = f"{stamp >> 16:012x}7{hashlib.sha256(code.encode()).hexdigest()[:19]}"
        made.append(
            versions.make(
                uid=uid, slug=TOWNS.slug, branch=SHIPPED_BY, hlc=stamp + number, device="0" * 16, epoch=1, parents=(),
                action="new", author=_AUTHOR, at=f"{SHIPPED_ON.isoformat()}T00:00:00", body=body_of(town),
            )
        )  # fmt: skip
    return made


@TOWNS.rule("code")
def _code(town: Town, look: Look) -> str | None:
    del look
    if not (town.code.isascii() and town.code.isdigit() and len(town.code) in (9, 12)):
        return "镇街的区划代码是 9 位数字（也可以写满 12 位）。请核对。"
    return None


TOWNS.rule("valid_to")(in_order("valid_from", "valid_to", "停用日期早于启用日期。请核对。"))
