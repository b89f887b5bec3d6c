"""Searching as one types, against a LIKE scan; every answer is first compared with what plain Python finds."""

from __future__ import annotations

import gc
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.pinyin import syllables
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.registers.people import PEOPLE
from tests.benchmarks import books, words
from tests.benchmarks.measure import Row, Times, compared
from ui.sweep import sweep_seldom

if TYPE_CHECKING:
    from collections.abc import Callable

    from danyang_desktop.workspace import Workspace

_P99 = 16
_ROUNDS = 8
_CHECKED = 300
_COMMON_PAIRS = ("药费", "桂兰", "情绪", "政策", "身体", "联系")
_MISSES = ("药费政", "情绪住", "身体费", "联系药", "政策药", "费药费")
"""Never written, while each of their pairs stands in thousands of records."""


@dataclass(frozen=True)
class Typed:
    """Texts of one sort, and whether they are looked for in a month only."""

    sort: str
    texts: tuple[str, ...]
    month: str = ""


def run(size: int) -> list[Row]:
    """Look for words of every sort among visits, and for people as a picker does; collected seldom, as in the window.

    A full collection that falls into a search takes 20 to 50 ms: the one "cold" search that earlier tables showed.
    """
    before = sweep_seldom()
    try:
        return _run(size)
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _run(size: int) -> list[Row]:
    with books.open_book(books.kept_book(size)) as workspace:
        dice = random.Random(6)
        names = [words.person_name(dice) for _ in range(40)]
        phones = [row.phone for row in workspace.query(PEOPLE).page(limit=40).rows]
        scan = {ledger.slug: _scan(workspace, ledger) for ledger in (VISITS, PEOPLE)}

        def visits(typed: Typed) -> Row:
            return _row(
                f"visits: {typed.sort}", typed, scan["visits"],
                lambda text: workspace.query(VISITS, search=text, month=typed.month).page(),
            )  # fmt: skip

        def picked(typed: Typed) -> Row:
            return _row(f"people: {typed.sort}", typed, scan["people"], lambda text: workspace.suggest(PEOPLE, text))

        return [*map(visits, _visits(names)), *map(picked, _people(names, phones))]


def _visits(names: list[str]) -> list[Typed]:
    return [
        Typed("1 character", ("王", "药", "的", "镇", "慢", "𠅤")),
        Typed("2 characters", (*_COMMON_PAIRS, "尉迟", "灯具")),
        Typed(
            "3 characters",
            ("药费 4", "常年吃", "镇卫生", "卫生院", "低保金", *(name for name in names[:20] if len(name) == 3)),
        ),
        Typed("4 and more", ("常年吃药", "想申请临时救助", "镇卫生院住院", "糖尿病多年常年吃药")),
        Typed("2 words", ("药费 无", "王 低保", "桂兰 屋顶", "wgl 药")),
        Typed("initials", tuple({"".join(p[0] for p in syllables(name)) for name in names[:20]})),
        Typed("full pinyin", tuple({"".join(syllables(name))[:n] for name in names[:6] for n in (3, 6, 9)})),
        Typed("serial number", ("0031", "2026", "ZF", "321181")),
        Typed("3-character misses of common pairs", _MISSES),
        Typed("other misses", ("囍", "龘龘", "zzz", "qqqq", "99999999", "没有这几个字")),
        Typed("within a month, 1 to 3 characters", ("王", "药费", "常年吃", "wgl", "尉迟"), "2024-03"),
        Typed("within a month, misses", (*_MISSES[:3], "囍"), "2024-03"),
        Typed("within a year", ("王", "药费", "卫生院", "w"), "2023"),
    ]


def _people(names: list[str], phones: list[str]) -> list[Typed]:
    return [
        Typed("1 character", ("王", "兰", "欧", "区")),
        Typed("2 characters", tuple(name[:2] for name in names[:12])),
        Typed("3 characters", tuple(name for name in names if len(name) == 3)[:20]),
        Typed("initials", tuple({"".join(p[0] for p in syllables(name)) for name in names[:20]})),
        Typed("full pinyin", tuple({"".join(syllables(name))[:n] for name in names[:6] for n in (1, 2, 4, 8)})),
        Typed("telephone tails", tuple(phone[-n:] for phone in phones[:8] for n in (4, 6, 8))),
        Typed("telephones while typed", tuple(phone[:n] for phone in phones[:5] for n in range(1, 12))),
        Typed("misses", ("囍", "王桂囍", "zzzz", "00000000")),
    ]


def _row(name: str, typed: Typed, scan: Times, look: Callable[[str], Any]) -> Row:
    times = Times()
    for _ in range(_ROUNDS):
        for text in typed.texts:
            times.run(lambda text=text: look(text))
    row = compared(name, times, "SQLCipher: LIKE over the same columns", scan, p99=_P99)
    row.details["texts"] = len(typed.texts)
    return row


def _scan(workspace: Workspace, ledger: Any) -> Times:
    """Time one LIKE scan for something that is not there, which is what a scan must be able to say."""
    columns = [name for name in ledger.search if ledger.kinds[name].field_type == "TEXT"]
    where = " OR ".join(f"{name} LIKE '%囍囍%'" for name in columns)
    times = Times()
    times.run(lambda: workspace.book.connection.execute(f"SELECT id FROM {ledger.slug} WHERE {where}").fetchall())
    return times
