"""The manual as one PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.commands.answer import Answer, file_to, progress

if TYPE_CHECKING:
    import argparse


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the parser."""
    manual = commands.add_parser("manual", parents=[common], help="把使用手册存成一个 PDF")
    manual.add_argument("file", metavar="FILE.pdf", help="写到哪个文件")
    manual.set_defaults(run=_manual)


def _manual(args: argparse.Namespace) -> Answer:
    from danyang_desktop.handbook import print_manual

    printed = print_manual(file_to(args.file, ".pdf"), progress)
    return Answer({"file": args.file, "pages": printed.pages}, [f"使用手册存好了，共 {printed.pages} 页：{args.file}"])
