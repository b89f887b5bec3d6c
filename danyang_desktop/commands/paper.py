"""Commands that print: ledgers, the whole month or year, and the sheets of one household, volunteer or batch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop import papers
from danyang_desktop.base.errors import UserError
from danyang_desktop.commands.answer import Answer, ledger_of, month_of, open_workspace, progress
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.volunteers import VOLUNTEERS

if TYPE_CHECKING:
    import argparse
    import datetime as dt
    from collections.abc import Callable

    from danyang_desktop.printing.paper import Printed
    from danyang_desktop.workspace import Workspace

_HELP = (
    "打印成 PDF：台账或名册（可写几个，加 --month），month 整月一本，year、coverage、hours（加 --year），members，"
    "record、household、certificate、notice 后面写编号"
)


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the parsers."""
    paper = commands.add_parser("print", parents=[common], help=_HELP)
    paper.add_argument("what", metavar="WHAT", nargs="+")
    paper.add_argument("--month", metavar="2026-11", default="")
    paper.add_argument("--year", metavar="2026", type=int, default=0)
    paper.add_argument("--from", dest="first", metavar="2026-01-01", default="", help="服务证明从哪天起")
    paper.add_argument("--to", dest="last", metavar="2026-12-31", default="", help="服务证明到哪天止")
    paper.add_argument("--version", choices=tuple(papers.VERSIONS), default="", help="存档版、工作版、公示版")
    paper.add_argument("--forms", action="store_true", help="连同每条记录的表")
    paper.add_argument("--changed", action="store_true", help="只打印上次打印以后改动的")
    paper.add_argument("--out", metavar="FILE.pdf", required=True)
    paper.set_defaults(run=_print)


def _print(args: argparse.Namespace) -> Answer:
    with open_workspace(args) as workspace:
        kind, *rest = args.what
        special = _SPECIAL.get(kind)
        if special is None:
            return _answer(args, *_ledgers(workspace, args))
        return _answer(args, *special(workspace, args, rest[0] if rest else ""))


def _answer(args: argparse.Namespace, printed: Printed, fields: tuple[str, ...]) -> Answer:
    sheets = [{"code": sheet.check_code, "pages": sheet.pages, "title": sheet.title} for sheet in printed.sheets]
    data = {
        "bytes": printed.size, "file": args.out, "pages": printed.pages, "sheets": sheets,
        "missing": list(printed.missing), "fields_left": list(fields),
    }  # fmt: skip
    lines = [f"{sheet['title']}：{sheet['pages']} 页，核对码 {sheet['code']}".replace("\n", "") for sheet in sheets]
    if fields:
        lines.append(f"公示里只有：{'、'.join(fields)}。")
    if printed.missing:
        codes = "、".join(f"{char}（U+{ord(char):04X}）" for char in printed.missing)
        lines.append(
            f"缺字 {len(printed.missing)} 个，印成了编码方框：{codes}。请把有这些字的字体放进字体文件夹再打印。"
        )
    return Answer(data, [*lines, f"共 {printed.pages} 页：{args.out}"])


def _ledgers(workspace: Workspace, args: argparse.Namespace) -> tuple[Printed, tuple[str, ...]]:
    how: dict[str, Any] = {"version": args.version or "working", "changed": args.changed, "progress": progress}
    whole, out = args.what == ["month"], Path(args.out)
    named = [ledger for ledger in workspace.ledgers.values() if not ledger.is_register]
    ledgers = named if whole else [ledger_of(workspace, name) for name in args.what]
    month = month_of(args.month) if args.month else f"{args.year:04}" if args.year and not whole else ""
    if not month and not all(ledger.is_register for ledger in ledgers):
        raise UserError("请写明打印哪个月，例如 --month 2026-11；台账也可以打印一年，例如 --year 2026。", "month")
    month = month or f"{workspace.today:%Y-%m}"
    fields = papers.fields_left(ledgers, "notice") if args.version == "notice" else ()
    if whole:
        return papers.print_month(workspace, month, out, **how), fields
    return papers.print_ledgers(workspace, ledgers, month, out, forms=args.forms, **how), fields


def _how(args: argparse.Namespace) -> dict[str, Any]:
    return {"progress": progress, **({"version": args.version} if args.version else {})}


def _year_of(workspace: Workspace, args: argparse.Namespace) -> int:
    return int(args.year or workspace.today.year)


def _year(workspace: Workspace, args: argparse.Namespace, _uid: str) -> tuple[Printed, tuple[str, ...]]:
    year = _year_of(workspace, args)
    return papers.print_year(workspace, year, Path(args.out), forms=args.forms, **_how(args)), ()


def _coverage(workspace: Workspace, args: argparse.Namespace, _uid: str) -> tuple[Printed, tuple[str, ...]]:
    return papers.print_coverage(workspace, _year_of(workspace, args), Path(args.out), **_how(args)), ()


def _hours(workspace: Workspace, args: argparse.Namespace, _uid: str) -> tuple[Printed, tuple[str, ...]]:
    return papers.print_hours(workspace, _year_of(workspace, args), Path(args.out), **_how(args)), ()


def _members(workspace: Workspace, args: argparse.Namespace, _uid: str) -> tuple[Printed, tuple[str, ...]]:
    return papers.print_members(workspace, Path(args.out), **_how(args)), ()


def _record(workspace: Workspace, args: argparse.Namespace, uid: str) -> tuple[Printed, tuple[str, ...]]:
    record = _found(workspace.book.find(uid) if uid else None, uid)
    return papers.print_record(workspace, record, Path(args.out), **_how(args)), ()


def _household(workspace: Workspace, args: argparse.Namespace, uid: str) -> tuple[Printed, tuple[str, ...]]:
    household = _found(workspace.get(HOUSEHOLDS, uid), uid)
    return papers.print_household(workspace, household, Path(args.out), **_how(args)), ()


def _certificate(workspace: Workspace, args: argparse.Namespace, uid: str) -> tuple[Printed, tuple[str, ...]]:
    volunteer = _found(workspace.get(VOLUNTEERS, uid), uid)
    first = _day(args.first, workspace.today, f"{workspace.today:%Y}-01-01")
    last = _day(args.last, workspace.today, workspace.today.isoformat())
    return papers.print_certificate(workspace, volunteer, first, last, Path(args.out), **_how(args)), ()


def _notice(workspace: Workspace, args: argparse.Namespace, uid: str) -> tuple[Printed, tuple[str, ...]]:
    batch = _found(workspace.get(workspace.ledgers["subsidies"], uid), uid)
    fields = papers.notice_fields(workspace, batch)
    return papers.print_notice(workspace, batch, Path(args.out), progress=progress), fields


def _day(text: str, today: dt.date, otherwise: str) -> dt.date:
    from danyang_desktop.base.chinese.dates import parse_date

    return parse_date(text or otherwise, today).on


def _found(record: Any, uid: str) -> Any:
    if record is None:
        raise UserError(f"没有找到“{uid}”。请写记录的编号（uid），可以用 list 命令查。")
    return record


if TYPE_CHECKING:
    Special = Callable[[Workspace, argparse.Namespace, str], tuple[Printed, tuple[str, ...]]]

_SPECIAL: dict[str, Special] = {
    "year": _year,
    "coverage": _coverage,
    "hours": _hours,
    "members": _members,
    "record": _record,
    "household": _household,
    "certificate": _certificate,
    "notice": _notice,
}
"""What may be printed besides ledgers, by its first word."""
