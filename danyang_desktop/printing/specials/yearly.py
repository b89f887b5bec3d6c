"""Sheets of a year: who has been talked to and by whom, who served how long, who is a member in hardship."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from danyang_desktop.base.chinese.dates import show_date
from danyang_desktop.base.chinese.masks import mask_id, mask_name
from danyang_desktop.printing.sheets import Column, Sheet, Sum, Table, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from danyang_desktop.printing.sheets import Version

_NAME, _MEASURE = 26.0, 262.0
_MOST_ACROSS = 15
"""Most committee members whose names stand side by side over the matrix."""


class MemberTalks(NamedTuple):
    """One ordinary member's year: first talk with the committee, with a member ("" = not yet), how many, what lacks."""

    name: str
    committee: str
    member: str
    talks: int
    missing: str


def coverage_sheet(
    year: int,
    board: Sequence[str],
    met: Mapping[tuple[int, int], str],
    members: Sequence[MemberTalks],
    *,
    unit: str,
    version: Version = "working",
    printed_at: str = "",
) -> Sheet:
    """Return the matrix of a year's talks (支部工作条例 art. 19): committee with committee, and every member.

    board  names of the committee;  met  places of two of them, the lower first -> day of their first talk, "" = not yet
    An empty cell is a talk that is still missing. Names only: no word of any talk.
    """
    done = sum(bool(day) for day in met.values())
    pairs = Words(f"一、委员之间（应谈 {len(met)} 对，已谈 {done} 对）", heading=True, gap=1.0)
    matrix = _matrix(board, met) if len(board) <= _MOST_ACROSS else _pairs(board, met)
    full = sum(not one.missing for one in members)
    rows = [
        [str(number), one.name, one.committee, one.member, str(one.talks), one.missing]
        for number, one in enumerate(members, 1)
    ]
    columns = (
        Column("序号", 14, "center"),
        Column("姓名", 40, "center"),
        Column("和支委谈", 44, "center"),
        Column("党员之间谈", 44, "center"),
        Column("全年次数", 30, "center"),
        Column("还缺", 90),
    )
    label = f"党员 {len(members)} 人，已谈全 {full} 人"
    table = Table(columns=columns, rows=rows, row_height=6.8, total_label=label, empty="没有登记党员。")
    return Sheet(
        title="谈心谈话全年进度表",
        unit=f"单位：{unit}",
        period=f"{year}年",
        blocks=(pairs, matrix, Words("二、党员（空格是还没有谈）", heading=True), table),
        signatures=("支部书记", "组织委员"),
        version=version,
        printed_at=printed_at,
    )


def _matrix(board: Sequence[str], met: Mapping[tuple[int, int], str]) -> Table:
    share = (_MEASURE - _NAME) / max(1, len(board))
    columns = [Column("委员", _NAME, "center", hei=True), *(Column(name, share, "center") for name in board)]
    rows = []
    for place, name in enumerate(board):
        cells = [
            "—" if place == other else met.get((min(place, other), max(place, other)), "")
            for other in range(len(board))
        ]
        rows.append([name, *cells])
    return Table(columns=columns, rows=rows, total_label=None, empty="没有登记支部委员。")


def _pairs(board: Sequence[str], met: Mapping[tuple[int, int], str]) -> Table:
    columns = (Column("委员", 60, "center"), Column("委员", 60, "center"), Column("谈话日期", 142, "center"))
    rows = [[board[one], board[other], day] for (one, other), day in sorted(met.items())]
    return Table(columns=columns, rows=rows, total_label=None)


class Served(NamedTuple):
    """One volunteer's year; `printed` and `certified` are minutes, as the signed sheets have them."""

    name: str
    volunteer_no: str
    times: int
    printed: int
    certified: int


def hours_sheet(
    year: int,
    served: Sequence[Served],
    show: Callable[[int], str],
    *,
    unit: str,
    version: Version = "working",
    printed_at: str = "",
) -> Sheet:
    """Return the hours of a year, most first; on a notice the names are masked. `show` makes hours of minutes."""
    rows = [
        [
            str(number),
            mask_name(one.name) if version == "notice" else one.name,
            "" if version == "notice" else one.volunteer_no,
            str(one.times),
            show(one.printed),
            show(one.certified),
            "",
        ]
        for number, one in enumerate(served, 1)
    ]
    columns = (
        Column("序号", 14, "center"),
        Column("姓名", 30, "center"),
        Column("志愿者编号", 40, "center"),
        Column("次数", 18, "right"),
        Column("服务时长（小时）", 26, "right"),
        Column("已确认（小时）", 24, "right"),
        Column("备注", 23),
    )
    sums = (
        Sum(3, [one.times for one in served], str),
        Sum(4, [one.printed for one in served], show),
        Sum(5, [one.certified for one in served], show),
    )
    table = Table(
        columns=columns, rows=rows, sums=sums, counted="人", page_totals=len(rows) > 26, empty="没有服务记录。"
    )
    return Sheet(
        title="志愿服务时长年度汇总表",
        unit=f"单位：{unit}",
        period=f"{year}年",
        blocks=(table,),
        signatures=("支部书记", "填报人"),
        seal=True,
        layout="portrait",
        version=version,
        printed_at=printed_at,
    )


class HardMember(NamedTuple):
    """A member in hardship, as the roster has him or her."""

    name: str
    sex: str
    id_no: str
    joined_on: str
    party_years: str
    kinds: str
    group: str
    address: str
    phone: str


def members_sheet(
    members: Sequence[HardMember], *, unit: str, on: str, version: Version = "working", printed_at: str = ""
) -> Sheet:
    """Return 困难党员花名册; years of membership count to the day `on`. A notice has names and groups only."""
    bare = version == "notice"
    columns = [
        Column("序号", 10, "center"), Column("姓名", 22, "center"), Column("性别", 12, "center"),
        Column("身份证号", 42, "center", 9.5), Column("入党时间", 24, "center"), Column("党龄", 14, "center"),
        Column("类别", 40, "center"), Column("村民小组", 22, "center"), Column("住址", 46),
        Column("电话", 30, "center"),
    ]  # fmt: skip
    rows = []
    for number, one in enumerate(members, 1):
        shown = one.id_no if version == "archive" else mask_id(one.id_no) if one.id_no else ""
        facts = [one.sex, shown, one.joined_on, one.party_years, one.kinds, one.group, one.address, one.phone]
        rows.append([str(number), mask_name(one.name), one.group] if bare else [str(number), one.name, *facts])
    if bare:
        columns = [columns[0], columns[1], columns[7]]
    table = Table(
        columns=columns, rows=rows, counted="人", total_label=f"合计 {len(members)} 人", empty="没有困难党员。"
    )
    return Sheet(
        title="困难党员花名册",
        unit=f"单位：{unit}",
        period=f"截至{show_date(dt.date.fromisoformat(on), with_year=True)}",
        blocks=(table,),
        signatures=("支部书记", "经办人"),
        dated=True,
        version=version,
        printed_at=printed_at,
    )
