"""The command about files that were not taken: what waits, what no longer has to, what can be taken by now."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.commands.answer import Answer, open_workspace, progress
from danyang_desktop.commands.desk import office_of

if TYPE_CHECKING:
    import argparse

    from danyang_desktop.county.aside import SetAside


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the parser."""
    said = commands.add_parser("refused", parents=[common], help="县里：退回的文件，还在等的；拿掉、放回、再收一次")
    what = said.add_mutually_exclusive_group()
    what.add_argument("--remove", metavar="ID", default="", help="不再等这个文件，要写 --reason；ID 是每行开头的编号")
    what.add_argument("--restore", metavar="ID", default="", help="把拿掉的放回去")
    what.add_argument("--again", action="store_true", help="再收一次留着的：新版本的、当时没有登记的电脑的")
    said.add_argument("--reason", metavar="TEXT", default="", help="为什么不再等它，一句话")
    said.set_defaults(run=_refused)


def _refused(args: argparse.Namespace) -> Answer:
    from danyang_desktop.county import aside, kept
    from danyang_desktop.county.receive import receive

    lines: list[str] = []
    with open_workspace(args) as workspace:
        office = office_of(workspace)
        desk = office.desk
        if args.remove:
            aside.dismiss(desk, _found(args.remove, aside.refused(desk)), args.reason, workspace.operator)
            lines.append("不再等它了，随时可以用 --restore 放回去。")
        if args.restore:
            aside.wait_again(desk, _found(args.restore, aside.dismissed(desk)))
            lines.append("放回去了，还在等完好的一份。")
        if args.again:
            told = receive(office, kept.waiting(desk), progress)
            lines.append(f"再收一次：收下 {len(told.accepted)} 个包，合并 {told.merged} 条。")
        waits, gone, here = aside.refused(desk), aside.dismissed(desk), len(kept.waiting(desk))
    lines += [f"{one.mark}  {one.branch_name or one.file}  {one.label}：{one.reason}" for one in waits]
    lines += [f"{one.mark}  不再等  {one.file}：{one.cleared_why}（{one.cleared_by}）" for one in gone]
    data = {"dismissed": [_told(one) for one in gone], "kept": here, "waiting": [_told(one) for one in waits]}
    return Answer(data, lines or ["没有退回的文件。"])


def _told(one: SetAside) -> dict[str, Any]:
    return {**asdict(one), "id": one.mark}


def _found(mark: str, some: list[SetAside]) -> SetAside:
    for one in some:
        if one.mark == mark:
            return one
    raise UserError(f"没有编号是“{mark}”的。不带选项写 refused，看每行开头的编号。")
