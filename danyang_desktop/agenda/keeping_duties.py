"""What the book itself asks for: the month's bundle, the receipt, what the county sent back, the backup."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danyang_desktop.agenda.said import MOST_LINES, Duty, Line
from danyang_desktop.base.chinese.dates import show_date, show_period
from danyang_desktop.county import handed_in
from danyang_desktop.county.annotations import NOTE, Annotation, calls, note_read, notices_read, unread
from danyang_desktop.county.endings import MERGED
from danyang_desktop.exchange.office_card import CARD
from danyang_desktop.exchange.outbox import WAITING, outbox, siblings_at_county
from danyang_desktop.ledgers.payouts.lines import last_day
from danyang_desktop.numbering import equal_numbers
from danyang_desktop.store import shelf, versions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.workspace import Workspace

_SHORTEST_MONTH = 28
_BRANCH_ITSELF = {NOTE: "通知", MERGED: "并村通知"}
"""Kind of an annotation to a branch itself -> what it is."""
_RECEIPT_DAYS = 7
"""So long a stick is on its way to the county and back."""


def keeping_duties(workspace: Workspace) -> Iterator[Duty]:
    """Yield what a branch's book asks for today."""
    yield from _sent_back(workspace)
    yield from _told_by_county(workspace)
    yield from _numbers(workspace)
    if (workspace.folder / CARD).exists():
        yield from _bundle(workspace)
        yield from _receipt(workspace)
    yield from _backup(workspace)


def _sent_back(workspace: Workspace) -> Iterator[Duty]:
    lines = []
    for call in calls(workspace.desk, workspace.branch.code):
        record = workspace.book.find(call.target)
        ledger = workspace.ledgers.get(call.slug)
        if record is None or ledger is None:
            continue
        name, which = named(ledger, record)
        lines.append(Line(name, which, call.words, f"{_on(call)} 退回", "去改", f"{call.slug}:open:{call.target}"))
    if lines:
        yield Duty("correction", "late", f"县里退回 {len(lines)} 条，要改", lines=tuple(lines))


def _told_by_county(workspace: Workspace) -> Iterator[Duty]:
    """Yield the office's notices and notes until somebody says to have read them."""
    lines = []
    # What is to the whole branch first: what is said of one record can wait.
    for one in sorted(unread(workspace.desk, workspace.branch.code), key=lambda each: bool(each.target)):
        ledger = workspace.ledgers.get(one.slug)
        record = workspace.book.find(one.target) if one.target else None
        if ledger is not None and record is not None:
            name, which = named(ledger, record)
            lines.append(Line(name, f"{which} · {one.kind}", one.words, _on(one), "去看", f"home:look:{one.uid}"))
        elif not one.target:
            what = _BRANCH_ITSELF.get(one.kind, one.kind)
            lines.append(Line(f"县里{what}", "", one.words, _on(one), "知道了", f"home:read:{one.uid}"))
    if lines:
        shown = tuple(lines[:MOST_LINES])
        title = f"县里有 {len(lines)} 条话要看"
        yield Duty("notice", "soon", title, lines=shown, more=len(lines) - len(shown))


def notice_read(workspace: Workspace, uid: str) -> str:
    """Note that somebody has read what the office told; returns where the record it speaks of is shown, "" if none."""
    said = next((one for one in unread(workspace.desk, workspace.branch.code) if one.uid == uid), None)
    note_read(workspace.desk, uid)
    return f"{said.slug}:show:{said.target}" if said and said.target else ""


def as_of(workspace: Workspace) -> tuple[Any, ...]:
    """Return what changes when the day has to be looked at anew: also what is no record, as a bundle that went."""
    connection = workspace.book.connection
    bundles = connection.execute("SELECT count(*), coalesce(max(seq), 0) FROM bundles WHERE sha256 != ''").fetchone()
    receipts = connection.execute("SELECT count(*) FROM receipts").fetchone()
    known = (workspace.folder / CARD).exists()
    told = siblings_at_county(workspace.book), notices_read(workspace.desk)
    return (
        workspace.today, workspace.operator, workspace.backed_up_at, versions.last_seq(connection), tuple(bundles),
        tuple(receipts), known, shelf.settings(connection), *told,
    )  # fmt: skip


def named(ledger: Ledger[Any], record: Any) -> tuple[str, str]:
    """Return whom a record is about, and which of them it is: 周阿大, 走访 11月3日."""
    day = getattr(record, ledger.date_of) if ledger.date_of else None
    on = show_date(day) if isinstance(day, dt.date) else show_period(day) if day else ""
    return ledger.whom(record), f"{ledger.noun} {on}".strip() if on else ledger.short


def _on(said: Annotation) -> str:
    return show_date(dt.date.fromisoformat(said.at[:10]))


def _numbers(workspace: Workspace) -> Iterator[Duty]:
    lines = []
    for one in equal_numbers(workspace):
        ledger = workspace.ledgers[one.slug]
        which, other = (_told(ledger, record) for record in (one.record, one.kept[0]))
        said = f"{which} 和 {other} 编了同一个号，前一条改用新号"
        go = f"{one.slug}:renumber:{one.record.uid}"
        lines.append(Line(f"{one.serial_no.rpartition('-')[2]} 号", ledger.short, said, "编号重复", "改编号", go))
    if lines:
        said = f"有 {len(lines)} 个编号两台电脑各用了一次，要改"
        shown = tuple(lines[:MOST_LINES])
        yield Duty("number", "late", said, lines=shown, more=len(lines) - len(shown))


def _told(ledger: Ledger[Any], record: Any) -> str:
    """Tell which of two records with one number it is: its day and who wrote it."""
    day = getattr(record, ledger.date_of) if ledger.date_of else None
    on = ledger.kinds[ledger.date_of].show(day) if day else record.created_at[:10]
    return f"{on} {record.recorder}记的" if record.recorder else f"{on} 的"


def _bundle(workspace: Workspace) -> Iterator[Duty]:
    due, today = int(workspace.setting("hand_in_day")), workspace.today
    found = handed_in.months(workspace.desk, due)
    if back := next((one for one in found if one.bundle), None):
        yield Duty(
            "bundle", "late", f"第 {back.bundle} 号包县里没能收下", "再导出一次交去，内容都在", "去上报", "stick"
        )
        return
    lacking = [one.month for one in found if one.state == handed_in.LACKING]
    if not lacking:
        return
    month = lacking[0]
    late = (today - _deadline(month, due)).days
    when = f"已晚 {late} 天" if late > 0 else f"还有 {-late} 天" if late else "今天是最后一天"
    title = f"{int(month[5:])}月数据没交县里" if len(lacking) == 1 else f"{len(lacking)} 个月的数据没交县里"
    yield Duty("bundle", "late" if late > 0 else "soon", title, f"县里要求每月 {due} 日前交，{when}", "去上报", "stick")


def _deadline(month: str, day: int) -> dt.date:
    """Return the day of the following month by which a month is handed in."""
    return (last_day(month) + dt.timedelta(days=1)).replace(day=min(day, _SHORTEST_MONTH))


def _has_records(workspace: Workspace) -> bool:
    """Tell whether anything was written at all: a new book owes nothing yet."""
    asked = "SELECT 1 FROM versions WHERE branch = ? LIMIT 1"
    return workspace.book.connection.execute(asked, (workspace.branch.code,)).fetchone() is not None


def _receipt(workspace: Workspace) -> Iterator[Duty]:
    waiting = [one for one in outbox(workspace.book) if one["state"] == WAITING]
    if not waiting:
        return
    made = dt.date.fromisoformat(waiting[0]["made_at"][:10])
    days = (workspace.today - made).days
    if days >= _RECEIPT_DAYS:
        said = f"{show_date(made)} 交的，已等 {days} 天；县里给了回执就读进来"
        yield Duty("receipt", "soon", "县里的回执还没回来", said, "去读回执", "stick")


def _backup(workspace: Workspace) -> Iterator[Duty]:
    at, limit = workspace.backed_up_at, int(workspace.setting("backup_days"))
    if not at:
        if _has_records(workspace):
            yield Duty("backup", "soon", "还没有备份过", "电脑坏了，记的就没有了", "现在备份", "settings:backup")
        return
    made = dt.date.fromisoformat(at[:10])
    days = (workspace.today - made).days
    if days > limit:
        places = workspace.setting("backup_folders") or []
        where = f"，放在 {Path(places[0]).name or places[0]}" if places else ""
        said = f"上次备份 {show_date(made)}{where}"
        yield Duty("backup", "soon", f"{days} 天没有备份了", said, "现在备份", "settings:backup")
