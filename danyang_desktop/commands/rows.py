"""Commands about records: import, template, list, add, workbook, history."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import Refused, Trouble, UserError
from danyang_desktop.commands.answer import (
    Answer,
    file_to,
    ledger_of,
    month_for,
    open_workspace,
    progress,
    shown,
    uid_of,
)  # fmt: skip
from danyang_desktop.store.database import trouble_of

if TYPE_CHECKING:
    import argparse
    import datetime as dt

    from danyang_desktop.declare.ledger import Ledger

_SHOWN = 100
_NAME = "台账或名册，英文或中文，例如 visits 或 走访帮扶"


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the parsers."""
    take = commands.add_parser("import", parents=[common], help="从表格（xlsx、xls、ods、csv）导入")
    take.add_argument("ledger", metavar="REGISTER_OR_LEDGER", help=_NAME)
    take.add_argument("file", metavar="FILE", help="表格文件")
    take.add_argument("--sheet", metavar="NAME", default="", help="工作表名；不写就自己找")
    take.add_argument("--look", action="store_true", help="只看会怎样，什么都不改")
    take.set_defaults(run=_import)

    blank = commands.add_parser("template", parents=[common], help="做一张可以填的空表")
    blank.add_argument("ledger", metavar="REGISTER_OR_LEDGER", help=_NAME)
    blank.add_argument("file", metavar="FILE.xlsx", help="写到哪个文件")
    blank.set_defaults(run=_template)

    rows = commands.add_parser("list", parents=[common], help="列出记录")
    rows.add_argument("ledger", metavar="REGISTER_OR_LEDGER", help=_NAME)
    rows.add_argument("--month", metavar="2026-11", default="", help="哪个月；不写就是全部")
    rows.add_argument("--search", metavar="TEXT", default="", help="汉字、拼音或首字母、电话尾号")
    rows.set_defaults(run=_list)

    put = commands.add_parser("add", parents=[common], help="从 JSON 文件记入，规则和窗口里一样")
    put.add_argument("ledger", metavar="LEDGER", help=_NAME)
    put.add_argument("file", metavar="FILE.json", help="一条记录，或一列记录；项目的名字见 list --json")
    put.set_defaults(run=_add)

    out = commands.add_parser("workbook", parents=[common], help="导出成表格")
    out.add_argument("ledger", metavar="LEDGER", help=_NAME)
    out.add_argument("file", metavar="FILE.xlsx", help="写到哪个文件")
    out.add_argument("--month", metavar="2026-11", default="", help="哪个月；不写就是全部")
    out.set_defaults(run=_workbook)

    past = commands.add_parser("history", parents=[common], help="谁在什么时候把什么改成了什么")
    past.add_argument("uid", metavar="UID", help="表上的编号，或 list --json 里的 uid")
    past.set_defaults(run=_history)


def _import(args: argparse.Namespace) -> Answer:
    from danyang_desktop.exchange.plan import apply, plan_file
    from danyang_desktop.exchange.workbook_out import refused_path, write_refused
    from danyang_desktop.import_log import remember

    path = Path(args.file)
    refused_at, not_written = "", ""
    with open_workspace(args) as workspace:
        ledger = ledger_of(workspace, args.ledger)
        plan = plan_file(workspace, ledger, path, args.sheet or None, progress)
        if not args.look:
            apply(plan, workspace, progress)
            remember(workspace, plan, path.name)
            if plan.refused:
                try:
                    beside = refused_path(path)
                    write_refused(beside, plan)
                    refused_at = str(beside)
                except Trouble as error:  # the good rows are in: that is to be said all the same
                    not_written = error.code
    data = {
        "changed": len(plan.changed), "new": len(plan.new),
        "refused": [
            {"column": one.column, "reason": one.reason, "row": one.row, "why": one.why} for one in plan.refused
        ],
        "refused_file": refused_at, "same": len(plan.same), "unknown_columns": list(plan.unknown_columns),
        "warned": [{"column": one.column, "reason": one.reason, "row": one.row} for one in plan.warned],
    }  # fmt: skip
    verb = "会导入" if args.look else "导入了"
    lines = [f"{verb}：新增 {len(plan.new)}，改动 {len(plan.changed)}，没变 {len(plan.same)}，没收 {len(plan.refused)}"]
    lines += list(plan.notes)
    lines += [f"  第 {one.row} 行 {one.column}：{one.reason}" for one in plan.refused[:_SHOWN]]
    if refused_at:
        lines.append(f"没收的行另存在：{refused_at}，改好可以直接再导。")
    if not_written:
        lines.append(
            f"原表旁边不能写，没收的行没有另存（{not_written}）。收下的都在台账里；把原表拷到别处再导一次就有。"
        )
    nothing = f"{len(plan.refused)} 行都没收，台账没有动。请照上面写的原因改好，再导一次。"
    mend = nothing if plan.refused and plan.rows == len(plan.refused) else ""
    return Answer(data, lines, 1 if not_written or mend else 0, mend)


def _template(args: argparse.Namespace) -> Answer:
    from danyang_desktop.exchange.template import write_template

    with open_workspace(args) as workspace:
        ledger = ledger_of(workspace, args.ledger)
        write_template(file_to(args.file, ".xlsx"), ledger, workspace.look.choices)
    return Answer({"file": args.file}, [f"空表做好了：{args.file}"])


def _list(args: argparse.Namespace) -> Answer:
    with open_workspace(args) as workspace:
        ledger = ledger_of(workspace, args.ledger)
        query = workspace.query(ledger, month=month_for(ledger, args.month), search=args.search)
        records = list(query.records())
        rows = [shown(ledger, record) for record in records]
        lines = [
            "  ".join(filter(None, [record.serial_no or "", *_cells(ledger, record)])) for record in records[:_SHOWN]
        ]
    if len(rows) > _SHOWN:
        lines.append(f"……还有 {len(rows) - _SHOWN} {ledger.unit}，用 --json 全部列出")
    return Answer({"rows": rows, "total": len(rows)}, [*lines, f"共 {len(rows)} {ledger.unit}"])


def _cells(ledger: Any, record: Any) -> list[str]:
    return [
        col.shows(record) if col.shows else ledger.kinds[col.field].show(getattr(record, col.field))
        for col in ledger.table
    ]


def _add(args: argparse.Namespace) -> Answer:
    from danyang_desktop.exchange.workbook_links import Finder

    given = _read_json(Path(args.file))
    saved: list[str] = []
    numbers: list[str] = []
    complaints: list[dict[str, Any]] = []
    with open_workspace(args) as workspace:
        ledger = ledger_of(workspace, args.ledger)
        finder = Finder(workspace, workspace.today)
        for number, item in enumerate(given):
            try:
                record = workspace.new(ledger, **_values(ledger, item, workspace.today))
                finder.settle(record)
                saved.append(workspace.save(record).uid)
                numbers += [record.serial_no] if record.serial_no else []
            except Refused as error:
                complaints += [
                    {"field": field, "number": number, "sentence": said} for field, said in error.complaints.items()
                ]
            except UserError as error:
                complaints.append({"field": error.field or "", "number": number, "sentence": error.sentence})
    lines = ["　".join([f"记入 {len(saved)} {ledger.unit}", *numbers])] + [
        f"第 {one['number'] + 1} 条：{one['sentence']}" for one in complaints
    ]
    return Answer({"complaints": complaints, "saved": saved}, lines, 1 if complaints else 0)


def _values(ledger: Ledger[Any], item: dict[str, Any], today: dt.date) -> dict[str, Any]:
    """Read a JSON object; its texts are tidied as the form tidies what is typed.

    It may bear the number of the blank form from which it is typed.
    """
    given = dict(item)
    number = {"serial_no": str(given.pop("serial_no") or "")} if ledger.code and "serial_no" in given else {}
    unknown = sorted(set(given) - set(ledger.kinds))
    if unknown:
        raise UserError(f"{ledger.title}里没有“{unknown[0]}”这一项。", unknown[0])
    values = {name: ledger.kinds[name].from_json(value) for name, value in given.items()}
    texts = {name for name, kind in ledger.kinds.items() if kind.name_of_kind in ("text", "long_text")}
    tidied = {name: ledger.kinds[name].parse(value, today) for name, value in values.items() if name in texts}
    return {**values, **tidied, **number}


def _read_json(path: Path) -> list[dict[str, Any]]:
    try:
        given = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise trouble_of(error, path.name) from error
    except (ValueError, RecursionError) as error:
        raise UserError(f"“{path.name}”不是 JSON 文件，没有记入任何东西。") from error
    items = given if isinstance(given, list) else [given]
    if not all(isinstance(item, dict) for item in items):
        raise UserError(f"“{path.name}”里应是一条记录或一列记录，没有记入任何东西。")
    return items


def _workbook(args: argparse.Namespace) -> Answer:
    from danyang_desktop.exchange.workbook_out import write_rows

    with open_workspace(args) as workspace:
        ledger = ledger_of(workspace, args.ledger)
        path = file_to(args.file, ".xlsx")
        records = workspace.query(ledger, month=month_for(ledger, args.month)).oldest_first()
        count = write_rows(path, ledger, records, progress)
    return Answer({"file": args.file, "rows": count}, [f"导出 {count} {ledger.unit}：{args.file}"])


def _history(args: argparse.Namespace) -> Answer:
    with open_workspace(args) as workspace:
        past = workspace.history(uid_of(workspace, args.uid))
    if not past:
        raise UserError("没有这条记录。请写表上的编号，或 list --json 里的 uid，看看抄全了没有。")
    data = [
        {"action": one.action, "at": one.at, "changes": [list(change) for change in one.changes], "who": one.who}
        for one in past
    ]
    lines: list[str] = []
    for one in past:
        lines.append(f"{one.at.replace('T', ' ')}  {one.who}  {one.action}")
        lines += [f"    {label}：{old or '（空）'} → {new or '（空）'}" for label, old, new in one.changes]
    return Answer({"history": data}, lines)
