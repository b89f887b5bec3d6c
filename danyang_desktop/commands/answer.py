"""What a command answers, and what every command needs: a book, a password, a ledger by its name."""

from __future__ import annotations

import getpass
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.base.paths import default_book
from danyang_desktop.declare.record import STATUSES
from danyang_desktop.store.database import trouble_of
from danyang_desktop.store.folders import must_be_folder
from danyang_desktop.workspace import Workspace

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from danyang_desktop.declare.ledger import Ledger

PASSWORD = "DANYANG_PASSWORD"  # noqa: S105 - the name of a variable, not a password


@dataclass
class Answer:
    """`data` is the JSON object of --json; `lines` is the same for people; `code` the exit code.

    `mend` is for stderr: what is to be mended, where the code is 1.
    """

    data: dict[str, Any]
    lines: list[str] = field(default_factory=list)
    code: int = 0
    mend: str = ""


if TYPE_CHECKING:
    Command = Callable[[argparse.Namespace], Answer]


def progress(done: int, total: int, sentence: str) -> None:
    """Show progress on stderr, where a person watches; nothing where nobody does."""
    if sys.stderr.isatty():
        share = f"{done}/{total} " if total else ""
        print(f"\r\033[K{share}{sentence}", end="", file=sys.stderr, flush=True)


def password(args: argparse.Namespace, *, ask: str = "密码：") -> str:
    """Return the password from --password-file, the environment, or the terminal (never with --json)."""
    if args.password_file:
        try:
            return Path(args.password_file).read_text("utf-8").strip("\r\n")
        except OSError as error:
            raise trouble_of(error, args.password_file) from error
        except UnicodeDecodeError as error:
            raise UserError("密码文件不是文字文件。请用记事本另存一份再试。") from error
    if os.environ.get(PASSWORD):
        return os.environ[PASSWORD]
    if args.json or not sys.stdin or not sys.stdin.isatty():
        raise UserError(f"没有给密码。请用 --password-file，或设好环境变量 {PASSWORD}。")
    return getpass.getpass(ask)


def open_workspace(args: argparse.Namespace) -> Workspace:
    """Open the book of --book."""
    return Workspace.open(
        Path(args.book) if args.book else default_book(), password=password(args), operator=args.operator or "命令行",
        database=args.database,
    )  # fmt: skip


def ledger_of(workspace: Workspace, name: str) -> Ledger[Any]:
    """Return the register or ledger with this slug or title."""
    for slug, ledger in workspace.ledgers.items():
        if name in (slug, ledger.title, ledger.short):
            return ledger
    known = "、".join(f"{slug} {ledger.short}" for slug, ledger in workspace.ledgers.items())
    raise UserError(f"没有“{name}”这本台账或名册。可以写英文或中文：{known}。")


def uid_of(workspace: Workspace, text: str) -> str:
    """Return the uid of the record with this serial number, which stands on its sheet; any other text as it is."""
    for ledger in workspace.ledgers.values():
        if ledger.code and text.upper().startswith(f"{ledger.code}-"):
            found = workspace.query(ledger, serial_no=text.upper(), status=tuple(STATUSES)).page(limit=2).rows
            if len(found) > 1:  # two computers of one branch numbered alike, see numbering.renumber
                raise UserError(f"有两条记录都编了 {text.upper()}，分不清。请写 list --json 里的 uid。")
            return found[0].uid if found else text
    return text


def month_of(text: str) -> str:
    """Return a month as 2026-11, however it was written; raises UserError."""
    import datetime as dt

    from danyang_desktop.base.chinese.dates import parse_period

    try:
        return parse_period(text, dt.date.today())
    except UserError as error:
        raise UserError(f"月份“{text}”看不懂。请写成 2026-11。", "month") from error


def month_for(ledger: Ledger[Any], text: str) -> str:
    """Return the month that is asked of a ledger, "" for none; raises UserError for a register, which has no months."""
    if text and not ledger.date_of:
        raise UserError(f"{ledger.title}是名册，只有今天的样子，不分月份。请去掉 --month。", "month")
    return month_of(text) if text else ""


def file_to(text: str, ending: str) -> Path:
    """Return the file that a command is to write; raises UserError for a folder, another ending or no such folder."""
    path = Path(text)
    if path.is_dir():
        raise UserError(f"“{text}”是文件夹。请把文件名也写上，例如 {path / f'台账{ending}'}")
    if path.suffix.lower() != ending:
        raise UserError(f"文件名要以 {ending} 结尾，例如 {path.with_name(f'{path.stem}{ending}')}。没有写文件。")
    folder_to(str(path.parent))
    return path


def folder_to(text: str) -> Path:
    """Return the folder that a command is to write into; raises UserError unless it is there."""
    folder = Path(text)
    try:
        must_be_folder(folder)
    except Trouble as error:  # nothing is wrong here yet: somebody can mend what was typed, or plug the stick in
        raise UserError(error.sentence) from error
    return folder


def file_from(text: str) -> Path:
    """Return the file that a command is to read; raises UserError where there is none."""
    path = Path(text)
    if not path.exists():
        raise UserError(f"没有“{text}”这个文件。请看看名字和位置写对了没有，U盘 插好了没有。")
    return path


def shown(ledger: Ledger[Any], record: Any) -> dict[str, Any]:
    """Return a record as JSON: its declared fields and what every record has."""
    body: dict[str, Any] = {"uid": record.uid, "serial_no": record.serial_no or "", "status": record.status}
    for name, kind in ledger.kinds.items():
        if not (kind.privacy >= 4 and ledger.is_secret(record)):
            body[name] = kind.to_json(getattr(record, name))
    return body
