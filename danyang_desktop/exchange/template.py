"""An empty workbook to be filled in: right headings, choices to pick from, cells that keep an ID number whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.exchange.workbook_columns import TEXT_FORMAT, columns_of, sheet_name
from danyang_desktop.exchange.workbook_heads import GUIDE
from danyang_desktop.exchange.workbook_save import save_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.exchange.workbook_columns import Column

ROWS = 2000  # rows that are prepared with choices and checks
_LISTS = "选项"
_LIST_MOST = 255  # characters of a list written into the cell's rule itself
_MESSAGE_MOST = 250  # characters of the note beside a cell
_HOW = {
    "date": "写成 2026-11-23。",
    "time": "写成 9:30。",
    "period": "写成 2026-11。",
    "money": "填数字，单位是元。",
    "number": "填整数。",
    "yes_no": "填 是 或 否。",
    "choice": "从下拉的内容里选一个。",
    "choices": "可以写几个，用顿号隔开。",
    "ref": "填姓名，要和名册里的一样。重名的写成“姜梅（2组）”。",
    "people": "填姓名，几个人用顿号隔开。",
    "rows": "几样用顿号隔开。",
    "long_text": "写清楚就行，可以多写几句。",
}
_HOW_FORM = {
    "id_no": "18位，这一列已经设成文本，直接填。",
    "phone": "11位手机号；座机写上区号，如0511-86123456。",
    "account": "照存折或银行卡填，只填数字。",
    "name": "照户口簿填。",
}


def write_template(path: Path, ledger: Ledger[Any], choices: Callable[[str], Sequence[str]] | None = None) -> None:
    """Write the empty workbook of a ledger. `choices` answers the book's own code lists (Look.choices).

    Raises Trouble when it cannot be written.
    """

    def fill(book: Any) -> None:
        columns = columns_of(ledger, to_fill=True)
        sheet = book.add_worksheet(sheet_name(ledger.title))
        guide = book.add_worksheet(GUIDE)
        lists = book.add_worksheet(_LISTS)
        lists.hide()
        head = book.add_format(
            {"bold": True, "bg_color": "#EDEDED", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        needed = book.add_format(
            {
                "bold": True,
                "bg_color": "#FBE5D6",
                "border": 1,
                "text_wrap": True,
                "valign": "vcenter",
                "font_color": "#C00000",
            }
        )
        options = {column.field: _options(column.kind, choices) for column in columns}
        for place, column in enumerate(columns):
            title = f"*{column.heading}" if column.kind.required else column.heading
            sheet.write_string(0, place, title, needed if column.kind.required else head)
            sheet.set_column(place, place, column.width, book.add_format({"num_format": column.format}))
            rule = _rule(column, options[column.field], lists, place)
            if rule:
                sheet.data_validation(1, place, ROWS, place, rule)
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, 30)
        _guide(book, guide, ledger, columns, options)
        sheet.activate()

    save_workbook(path, fill)


def _options(kind: Kind[Any], choices: Callable[[str], Sequence[str]] | None) -> tuple[str, ...]:
    if kind.name_of_kind == "yes_no":
        return ("是", "否")
    code_list = getattr(kind, "code_list", "")
    if code_list and choices is not None:
        return tuple(choices(code_list))
    return tuple(getattr(kind, "options", ()))


def _rule(column: Column, options: tuple[str, ...], lists: Any, place: int) -> dict[str, Any]:
    """Return the check that the spreadsheet itself makes while the column is filled in; {} for none."""
    kind = column.kind
    note = {"input_title": column.kind.label[:30], "input_message": how_to_fill(kind)[:_MESSAGE_MOST]}
    if kind.name_of_kind in ("choice", "yes_no") and options:
        source: Any = list(options)
        if len(",".join(options)) > _LIST_MOST or any("," in one for one in options):
            for row, one in enumerate(options):
                lists.write_string(row, place, one)
            letters = _letters(place)
            source = f"={_LISTS}!${letters}$1:${letters}${len(options)}"
        said = {"error_title": "请从列表里选", "error_message": f"“{kind.label}”请从下拉的内容里选一个。"}
        return {"validate": "list", "source": source, **note, **said}
    if kind.name_of_kind in ("number", "money"):
        low, high = kind.to_cell(getattr(kind, "low", 0)), kind.to_cell(getattr(kind, "high", 0))
        said = {"error_title": "要填数字", "error_message": f"“{kind.label}”应在 {low:g} 到 {high:.12g} 之间。"}
        what = "integer" if isinstance(high, int) else "decimal"
        return {"validate": what, "criteria": "between", "minimum": low, "maximum": high, **note, **said}
    if getattr(kind, "form", "") == "id_no":
        said = {"error_title": "位数不对", "error_message": "身份证号是18位，请再看一遍。", "error_type": "warning"}
        return {"validate": "length", "criteria": "==", "value": 18, **note, **said}
    return {"validate": "any", **note} if note["input_message"] else {}


def how_to_fill(kind: Kind[Any]) -> str:
    """Say in a sentence how a column is filled in."""
    how = _HOW_FORM.get(getattr(kind, "form", "")) or _HOW.get(kind.name_of_kind, "")
    if kind.name_of_kind == "number" and not isinstance(kind.to_cell(60), int):
        how = f"填数字，单位是{getattr(kind, 'unit', '')}，可以带小数。"
    return f"{kind.help_text or ''}{how}"


def _guide(
    book: Any, sheet: Any, ledger: Ledger[Any], columns: list[Column], options: dict[str, tuple[str, ...]]
) -> None:
    """Write the second sheet: what stands in each column."""
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top", "num_format": TEXT_FORMAT})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, 2, 46)
    sheet.set_column(3, 3, 60)
    sheet.write_string(0, 0, f"怎么填{ledger.title}", bold)
    tips = (
        "一行填一" + ledger.unit + "。红色、带 * 的一定要填，别的没有就空着。",
        "表头请不要改。列可以少，顺序可以换。合计、填表人这些不用写。",
        "填好存盘，在程序里点“导入”选这个文件。程序先告诉您哪些能收、哪些有问题，点了确定才存。",
    )
    for row, tip in enumerate(tips, 1):
        sheet.write_string(row, 0, tip)
    top = len(tips) + 2
    for place, title in enumerate(("这一列", "必填", "怎么填", "可选的内容")):
        sheet.write_string(top, place, title, bold)
    for row, column in enumerate(columns, top + 1):
        said = (
            column.kind.label,
            "必填" if column.kind.required else "",
            how_to_fill(column.kind),
            "、".join(options[column.field]),
        )
        for place, text in enumerate(said):
            sheet.write_string(row, place, text, wrap)


def _letters(column: int) -> str:
    """Return the letters of a column counted from 0."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
