"""Commands that print: ledgers, the whole month or year, and the sheets of one household, volunteer or batch."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.commands.answer import Answer, file_to, ledger_of, month_of, open_workspace, progress, uid_of
from danyang_desktop.papers import making, press, scans
from danyang_desktop.papers.forms import due_households, numbers_recipe
from danyang_desktop.registers.households import HOUSEHOLDS
from danyang_desktop.registers.volunteers import VOLUNTEERS

if TYPE_CHECKING:
    import argparse
    import datetime as dt
    from collections.abc import Callable, Sequence

    from danyang_desktop.printing.paper import Drawing, Printed, Tray
    from danyang_desktop.printing.sheets import Sheet
    from danyang_desktop.workspace import Workspace

_HELP = "打印成 PDF：台账、整月、整年，单户单人的表，空白表"
_WHAT = (
    "台账或名册，可写几个，加 --month；month 整月一本；year、coverage、hours 加 --year；members；"
    "record、household、certificate、notice、door 后面写编号；blank 后面写台账"
)


_UID = "：后面写表上的编号，或 list --json 里的 uid"
_ABOUT = {
    "record": f"条记录{_UID}", "household": f"户{_UID}", "certificate": f"名志愿者{_UID}", "notice": f"批补助{_UID}",
    "blank": "本台账或名册，例如 print blank visits",
}  # fmt: skip
"""What a sheet is about, which has to be named."""


class _Eyes:
    """A tray for --look: nothing is written, logged, numbered or closed."""

    looks = True

    def made(self, sheets: Sequence[Sheet]) -> None:
        """Hear of the sheets."""

    def take(self, drawing: Drawing) -> None:
        """Take the pages, and let them go."""


def _out(args: argparse.Namespace) -> Path | Tray:
    return _Eyes() if args.look else file_to(args.out, ".pdf")


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the parsers."""
    paper = commands.add_parser("print", parents=[common], help=_HELP)
    paper.add_argument("what", metavar="WHAT", nargs="+", help=_WHAT)
    paper.add_argument("--month", metavar="2026-11", default="", help="哪个月")
    paper.add_argument("--year", metavar="2026", type=int, default=0, help="哪一年；不写就是今年")
    paper.add_argument("--from", dest="first", metavar="2026-01-01", default="", help="服务证明从哪天起")
    paper.add_argument("--to", dest="last", metavar="2026-12-31", default="", help="服务证明到哪天止")
    paper.add_argument(
        "--version",
        choices=tuple(making.VERSIONS),
        default="",
        help="archive 存档版（打了就封这个月）、working 工作版、notice 公示版",
    )
    paper.add_argument("--forms", action="store_true", help="连同每条记录的表")
    paper.add_argument("--changed", action="store_true", help="只打印上次打印以后改动的")
    paper.add_argument("--count", metavar="N", type=int, default=1, help="空白表几张；0 只列出预留过的编号")
    paper.add_argument("--spoilt", metavar="NUMBER", default="", help="写坏或丢了的空白表：作废它的编号，要写 --reason")
    paper.add_argument("--reason", metavar="TEXT", default="", help="空白表为什么作废")
    paper.add_argument("--due", action="store_true", help="入户走访表：到期该走的户都印")
    paper.add_argument("--look", action="store_true", help="先看：印几页、有哪些栏目、缺不缺字；不写文件，不留痕")
    paper.add_argument("--out", metavar="FILE.pdf", default="", help="写到哪个文件（只列编号时可以不写）")
    paper.set_defaults(run=_print, wrong=paper.error)
    filing = commands.add_parser("file-scans", parents=[common], help="把一个文件夹里的扫描件按表上的方块归到各条记录")
    filing.add_argument("dir", metavar="DIR", help="放扫描件（JPEG、PNG、PDF）的文件夹")
    filing.set_defaults(run=_file_scans)


def _print(args: argparse.Namespace) -> Answer:
    kind, *rest = args.what
    listed = kind == "blank" and (args.count == 0 or bool(args.spoilt))
    if not (args.out or listed or args.look):
        args.wrong("请写明印到哪个文件，例如 --out 台账.pdf")
    with open_workspace(args) as workspace:
        if listed:
            return _numbers(workspace, args, rest[0] if rest else "")
        special = _SPECIAL.get(kind)
        if special is None:
            return _answer(args, *_ledgers(workspace, args))
        about = rest[0] if rest else ""
        if kind in _ABOUT and not about:
            raise UserError(f"请写明是哪一{_ABOUT[kind]}。")
        return _answer(args, *special(workspace, args, about if kind == "blank" else uid_of(workspace, about)))


def _answer(args: argparse.Namespace, printed: Printed, fields: tuple[str, ...]) -> Answer:
    sheets = [{"code": sheet.check_code, "pages": sheet.pages, "title": sheet.title} for sheet in printed.sheets]
    data = {
        "bytes": printed.size, "file": args.out, "pages": printed.pages, "sheets": sheets,
        "missing": list(printed.missing), "fields_left": list(fields),
    }  # fmt: skip
    lines = [f"{sheet['title']}：{sheet['pages']} 页，核对码 {sheet['code']}".replace("\n", "") for sheet in sheets]
    if fields:
        lines.append(f"表上有这些栏目：{'、'.join(fields)}。")
    if printed.missing:
        codes = "、".join(f"{char}（U+{ord(char):04X}）" for char in printed.missing)
        will = "会印成" if args.look else "印成了"
        lines.append(
            f"缺字 {len(printed.missing)} 个，{will}编码方框：{codes}。"
            f"请把有这些字的字体（.ttf）放进“{press.fonts_folder()}”再打印。"
        )
    end = "没有写文件" if args.look else args.out
    return Answer(data, [*lines, f"共 {printed.pages} 页：{end}"])


def _ledgers(workspace: Workspace, args: argparse.Namespace) -> tuple[Printed, tuple[str, ...]]:
    how: dict[str, Any] = {"version": args.version or "working", "changed": args.changed, "progress": progress}
    whole, out = args.what == ["month"], _out(args)
    named = [ledger for ledger in workspace.ledgers.values() if not ledger.is_register]
    ledgers = named if whole else [ledger_of(workspace, name) for name in args.what]
    month = month_of(args.month) if args.month else f"{args.year:04}" if args.year and not whole else ""
    if not month and not all(ledger.is_register for ledger in ledgers):
        raise UserError("请写明打印哪个月，例如 --month 2026-11；台账也可以打印一年，例如 --year 2026。", "month")
    month = month or f"{workspace.today:%Y-%m}"
    asked = args.look or args.version == "notice"
    fields = press.fields_left(ledgers, how["version"]) if asked else ()
    if whole:
        return press.print_month(workspace, month, out, **how), fields
    return press.print_ledgers(workspace, ledgers, month, out, forms=args.forms, **how), fields


def _how(args: argparse.Namespace) -> dict[str, Any]:
    return {"progress": progress, **({"version": args.version} if args.version else {})}


def _year_of(workspace: Workspace, args: argparse.Namespace) -> int:
    return int(args.year or workspace.today.year)


def _year(workspace: Workspace, args: argparse.Namespace, _uid: str) -> tuple[Printed, tuple[str, ...]]:
    year = _year_of(workspace, args)
    return press.print_year(workspace, year, _out(args), forms=args.forms, **_how(args)), ()


def _coverage(workspace: Workspace, args: argparse.Namespace, _uid: str) -> tuple[Printed, tuple[str, ...]]:
    return press.print_coverage(workspace, _year_of(workspace, args), _out(args), **_how(args)), ()


def _hours(workspace: Workspace, args: argparse.Namespace, _uid: str) -> tuple[Printed, tuple[str, ...]]:
    return press.print_hours(workspace, _year_of(workspace, args), _out(args), **_how(args)), ()


def _members(workspace: Workspace, args: argparse.Namespace, _uid: str) -> tuple[Printed, tuple[str, ...]]:
    return press.print_members(workspace, _out(args), **_how(args)), ()


def _record(workspace: Workspace, args: argparse.Namespace, uid: str) -> tuple[Printed, tuple[str, ...]]:
    record = _found(workspace.book.find(uid) if uid else None, uid)
    return press.print_record(workspace, record, _out(args), **_how(args)), ()


def _household(workspace: Workspace, args: argparse.Namespace, uid: str) -> tuple[Printed, tuple[str, ...]]:
    household = _found(workspace.get(HOUSEHOLDS, uid), uid)
    return press.print_household(workspace, household, _out(args), **_how(args)), ()


def _certificate(workspace: Workspace, args: argparse.Namespace, uid: str) -> tuple[Printed, tuple[str, ...]]:
    volunteer = _found(workspace.get(VOLUNTEERS, uid), uid)
    first = _day(args.first, workspace.today, f"{workspace.today:%Y}-01-01")
    last = _day(args.last, workspace.today, workspace.today.isoformat())
    return press.print_certificate(workspace, volunteer, first, last, _out(args), **_how(args)), ()


def _notice(workspace: Workspace, args: argparse.Namespace, uid: str) -> tuple[Printed, tuple[str, ...]]:
    batch = _found(workspace.get(workspace.ledgers["subsidies"], uid), uid)
    fields = press.notice_fields(workspace, batch)
    return press.print_notice(workspace, batch, _out(args), progress=progress), fields


def _blank(workspace: Workspace, args: argparse.Namespace, name: str) -> tuple[Printed, tuple[str, ...]]:
    ledger = ledger_of(workspace, name)
    return press.print_blank(workspace, ledger, args.count, _out(args), progress=progress), ()


def _door(workspace: Workspace, args: argparse.Namespace, _uid: str) -> tuple[Printed, tuple[str, ...]]:
    uids = list(dict.fromkeys([*args.what[1:], *(due_households(workspace) if args.due else ())]))
    if not uids and not args.due:
        raise UserError("请写明是哪几户（户的 uid，可以用 list households --json 查），或者写 --due 印到期该走的户。")
    return press.print_doors(workspace, uids, _out(args), progress=progress), ()


def _numbers(workspace: Workspace, args: argparse.Namespace, name: str) -> Answer:
    """List what became of the numbers that were set aside for empty forms; with --out print the list as well."""
    ledger, year = ledger_of(workspace, name), _year_of(workspace, args)
    numbers_recipe(ledger, year)  # a register has no numbers: its sentence, not an empty list
    if args.spoilt:
        workspace.void_reserved(args.spoilt, args.reason)
    kept = workspace.reserved(ledger, year)
    rows = [{**one._asdict(), "state": one.state} for one in kept]
    lines = [
        f"{one.serial_no}　{one.at[:10]} {one.author}　{one.state}　{one.void_reason}".rstrip("　") for one in kept
    ]
    left = sum(not one.uid and not one.void_reason for one in kept)
    lines.append(f"{ledger.title}{year}年预留过 {len(kept)} 号，还有 {left} 号没用。")
    if args.out:
        printed = press.print_numbers(workspace, ledger, year, file_to(args.out, ".pdf"), progress=progress)
        lines.append(f"共 {printed.pages} 页：{args.out}")
    return Answer({"numbers": rows, "left": left, "file": args.out}, lines)


def _file_scans(args: argparse.Namespace) -> Answer:
    with open_workspace(args) as workspace:
        told = scans.file_scans(workspace, Path(args.dir), progress)
    lines = [
        f"{one.file} 第 {one.page} 页 → {one.ledger} {one.name}{'（以前归过）' if one.again else ''}"
        f"{f'（{one.note}）' if one.note else ''}"
        for one in told.filed
    ]
    lines += [f"{one.file}{f' 第 {one.page} 页' if one.page else ''}：{one.sentence}" for one in told.unread]
    lines.append(f"归档 {len(told.filed)} 页，没有归成 {len(told.unread)} 页。")
    data = {"filed": [asdict(one) for one in told.filed], "unread": [asdict(one) for one in told.unread]}
    return Answer(data, lines, code=1 if told.unread else 0)


def _day(text: str, today: dt.date, otherwise: str) -> dt.date:
    from danyang_desktop.base.chinese.dates import parse_date

    return parse_date(text or otherwise, today).on


def _found(record: Any, uid: str) -> Any:
    if record is None:
        raise UserError(f"没有找到“{uid}”。请写表上的编号，或 list --json 里的 uid。")
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
    "blank": _blank,
    "door": _door,
}
"""What may be printed besides ledgers, by its first word."""
