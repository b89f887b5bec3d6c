"""Commands that print: one ledger, several, or the whole month; and the sample month of the demo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.commands.answer import Answer, ledger_of, month_of, open_workspace, progress
from danyang_desktop.papers import VERSIONS, print_ledgers, print_month

if TYPE_CHECKING:
    import argparse


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the parsers."""
    paper = commands.add_parser("print", parents=[common], help="打印台账成 PDF；写 month 就是整月一本")
    paper.add_argument("ledgers", metavar="LEDGER", nargs="+")
    paper.add_argument("--month", metavar="2026-11", required=True)
    paper.add_argument("--version", choices=tuple(VERSIONS), default="working", help="存档版、工作版（默认）、公示版")
    paper.add_argument("--changed", action="store_true", help="只打印上次打印以后改动的")
    paper.add_argument("--out", metavar="FILE.pdf", required=True)
    paper.set_defaults(run=_print)


def _print(args: argparse.Namespace) -> Answer:
    month, out = month_of(args.month), Path(args.out)
    with open_workspace(args) as workspace:
        if args.ledgers == ["month"]:
            printed = print_month(workspace, month, out, version=args.version, changed=args.changed, progress=progress)
        else:
            ledgers = [ledger_of(workspace, name) for name in args.ledgers]
            printed = print_ledgers(
                workspace, ledgers, month, out, version=args.version, changed=args.changed, progress=progress
            )
    sheets = [{"code": sheet.check_code, "pages": sheet.pages, "title": sheet.title} for sheet in printed.sheets]
    data = {"bytes": printed.size, "file": str(out), "pages": printed.pages, "sheets": sheets}
    lines = [f"{sheet['title']}：{sheet['pages']} 页，核对码 {sheet['code']}" for sheet in sheets]
    return Answer(data, [*lines, f"共 {printed.pages} 页：{out}"])
