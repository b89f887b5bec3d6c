"""The parser, and the one place where errors become sentences and exit codes."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import TYPE_CHECKING

from danyang_desktop.base.errors import Cancelled, Refused, Trouble, UserError
from danyang_desktop.base.log import LOG, describe
from danyang_desktop.commands import books, keys, manual, paper, rows, sample, stick
from danyang_desktop.commands.parser import PROGRAM, Parser, common

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from danyang_desktop.commands.answer import Answer

STOPPED = "已经停下，没有做完的都没有存。"


def build() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = Parser(
        prog=PROGRAM, parents=[common(fallback=True)], description="丹阳台账。不带命令就打开窗口。",
        epilog="退出码：0 办好了；1 您能改的（会说怎么改）；2 命令写得不对；3 磁盘、U盘 等出了问题，或台账有损坏。",
    )  # fmt: skip
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True, parser_class=Parser)
    behind = common(fallback=False)
    for room in (sample, books, rows, paper, stick, keys, manual):
        room.add(commands, behind)
    return parser


def run(argv: Sequence[str]) -> int:
    """Run one command; returns its exit code."""
    _let_every_console_read()
    try:
        args = build().parse_args(argv)
        return _run(args)
    except BrokenPipeError:  # whoever reads has read enough, as `| head` does
        if sys.stdout is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or closing it complains once more
        return 0
    except OSError as error:
        print(f"结果没有写完（系统错误 {error.errno}）。请看看磁盘满了没有。（U-309）", file=sys.stderr)
        return 3


def _run(args: argparse.Namespace) -> int:
    try:
        answer: Answer = args.run(args)
    except Refused as error:
        return _say(args, 1, error.sentence, {"complaints": error.complaints})
    except UserError as error:
        return _say(args, 1, error.sentence, {"field": error.field})
    except Trouble as error:
        return _say(args, 3, f"{error.sentence}（{error.code}）", {"code": error.code})
    except (Cancelled, KeyboardInterrupt):
        return _say(args, 1, STOPPED, {})
    except Exception as error:  # noqa: BLE001 - a bug must end in a sentence, not in a traceback with somebody's data
        LOG.error("bug: %s", describe(error))
        said = f"程序出了意外（{describe(error)}）。已经保存的台账没有受影响。请把这一行告诉县里。"
        return _say(args, 3, said, {"code": "U-999"})
    _print([_json(answer.data)] if args.json else answer.lines)
    if answer.mend:
        print(answer.mend, file=sys.stderr)
    return answer.code


def _let_every_console_read() -> None:
    r"""Write what a console's own character set lacks as \u4dae: a rare name must not stop a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _json(data: object) -> str:
    """Return one line of JSON; in letters of ASCII where stdout is not UTF-8, so that a program reads it anywhere."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return json.dumps(data, ensure_ascii=encoding.lower().replace("-", "") != "utf8")


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
    if sys.stdout is not None:
        sys.stdout.flush()  # here, where a full disk or a closed pipe can still be answered


def _say(args: argparse.Namespace, code: int, sentence: str, more: dict[str, object]) -> int:
    print(sentence, file=sys.stderr)
    if args.json:
        _print([_json({"error": sentence, **more})])
    return code
