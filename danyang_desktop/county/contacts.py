"""Whom to ring at a branch, and why: what stands beside its name on the board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from danyang_desktop.base.chinese.dates import show_period
from danyang_desktop.base.chinese.masks import mask_phone
from danyang_desktop.county import aside
from danyang_desktop.county.board import ENDED, LACKING, RETURNED, TAKEN, UNKNOWN
from danyang_desktop.county.known import office_code
from danyang_desktop.declare.query import LIVE
from danyang_desktop.registers.branches import BRANCHES

if TYPE_CHECKING:
    from danyang_desktop.county.office import Office

_FIRST = {RETURNED: 0, UNKNOWN: 1, LACKING: 2}
LACKS_BUNDLE, BAD_FILE, FIRST_HERE, EMPTY, CHANGED = "缺包", "文件要重交", "县里先办", "没记录", "改过"
"""What is to be known of a branch whose month is here, the most urgent first; the last needs no telephone call."""


class Waiting(NamedTuple):
    """A branch that is to be rung: `why` in few words, `known` in lines, `word` what is the matter."""

    branch: str
    name: str
    state: str
    why: str
    known: str
    word: str = ""

    @property
    def calls(self) -> bool:
        """Whether somebody has to act; else it is only to be known."""
        return self.word != CHANGED


def waiting(office: Office, rows: list[dict[str, Any]]) -> list[Waiting]:
    """Return the branches of these rows of a board that need somebody to act, those returned first."""
    book = office.desk.book
    refused: dict[str, list[aside.SetAside]] = {}
    for one in aside.refused(office.desk, rows[0]["month"] if rows else ""):
        refused.setdefault(one.branch, []).append(one)
    words = {row["branch"]: _word(row, refused.get(row["branch"], [])) for row in rows}
    wanted = {branch for branch, word in words.items() if word}
    phones: dict[str, tuple[str, str]] = {}
    if BRANCHES.slug in book.tables and wanted:
        own = office_code(book)
        for one in book.query(BRANCHES, status=LIVE).records():
            branch = one.code if one.branch == own else one.branch  # of itself, whatever code it typed
            if branch in wanted and (branch not in phones or one.branch == branch):  # its own word counts
                phones[branch] = (one.secretary.name if one.secretary else "", one.phone or "")
    found = [
        _one(row, words[row["branch"]], refused.get(row["branch"], []), *phones.get(row["branch"], ("", "")))
        for row in rows
        if row["branch"] in wanted
    ]
    return sorted(found, key=lambda one: (not one.calls, _FIRST.get(one.state, 3), one.branch))


def _word(row: dict[str, Any], refused: list[aside.SetAside]) -> str:
    """Say what is the matter with a branch in a word; "" = nothing."""
    if row["state"] == ENDED:
        return ""
    if row["state"] in (TAKEN, RETURNED) and refused and all(one.waits_here for one in refused):
        return FIRST_HERE
    if row["state"] != TAKEN:
        return str(row["state"])
    if row["missing"]:
        return LACKS_BUNDLE
    if row["refused"]:
        return BAD_FILE
    return CHANGED if row["changed"] else "" if row["records"] else EMPTY


def how_it_came(row: dict[str, Any]) -> str:
    """Say of a month that is here how it came, how much it is, and what came after it: "" if it is not here."""
    if row["state"] != TAKEN:
        return ""
    said = f"{row['came_at'][:10]} 收到"
    if row["came_with"] != row["month"]:
        said += f"，是随 {show_period(row['came_with'])}的包一起交来的"
    said += f"，这个月 {row['records']} 条，记到 {row['upto']}"
    if row["changed"]:
        said += f"；后来又补了或改了 {row['changed']} 条，{row['changed_at'][:10]} 收到"
    return said + "。"


def _one(row: dict[str, Any], word: str, refused: list[aside.SetAside], secretary: str, phone: str) -> Waiting:
    person = f"书记{secretary} {mask_phone(phone)}".strip() if secretary or phone else ""
    said = [how_it_came(row)] if row["state"] == TAKEN else []
    said += [f"上次收到：{row['at'][:16].replace('T', ' ')}" if row["at"] else "还没有收到过"]
    if secretary or phone:
        said.append(f"书记{secretary}，电话 {phone or '没有写'}")
    said += [f"{one.file}：{one.reason}" for one in refused]
    why = person or "没有留电话"
    if row["state"] == UNKNOWN:
        why = "电脑还没有登记" + (f"，{person}" if person else "")
        said.insert(0, "这个支部在名单上，但没有一台电脑登记过。")
    elif row["ended_on"] and row["state"] != TAKEN:
        why = f"{row['ended_on']} 起并走，这个月还要交"
        said.insert(0, f"这个支部从 {row['ended_on']} 起并入别的支部，这个月的还要交齐。")
    elif row["missing"]:
        why = f"缺第 {'、'.join(map(str, row['missing']))} 号包，请补交"
    elif refused:
        why = refused[-1].short
    elif word == CHANGED:
        why = f"收到以后又改了 {row['changed']} 条，汇总要重新看"
    elif word == EMPTY:
        why = f"这个月一条记录也没有，{person or '请问一问'}"
    return Waiting(row["branch"], row["name"], row["state"], why, "\n".join(said), word)
