"""Sheets to print in tests, with invented people, and how their text is read back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pypdf
import pypdfium2

from danyang_desktop.printing.sheets import Column, Sheet, Sum, Table

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

RARE_NAMES = "喆堃昇瑒犇䶮㑇㛃𬭎𠅤𮧵"
"""Given names that only GB 18030 has, the last three beyond U+FFFF (domain.md 3.4)."""

UNIT = "单位：青山镇柳塘村党支部"

VISIT_COLUMNS = (
    Column("序号", 10, "center"),
    Column("日期", 14, "center"),
    Column("户主", 18, "center"),
    Column("走访人", 30, "center"),
    Column("慰问金（元）", 17, "right"),
    Column("情况与诉求", 106),
    Column("办理结果", 67),
)


def fen(amount: int) -> str:
    return f"{amount / 100:,.2f}"


def visit_row(
    number: int, *, name: str = "王桂兰", cash: str = "200.00", text: str = "屋顶漏雨，已联系。"
) -> list[str]:
    return [str(number), f"11-{number % 28 + 1:02d}", name, "周建民、许敏", cash, text, "已报镇民政办，11-25 上门查看"]


def visits(count: int = 14, rows: Sequence[Sequence[str]] = (), **facts: Any) -> Sheet:
    rows = rows or [visit_row(number) for number in range(1, count + 1)]
    sums = (Sum(4, [20000] * len(rows), fen),)
    table = Table(columns=VISIT_COLUMNS, rows=rows, sums=sums, counted="户次", **facts)
    return sheet(table)


def sheet(*blocks: Any, **facts: Any) -> Sheet:
    plain = {
        "title": "走访帮扶台账",
        "unit": UNIT,
        "period": "2026年11月",
        "signatures": ("支部书记", "经办人"),
        "dated": True,
    }
    return Sheet(blocks=blocks, **{**plain, **facts})


def texts(data: bytes) -> list[str]:
    """Return the text of each page, as pdfium reads it, without any white space."""
    document = pypdfium2.PdfDocument(data)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return ["".join(text.split()) for text in pages]


def second_reading(data: bytes) -> list[str]:
    """Return the same by another reader."""
    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    return ["".join(page.extract_text().split()) for page in reader.pages]


def squeezed(text: str) -> str:
    return "".join(text.split())


def records(ledger: Any, count: int, dice: random.Random) -> list[Any]:
    """Make records of a ledger from its own samples, as a book would give them."""
    made = []
    for number in range(1, count + 1):
        record = ledger.model()
        for name, kind in ledger.kinds.items():
            setattr(record, name, kind.sample(dice))
        record.uid, record.branch, record.status = f"{number:032x}", "32118110120301", "final"
        record.serial_no = f"{ledger.code}-321181101203-2026-{number:04d}" if ledger.code else None
        record.recorder, record.void_reason, record.head, record.revision = "许敏", "", "x", 1
        record.created_at = record.updated_at = "2026-11-23T09:12:05"
        made.append(record)
    return made
