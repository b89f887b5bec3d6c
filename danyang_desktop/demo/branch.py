"""One sample branch from its first day to its receipt: it lives, prints, asks to be known, hands in, reads the answer.

Each is made by itself, from its own dice: many can be made side by side, in any order, and are always the same.
"""

from __future__ import annotations

import datetime as dt
import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.clock import SetClock
from danyang_desktop.demo.invent import Inventor
from danyang_desktop.demo.life import live
from danyang_desktop.demo.oddities import SHARES, Oddities
from danyang_desktop.demo.scene import Scene, settle
from danyang_desktop.demo.sheets import print_every_sheet, print_month_sheets
from danyang_desktop.exchange import bundle_out
from danyang_desktop.exchange.office_card import CARD, take_card
from danyang_desktop.exchange.receipt_in import read_receipts
from danyang_desktop.opening import Branch
from danyang_desktop.store.keyring import CHEAP
from danyang_desktop.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from danyang_desktop.demo.place import Place

END = dt.date(2026, 11, 24)
"""The demo's today: the same for everybody, so that the same seed gives the same sheets."""


@dataclass(frozen=True)
class Plan:
    """How large a demo is, and where it goes.

    `quick`: many sample books at once, so each month is one transaction, and opening a book costs little (the password
    of samples is no secret).
    """

    folder: Path
    months: int
    seed: int
    branches: int
    password: str
    today: dt.date = END
    quick: bool = False

    @property
    def device(self) -> Path:
        """The folder that plays the computers' own folders."""
        return self.folder / "computers"

    @property
    def sticks(self) -> Path:
        """The folder that plays the stick; of a whole county, where every branch's own lies."""
        return self.folder / "stick"

    def stick(self, place: Place) -> Path:
        """Return the folder that plays a branch's stick: two that write at once want two."""
        return self.sticks / place.village if self.quick else self.sticks

    def request(self, place: Place) -> Path:
        """Where a branch's enrolment file lies until the office has read it."""
        return self.folder / f"{place.village}.dyq"

    @property
    def months_of(self) -> list[tuple[int, int]]:
        """The months that are lived: (year, month), oldest first."""
        index = self.today.year * 12 + self.today.month - 1
        return [(one // 12, one % 12 + 1) for one in range(index - self.months + 1, index + 1)]


@dataclass
class Lived:
    """What came of one branch: records by ledger, pages, photos handed in, seconds by step."""

    counts: dict[str, int] = field(default_factory=dict)
    pages: int = 0
    photos: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


def make_branch(plan: Plan, number: int, place: Place) -> Lived:
    """Make the book of a branch with its months, print it, write its enrolment file and its bundle."""
    lived = Lived()
    started = time.perf_counter()
    with _new(plan, place) as workspace:
        scene = _live(plan, number, place, workspace)
        scene.at(plan.today, 17 * 60 + 30)
        lived.counts = {slug: workspace.query(ledger).count() for slug, ledger in workspace.ledgers.items()}
        started = _lap(lived, "记台账", started)
        lived.pages = _paper(plan, workspace, place.village, number)
        started = _lap(lived, "打印", started)
        bundle_out.ask_to_enrol(workspace.desk, plan.request(place))
        take_card(workspace.desk, plan.folder / CARD)
        lived.photos = bundle_out.export(workspace.desk, _ready(plan.stick(place))).photos
        _lap(lived, "上报", started)
    return lived


def _ready(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def _lap(lived: Lived, step: str, since: float) -> float:
    now = time.perf_counter()
    lived.seconds[step] = now - since
    return now


def _founded(plan: Plan) -> dt.date:
    year, month = plan.months_of[0]
    return dt.date(year, month, 1) - dt.timedelta(days=20)


def _new(plan: Plan, place: Place) -> Workspace:
    how: dict[str, Any] = {"cost": CHEAP} if plan.quick else {}
    workspace, _ = Workspace.create(
        plan.folder / "branches" / place.village, password=plan.password, operator="经办人",
        branch=Branch(place.code, f"{place.town}{place.village}党支部", place.town),
        clock=SetClock(dt.datetime.combine(_founded(plan), dt.time(9, 0))),
        device_folder=plan.device / place.village, **how,
    )  # fmt: skip
    return workspace


def _live(plan: Plan, number: int, place: Place, workspace: Workspace) -> Scene:
    dice = random.Random(f"{plan.seed}-{number}")
    clock: Any = workspace.clock
    odd = Oddities(number, plan.branches, plan.seed, plan.today)
    scene = Scene(workspace, clock, dice, Inventor(dice, share=(number, SHARES)), odd)
    for step in _steps(plan, place, scene):
        if plan.quick:
            with workspace.book.transaction():
                step()
        else:
            step()
    return scene


def _steps(plan: Plan, place: Place, scene: Scene) -> Iterator[Any]:
    yield lambda: settle(scene, place.town, place.village, _founded(plan))
    for year, month in plan.months_of:
        yield lambda year=year, month=month: live(scene, place.village, year, month, plan.today)
    yield lambda: scene.odd.end(scene)


def _paper(plan: Plan, workspace: Workspace, village: str, number: int) -> int:
    """Print the month; for the first branch every other kind of sheet too."""
    folder = plan.folder / "paper" / village
    folder.mkdir()
    pages = print_month_sheets(workspace, folder, f"{plan.today:%Y-%m}")
    return pages + (print_every_sheet(workspace, folder / "全部表", plan.today) if number == 0 else 0)


def read_home(plan: Plan, place: Place) -> float:
    """Let a branch read its receipt, or raise if it does not believe it; answers the seconds it took."""
    started = time.perf_counter()
    how = {
        "clock": SetClock(dt.datetime.combine(plan.today, dt.time(18, 0))),
        "device_folder": plan.device / place.village, "password": plan.password,
    }  # fmt: skip
    with Workspace.open(plan.folder / "branches" / place.village, **how) as workspace:
        read_receipts(workspace.desk, plan.stick(place))
    return time.perf_counter() - started
