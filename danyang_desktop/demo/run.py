"""The main job in one go: branches live, print, hand in; the office merges, answers, adds up."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from danyang_desktop.base.clock import SetClock
from danyang_desktop.base.errors import UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.county.board import board
from danyang_desktop.county.doubles import findings
from danyang_desktop.county.office import Office
from danyang_desktop.county.receive import receive, write_receipts
from danyang_desktop.county.rollup import print_rollup, rollup
from danyang_desktop.demo.branch import Lived, Plan, make_branch, read_home
from danyang_desktop.demo.invent import texts
from danyang_desktop.demo.place import Place, places
from danyang_desktop.exchange.office_card import CARD
from danyang_desktop.opening import Branch
from danyang_desktop.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")
_CLERK = "县里经办人"


@dataclass
class Made:
    """What a demo made: records by ledger, pages, bundles, merged versions, doubts by kind.

    `seconds` by step; of the steps of branches that are made side by side, the sum over all of them. `wall`: in all.
    """

    counts: dict[str, int] = field(default_factory=dict)
    pages: int = 0
    photos: int = 0
    bundles: int = 0
    merged: int = 0
    receipts: int = 0
    conflicts: int = 0
    handed_in: int = 0
    doubts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    wall: float = 0.0

    def add(self, lived: Lived) -> None:
        """Add what came of a branch."""
        self.pages += lived.pages
        self.photos += lived.photos
        self.bundles += 1
        for slug, count in lived.counts.items():
            self.counts[slug] = self.counts.get(slug, 0) + count
        for step, seconds in lived.seconds.items():
            self.seconds[step] = self.seconds.get(step, 0.0) + seconds


def run_demo(plan: Plan, progress: Progress = silent) -> Made:
    """Make it all under `plan.folder`; raises UserError if something is there already, Cancelled."""
    if plan.folder.exists() and not plan.folder.is_dir():
        raise UserError(f"“{plan.folder.name}”是一个文件，不是文件夹。请换一个新文件夹。")
    if plan.folder.exists() and any(plan.folder.iterdir()):
        raise UserError(f"“{plan.folder.name}”里已经有东西了。请换一个新文件夹，或先把它清空。")
    made, started = Made(), time.perf_counter()
    with open_office(plan) as book:
        office, _ = Office.of(book.desk)
        live_and_hand_in(plan, office, made, progress)
        progress(plan.branches, plan.branches, "县里收包、汇总")
        _at_the_office(plan, book, office, made, progress)
    _receipts_home(plan, made, progress)
    made.wall = time.perf_counter() - started
    return made


def live_and_hand_in(plan: Plan, office: Office, made: Made, progress: Progress = silent) -> None:
    """Make every branch and its bundle on the stick, and let the office know them all."""
    for name in ("branches", "stick", "paper"):
        (plan.folder / name).mkdir(parents=True, exist_ok=True)
    office.write_card(plan.folder / CARD)
    for number, (place, lived) in enumerate(_each(plan, make_branch)):
        made.add(lived)
        office.enrol(plan.request(place))
        plan.request(place).unlink()
        progress(number, plan.branches, f"第 {number + 1} 个支部，共 {plan.branches} 个：{place.town}{place.village}")


def _each(plan: Plan, do: Callable[[Plan, int, Place], T]) -> Iterator[tuple[Place, T]]:
    """Do something for every branch, of many on all cores side by side; yields the answers in the branches' order."""
    found = places(plan.branches)
    if not plan.quick:
        yield from ((place, do(plan, number, place)) for number, place in enumerate(found))
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # "spawn": a worker begins with nothing of ours open, on every system alike.
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        try:
            yield from zip(found, pool.map(partial(do, plan), range(len(found)), found, chunksize=4), strict=True)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def open_office(plan: Plan) -> Workspace:
    """Make the office's book."""
    workspace, _ = Workspace.create(
        plan.folder / "office", branch=Branch("321199", texts()["office"]), password=plan.password, role="office",
        clock=SetClock(dt.datetime.combine(plan.today, dt.time(9, 0))), device_folder=plan.device / "office",
        operator=_CLERK,
    )  # fmt: skip
    workspace.set_setting("operator", _CLERK)
    return workspace


def _at_the_office(plan: Plan, book: Workspace, office: Office, made: Made, progress: Progress) -> None:
    started = time.perf_counter()
    told = receive(office, [plan.sticks], progress)
    made.merged, made.conflicts = told.merged, told.conflicts
    made.receipts = sum(
        len(write_receipts(office, plan.stick(place), branches=(place.code,))) for place in places(plan.branches)
    )
    month = f"{plan.today:%Y-%m}"
    made.handed_in = sum(row["state"] == "已收" for row in board(office, month))
    made.seconds["收包"] = time.perf_counter() - started
    started = time.perf_counter()
    made.doubts = dict(Counter(one.kind for one in findings(office, month)))
    made.seconds["核对"] = time.perf_counter() - started
    started = time.perf_counter()
    table = rollup(office, book.look, month)
    path = plan.folder / "paper" / f"{month}_全县汇总.pdf"
    made.pages += print_rollup(office, table, path, book.clock.now()).pages
    made.seconds["汇总"] = time.perf_counter() - started


def _receipts_home(plan: Plan, made: Made, progress: Progress) -> None:
    for number, (place, seconds) in enumerate(_each(plan, _read_home)):
        made.seconds["读回执"] = made.seconds.get("读回执", 0.0) + seconds
        progress(number, plan.branches, f"读回执：{place.town}{place.village}")


def _read_home(plan: Plan, _number: int, place: Place) -> float:
    return read_home(plan, place)
