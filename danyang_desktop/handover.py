"""换届交接: one folder for whoever takes over the book, then new keys, so that whoever leaves has none.

First everything is written (lists as workbook and as PDF, what is still promised, what the county has not answered);
only then the keys change, the password last: whatever breaks off before leaves the book as it was, with its old
password, and may be done again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.exchange.bundle_out import ask_to_enrol
from danyang_desktop.exchange.outbox import TAKEN, outbox
from danyang_desktop.exchange.workbook_out import write_rows
from danyang_desktop.papers import press
from danyang_desktop.printing.paper import render
from danyang_desktop.printing.sheets import Column, Sheet, Table, Words
from danyang_desktop.rollups.open_work import open_work
from danyang_desktop.store.folders import new_folder
from danyang_desktop.store.keyring import check_password

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.workspace import Workspace

LIST, REQUEST = "交接清单.pdf", "电脑登记.dyq"
_CARE = "交接双方和监交人各存一份"


@dataclass(frozen=True)
class HandedOver:
    """What was handed over: files in the folder, open promises, the new recovery code to print once (开锁纸).

    `fingerprint`: of the new key, for the county, should it ask; the old key vouches for it.
    """

    folder: Path
    files: tuple[str, ...]
    promises: int
    recovery: str
    fingerprint: str


def hand_over(
    workspace: Workspace, folder: Path, *, to: str, old: str, new: str, progress: Progress = silent
) -> HandedOver:
    """Hand the book over to `to`, into a new folder: `old` is the password of today, `new` the one from now on.

    Raises UserError (wrong or short password, no name, folder not empty), Trouble, Cancelled; then the keys are as
    they were.
    """
    workspace.must_manage("换届交接")
    if not to.strip():
        raise UserError("写上接手人的姓名。", "to")
    if not workspace.knows_password(old):
        raise UserError("现在的密码不对，没有交接。请看看大写锁定键是不是开着。", "password")
    check_password(new)
    if old == new:
        raise UserError("新密码和现在的一样，交接以后原来的人还能打开。请换一个。", "new")
    new_folder(folder)
    promised = _list(workspace, folder / LIST, to, progress)
    _write_all(workspace, folder, progress)
    workspace.renew_device_key()
    ask_to_enrol(workspace.desk, folder / REQUEST)
    recovery = workspace.hand_on(to.strip(), new)
    files = tuple(sorted(path.name for path in folder.iterdir()))
    return HandedOver(folder, files, promised, recovery, workspace.desk.signer.fingerprint)


def _write_all(workspace: Workspace, folder: Path, progress: Progress) -> None:
    ledgers = [ledger for ledger in workspace.ledgers.values() if workspace.query(ledger).count()]
    for number, ledger in enumerate(ledgers):
        progress(number, len(ledgers), f"正在写{ledger.title}")
        write_rows(folder / f"{ledger.title}.xlsx", ledger, workspace.query(ledger).oldest_first())
        for period in _years(workspace, ledger):
            name = f"{ledger.title}_{period}.pdf" if ledger.date_of else f"{ledger.title}.pdf"
            press.print_ledgers(workspace, [ledger], period, folder / name)


def _years(workspace: Workspace, ledger: Ledger[Any]) -> list[str]:
    """Return the years of which a ledger has records, newest first; of a register this year stands for all."""
    this = workspace.today.year
    if not ledger.date_of:
        return [str(this)]
    days = [
        ledger.kinds[ledger.date_of].show(getattr(one, ledger.date_of)) for one in workspace.query(ledger).records()
    ]
    return sorted({day[:4] for day in days if day}, reverse=True)


def _list(workspace: Workspace, path: Path, to: str, progress: Progress) -> int:
    """Print the list that both sign; returns how many promises are open."""
    open_ones, late = open_work(workspace.book, workspace.look)
    waiting = [one for one in outbox(workspace.book) if one["state"] != TAKEN]
    blocks: list[Any] = [Words("一、台账和名册", heading=True), _counts(workspace)]
    blocks += [
        Words("二、答应过还没有办好的事", heading=True),
        _table(
            (("对象", 34), ("要办的事", 76), ("谁去办", 26), ("几时办好", 34)),
            [(one.who, one.item.what, one.item.owner.name if one.item.owner else "", str(one.item.due_on or ""))
             for one in open_ones], "件", "没有没办好的事。",
        ),
        Words("三、该去还没有去的家庭", heading=True),
        _table(
            (("户主", 50), ("档次", 30), ("上次走访", 45), ("超期", 45)),
            [(one.household.name, one.tier or "一般", str(one.last_on or "没有去过"), f"{one.overdue_days} 天")
             for one in late], "户", "没有超期的家庭。",
        ),
        Words("四、交给县里还没有回执的包", heading=True),
        _table(
            (("文件", 110), ("写好的时间", 40), ("核对码", 20)),
            [(one["file"], one["made_at"][:10], one["code"]) for one in waiting], "个", "都有回执。",
        ),
    ]  # fmt: skip
    now = workspace.clock.now()
    sheet = Sheet(
        title="支部台账交接清单", unit=f"支部：{workspace.branch.name}", blocks=tuple(blocks),
        period=f"移交人：{workspace.operator}　接手人：{to.strip()}", signatures=("移交人", "接手人", "监交人"),
        dated=True, layout="portrait", care=_CARE, printed_at=f"{now:%Y-%m-%d %H:%M}",
    )  # fmt: skip
    render([sheet], path, title=sheet.title, progress=progress)
    return len(open_ones)


def _counts(workspace: Workspace) -> Table:
    return _table(
        (("台账或名册", 85), ("条数", 85)),
        [(ledger.title, f"{workspace.query(ledger).count()} {ledger.unit}") for ledger in workspace.ledgers.values()],
        "本", "",
    )  # fmt: skip


def _table(columns: tuple[tuple[str, float], ...], rows: Any, counted: str, empty: str) -> Table:
    numbered: Iterator[tuple[str, ...]] = ((str(number), *row) for number, row in enumerate(rows, 1))
    return Table(
        columns=(Column("序号", 14, "center"), *(Column(title, width) for title, width in columns)),
        rows=list(numbered), counted=counted, empty=empty,
    )  # fmt: skip
