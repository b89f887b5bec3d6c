"""One cell read as the value of one field, with the damage that spreadsheets do said plainly."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from danyang_desktop.base import national_id
from danyang_desktop.base.chinese import dates
from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.kind import plain
from danyang_desktop.declare.kinds.texts import FORMS
from danyang_desktop.exchange.workbook_reach import ERRORS

if TYPE_CHECKING:
    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.exchange.workbook_grid import Cell

KEPT_BACK = "（保密，不导出）"
"""Stands in an exported cell whose text must stay in the book; on import it is as good as blank."""

_EXACT = 10**15  # a number cell keeps fifteen figures
_SERIAL_DAYS = (10_000, 73_415)  # 1927 to 2100 as spreadsheets count days; smaller numbers may be years
_DAY_0 = dt.date(1899, 12, 30).toordinal()  # what spreadsheets count days from, for days after February 1900
_LIKELY_YEARS = (1920, 2035)
_DISARMED = re.compile(r"'(?=[=+\-@\t\r＝＋－＠])")
_TEN_THOUSAND = re.compile(r"万元")
_AS_TEXT = "请把这一列设成“文本”，再照证件重填。"
_ID_SENTENCES = {
    "id_lost_digits": f"身份证号被表格软件当成数字，后几位丢了，找不回来。{_AS_TEXT}",
    "id_truncated_by_excel": f"身份证号后三位变成了000，多半是表格软件把它当数字存了。{_AS_TEXT}",
}


class Fault(UserError):  # noqa: N818 - what is wrong with a cell, gathered and shown; rarely raised far
    """What is wrong with a cell: a sentence for people, and `why` for programs (id_checksum, date, not_listed ...)."""

    def __init__(self, sentence: str, field: str, why: str) -> None:
        super().__init__(sentence, field)
        self.why = why


def is_blank(cell: Any) -> bool:
    """Tell whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and (not cell.strip() or cell.strip() == KEPT_BACK))


def read_cell(kind: Kind[Any], cell: Cell, today: dt.date, title: str = "") -> Any:
    """Return what a filled cell means to a field; `title` is its heading, which may name a unit. Raises Fault."""
    name = kind.name
    if isinstance(cell, str):
        if cell.strip() in ERRORS:
            raise Fault(f"“{kind.label}”这一格是公式错误 {cell.strip()}。请改成真正的内容。", name, "formula_error")
        cell = _DISARMED.sub("", cell, count=1) if cell.startswith("'") else cell
    elif isinstance(cell, dt.timedelta):
        cell = _as_time(cell)
    form = getattr(kind, "form", "")
    if form == "id_no":
        _must_be_whole(kind, cell, today)
    elif form in FORMS and FORMS[form].identifier and isinstance(cell, (int, float)) and abs(cell) >= _EXACT:
        raise Fault(
            f"“{kind.label}”被表格软件当成数字，后几位丢了，找不回来。{_AS_TEXT.replace('证件', '原件')}",
            name,
            "lost_digits",
        )
    try:
        return kind.from_cell(_in_unit(kind, cell, title), today)
    except Fault:
        raise
    except UserError as error:
        raise Fault(_of(kind, error.sentence), name, kind.name_of_kind) from error
    except (ValueError, TypeError, OverflowError, ArithmeticError) as error:
        raise Fault(f"“{kind.label}”里的“{str(cell)[:20]}”看不懂，请重新填。", name, kind.name_of_kind) from error


def _of(kind: Kind[Any], sentence: str) -> str:
    """Return a sentence that names its field, once."""
    return sentence if kind.label in sentence else f"“{kind.label}”：{sentence}"


def _must_be_whole(kind: Kind[Any], cell: Cell, today: dt.date) -> None:
    """Raise Fault unless an ID number is right."""
    number = cell if isinstance(cell, (str, int, float)) and not isinstance(cell, bool) else str(cell)
    why = national_id.why(number, today)
    if why:
        said = _ID_SENTENCES.get(why) or national_id.complain(number, today) or ""
        raise Fault(said if "号" in said else _of(kind, said), kind.name, why)


def _in_unit(kind: Kind[Any], cell: Cell, title: str) -> Cell:
    """Return the cell in the field's own measure: days counted from 1900, amounts in 万元, months lost in decimals."""
    if isinstance(cell, dt.date):
        return _not_a_year(kind, cell)
    if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
        return cell
    if kind.name_of_kind == "money" and _TEN_THOUSAND.search(title) and plain(cell).replace(".", "").isdigit():
        return f"{plain(cell)}万元"
    if kind.name_of_kind in ("date", "period") and not isinstance(cell, str):
        return _as_day(kind, float(cell))
    return cell


def _not_a_year(kind: Kind[Any], cell: dt.date) -> Cell:
    """Raise Fault for a year alone that was typed into a cell of days: 1966 then shows as 1905-05-19."""
    year = dt.date(cell.year, cell.month, cell.day).toordinal() - _DAY_0
    first, last = _LIKELY_YEARS
    if first <= year <= last and kind.name_of_kind in ("date", "period"):
        raise Fault(
            f"“{kind.label}”是{cell.year}年{cell.month}月{cell.day}日，多半是只填了年份{year}，被表格软件当成了天数。请写明年月日。",
            kind.name,
            "date_year",
        )
    return cell


def _as_day(kind: Kind[Any], number: float) -> Cell:
    """Read a number in a column of dates: 45321 is a day count, 1966.8 a month, 1966.1 January or October.

    A day of birth may stand so: the citizen number beside it says which month is meant (registers/identity.py).
    """
    if number.is_integer() or number >= dates.LAST_YEAR + 1:
        first, last = _SERIAL_DAYS
        return dates.from_serial(number) if first <= number <= last else number
    text = repr(number)
    if text.endswith(".1") and number >= dates.FIRST_YEAR and getattr(kind, "whole", True):
        year = text[:4]
        raise Fault(
            f"“{kind.label}”的{text}存成了数字，分不清是{year}年1月还是10月。请写成{year}-01或{year}-10。",
            kind.name,
            "date_ambiguous",
        )
    return text


def _as_time(span: dt.timedelta) -> Cell:
    """Return a time span as a time of day where it is one; calamine gives [h]:mm as a span."""
    if dt.timedelta(0) <= span < dt.timedelta(days=1):
        return (dt.datetime(1900, 1, 1) + span).time()
    return f"{int(span.total_seconds()) // 3600}:{int(span.total_seconds()) % 3600 // 60:02}"
