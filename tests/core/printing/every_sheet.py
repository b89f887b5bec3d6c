"""Every kind of sheet, filled with values of any size; and how a page is looked at: is all there, nothing outside."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2
from paper_samples import records, squeezed

from danyang_desktop.declare.codes import CODE_LISTS
from danyang_desktop.declare.kinds import Money, People, Photos, Ref, Rows, Text
from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers import LEDGERS
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.talks import TALKS
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.printing.blank import blank_form, blank_lists, numbers_sheet
from danyang_desktop.printing.charts import Progress, bars, progress
from danyang_desktop.printing.door import door_sheet
from danyang_desktop.printing.fonts import clean
from danyang_desktop.printing.furniture import PAPERS
from danyang_desktop.printing.month import month_sheets, sheets_of
from danyang_desktop.printing.sheets import Charts, Cut
from danyang_desktop.printing.sheets import Photos as PhotoBlock
from danyang_desktop.printing.specials import yearly
from danyang_desktop.printing.specials.certificate import Certificate, certificate_sheet
from danyang_desktop.printing.specials.household import Gift, household_sheets
from danyang_desktop.printing.specials.notice import Notice, Payee, notice_sheet, result_sheet
from danyang_desktop.printing.specials.year import Piece, year_sheets
from danyang_desktop.registers.action_items import ActionItem
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.pairings import PAIRINGS
from danyang_desktop.registers.people import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from danyang_desktop.printing.sheets import Sheet

UNIT = "青山镇柳塘村党支部"
DAY = dt.date(2026, 11, 24)
HOW: dict[str, Any] = {"unit": UNIT, "version": "archive", "printed_at": "2026-11-30 16:20"}


@dataclass(frozen=True)
class Filling:
    """What the sheets are filled with: a text, a name, an amount in fen, how many records and rows within them."""

    text: str = "屋顶漏雨，已联系。"
    name: str = "王桂兰"
    fen: int = 20_000
    count: int = 2
    rows: int = 2


def _filled(owner: Any, kinds: dict[str, Any], given: Filling) -> None:
    for name, kind in kinds.items():
        if isinstance(kind, Rows):
            setattr(owner, name, _rows(kind, given))
        else:
            setattr(owner, name, _value(kind, getattr(owner, name), given))


def _rows(kind: Any, given: Filling) -> list[Any]:
    dice = random.Random(7)
    rows = [kind.sample_row(dice) for _ in range(min(given.rows, kind.most or given.rows))]
    for row in rows:
        _filled(row, kind.row.kinds, given)
    return rows


def _value(kind: Any, value: Any, given: Filling) -> Any:
    if isinstance(kind, (People, Photos)):
        return [Link("a", given.name)] if isinstance(kind, People) else []
    if isinstance(kind, Ref):
        return Link("a", given.name)
    if isinstance(kind, Money):
        return given.fen
    if isinstance(kind, Text) and not kind.form:
        return given.text[: kind.most]
    return given.name if getattr(kind, "form", "") == "name" else value


def filled(ledger: Any, given: Filling, count: int = -1) -> list[Any]:
    """Return records of a ledger that are filled in everywhere."""
    made = records(ledger, given.count if count < 0 else count, random.Random(11))
    for record in made:
        _filled(record, ledger.kinds, given)
        if ledger is TALKS:
            record.secrecy = "一般"
    return made


def _ledger(ledger: Any) -> Callable[[Filling], list[Sheet]]:
    return lambda given: sheets_of(ledger, filled(ledger, given), period="2026-11", forms=True, **HOW)


def _household(given: Filling) -> list[Sheet]:
    (home,) = filled(HOUSEHOLDS, given, 1)
    visits = filled(VISITS, given)
    gifts = [Gift(DAY, given.text[:60], given.text[:60], given.fen, given.text[:20]) for _ in visits]
    return household_sheets(home, visits, gifts, **HOW)


def _certificate(given: Filling) -> list[Sheet]:
    facts = {
        "number": "32118110120301-ZM-2026-K7QD-001", "name": given.name, "sex": "女", "id_no": "321199194503072424",
        "volunteer_no": "3211000001", "teams": given.text[:60], "first": dt.date(2026, 1, 1), "last": DAY,
        "times": given.count, "hours": "9999.5", "content": given.text, "unit": UNIT, "head": given.name,
        "handler": given.name, "phone": "0511-86000001", "issued_on": DAY, "again_on": DAY,
    }  # fmt: skip
    return [certificate_sheet(Certificate(**facts), printed_at=HOW["printed_at"])]  # type: ignore[arg-type]


def _notice(given: Filling) -> list[Sheet]:
    payees = [Payee(given.name, "3组", given.fen) for _ in range(given.count)]
    one = Notice(
        place="柳塘村", unit=UNIT, period="2026年11月", program=given.text[:30], payees=payees, heads=given.count,
        first=DAY, last=dt.date(2026, 12, 3), days=7, contact=given.name, hotline="0511-86000002",
    )  # fmt: skip
    return [notice_sheet(one), result_sheet(one)]


def _coverage(given: Filling) -> list[Sheet]:
    board = [given.name] * min(given.count, 20)
    met = {(a, b): "11-24" for a in range(len(board)) for b in range(a + 1, len(board))}
    members = [yearly.MemberTalks(given.name, "已谈", "", 1, "党员之间谈")] * given.count
    return [yearly.coverage_sheet(2026, board, met, members, **HOW)]


def _hours(given: Filling) -> list[Sheet]:
    served = [yearly.Served(given.name, "3211000001", 3, given.fen, given.fen)] * given.count
    return [yearly.hours_sheet(2026, served, lambda minutes: f"{minutes / 60:.1f}", **HOW)]


def _members(given: Filling) -> list[Sheet]:
    one = yearly.HardMember(
        given.name, "女", "321199194503072424", "1970-07-01", "55", "困难党员、老党员", "3组", given.text[:100],
        "13900000000",
    )  # fmt: skip
    return [yearly.members_sheet([one] * given.count, on="2026-11-24", **HOW)]


def _month(given: Filling) -> list[Sheet]:
    parts = [(ledger, filled(ledger, given)) for ledger in LEDGERS]
    drawings = [bars("近 6 个月走访户次", [("6月", 0), ("7月", given.count)], target=25), _strips(given)]
    return month_sheets(parts, period="2026-11", charts=drawings, asks=[given.text], heads="党员 40 人", **HOW)


def _strips(given: Filling) -> Any:
    return progress("全年进度", [Progress("家庭走访覆盖", given.count, 31, "户"), Progress("年度谈心", 0, 0, "人")])


def _year(given: Filling) -> list[Sheet]:
    sheets = tuple(sheets_of(SUBSIDIES, filled(SUBSIDIES, given), period="2026-11", **HOW))
    pieces = [Piece("补助发放", f"补助发放台账（{month}月）", f"2026{month:02}28", "30年", sheets) for month in (1, 2)]
    return year_sheets(2026, pieces, [("补助发放", given.text[:200])], charts=[_strips(given)], **HOW)


def _blank(given: Filling) -> list[Sheet]:
    del given
    how: dict[str, Any] = {"unit": UNIT, "printed_at": HOW["printed_at"]}
    made: list[Sheet] = []
    for ledger in LEDGERS:
        number = f"{ledger.code}-32118110120301-2026-0031"
        made.append(blank_form(ledger, options=CODE_LISTS.__getitem__, serial_no=number, **how))
        made += blank_lists(ledger, serials=(number,), **how)
    return made


def _numbers(given: Filling) -> list[Sheet]:
    rows = [("ZF-32118110120301-2026-0031", "2026-11-24", given.name, "已作废", given.text[:100])] * given.count
    return [numbers_sheet("走访帮扶台账", rows, unit=UNIT, year=2026)]


def _door(given: Filling) -> list[Sheet]:
    (home,) = filled(HOUSEHOLDS, given, 1)
    home.uid, home.head = "01a20cc260c079e6bf6cc29b1a2cf342", "74467e94" + "0" * 56
    promised = [ActionItem(what=given.text[:200], owner=Link("a", given.name), due_on=DAY)] * given.rows
    last = filled(VISITS, given, 1)[0]
    options = CODE_LISTS.__getitem__
    return [door_sheet((HOUSEHOLDS, VISITS), home, last, promised, unit=UNIT, today=DAY, options=options)]


SHEETS: dict[str, Callable[[Filling], list[Sheet]]] = {
    **{ledger.slug: _ledger(ledger) for ledger in (*LEDGERS, HOUSEHOLDS, PEOPLE, PAIRINGS)},
    "household": _household, "certificate": _certificate, "notice": _notice, "coverage": _coverage, "hours": _hours,
    "members": _members, "month": _month, "year": _year, "blank": _blank, "numbers": _numbers, "door": _door,
}  # fmt: skip
"""Every kind of sheet that the program prints."""
assert {VISITS, TALKS, VOLUNTEERING, SUBSIDIES} <= set(LEDGERS)


def said(sheet: Sheet) -> Iterator[str]:
    """Give every text of a sheet, line by line, but for drawings."""
    marks = {"作废", "有效"}
    yield from (*sheet.title.split("\n"), sheet.subtitle, sheet.unit, sheet.period)
    for block in sheet.blocks:
        if isinstance(block, (PhotoBlock, Charts, Cut)):
            continue
        for value in block.values():
            if value not in marks:
                yield from value.split("\n")


def not_read(sheets: Sequence[Sheet], pages: Sequence[Sequence[str]]) -> list[str]:
    """Return the texts of sheets that a reader did not give back; `pages` of each sheet, without white space.

    A text that goes over two pages has heads and feet between: it is looked for in pieces.
    """
    lost = []
    for sheet, own in zip(sheets, pages, strict=True):
        whole = "".join(own)
        for text in filter(None, (squeezed(clean(one)) for one in said(sheet))):
            lost += [text[:40]] if text not in whole and not _in_pieces(text, own) else []
    return lost


def _in_pieces(text: str, pages: Sequence[str]) -> bool:
    """Tell whether a long text stands on neighbouring pages: as many of its letters as it has, and both its ends."""
    whole = "".join(pages)
    return len(pages) > 1 and len(text) > 60 and text[:30] in whole and text[-5:] in whole and _enough(text, whole)


def _enough(text: str, whole: str) -> bool:
    return all(whole.count(letter) >= text.count(letter) for letter in set(text))


def outside(data: bytes, layouts: Sequence[str]) -> list[str]:
    """Return what stands outside the margins of its page or on top of another character; `layouts` one a page."""
    document = pypdfium2.PdfDocument(data)
    found: list[str] = []
    try:
        for number, layout in enumerate(layouts):
            found += [f"page {number + 1}: {one}" for one in _stray(document[number], PAPERS[layout])]
    finally:
        document.close()
    return found


def _stray(page: Any, paper: Any) -> Iterator[str]:
    words = page.get_textpage()
    middles: dict[tuple[int, int], tuple[float, float, str]] = {}
    for place in range(words.count_chars()):
        char = words.get_text_range(place, 1)
        if not char.strip():
            continue
        left, bottom, right, top = words.get_charbox(place)
        if right - left < 0.1:
            continue  # a letter of the text that lies behind a box for a missing glyph
        if left < paper.left - 1 or right > paper.right + 1 or bottom < paper.bottom - 3 or top > paper.top + 1:
            yield f"{char} stands outside"
        if "\u4e00" <= char <= "\u9fff":
            middle = ((left + right) / 2, (bottom + top) / 2)
            cell = (int(middle[0] // 4), int(middle[1] // 4))
            other = middles.get(cell)
            if other and abs(other[0] - middle[0]) < 2 and abs(other[1] - middle[1]) < 2:
                yield f"{char} stands on {other[2]}"
            middles[cell] = (*middle, char)


def pdftotext(data: bytes) -> list[str]:
    """Return the text of each page as poppler reads it, without white space; empty where it is not installed."""
    tool = shutil.which("pdftotext")
    if tool is None:
        return []
    read = subprocess.run([tool, "-enc", "UTF-8", "-raw", "-", "-"], input=data, capture_output=True, check=True)
    return ["".join(page.split()) for page in read.stdout.decode("utf-8").split("\f")][:-1]
