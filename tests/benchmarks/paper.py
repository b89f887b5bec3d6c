"""Paper against its peers: the same ledger, texts and font, one process each, CPU seconds with the interpreter's start.

Peers are an extra (uv sync --group benchmarks); one that is missing is said and left out. The lower bound is what
nobody can spare: packing page streams that lie there ready, and cutting the font.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks import books
from tests.benchmarks.measure import Row, Times, environment
from tests.benchmarks.paper_peers import MISSING
from tests.benchmarks.paper_rows import sheet, write_rows

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

_PLAN: tuple[tuple[int, str, float], ...] = (
    (50, "longtable", 0), (50, "qt", 0), (50, "typst", 0), (50, "fpdf2", 0), (50, "weasyprint", 0),
    (1_000, "weasyprint", 25), (1_000, "longtable", 0), (1_000, "typst", 0), (1_000, "qt", 0), (1_000, "fpdf2", 0),
    (10_000, "longtable", 10), (10_000, "typst", 8), (10_000, "fpdf2", 20), (10_000, "qt", 2),
)  # fmt: skip
"""Rows, peer, and how many times faster ours is to be (0 = only told)."""
_FLOOR_MOST = 4
_MEMORY_MOST, _WARM_MOST, _PREVIEW_MOST, _YEAR_MOST = 120, 120, 300, 3000
"""MB at 10,000 rows; ms of a 50-row ledger in the running program, of the first page shown, of a branch's year."""
_TIMES = 15
_MONTH = "2026-11"


def run(size: int) -> list[Row]:
    """Print with everybody, then from an open book; `size` is of no matter here."""
    del size
    for count in {count for count, _peer, _goal in _PLAN}:
        write_rows(count)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        for name in ("ours", *dict.fromkeys(peer for _count, peer, _goal in _PLAN)):
            _child(name, 50, out)  # the first run after a change compiles modules; no reader's program does
        ours = {count: _child("ours", count, out) for count in sorted({count for count, _peer, _goal in _PLAN})}
        rows = [_floor(count, mine, out) for count, mine in ours.items()]
        rows += [_against(ours[count], count, peer, goal, out) for count, peer, goal in _PLAN]
        rows.append(_memory(ours[10_000]))
        return [*rows, *_running(out)]


def _child(name: str, count: int, out: Path) -> dict[str, float] | None:
    """Render in a process of its own, with compiled modules as an installed program has them."""
    command = [sys.executable, "-m", "tests.benchmarks.paper_peers", name, str(count), str(out / f"{name}.pdf")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment())
    if done.returncode == MISSING:
        return None
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    said: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return said


def _against(mine: dict[str, float] | None, count: int, peer: str, goal: float, out: Path) -> Row:
    assert mine is not None
    theirs = _child(peer, count, out)
    name, said = f"paper: {count:,} rows", f"<= 1/{goal:g}" if goal else ""
    if theirs is None:
        return Row(name, round(mine["cpu"], 3), f"{peer} is not installed", 0.0, "CPU s", said)
    ratio = mine["cpu"] / theirs["cpu"]
    details = {"times faster": round(1 / ratio, 1), "ours": mine, "theirs": theirs}
    reached = ratio <= 1 / goal if goal else None
    return Row(name, round(mine["cpu"], 3), peer, round(theirs["cpu"], 3), "CPU s", said, reached, ratio, details)


def _floor(count: int, mine: dict[str, float] | None, out: Path) -> Row:
    """Compare with packing and cutting alone, given the very streams that ours writes."""
    from reportlab.pdfbase.pdfdoc import PDFDocument

    from danyang_desktop.printing import fonts
    from danyang_desktop.printing.paper import compose_sheet
    from danyang_desktop.printing.setting import Setter

    assert mine is not None
    made = sheet(count)
    pages = list(compose_sheet(made, Setter(fonts.types(), PDFDocument()), "0000-0000"))
    chars = "".join(sorted(set("".join(made.values())) | set("0123456789第页共打印时间核对码")))
    (out / "floor.json").write_text(json.dumps({"pages": pages, "chars": chars}), "utf-8")
    bare = _child("floor", count, out)
    assert bare is not None
    ratio = mine["cpu"] / bare["cpu"]
    most = _FLOOR_MOST if count == 10_000 else 0
    name, told = f"paper: {count:,} rows", "deflate of the streams + font subset"
    goal, reached = (f"<= {most}x", ratio <= most) if most else ("", None)
    return Row(name, round(mine["cpu"], 3), told, round(bare["cpu"], 3), "CPU s", goal, reached, ratio)


def _memory(mine: dict[str, float] | None) -> Row:
    assert mine is not None
    used = round(mine["mb"], 1)
    return Row("paper: memory at 10,000 rows", used, "", 0.0, "MB", f"<= {_MEMORY_MOST} MB", used <= _MEMORY_MOST)


def _running(out: Path) -> list[Row]:
    """Print from an open book, as the program does: query, sheet, file flushed to the disk, log."""
    from danyang_desktop.ledgers.visits import VISITS
    from danyang_desktop.papers.making import make_sheets
    from danyang_desktop.papers.press import print_ledgers
    from danyang_desktop.printing.paper import draw_page, render

    with books.open_book(books.kept_book(5_000)) as workspace:
        month, count = _fifty(workspace)
        warm, first, year = Times(), Times(), Times()
        recipe: dict[str, Any] = {
            "make": "ledgers", "slugs": [VISITS.slug], "period": month, "version": "working", "forms": False,
        }  # fmt: skip
        for _ in range(_TIMES):
            warm.run(lambda: print_ledgers(workspace, [VISITS], month, out / "warm.pdf"))
            first.run(lambda: draw_page(make_sheets(workspace, recipe), 1))
        forms = {**recipe, "period": month[:4], "forms": True}
        for _ in range(3):
            pages = year.run(lambda: render(_cut(make_sheets(workspace, forms)), out / "year.pdf", title="全年")).pages
    return [
        _told(f"paper: ledger of {count} visits, running", warm, _WARM_MOST),
        _told("paper: first page of its preview", first, _PREVIEW_MOST),
        _told(f"paper: a year of {pages} pages", year, _YEAR_MOST),
    ]


def _fifty(workspace: Workspace) -> tuple[str, int]:
    """Return the month whose visits are nearest to 50, and how many they are."""
    from danyang_desktop.ledgers.visits import VISITS

    months = [f"{year}-{month:02}" for year in range(2017, 2027) for month in range(1, 13)]
    counts = {month: workspace.query(VISITS, month=month).count() for month in months}
    best = min(months, key=lambda month: abs(counts[month] - 50))
    return best, counts[best]


def _cut(sheets: list[Any]) -> list[Any]:
    return sheets[:110]


def _told(name: str, times: Times, most: float) -> Row:
    took = round(times.median, 1)
    details = {
        "cpu_p50": round(times.at(0.5, cpu=True), 1),
        "p99": round(times.at(0.99), 1),
        "worst": round(max(times.wall), 1),
    }
    return Row(name, took, "", 0.0, "ms", f"<= {most} ms", took <= most, details=details)
