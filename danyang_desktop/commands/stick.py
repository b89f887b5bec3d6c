"""Commands about the stick and the office: enroll, export, receipt, receive, board, conflicts, rollup."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.commands import bundle, desk
from danyang_desktop.commands import refused as refused_files
from danyang_desktop.commands.answer import Answer, file_to, folder_to, month_of, open_workspace, progress
from danyang_desktop.commands.desk import RECOVERY, office_of
from danyang_desktop.county.aside import refused
from danyang_desktop.county.board import (
    LACKING,
    TAKEN,
    UNKNOWN,
    board,
    expected,
    month_in_hand,
    must_have_begun,
    tally,
)
from danyang_desktop.county.conflicts import conflicts
from danyang_desktop.county.contacts import how_it_came
from danyang_desktop.county.office import Office
from danyang_desktop.workspace import Workspace

if TYPE_CHECKING:
    import argparse

    from danyang_desktop.county.annotations import Annotation


_NOBODY = "还没有支部。请先用 import branches 导入全县的支部名单，再用 enroll 登记支部的电脑，支部才交得来。"


_WAITS = "后面的第 {} 号包还没有回执。"


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the parsers."""
    know = commands.add_parser(
        "enroll", parents=[common], help="让支部和县里互相登记；两本台账都在手边，或各给一个文件夹"
    )
    know.add_argument("office", metavar="OFFICE_BOOK", help="县里台账的文件夹")
    know.add_argument("branches", metavar="BRANCH_BOOK", nargs="+", help="支部台账的文件夹，密码要一样")
    know.set_defaults(run=_enroll)

    out = commands.add_parser("export", parents=[common], help="上报：把上次回执以后的都写到 U盘，写完读回核对")
    out.add_argument("stick", metavar="STICK", help="U盘 或文件夹")
    out.add_argument("--month", metavar="2026-11", default="", help="交的是哪个月；不写就是最后一条记录的月份")
    out.add_argument("--full", action="store_true", help="整本从头再交一次")
    out.set_defaults(run=_export)

    back = commands.add_parser("receipt", parents=[common], help="从 U盘 读县里的回执")
    back.add_argument("stick", metavar="STICK", nargs="?", default="", help="U盘 或文件夹")
    back.add_argument("--digits", metavar="NUMBER", default="", help="没有 U盘 回来时，输入纸上的 12 位回执号")
    back.set_defaults(run=_receipt)

    take = commands.add_parser("receive", parents=[common], help="县里：收 U盘 或文件夹里的数据包，写回执")
    take.add_argument("places", metavar="STICK_OR_FOLDER", nargs="+", help="U盘、文件夹或数据包，可写几个")
    take.add_argument("--receipts", metavar="DIR", default="", help="回执写到哪里；不写就写回第一个文件夹")
    take.set_defaults(run=_receive)

    who = commands.add_parser("board", parents=[common], help="县里：谁交了，谁没交")
    who.add_argument("--month", metavar="2026-11", default="", help="哪个月；不写就是正在收的月份")
    who.set_defaults(run=_board)

    odd = commands.add_parser("conflicts", parents=[common], help="县里：对不上的地方")
    odd.set_defaults(run=_conflicts)

    desk.add(commands, common)
    refused_files.add(commands, common)
    total = commands.add_parser("rollup", parents=[common], help="县里：一个月的汇总表")
    total.add_argument("--month", metavar="2026-11", required=True, help="哪个月")
    total.add_argument("--out", metavar="FILE.pdf", default="", help="打印到哪个文件；不写就只显示")
    total.set_defaults(run=_rollup)
    bundle.add(commands, common)


def _enroll(args: argparse.Namespace) -> Answer:
    import tempfile

    from danyang_desktop.commands.answer import password
    from danyang_desktop.exchange import bundle_out

    secret = password(args)
    enrolled: list[dict[str, str]] = []
    with tempfile.TemporaryDirectory() as folder, Workspace.open(Path(args.office), password=secret) as workspace:
        if workspace.role != "office":
            raise UserError(f"“{args.office}”是支部的台账。请先写县里的台账，后面写支部的。没有登记。")
        office, recovery = Office.of(workspace.desk)
        card = Path(folder) / "office.dyo"
        office.write_card(card)
        for number, place in enumerate(args.branches):
            with Workspace.open(Path(place), password=secret) as branch:
                if branch.role == "office":
                    raise UserError(f"“{place}”是县里的台账，不能当支部登记。前面的都登记好了。")
                request = Path(folder) / f"branch{number}.dyq"
                bundle_out.ask_to_enrol(branch.desk, request)
                known = office.enrol(request)
                bundle_out.take_card(branch.desk, card)
            enrolled.append({"branch": known.branch_code, "fingerprint": known.fingerprint, "name": known.branch_name})
    lines = [f"登记好了：{one['name']}，登记号 {one['fingerprint']}" for one in enrolled]
    if recovery:
        lines.append(f"{RECOVERY}{recovery}")
    return Answer({"enrolled": enrolled, "recovery": recovery}, lines)


def _export(args: argparse.Namespace) -> Answer:
    from danyang_desktop.exchange.bundle_out import export

    with open_workspace(args) as workspace:
        if workspace.role == "office":
            raise UserError("这是县里的台账，上报是支部的事。县里写给支部的用 return。")
        month = month_of(args.month) if args.month else ""
        made = export(workspace.desk, folder_to(args.stick), full=args.full, month=month, progress=progress)
    data = {
        "bytes": made.bytes, "code": made.code, "file": str(made.file), "photos": made.photos, "records": made.records,
        "seq": made.seq,
    }  # fmt: skip
    said = f"写好了，读回核对过：{made.file.name}（{made.records} 条，照片 {made.photos} 张，核对码 {made.code}）"
    data |= {"lost_photos": len(made.lost_photos), "unheard": made.unheard}
    hint = made.hint and f"{made.hint}登记文件用 keys ask 写。"
    return Answer(data, [said, *filter(None, (made.warning, hint))])


def _receipt(args: argparse.Namespace) -> Answer:
    from danyang_desktop.county.annotations import calls, unread
    from danyang_desktop.county.returns import read_return
    from danyang_desktop.exchange.outbox import TAKEN as TAKEN_THERE
    from danyang_desktop.exchange.outbox import outbox
    from danyang_desktop.exchange.receipt_in import read_receipts, type_receipt

    if bool(args.stick) == bool(args.digits):
        raise UserError("读回执要给出 U盘 的位置，或者用 --digits 输入纸上的 12 位回执号，两样给一样。")
    with open_workspace(args) as workspace:
        if args.digits:
            upto = type_receipt(workspace.desk, args.digits)
            later = [one["seq"] for one in outbox(workspace.book) if one["seq"] > upto and one["state"] != TAKEN_THERE]
            return Answer({"upto": upto}, [f"县里已收到第 {upto} 号包为止。", *map(_WAITS.format, sorted(later))])
        home = read_return(workspace.desk, Path(args.stick), progress)
        told = read_receipts(workspace.desk, Path(args.stick), alone=not (home.taken or home.known))
        waiting = calls(workspace.desk)
        said = [_told(workspace, one) for one in [*waiting, *unread(workspace.desk, workspace.branch.code)]]
    taken = [
        {name: getattr(one, name) for name in ("accepted", "conflicts", "moved", "refused", "upto")}
        for one in told.taken
    ]
    refused = [*told.refused, *home.refused]
    data = {
        "calls": [asdict(one) for one in waiting], "known": told.known, "refused": [list(pair) for pair in refused],
        "returned": home.counts, "struck_off": home.struck_off, "taken": taken,
    }  # fmt: skip
    lines = [f"县里已收到第 {one.upto} 号包为止，一共收下 {one.accepted} 条。{one.asks}" for one in told.taken]
    lines += [f"{home.sentence}。"] if home.sentence else []
    lines += [*said, *(f"{file}：{reason}" for file, reason in refused)]
    return Answer(data, lines or ["这张回执以前读过了。"], 1 if refused and not (told.taken or home.taken) else 0)


def _told(workspace: Workspace, one: Annotation) -> str:
    """Say what the office wrote, and of which record: by whom it is about and the number on its sheet."""
    from danyang_desktop.agenda.keeping_duties import named

    ledger, record = workspace.ledgers.get(one.slug), workspace.book.find(one.target) if one.target else None
    if ledger is None or record is None:
        return f"县里{one.kind if one.target else '通知'}：{one.words}"
    name, which = named(ledger, record)
    number = f"（{record.serial_no}）" if record.serial_no and record.serial_no != name else ""
    return f"县里{one.kind}：{ledger.title} {name}，{which}{number}：{one.words}"


def _receive(args: argparse.Namespace) -> Answer:
    from danyang_desktop.county.receive import receive, write_receipts

    places = [Path(place) for place in args.places]
    to = folder_to(args.receipts) if args.receipts else places[0] if places[0].is_dir() else places[0].parent
    with open_workspace(args) as workspace:
        office = office_of(workspace)
        told = receive(office, places, progress)
        # Only for those whose bundles lay there: a county's thousand receipts would bury a branch's own.
        branches = {one["branch"] for one in told.accepted}
        written, unwritten = [], ""
        try:
            written = write_receipts(office, to, branches=branches) if branches else []
        except Trouble as error:  # what was received stays received
            unwritten = f"数据包已经收好，回执没有写成：{error.sentence}再收一次，会补写回执（{error.code}）。"
    data = {
        "accepted": told.accepted, "conflicts": told.conflicts, "merged": told.merged, "alarms": told.alarms,
        "receipts": [str(path) for path in written], "refused": told.refused, "seconds": round(told.seconds, 3),
    }  # fmt: skip
    lines = [
        f"收下 {one['branch_name']} {one['period']} 第 {one['seq']} 号包：{one['merged']} 条新的，核对码 {one['code']}"
        + ("（以前收过）" if one["again"] else "")
        for one in told.accepted
    ]
    lines += [f"没收 {one['file']}：{one['reason']}" for one in told.refused] + told.alarms
    if not (told.accepted or told.refused):
        lines.append("这里没有数据包（名字以 .dyb 结尾的文件）。请看看 U盘 插对了没有，支部写好了没有。")
    lines.append(
        f"共收 {len(told.accepted)} 个包，合并 {told.merged} 条，对不上 {told.conflicts} 处，回执 {len(written)} 张。"
    )
    return Answer(data, lines, 3 if unwritten else 1 if told.refused and not told.accepted else 0, unwritten)


def _board(args: argparse.Namespace) -> Answer:
    with open_workspace(args) as workspace:
        office = office_of(workspace)
        month = month_of(args.month) if args.month else month_in_hand(office.desk, workspace.setting("hand_in_day"))
        must_have_begun(office.desk, month)
        rows = board(office, month)
        files = refused(office.desk, month)
    if not (rows or files):
        return Answer({"files": [], "month": month, "rows": []}, [_NOBODY])
    lines = [
        "  ".join(
            filter(None, (row["state"], row["name"], how_it_came(row) or row["at"][:10], _lacking(row["missing"])))
        )
        for row in rows
    ]
    lines += [f"退回  {one.branch_name or one.file}  {one.reason}" for one in files]
    counts = tally(expected(rows))
    said = f"{month}：已收 {counts[TAKEN]}，未交 {counts[LACKING] + counts[UNKNOWN]}，退回 {len(files)} 个文件"
    return Answer({"files": [asdict(one) for one in files], "month": month, "rows": rows}, [*lines, said])


def _lacking(missing: list[int]) -> str:
    return f"缺第 {'、'.join(map(str, missing))} 号包" if missing else ""


def _conflicts(args: argparse.Namespace) -> Answer:
    with open_workspace(args) as workspace:
        rows = conflicts(workspace.book)
    lines = [f"{one.uid}  {one.sentence}" for one in rows]
    data = {"conflicts": [asdict(one) for one in rows]}
    return Answer(data, lines or ["没有对不上的地方。"])


def _rollup(args: argparse.Namespace) -> Answer:
    from danyang_desktop.county.rollup import figures_of, incomplete, print_rollup, rollup

    month, out = month_of(args.month), file_to(args.out, ".pdf") if args.out else None
    with open_workspace(args) as workspace:
        office = office_of(workspace)
        must_have_begun(office.desk, month)
        table = rollup(office, workspace.look, month)
        now = workspace.clock.now()
        printed = print_rollup(office, table, out, now) if out else None
    until = incomplete(month, len(table.missing), table.odd, now)
    data: dict[str, Any] = {"month": month, "rows": table.rows, "totals": table.totals, "until": until}
    named = [(row["name"], row["figures"]) for row in table.rows]
    lines = ["  ".join([name, *figures_of(figures)]) for name, figures in [*named, ("合计", table.totals)]]
    lines += [until] if until else []
    if printed is not None:
        data |= {"file": args.out, "pages": printed.pages}
        lines.append(f"汇总表打好了：{args.out}（{printed.pages} 页）")
    return Answer(data, lines)
