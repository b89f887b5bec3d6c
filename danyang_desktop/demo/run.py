"""The main job in one go: branches live, print, hand in; the office merges, answers, adds up."""

from __future__ import annotations

import datetime as dt
import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.clock import SetClock
from danyang_desktop.base.errors import UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.county.board import board
from danyang_desktop.county.office import Office
from danyang_desktop.county.receive import receive, write_receipts
from danyang_desktop.county.rollup import print_rollup, rollup
from danyang_desktop.demo.invent import Inventor, texts
from danyang_desktop.demo.life import live
from danyang_desktop.demo.scene import Scene, settle
from danyang_desktop.exchange import bundle_out
from danyang_desktop.exchange.receipt_in import read_receipts
from danyang_desktop.opening import Branch
from danyang_desktop.papers import print_month, print_record
from danyang_desktop.printing.record_sheet import forms_declared
from danyang_desktop.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

END = dt.date(2026, 11, 24)
"""The demo's today: the same for everybody, so that the same seed gives the same sheets."""


@dataclass
class Made:
    """What a demo made: records by ledger, pages, bundles, merged versions, seconds by step."""

    counts: dict[str, int] = field(default_factory=dict)
    pages: int = 0
    photos: int = 0
    bundles: int = 0
    merged: int = 0
    receipts: int = 0
    conflicts: int = 0
    handed_in: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, step: str, since: float) -> None:
        """Add the time since `since` to a step."""
        self.seconds[step] = self.seconds.get(step, 0.0) + time.perf_counter() - since


@dataclass(frozen=True)
class Plan:
    """How large a demo is, and where it goes."""

    folder: Path
    months: int
    seed: int
    branches: int
    password: str
    today: dt.date = END

    @property
    def device(self) -> Path:
        """The folder that plays the computers' own folders."""
        return self.folder / "computers"


def run_demo(plan: Plan, progress: Progress = silent) -> Made:
    """Make it all under `plan.folder`; raises UserError if something is there already."""
    if plan.folder.exists() and any(plan.folder.iterdir()):
        raise UserError(f"“{plan.folder.name}”里已经有东西了。请换一个新文件夹，或先把它清空。")
    made = Made()
    for name in ("branches", "stick", "paper"):
        (plan.folder / name).mkdir(parents=True, exist_ok=True)
    card = plan.folder / "office.dyo"
    with _open_office(plan) as office_book:
        office, _ = Office.of(office_book.desk)
        office.write_card(card)
        for number, (town, village) in enumerate(names(plan.branches)):
            progress(number, plan.branches, f"第 {number + 1} 个支部，共 {plan.branches} 个：{town}{village}")
            _branch(plan, number, town, village, office, card, made)
        progress(plan.branches, plan.branches, "县里收包、汇总")
        _at_the_office(plan, office_book, office, made)
    _receipts_home(plan, made)
    return made


def names(count: int) -> list[tuple[str, str]]:
    """Return towns and villages for so many branches; beyond the written ones they are numbered."""
    written = [(town, village) for town, village in texts()["branches"]]
    made = [(f"样例{number // 100 + 1}镇", f"第{number}村") for number in range(len(written), count)]
    return [*written, *made][:count]


def code_of(number: int) -> str:
    """Return a 14-digit branch code in the unassigned region 321199."""
    return f"321199{100 + number // 200:03}{200 + number % 200:03}01"


def _months(plan: Plan) -> Iterator[tuple[int, int]]:
    index = plan.today.year * 12 + plan.today.month - 1
    for one in range(index - plan.months + 1, index + 1):
        yield one // 12, one % 12 + 1


def _open_office(plan: Plan) -> Workspace:
    clock = SetClock(dt.datetime.combine(plan.today, dt.time(9, 0)))
    branch = Branch("321199", texts()["office"])
    workspace, _ = Workspace.create(
        plan.folder / "office", branch=branch, password=plan.password, role="office", clock=clock,
        device_folder=plan.device / "office", operator="县里经办人",
    )  # fmt: skip
    return workspace


def _branch(plan: Plan, number: int, town: str, village: str, office: Office, card: Path, made: Made) -> None:
    started = time.perf_counter()
    year, month = next(_months(plan))
    founded = dt.date(year, month, 1) - dt.timedelta(days=20)
    clock = SetClock(dt.datetime.combine(founded, dt.time(9, 0)))
    branch = Branch(code_of(number), f"{town}{village}党支部", town)
    workspace, _ = Workspace.create(
        plan.folder / "branches" / village, branch=branch, password=plan.password, clock=clock,
        device_folder=plan.device / village, operator="经办人",
    )  # fmt: skip
    with workspace:
        dice = random.Random(f"{plan.seed}-{number}")
        scene = Scene(workspace, clock, dice, Inventor(dice))
        settle(scene, town, village, founded)
        for year, month in _months(plan):
            live(scene, year, month, plan.today)
        scene.at(plan.today, 17 * 60 + 30)
        made.add("记台账", started)
        _count(workspace, made)
        started = time.perf_counter()
        made.pages += _paper(plan, workspace, village)
        made.add("打印", started)
        started = time.perf_counter()
        request = plan.folder / f"{village}.dyq"
        bundle_out.ask_to_enrol(workspace.desk, request)
        office.enrol(request)
        bundle_out.take_card(workspace.desk, card)
        request.unlink()
        handed = bundle_out.export(workspace.desk, plan.folder / "stick")
        made.photos += handed.photos
        made.bundles += 1
        made.add("上报", started)


def _count(workspace: Workspace, made: Made) -> None:
    for slug, ledger in workspace.ledgers.items():
        count = workspace.query(ledger).count()
        made.counts[slug] = made.counts.get(slug, 0) + count


def _paper(plan: Plan, workspace: Workspace, village: str) -> int:
    folder = plan.folder / "paper" / village
    folder.mkdir()
    month = f"{plan.today:%Y-%m}"
    pages = print_month(workspace, month, folder / f"{month}_月度汇总.pdf").pages
    for ledger in workspace.ledgers.values():
        if ledger.is_register or not forms_declared(ledger):
            continue
        newest = workspace.query(ledger, month=month, status=("final",)).page().rows
        open_ones = [record for record in newest if not ledger.is_secret(record)]
        if open_ones:
            pages += print_record(workspace, open_ones[0], folder / f"{month}_{ledger.short}_单条.pdf").pages
    return pages


def _at_the_office(plan: Plan, book: Workspace, office: Office, made: Made) -> None:
    started = time.perf_counter()
    told = receive(office, [plan.folder / "stick"])
    made.merged, made.conflicts = told.merged, told.conflicts
    made.receipts = len(write_receipts(office, plan.folder / "stick"))
    month = f"{plan.today:%Y-%m}"
    made.handed_in = sum(row["state"] == "已收" for row in board(office, month))
    made.add("收包", started)
    started = time.perf_counter()
    table = rollup(office, book.look, month)
    path = plan.folder / "paper" / f"{month}_全县汇总.pdf"
    made.pages += print_rollup(office, table, path, book.clock.now()).pages
    made.add("汇总", started)


def _receipts_home(plan: Plan, made: Made) -> None:
    """Let every branch read its receipt; a branch that does not believe it would raise here."""
    started = time.perf_counter()
    clock: Any = SetClock(dt.datetime.combine(plan.today, dt.time(18, 0)))
    for _, village in names(plan.branches):
        how = {"clock": clock, "device_folder": plan.device / village, "password": plan.password}
        with Workspace.open(plan.folder / "branches" / village, **how) as workspace:
            read_receipts(workspace.desk, plan.folder / "stick")
    made.add("读回执", started)
