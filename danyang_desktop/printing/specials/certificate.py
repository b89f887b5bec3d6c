"""志愿服务证明: what a volunteer did, as whoever recorded it certifies it.

Four parts (民发〔2015〕149号 and 民政部令第67号): who, what service, who certifies, the rest. Only hours of confirmed
activities count. A second print of the same certificate bears its number and the mark 补打.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.base.chinese.dates import show_date
from danyang_desktop.base.chinese.masks import mask_id
from danyang_desktop.printing.sheets import Cell, Grid, Line, Sheet, Words

if TYPE_CHECKING:
    import datetime as dt

    from danyang_desktop.printing.sheets import Version

CERTIFICATE = "志愿服务证明"
_WIDTHS = (30.0, 46.0, 27.0, 62.0)
_MOST = 200
"""Characters of the summary of what was done."""


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What a certificate says. `hours` as on the signed sheets; `again_on` = it was first printed then."""

    number: str
    name: str
    sex: str
    id_no: str
    volunteer_no: str
    teams: str
    first: dt.date
    last: dt.date
    times: int
    hours: str
    content: str
    unit: str
    head: str
    handler: str
    phone: str
    issued_on: dt.date
    again_on: dt.date | None = None


def certificate_sheet(one: Certificate, *, version: Version = "archive", printed_at: str = "") -> Sheet:
    """Return the certificate; the working version masks the citizen number."""
    number = one.id_no if version == "archive" else mask_id(one.id_no) if one.id_no else ""
    span = f"{show_date(one.first, with_year=True)}至{show_date(one.last, with_year=True)}"
    content = one.content if len(one.content) <= _MOST else f"{one.content[: _MOST - 1]}…"
    lines = (
        _part("一、志愿者"),
        _two("姓名", one.name, "性别", one.sex),
        _one("证件类型\n和号码", f"居民身份证　{number}" if number else "未登记"),
        _two("志愿者编号", one.volunteer_no, "服务队", one.teams),
        _part("二、志愿服务情况"),
        _one("服务期间", span),
        _two("服务次数", f"{one.times} 次", "服务时长", f"{one.hours} 小时"),
        Line((Cell("服务内容", "label"), Cell(content, "text", 3)), 26.0, 16.0),
        _part("三、出具单位"),
        _one("单位名称", one.unit),
        _two("负责人", one.head, "经办人", one.handler),
        _one("联系电话", one.phone),
        _part("四、其他"),
        _two("出具日期", show_date(one.issued_on, with_year=True), "证明编号", one.number),
        Line((Cell("负责人\n签字", "label"), Cell("", "sign"), Cell("经办人\n签字", "label"), Cell("", "sign")), 18.0),
        Line((Cell("出具单位\n（盖章）", "label"), Cell("年　月　日", "sign", 3)), 30.0, 14.0),
    )
    copied = f"补打：本证明首次出具于{show_date(one.again_on, with_year=True)}。" if one.again_on else ""
    note = "本证明只计已公示并确认的时长，出具前在单位内公示不少于 7 天。"
    return Sheet(
        title=CERTIFICATE,
        subtitle="（补打）" if one.again_on else "",
        unit=f"出具单位：{one.unit}",
        period=f"编号：{one.number}",
        blocks=(Grid(_WIDTHS, lines, 11.0, 18.0), Words(f"{copied}{note}", size=9.0, gap=2.0)),
        layout="form",
        version=version,
        printed_at=printed_at,
    )


def _part(title: str) -> Line:
    return Line((Cell(title, "label", 4),), 9.0)


def _one(label: str, value: str) -> Line:
    return Line((Cell(label, "label"), Cell(value, "left", 3)), 10.0)


def _two(label: str, value: str, second: str, other: str) -> Line:
    return Line((Cell(label, "label"), Cell(value), Cell(second, "label"), Cell(other)), 10.0)
