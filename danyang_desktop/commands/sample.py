"""The demo: the main job in one command."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.commands.answer import PASSWORD, Answer, progress
from danyang_desktop.commands.parser import PROGRAM
from danyang_desktop.opening import ALL

if TYPE_CHECKING:
    import argparse

    from danyang_desktop.demo.run import Made

DEMO_PASSWORD = "danyang-2026"  # noqa: S105 - the sample books' password, and said when they are made
_MOST_MONTHS = 120


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the parser."""
    demo = commands.add_parser("demo", parents=[common], help="做一套样例：支部、县里、U盘、打印件，全程走一遍")
    demo.add_argument("dir", metavar="DIR", help="一个新文件夹，或空文件夹")
    demo.add_argument("--months", metavar="N", type=int, default=12, help="几个月的记录，不写就是 12")
    demo.add_argument("--seed", metavar="N", type=int, default=7, help="换一个数，人和事就不一样；不写就是 7")
    demo.add_argument("--branches", metavar="N", type=int, default=3, help="几个支部，不写就是 3，最多 1224")
    demo.set_defaults(run=_demo)


def _demo(args: argparse.Namespace) -> Answer:
    from danyang_desktop.demo.branch import Plan
    from danyang_desktop.demo.place import COUNTY, FEW, places
    from danyang_desktop.demo.run import run_demo

    if not 1 <= args.months <= _MOST_MONTHS or not 1 <= args.branches <= COUNTY:
        raise UserError(f"月数要在 1 到 {_MOST_MONTHS} 之间，支部 1 到 {COUNTY} 个。")
    secret = os.environ.get(PASSWORD) or DEMO_PASSWORD
    plan = Plan(Path(args.dir), args.months, args.seed, args.branches, secret, quick=args.branches > FEW)
    made = run_demo(plan, progress)
    data = {
        "branches": args.branches, "bundles": made.bundles, "conflicts": made.conflicts, "counts": made.counts,
        "doubts": made.doubts, "handed_in": made.handed_in,
        "merged": made.merged, "months": args.months, "pages": made.pages,
        "photos": made.photos, "receipts": made.receipts, "wall": round(made.wall, 2),
        "seconds": {step: round(seconds, 2) for step, seconds in made.seconds.items()},
    }  # fmt: skip
    return Answer(data, _table(args, made, secret, places(args.branches)[0].village))


def _table(args: argparse.Namespace, made: Made, secret: str, village: str) -> list[str]:
    said = "环境变量里的密码" if os.environ.get(PASSWORD) else f"密码 {secret} "
    titles = {ledger.slug: ledger.short for ledger in ALL}
    rows = [("支部", f"{args.branches} 个，{args.months} 个月")]
    rows += [(titles[slug], f"{count} 条") for slug, count in made.counts.items() if count]
    rows += [
        ("照片", f"{made.photos} 张"), ("打印", f"{made.pages} 页（paper/）"),
        ("数据包", f"{made.bundles} 个（stick/），县里收齐 {made.handed_in} 个支部，合并 {made.merged} 条"),
        ("回执", f"{made.receipts} 张，支部都读回了"), ("对不上", f"{made.conflicts} 处"),
        ("疑点", f"{_doubts(made)}（有意放进去的）" if made.doubts else "没有"),
        ("用时", f"{made.wall:.1f} 秒（" + "，".join(f"{step} {one:.1f}" for step, one in made.seconds.items()) + "）"),
    ]  # fmt: skip
    width = max(len(name) for name, _ in rows)
    lines = [f"{name}{'　' * (width - len(name))}  {text}" for name, text in rows]
    book = Path(args.dir) / "branches"
    start = f"uv run {PROGRAM}" if PROGRAM.endswith(".py") else PROGRAM
    return [
        *lines, f"样例做好了，用{said}打开。打开窗口：{start} --book {book}/{village}",
        f"县里的窗口：{start} --book {Path(args.dir) / 'office'}",
    ]  # fmt: skip


def _doubts(made: Made) -> str:
    return "，".join(f"{kind} {count} 处" for kind, count in made.doubts.items())
