"""Commands about whole books: new, enroll, check, backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.clock import WallClock
from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.base.paths import default_book
from danyang_desktop.commands.answer import Answer, file_to, open_workspace, password, progress
from danyang_desktop.opening import Branch
from danyang_desktop.restoring import restore
from danyang_desktop.workspace import Workspace

if TYPE_CHECKING:
    import argparse

_REGION = len("321181")


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the parsers."""
    new = commands.add_parser("new", parents=[common], help="新建一本台账（支部的，或县里的）")
    who = new.add_mutually_exclusive_group(required=True)
    who.add_argument("--branch", metavar="NAME", help="支部名称")
    who.add_argument("--office", metavar="NAME", help="县（市）委组织部名称")
    new.add_argument("--code", metavar="CODE14", default="", help="14 位支部编码；县里不写就是 321181")
    new.add_argument("--sheet", metavar="FILE.pdf", default="", help="县里的备用钥匙打印在这里；不写就只显示一次")
    new.add_argument("--town", metavar="NAME", default="", help="所在镇（街道）")
    new.set_defaults(run=_new)

    check = commands.add_parser("check", parents=[common], help="把整本台账查一遍：页、版本、照片、查找")
    check.add_argument("--code", metavar="XXXX-XXXX", default="", help="只查纸上的核对码：还和台账一样吗")
    check.set_defaults(run=_check)

    move = commands.add_parser("move", parents=[common], help="县里：把台账从这台电脑搬到 --database 的 PostgreSQL 上")
    move.set_defaults(run=_move)

    day = commands.add_parser("today", parents=[common], help="台账照哪一天记；电脑的日期慢了，说今天是几号")
    what = day.add_mutually_exclusive_group()
    what.add_argument("day", metavar="DAY", nargs="?", default="", help="今天的日期；不写就只看")
    what.add_argument("--right", action="store_true", help="电脑的日期没错，以后不再提醒；以前说的今天作废")
    day.set_defaults(run=_today)

    save = commands.add_parser("backup", parents=[common], help="备份到一个文件夹，备完打开检查")
    save.add_argument("dir", metavar="DIR", help="备份放在哪个文件夹")
    save.set_defaults(run=_backup)

    back = commands.add_parser("restore", parents=[common], help="用备份恢复；现在的台账先整本留存")
    back.add_argument("file", metavar="FILE", help="备份文件（.dybak）；恢复到 --book")
    back.add_argument("--recovery", metavar="CODE", default="", help="忘了密码时用开锁纸上的号码")
    back.set_defaults(run=_restore)


def _folder(args: argparse.Namespace) -> Path:
    return Path(args.book) if args.book else default_book()


def _new(args: argparse.Namespace) -> Answer:
    role = "office" if args.branch is None else "branch"
    code = args.code or ("321181" if role == "office" else "")
    if role == "branch" and not (len(code) == 14 and code.isdigit()):
        raise UserError("支部编码应是 14 位数字：12 位区划代码加 2 位支部号。用 --code 写上。", "code")
    if role == "office" and not (len(code) == _REGION and code.isdigit()):
        raise UserError("县（市）的编码应是 6 位区划代码，例如 321181。", "code")
    sheet = file_to(args.sheet, ".pdf") if args.sheet else None
    branch = Branch(code, args.office if args.branch is None else args.branch, args.town)
    workspace, recovery = Workspace.create(
        _folder(args), branch=branch, password=password(args), role=role, operator=args.operator,
        database=args.database,
    )  # fmt: skip
    with workspace:
        more = _office_keys(workspace, sheet) if role == "office" else ({}, [], 0)
    data = {"book": str(_folder(args)), "recovery": recovery, "role": role}
    lines = [f"建好了：{branch.name}", f"开锁纸号码（请抄在纸上锁起来，忘了密码只能靠它）：{recovery}", *more[1]]
    return Answer({**data, **({"office": more[0]} if more[0] else {})}, lines, more[2])


def _office_keys(workspace: Workspace, sheet: Path | None) -> tuple[dict[str, Any], list[str], int]:
    """Make a new office's keys, and print or say its recovery key, which is kept nowhere; 3 as code if not printed.

    It is said where it cannot be printed: the book is there, and this is the only moment.
    """
    from danyang_desktop.commands.desk import RECOVERY
    from danyang_desktop.commands.keys import print_recovery
    from danyang_desktop.county.office import Office

    office, recovery = Office.of(workspace.desk)
    failed: list[str] = []
    if sheet is not None:
        try:
            return *print_recovery(office, recovery, sheet), 0
        except Trouble as error:
            failed = [f"{error.sentence}（{error.code}）", "台账建好了，不用重建；备用钥匙没有打印成，请照下面抄。"]
    return (
        {"fingerprint": office.keys.fingerprint, "recovery": recovery},
        [*failed, f"{RECOVERY}{recovery}"],
        3 if failed else 0,
    )


def _move(args: argparse.Namespace) -> Answer:
    from danyang_desktop.county.later import catch_up
    from danyang_desktop.moving import set_aside

    if not args.database:
        raise UserError("请写上搬到哪里：--database postgresql://用户名@服务器/数据库名。没有改动。", "database")
    folder = _folder(args)
    with Workspace.open(folder, password=password(args), operator=args.operator or "命令行") as workspace:
        workspace.move_to_server(args.database, progress)
    kept = [str(path) for path in set_aside(folder)]
    args.database = ""
    with open_workspace(args) as workspace:
        found = catch_up(workspace.book)
    said = f"搬好了，{found} 条记录都能查到。原来的文件改了名留着：{'、'.join(Path(one).name for one in kept)}"
    return Answer({"book": str(folder), "kept": kept, "records": found}, [said])


def _check(args: argparse.Namespace) -> Answer:
    if args.code:
        return _check_code(args)
    with open_workspace(args) as workspace:
        found = workspace.check(progress)
    data = {"damage": [one._asdict() for one in found], "ok": not found}
    lines = [f"{one.where}：{one.what}" for one in found] or ["查完了，整本台账都好。"]
    return Answer(data, lines, 3 if found else 0)


def _check_code(args: argparse.Namespace) -> Answer:
    """Check the code on a sheet: 0 the same, 1 changed since or unknown."""
    from danyang_desktop.recheck import recheck

    with open_workspace(args) as workspace:
        told = recheck(workspace, args.code)
    printed = told.entry._asdict() if told.entry else {}
    changed = [vars(one) for one in told.changed]
    data = {"changed": changed, "code": told.code, "printed": printed, "state": told.state, "then": told.then}
    lines = [told.sentence]
    lines += [f"  {one.ledger} {one.name}：{one.at.replace('T', ' ')} {one.who} {one.how}" for one in told.changed]
    return Answer(data, lines, 0 if told.state == "same" else 1)


def _today(args: argparse.Namespace) -> Answer:
    """Say by which day the book goes, or tell it."""
    from danyang_desktop.base.chinese.dates import parse_date, show_date

    with open_workspace(args) as workspace:
        if args.right:
            workspace.trust_clock()
        elif args.day:
            workspace.say_today(parse_date(args.day, workspace.today, prefer_past=False).on)
        today, doubt = workspace.today, workspace.clock_doubt
    lines = [f"台账照 {show_date(today, with_year=True)}记。", *([doubt] if doubt else [])]
    return Answer({"doubt": doubt, "today": today.isoformat()}, lines)


def _backup(args: argparse.Namespace) -> Answer:
    with open_workspace(args) as workspace:
        made = workspace.backup(Path(args.dir), progress)
    size = made.stat().st_size
    return Answer({"bytes": size, "file": str(made)}, [f"备份好了，检查过，能用：{made}（{size / 1e6:.1f} MB）"])


def _restore(args: argparse.Namespace) -> Answer:
    secret = "" if args.recovery else password(args)
    aside = restore(
        Path(args.file), _folder(args), password=secret, recovery=args.recovery, operator=args.operator,
        now=WallClock().now(),
    )  # fmt: skip
    lines = [f"恢复好了：{_folder(args)}"] + ([f"原来的台账整本留在：{aside}"] if aside else [])
    return Answer({"aside": str(aside) if aside else "", "book": str(_folder(args))}, lines)
