"""The command `bundle`: what a file of the exchange says, without any book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.commands.answer import Answer, file_from, progress
from danyang_desktop.store.database import trouble_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from pyrage.x25519 import Identity

_UP = {"up": "支部上报", "down": "县里带回"}
_KEPT = {"annotations": "批注", "certificates": "志愿服务证明"}
"""Kinds of lines that are no ledger's."""
_LONGEST_KEY_FILE = 65_536
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""How a text begins that Notepad calls Unicode."""
_COMPARE = "请打电话和对方核对登记号"


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the parser."""
    look = commands.add_parser("bundle", parents=[common], help="看一个数据包；不用台账")
    look.add_argument("what", choices=("info", "verify", "open"), help="info 看封面，verify 验签名，open 用私钥打开")
    look.add_argument(
        "file", metavar="FILE", help="数据包（.dyb）；info 也看回执（.dyr）、登记文件（.dyq）、登记卡（.dyo）"
    )
    look.add_argument("--key", metavar="FILE", default="", help="age 私钥文件，open 要用")
    look.add_argument("--to", metavar="DIR", default="", help="open 解到哪个新文件夹")
    look.set_defaults(run=_bundle)


def _bundle(args: argparse.Namespace) -> Answer:
    from danyang_desktop.exchange import bundle_reader

    path = file_from(args.file)
    if args.what == "info":
        told = bundle_reader.info(path)
    elif args.what == "verify":
        told = bundle_reader.verify(path)
    else:
        if not args.key or not args.to:
            raise UserError("打开数据包要用 --key 给出私钥文件，用 --to 给出新文件夹。")
        told = bundle_reader.open_to(path, _identity(Path(args.key)), Path(args.to), progress)
    lines = list({"bundle": _of_bundle, "receipt": _of_receipt}.get(str(told["what"]), _of_keys)(told))
    if args.what == "open":
        lines.append(f"打开了：{args.to}。里面是没有加密的内容，用完请删掉。")
    return Answer(dict(told), lines)


def _of_bundle(told: Mapping[str, Any]) -> Iterator[str]:
    since, month = told["since"], told["extra"].get("month")
    yield f"数据包：{_UP[told['direction']]}，{told['branch_name']}（{told['branch_code']}）"
    yield f"编号：第 {told['seq']} 号" + (f"，重新编号过 {told['epoch'] - 1} 次" if told["epoch"] > 1 else "")
    if month:
        yield f"月份：{month}"
    yield f"记录的日子：{told['from_on']} 到 {told['to_on']}"
    if told["full"]:
        yield "内容：整本从头"
    elif since is None:
        yield "内容：从头（还没有回执）"
    else:
        yield f"内容：接着第 {since['upto']} 号包的回执"
    yield f"共 {told['records']} 条，照片 {told['photos']} 张：{_counted(told['counts'])}"
    yield f"写成：{told['made']}，电脑 {told['device']}，登记号 {told['fingerprint']}"
    if told["proven"]:
        yield f"核对码：{told['code']}"
        yield f"签名：对，一个字节也没有变。是不是登记过的那台电脑，{_COMPARE}。"
    else:
        yield "签名：没有验。以上是封面自己写的；要验请用 bundle verify。"


def _counted(counts: Mapping[str, int]) -> str:
    from danyang_desktop.ledgers import LEDGERS
    from danyang_desktop.registers import REGISTERS

    names = {one.slug: one.short for one in (*REGISTERS, *LEDGERS)} | _KEPT
    return "，".join(f"{names.get(kind, kind)} {count}" for kind, count in counts.items()) or "没有记录"


def _of_receipt(told: Mapping[str, Any]) -> Iterator[str]:
    yield f"回执：开给支部 {told['branch_code']} 的电脑 {told['device']}"
    came = f"合并 {told['accepted']} 条，对不上 {told['conflicts']} 处，退回 {told['refused']} 个文件"
    yield f"县里已收到第 {told['upto']} 号包为止，{came}"
    yield f"写成：{told['made']}，县里的登记号 {told['fingerprint']}"
    yield "签名：没有验。支部用 receipt 读的时候会验。"


def _of_keys(told: Mapping[str, Any]) -> Iterator[str]:
    if told["what"] == "request":
        yield f"登记文件：{told['branch_name']}（{told['branch_code']}）的电脑 {told['device']}"
        if told["replaces"]:
            yield f"换下的电脑：{told['replaces']}"
    else:
        yield f"登记卡：{told['office_name']}（{told['office_code']}）"
    yield f"写成：{told['made']}，登记号 {told['fingerprint']}"
    yield f"签名：和里面的钥匙对得上。是不是本人，{_COMPARE}。"


def _identity(path: Path) -> Identity:
    """Return the key in an age key file, or as it was typed from the office's sheet into any text file."""
    from danyang_desktop.exchange.spare_key import typed

    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST_KEY_FILE)
    except OSError as error:
        raise trouble_of(error, path.name) from error
    try:
        return typed(data.decode("utf-16" if data[:2] in _UTF16 else "utf-8", errors="replace"))
    except UserError as error:
        raise UserError(f"“{path.name}”：{error.sentence}", error.field) from error
