"""How a command is written: argparse, with its own words in Chinese."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable

_INSTALLED = "danyang-desktop"


def called(argument: str, *, frozen: bool) -> str:
    """Return what this program is called on a command line: by its file if it is installed or `frozen`."""
    name = Path(argument).stem
    return name if frozen or name == _INSTALLED else "main.py"


PROGRAM = called(sys.argv[0], frozen=hasattr(sys, "frozen"))
_SAID: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.+)", "少写了 {0}。"),
    (r"argument 命令: invalid choice: '(.*)' \(choose from (.+)\)", "没有“{0}”这个命令。可以写：{1}。"),
    (r"argument .+?: invalid choice: '(.*)' \(choose from (.+)\)", "这里不能写“{0}”。可以写：{1}。"),
    (r"argument (.+?): invalid int value: '(.*)'", "{0} 要写一个整数，现在是“{1}”。"),
    (r"argument (.+?): expected (?:one argument|at least one argument)", "{0} 后面少写了内容。"),
    (r"argument (.+?): not allowed with argument (.+)", "{1} 和 {0} 只能写一个。"),
    (r"argument (.+?): ignored explicit argument '(.*)'", "{0} 后面不用写“{1}”。"),
    (r"one of the arguments (.+) is required", "这几个要写一个：{0}。"),
    (r"unrecognized arguments: (.+)", "看不懂这些：{0}。"),
    (r"ambiguous option: (.+?) could match (.+)", "“{0}”没有写全，可能是：{1}。"),
)
"""What argparse complains of (Python 3.11), and how it is said; what is not here is shown as it stands."""


class _Help(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "写法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Argparse that explains and complains in Chinese, and leaves with 2."""

    def __init__(self, **how: Any) -> None:
        super().__init__(**{**how, "add_help": False, "formatter_class": _Help})
        self._positionals.title = "要写的"
        self._optionals.title = "可以加的"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Say how the command is written, and what was wrong."""
        self.print_usage(sys.stderr)
        self.exit(2, f"命令写得不对：{_said(message)}\n加上 --help 看写法。\n")


def _said(message: str) -> str:
    for pattern, sentence in _SAID:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return sentence.format(*(_listed(words) for words in found.groups()))
    return message


def _listed(words: str) -> str:
    """Return names that argparse listed as a Chinese list; other words as they are."""
    return "、".join(re.findall(r"'([^']*)'", words)) if words.startswith("'") else words.replace(", ", "、")


def common(*, fallback: bool) -> argparse.ArgumentParser:
    """Return the options that every command has, before or behind its name.

    fallback  whether an option that is not given has its default; behind the name it must not, or it would undo what
              was written before it
    """

    def default(value: object) -> Any:
        return value if fallback else argparse.SUPPRESS

    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--book", metavar="DIR", default=default(None), help="台账文件夹；不写就用这台电脑自己的台账")
    parser.add_argument(
        "--password-file", metavar="FILE", default=default(None), help="密码文件；不写就用环境变量 DANYANG_PASSWORD"
    )
    parser.add_argument(
        "--database", metavar="URL", default=default(""), help="县里的台账在哪个 PostgreSQL 上；写过一次就记得"
    )
    parser.add_argument("--operator", metavar="NAME", default=default(""), help="经手人，记在历史里")
    parser.add_argument("--json", action="store_true", default=default(False), help="结果用一个 JSON 对象写到标准输出")
    return parser
