"""Whom to ring at a branch, and why: what stands beside its name on the board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.base.chinese.masks import mask_phone
from danyang_desktop.county import aside
from danyang_desktop.county.board import LACKING, RETURNED, TAKEN, UNKNOWN
from danyang_desktop.declare.query import LIVE
from danyang_desktop.registers.branches import BRANCHES

if TYPE_CHECKING:
    from danyang_desktop.county.office import Office

_FIRST = {RETURNED: 0, UNKNOWN: 1, LACKING: 2}


class Waiting(NamedTuple):
    """A branch that is to be rung: `why` in few words, `known` in lines."""

    branch: str
    name: str
    state: str
    why: str
    known: str


def waiting(office: Office, rows: list[dict[str, Any]]) -> list[Waiting]:
    """Return the branches of these rows of a board that need somebody to act, those returned first."""
    book = office.desk.book
    refused: dict[str, list[aside.SetAside]] = {}
    for one in aside.refused(office.desk):
        refused.setdefault(one.branch, []).append(one)
    wanted = {row["branch"] for row in rows if row["state"] != TAKEN or row["missing"]}
    phones: dict[str, tuple[str, str]] = {}
    if BRANCHES.slug in book.tables and wanted:
        for one in book.query(BRANCHES, status=LIVE).records():
            if one.code in wanted and (one.code not in phones or one.branch == one.code):  # its own word counts
                phones[one.code] = (one.secretary.name if one.secretary else "", one.phone or "")
    found = [_one(row, refused.get(row["branch"], []), *phones.get(row["branch"], ("", ""))) for row in rows]
    return sorted((one for one in found if one), key=lambda one: (_FIRST.get(one.state, 3), one.branch))


def _one(row: dict[str, Any], refused: list[aside.SetAside], secretary: str, phone: str) -> Waiting | None:
    if row["state"] == TAKEN and not row["missing"]:
        return None
    person = f"书记{secretary} {mask_phone(phone)}".strip() if secretary or phone else ""
    said = [f"上次收到：{row['at'][:16].replace('T', ' ')}" if row["at"] else "还没有收到过"]
    if secretary or phone:
        said.append(f"书记{secretary}，电话 {phone or '没有写'}")
    said += [f"{one.file}：{one.reason}" for one in refused]
    why = person or "没有留电话"
    if row["state"] == UNKNOWN:
        why = "电脑还没有登记" + (f"，{person}" if person else "")
        said.insert(0, "这个支部在名单上，但没有一台电脑登记过。")
    elif row["missing"]:
        why = f"缺第 {'、'.join(map(str, row['missing']))} 号包，请补交"
    elif refused:
        why = refused[-1].reason.partition("。")[0]
    return Waiting(row["branch"], row["name"], row["state"], why, "\n".join(said))
