"""The parser, and the one place where errors become sentences and exit codes."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, NoReturn

from danyang_desktop.base.errors import Cancelled, Refused, Trouble, UserError
from danyang_desktop.base.log import LOG, describe
from danyang_desktop.commands import books, keys, manual, paper, rows, sample, stick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.commands.answer import Answer

PROGRAM = "main.py"


class _Parser(argparse.ArgumentParser):
    """Argparse that complains in Chinese and leaves with 2."""

    def error(self, message: str) -> NoReturn:
        """Say how the command is written, and what was wrong."""
        self.print_usage(sys.stderr)
        self.exit(2, f"命令写得不对：{message}\n加上 --help 看写法。\n")


def build() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--book", metavar="DIR", help="台账文件夹（不写就用这台电脑自己的台账）")
    common.add_argument("--password-file", metavar="FILE", help="密码文件；不写就用环境变量 DANYANG_PASSWORD")
    common.add_argument("--database", metavar="URL", default="", help="县里的台账在哪个 PostgreSQL 上；写过一次就记得")
    common.add_argument("--operator", metavar="NAME", default="", help="经手人，记在历史里")
    common.add_argument("--json", action="store_true", help="结果用一个 JSON 对象写到标准输出")
    parser = _Parser(prog=PROGRAM, description="丹阳台账。不带命令就打开窗口。")
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True, parser_class=_Parser)
    for room in (sample, books, rows, paper, stick, keys, manual):
        room.add(commands, common)
    return parser


def run(argv: Sequence[str]) -> int:
    """Run one command; returns its exit code."""
    args = build().parse_args(argv)
    try:
        answer: Answer = args.run(args)
    except Refused as error:
        return _say(args, 1, error.sentence, {"complaints": error.complaints})
    except UserError as error:
        return _say(args, 1, error.sentence, {"field": error.field})
    except Trouble as error:
        return _say(args, 3, f"{error.sentence}（{error.code}）", {"code": error.code})
    except (Cancelled, KeyboardInterrupt):
        return _say(args, 1, "已经停下，没有做完的都没有存。", {})
    except BrokenPipeError:
        return 0
    except Exception as error:  # noqa: BLE001 - a bug must end in a sentence, not in a traceback with somebody's data
        LOG.error("bug: %s", describe(error))
        said = f"程序出了意外（{describe(error)}）。已经保存的台账没有受影响。请把这一行告诉县里。"
        return _say(args, 3, said, {"code": "U-999"})
    if args.json:
        print(json.dumps(answer.data, ensure_ascii=False))
    else:
        for line in answer.lines:
            print(line)
    return answer.code


def _say(args: argparse.Namespace, code: int, sentence: str, more: dict[str, object]) -> int:
    print(sentence, file=sys.stderr)
    if args.json:
        print(json.dumps({"error": sentence, **more}, ensure_ascii=False))
    return code
