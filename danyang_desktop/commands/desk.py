"""Commands of the office's desk: settle, annotate, return, undo, findings, notices, revoke; and sibling at a branch."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.commands.answer import Answer, file_to, folder_to, month_of, open_workspace, progress, uid_of
from danyang_desktop.county.office import Office

if TYPE_CHECKING:
    import argparse

    from danyang_desktop.workspace import Workspace


_SIBLING = "ask 写登记文件，know 登记另一台电脑，read 读它的包，forget 不再读它的包"
RECOVERY = "县里的备用钥匙（只显示这一次，请打印出来锁好）："


def office_of(workspace: Workspace) -> Office:
    """Return the office of an open book; raises UserError for a branch's."""
    if workspace.role != "office":
        raise UserError("这是支部的台账，县里的事要在县里的台账里办。")
    office, recovery = Office.of(workspace.desk)
    if recovery:
        print(f"{RECOVERY}{recovery}", file=sys.stderr)
    return office


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the parsers."""
    _add_records(commands, common)
    odd = commands.add_parser("findings", parents=[common], help="县里：跨支部核对，重复领取、去世仍在领、照抄等")
    odd.add_argument("--month", metavar="2026-11", required=True, help="哪个月")
    odd.set_defaults(run=_findings)

    paper = commands.add_parser("notices", parents=[common], help="县里：打印催交名单、退回单和回执单，一镇一张")
    paper.add_argument("--month", metavar="2026-11", required=True, help="哪个月")
    paper.add_argument("--out", metavar="FILE.pdf", required=True, help="写到哪个文件")
    paper.set_defaults(run=_notices)

    home = commands.add_parser("return", parents=[common], help="县里：把标准、代码、批注、处理结果写到 U盘 带回支部")
    home.add_argument("stick", metavar="STICK", help="U盘 或文件夹")
    home.add_argument("--branch", metavar="CODE", default="", help="只写给一个支部")
    home.set_defaults(run=_return)

    off = commands.add_parser("revoke", parents=[common], help="县里：撤销一台电脑（丢了、换了、交接了）")
    off.add_argument("device", metavar="DEVICE", help="登记时显示的电脑编号")
    off.set_defaults(run=_revoke)

    merge = commands.add_parser("merge-branch", parents=[common], help="县里：并村，一个支部从某一天起并入另一个")
    merge.add_argument("branch", metavar="CODE", help="并走的支部的编码")
    what = merge.add_mutually_exclusive_group(required=True)
    what.add_argument("--into", metavar="CODE", default="", help="并入哪个支部")
    what.add_argument("--undo", action="store_true", help="撤回：它照旧自己上报，一起撤销的电脑恢复登记")
    what.add_argument("--ledgers", metavar="DIR", default="", help="把县里收到的它的台账写成表格，交给新支部的书记")
    merge.add_argument("--from", metavar="DAY", dest="since", default="", help="从哪一天起；不写就是本月 1 日")
    merge.add_argument("--strike", action="store_true", help="同时撤销它的电脑")
    merge.set_defaults(run=_merge_branch)

    other = commands.add_parser("sibling", parents=[common], help="支部：本支部的几台电脑互相登记、互相读包")
    other.add_argument("what", choices=("ask", "know", "read", "forget"), help=_SIBLING)
    other.add_argument("place", metavar="FILE_OR_STICK", help="ask、know 给登记文件，read 给 U盘，forget 给电脑编号")
    other.set_defaults(run=_sibling)


def _add_records(commands: Any, common: argparse.ArgumentParser) -> None:
    choose = commands.add_parser("settle", parents=[common], help="对不上的地方选一份，写明原因；--undo 撤销")
    choose.add_argument("uid", metavar="UID", help="conflicts 每行开头的编号")
    choose.add_argument("digest", metavar="DIGEST", nargs="?", default="", help="conflicts --json 里那一份的 digest")
    choose.add_argument("--reason", metavar="TEXT", default="", help="为什么用这一份，一句话")
    choose.add_argument("--undo", action="store_true", help="撤销上一次的选择")
    choose.set_defaults(run=_settle)

    say = commands.add_parser("annotate", parents=[common], help="县里：对一条记录写批注，退回修改、备注或同意")
    say.add_argument("uid", metavar="UID", help="表上的编号，或 list --json 里的 uid")
    say.add_argument("kind", metavar="KIND", help="退回修改、备注、同意")
    say.add_argument("words", metavar="TEXT", nargs="?", default="", help="写给支部的话；退回修改要写")
    say.set_defaults(run=_annotate)

    number = commands.add_parser("renumber", parents=[common], help="支部：两台电脑编了同一个号，给这一条换一个新号")
    number.add_argument("uid", metavar="UID", help="list --json 里的 uid：两条同号，编号分不清")
    number.set_defaults(run=_renumber)

    back = commands.add_parser("undo", parents=[common], help="县里：撤销一次收包；文件留着，随时可以再收")
    back.add_argument("file", metavar="FILE", help="收过的那个数据包")
    back.add_argument("--look", action="store_true", help="只看会撤销哪些，不动")
    back.set_defaults(run=_undo)


def _settle(args: argparse.Namespace) -> Answer:
    from danyang_desktop.county.conflicts import settle, unsettle

    with open_workspace(args) as workspace:
        if args.undo:
            made = unsettle(workspace.desk, args.uid, workspace.operator)
        else:
            made = settle(workspace.desk, args.uid, args.digest, args.reason, workspace.operator)
    said = "撤销了，这一处又是待处理。" if args.undo else "定好了，两份都留在历史里。"
    return Answer({"digest": made.digest, "uid": made.uid}, [said])


def _annotate(args: argparse.Namespace) -> Answer:
    from danyang_desktop.county.annotations import annotate

    with open_workspace(args) as workspace:
        made = annotate(
            office_of(workspace).desk, uid_of(workspace, args.uid), args.kind, args.words, workspace.operator
        )
    return Answer(asdict(made), [f"批注写好了：{made.kind}。下次写回执时用 return 带回支部。"])


def _renumber(args: argparse.Namespace) -> Answer:
    from danyang_desktop.numbering import renumber

    with open_workspace(args) as workspace:
        record = workspace.book.find(args.uid)
        if record is None:
            raise UserError("没有这条记录，没有改动。")
        change = renumber(workspace, record)
    return Answer({"serial_no": change.serial_no, "uid": change.uid}, [f"改好了，新编号 {change.serial_no}。"])


def _undo(args: argparse.Namespace) -> Answer:
    from danyang_desktop.county.undo import undo_import, would_undo
    from danyang_desktop.exchange import bundle_reader

    sha256 = str(bundle_reader.verify(Path(args.file))["hash"])
    with open_workspace(args) as workspace:
        desk = office_of(workspace).desk
        going = would_undo(desk, sha256)
        done = None if args.look else undo_import(desk, sha256)
    data: dict[str, Any] = {"bundles": [{"file": file, "seq": number} for number, file in going]}
    lines = [f"第 {number} 号包 {file}" for number, file in going]
    if done is None:
        return Answer(data, [*lines, "上面这些会一起撤销，现在还没有动。"])
    data |= {"records": done.records, "versions": done.versions}
    return Answer(data, [*lines, f"撤销了，里面的 {done.records} 条记录回到收它以前的样子。文件都留着。"])


def _findings(args: argparse.Namespace) -> Answer:
    from danyang_desktop.county.board import must_have_begun
    from danyang_desktop.county.doubles import findings

    with open_workspace(args) as workspace:
        office, month = office_of(workspace), month_of(args.month)
        must_have_begun(office.desk, month)
        found = findings(office, month)
    rows = [{**asdict(one), "rows": [row._asdict() for row in one.rows]} for one in found]
    return Answer({"findings": rows}, [f"{one.kind}：{one.sentence}" for one in found] or ["没有要问的。"])


def _notices(args: argparse.Namespace) -> Answer:
    from danyang_desktop.county.notices import print_sheets, receipts, refusals, reminders

    month, out = month_of(args.month), file_to(args.out, ".pdf")
    with open_workspace(args) as workspace:
        office, now = office_of(workspace), workspace.clock.now()
        late, returned = reminders(office, month, now), refusals(office, month, now)
        digits = receipts(office, month, now)
        printed = print_sheets([*late, *returned, *digits], out, progress)
    counts = {"receipts": len(digits), "refusals": len(returned), "reminders": len(late)}
    said = f"打好了：催交名单 {len(late)} 张，退回单 {len(returned)} 张，回执单 {len(digits)} 张（{args.out}）"
    return Answer({"file": args.out, "pages": printed.pages, **counts}, [said])


def _return(args: argparse.Namespace) -> Answer:
    from danyang_desktop.county.board import board
    from danyang_desktop.county.returns import write_return
    from danyang_desktop.exchange.bundle_file import held

    to = folder_to(args.stick)
    with open_workspace(args) as workspace:
        office = office_of(workspace)
        enrolled = [row["branch"] for row in board(office, "") if row["enrolled"]]
        branches = [args.branch] if args.branch else enrolled
        written, still_there = [], held(to)
        for number, branch in enumerate(branches):
            progress(number, len(branches), f"第 {number + 1} 个支部，共 {len(branches)} 个")
            written.append(str(write_return(office, branch, to)))
            still_there()
    return Answer({"files": written}, [f"带回支部的包写好了 {len(written)} 个。"])


def _revoke(args: argparse.Namespace) -> Answer:
    with open_workspace(args) as workspace:
        done = office_of(workspace).revoke(args.device)
    if not done:
        raise UserError("没有登记过这台电脑，或者已经撤销了。")
    return Answer({"device": args.device}, ["撤销了。这台电脑以后交的包不再收，以前收的都留着。"])


def _merge_branch(args: argparse.Namespace) -> Answer:
    from danyang_desktop.base.chinese.dates import parse_date
    from danyang_desktop.county import endings
    from danyang_desktop.county.known import name_of

    with open_workspace(args) as workspace:
        office, author = office_of(workspace), workspace.operator
        name = name_of(workspace.book, args.branch)
        if args.ledgers:
            written = endings.write_ledgers(office, args.branch, Path(args.ledgers), progress)
            return Answer({"files": [str(path) for path in written]}, [f"写好了 {len(written)} 个表格：{args.ledgers}"])
        if args.undo:
            one = endings.take_back(office, args.branch, author)
            said = [f"撤回了：{name}照旧自己上报。"]
        else:
            since = parse_date(args.since or f"{workspace.today:%Y-%m}-01", workspace.today).on
            one = endings.merge_branch(office, args.branch, args.into, since, author, strike=args.strike)
            wants = endings.lacking(workspace.book, one)
            said = [f"{name}从 {one.ended_on} 起并入{name_of(workspace.book, one.into)}，以后不再催它交。"]
            said += [f"{wants}的还没有收到，还在催。"] if wants else []
    return Answer({**asdict(one), "last_month": one.last_month}, said)


def _sibling(args: argparse.Namespace) -> Answer:
    from danyang_desktop.county import siblings
    from danyang_desktop.exchange import bundle_out
    from danyang_desktop.exchange.key_enrolment import REQUEST

    with open_workspace(args) as workspace:
        desk = workspace.desk
        if args.what == "ask":
            bundle_out.ask_to_enrol(desk, file_to(args.place, REQUEST.ending))
            return Answer(
                {"fingerprint": desk.signer.fingerprint}, [f"写好了：{args.place}，登记号 {desk.signer.fingerprint}"]
            )
        if args.what == "know":
            known = siblings.know(desk, Path(args.place))
            said = f"登记好了，电脑编号 {known.device}，登记号 {known.fingerprint}，请和那台电脑上的对一对。"
            return Answer({"device": known.device, "fingerprint": known.fingerprint}, [said])
        if args.what == "forget":
            if not siblings.forget(desk, args.place):
                raise UserError("没有登记过这台电脑，或者已经注销了。请照 know 时显示的电脑编号写。")
            return Answer({"forgotten": True}, ["以后不再读这台电脑的包。"])
        told = siblings.read_siblings(desk, Path(args.place), progress)
    lines = [f"读进 {told.merged} 条，对不上 {told.conflicts} 处。", *(f"{file}：{why}" for file, why in told.refused)]
    data = {"conflicts": told.conflicts, "merged": told.merged, "refused": [list(pair) for pair in told.refused]}
    return Answer(data, lines, 1 if told.refused and not told.merged else 0)
