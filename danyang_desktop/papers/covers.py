"""What the cover of a month says: figures that agree with the ledgers behind it, charts, how far the year has come.

Everything is counted up to the last day of the month, so that a reprint in spring says what it said in winter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.money import show_yuan
from danyang_desktop.declare.query import LIVE
from danyang_desktop.ledgers.payouts.lines import MONEY_OUT, last_day
from danyang_desktop.ledgers.subsidies import SUBSIDIES
from danyang_desktop.ledgers.talks import OPEN_TALK, TALKS
from danyang_desktop.ledgers.visits import BATCH, OPEN, VISITS
from danyang_desktop.ledgers.volunteering import VOLUNTEERING
from danyang_desktop.printing.charts import Progress, bars, progress
from danyang_desktop.registers.households import HOUSEHOLDS, visit_days
from danyang_desktop.registers.people import HERE, PEOPLE, is_member
from danyang_desktop.rollups.counted import live
from danyang_desktop.rollups.coverage import coverage
from danyang_desktop.rollups.month import months_before

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.cover import Figure
    from danyang_desktop.printing.drawing import Drawing
    from danyang_desktop.workspace import Workspace

_MONTHS = 6
_DAYS_OF_A_MONTH = 30


def month_cover(workspace: Workspace, month: str, parts: Sequence[tuple[Ledger[Any], Sequence[Any]]]) -> dict[str, Any]:
    """Return what month_sheets takes for the cover, by keyword: figures, heads, charts."""
    year = _Year(workspace, month)
    return {
        "figures": [year.figure(ledger, records) for ledger, records in parts],
        "heads": year.heads(),
        "charts": year.charts(),
    }


def visit_chart(workspace: Workspace, month: str) -> Drawing | None:
    """Return the first chart of a month's cover, for the screen: the same drawing as on paper; None as on the cover."""
    year = _Year(workspace, month)
    return year.visits() if year.known else None


def year_charts(workspace: Workspace, year: int) -> list[Drawing]:
    """Return the charts of a year's volume: visits of its twelve months, and how far its duties came."""
    return _Year(workspace, f"{year}-12").charts(12)


def year_note(workspace: Workspace, ledger: Ledger[Any], year: int) -> str:
    """Return what a ledger came to in a year, in the words of the cover."""
    records = workspace.query(ledger, month=str(year), status=LIVE).oldest_first()
    figure = _Year(workspace, f"{year}-12").figure(ledger, records)
    return f"{figure.this_month}，{figure.note}"


class _Year:
    """The year of a branch up to the end of a month."""

    def __init__(self, workspace: Workspace, month: str) -> None:
        self._workspace = workspace
        self._month = month
        self._end = last_day(month)
        self.known = {VISITS.slug, TALKS.slug, VOLUNTEERING.slug, SUBSIDIES.slug} <= set(workspace.ledgers)
        """Whether this is a book with the four ledgers, of which the charts speak."""
        self._kept: dict[str, list[Any]] = {}

    def figure(self, ledger: Ledger[Any], records: Sequence[Any]) -> Figure:
        """Return a line of the cover: this month, the month before, the year so far, and what is worth saying."""
        from danyang_desktop.printing.cover import Figure  # 今日, which wants a chart only, need not load the paper
        from danyang_desktop.printing.month import figure_of

        found = figure_of(ledger, records)
        before = self._workspace.query(ledger, month=months_before(self._month, 2)[0], status=LIVE).count()
        so_far = len(self._so_far(ledger))
        say = self._notes().get(ledger.slug)
        note = say(list(live(records))) if say else found.note
        return Figure(found.title, found.this_month, f"{before} {ledger.unit}", f"{so_far} {ledger.unit}", note)

    def heads(self) -> str:
        """Return how many members and households there are."""
        if not self.known:
            return ""
        members = sum(is_member(one) and one.standing == HERE for one in self._register(PEOPLE))
        return f"党员 {members} 人　帮扶 {len(self._households())} 户"

    def charts(self, months: int = _MONTHS) -> list[Drawing]:
        """Return the two charts: visits of the last months, and how far the duties of the year have come."""
        return [self.visits(months), progress("全年进度", self._duties())] if self.known else []

    def visits(self, months: int = _MONTHS) -> Drawing:
        """Return the chart of the visits of the last months, with the line of what was due."""
        counts = [
            (
                f"{int(month[5:])}{'月' if months <= _MONTHS else ''}",
                self._workspace.query(VISITS, month=month, status=LIVE).count(),
            )
            for month in months_before(self._month, months)
        ]
        due = round(sum(_DAYS_OF_A_MONTH / visit_days(one, self._workspace.look) for one in self._households()))
        note = f"虚线：每月应走 {due}" if due else ""
        title = f"近 {months} 个月走访户次" if months <= _MONTHS else "每月走访户次"
        return bars(title, counts, target=due, note=note)

    def _duties(self) -> list[Progress]:
        homes = {one.uid for one in self._households()}
        seen = {one.household.uid for one in self._so_far(VISITS)} & homes
        talks = self._coverage()
        held = [one for one in self._so_far(VOLUNTEERING) if one.heads]
        lists = self._so_far(SUBSIDIES)
        return [
            Progress("家庭走访覆盖", len(seen), len(homes), "户"),
            Progress("年度谈心", sum(one.talks > 0 for one in talks.people), len(talks.people), "人"),
            Progress("志愿服务记录时长", sum(bool(one.total_hours) for one in held), len(held), "场"),
            Progress("补助按时发放", sum(one.state in MONEY_OUT for one in lists), len(lists), "批"),
        ]

    def _notes(self) -> dict[str, Callable[[list[Any]], str]]:
        if not self.known:
            return {}
        return {
            VISITS.slug: self._visits,
            TALKS.slug: self._talks,
            VOLUNTEERING.slug: self._activities,
            SUBSIDIES.slug: self._batches,
        }

    def _visits(self, visits: list[Any]) -> str:
        homes = len({one.household.uid for one in visits} - {""})
        cash, again = sum(one.cash or 0 for one in visits), sum(one.progress == OPEN for one in visits)
        batch = sum(one.cash or 0 for one in visits if one.counted_in == BATCH)
        goods = sum(one.goods_value or 0 for one in visits)
        return _said(
            f"覆盖 {homes} 户" if homes else "",
            f"慰问金 {show_yuan(cash)} 元" if cash else "",
            f"其中 {show_yuan(batch)} 元记在补助批次" if batch else "",
            f"慰问品折价 {show_yuan(goods)} 元" if goods else "",
            f"待回访 {again} 户次" if again else "",
        )

    def _talks(self, talks: list[Any]) -> str:
        secret = sum(one.secrecy != OPEN_TALK for one in talks)
        covered = self._coverage()
        return _said(
            f"其中保密 {secret} 人次" if secret else "",
            f"全年 {len(covered.people)} 人中已谈 {sum(one.talks > 0 for one in covered.people)} 人",
        )

    def _activities(self, activities: list[Any]) -> str:
        minutes = sum(one.total_hours or 0 for one in activities)
        whole = sum(one.total_hours or 0 for one in self._so_far(VOLUNTEERING))
        hours = VOLUNTEERING.kinds["total_hours"].show
        return _said(
            f"参加 {sum(one.heads or 0 for one in activities)} 人次", f"服务 {hours(minutes)} 小时",
            f"全年累计 {hours(whole)} 小时" if whole != minutes else "",
        )  # fmt: skip

    def _batches(self, batches: list[Any]) -> str:
        return _said(
            f"{sum(one.heads or 0 for one in batches)} 人",
            f"应发 {show_yuan(sum(one.total_fen or 0 for one in batches))} 元",
            f"实发 {show_yuan(sum(one.paid_fen or 0 for one in batches))} 元",
        )

    def _so_far(self, ledger: Ledger[Any]) -> list[Any]:
        """Return the live records of the year up to the end of the month."""
        if ledger.slug not in self._kept:
            months = months_before(self._month, int(self._month[5:]))
            query = self._workspace.query
            self._kept[ledger.slug] = [
                one for month in months for one in query(ledger, month=month, status=LIVE).records()
            ]
        return self._kept[ledger.slug]

    def _register(self, ledger: Ledger[Any]) -> list[Any]:
        if ledger.slug not in self._kept:
            self._kept[ledger.slug] = list(self._workspace.query(ledger, status=LIVE).records())
        return self._kept[ledger.slug]

    def _households(self) -> list[Any]:
        """Return the files that were open at the end of the month."""
        end = self._end
        return [
            one
            for one in self._register(HOUSEHOLDS)
            if (one.opened_on or end) <= end and (one.closed_on is None or one.closed_on > end)
        ]

    def _coverage(self) -> Any:
        return coverage(int(self._month[:4]), self._register(PEOPLE), self._so_far(TALKS))


def _said(*parts: str) -> str:
    return "，".join(filter(None, parts)) or "无"
