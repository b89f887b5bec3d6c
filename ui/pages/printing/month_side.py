"""What of a month is printed: which ledgers, their records' own forms, the cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel

from ui import metrics, pieces

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QVBoxLayout

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.printing.paper import Printed, Tray
    from danyang_desktop.printing.sheets import Version
    from danyang_desktop.workspace import Workspace
    from ui.desk import Desk
    from ui.printing.session import Job, Laid

COVER, FORMS = "cover", "forms"
_ALL, _NONE = "全选", "全不选"
_ALIVE = ("final", "archived")


@dataclass(frozen=True)
class _MonthJob:
    """Prints some ledgers of a month (session.Job), with `whole` behind their cover; () = all of them.

    All that makes paper is loaded when it is called, in the worker: this page comes up without it.
    """

    workspace: Workspace
    month: str
    ledgers: tuple[Ledger[Any], ...]
    how: dict[str, Any]
    whole: bool

    def __call__(self, *, out: Path | Tray, progress: Progress) -> Printed:
        """Print; raises UserError, Trouble, Cancelled."""
        from danyang_desktop.papers.press import print_ledgers, print_month

        how = {**self.how, "out": out, "progress": progress}
        if self.whole:
            return print_month(self.workspace, self.month, slugs=[ledger.slug for ledger in self.ledgers], **how)
        return print_ledgers(self.workspace, self.ledgers, self.month, **how)


class MonthSide(QFrame):
    """打印哪几本. `changed` asks for another preview; `others_wanted` for the sheets that belong to no month."""

    changed = Signal()
    others_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("printWhichCard")
        self.setProperty("card", True)
        self._desk = desk
        self._version: Version = "working"
        self._whole_year = False
        self._closed: set[str] = set()
        """What does not go with the version or the month. (The page itself is shut while something is printed.)"""
        self.ledgers = [ledger for ledger in desk.workspace.ledgers.values() if not ledger.is_register]
        self._boxes: dict[str, QCheckBox] = {}
        self._counts: dict[str, QLabel] = {}
        self._records: dict[str, int] = {}
        lay = pieces.column(self, margins=(metrics.PAD, metrics.SMALL, metrics.PAD, metrics.SMALL))
        head = pieces.row()
        head.addWidget(pieces.label("打印哪几本", "strong"), 1)
        others = pieces.button(
            desk.theme, "别的单子…", "printOthers", kind="link", says="别的单子：名册、证明、空白表等"
        )
        others.clicked.connect(self.others_wanted)
        self._all = pieces.button(desk.theme, _ALL, "printAll", kind="link")
        self._all.clicked.connect(self._tick_all)
        head.addWidget(others)
        head.addWidget(self._all)
        lay.addLayout(head)
        for ledger in self.ledgers:
            self._add(lay, ledger.slug, ledger.title, on=True)
        self._add(lay, COVER, "月度汇总封面和目录", on=True)
        self._add(lay, FORMS, "另附每一条的记录表", on=False)
        self._ticked()

    def _add(self, lay: QVBoxLayout, key: str, text: str, *, on: bool) -> None:
        line = pieces.row()
        box = QCheckBox(text)
        box.setObjectName(f"print_{key}")
        box.setAccessibleName(text)
        box.setChecked(on)
        box.setMinimumHeight(self._desk.theme.px(metrics.HIT))
        box.toggled.connect(self._toggled)
        self._boxes[key] = box
        self._counts[key] = pieces.label("", "second", name=f"count_{key}")
        line.addWidget(box, 1)
        line.addWidget(self._counts[key])
        lay.addLayout(line)

    # -- what is chosen ---------------------------------------------------------------------------------------

    def _is_on(self, key: str) -> bool:
        return self._boxes[key].isChecked() and key not in self._closed

    @property
    def chosen(self) -> list[Ledger[Any]]:
        """The ledgers that are ticked and may be printed."""
        return [ledger for ledger in self.ledgers if self._is_on(ledger.slug)]

    def job(self, month: str) -> Job | None:
        """Return what prints the chosen ledgers of a month, or None if none is chosen."""
        chosen = self.chosen
        if not chosen:
            return None
        whole = self._is_on(COVER)
        asked = () if whole and len(chosen) == len(self.ledgers) else tuple(chosen)
        how = {"version": self._version, "forms": self._is_on(FORMS)}
        return _MonthJob(self._desk.workspace, month, asked, how, whole=whole)

    @property
    def title(self) -> str:
        """What the file is called after: the ledger, if it is only one."""
        chosen = self.chosen
        return "月度台账" if self._is_on(COVER) else chosen[0].title if len(chosen) == 1 else "台账"

    def set_version(self, version: Version) -> None:
        """Shut what does not go with a version: nothing confidential, no cover and no forms of people on a wall."""
        self._version = version
        self._shut()

    def set_month(self, month: str) -> None:
        """Shut the cover for a whole year, which has a volume of its own."""
        self._whole_year = "-" not in month
        self._shut()

    def _shut(self) -> None:
        secret = {ledger.slug for ledger in self.ledgers if ledger.secret is not None}
        self._closed = {COVER, FORMS, *secret} if self._version == "notice" else {COVER} if self._whole_year else set()
        for key, box in self._boxes.items():
            box.setEnabled(key not in self._closed)
        self._say_counts({})

    def _toggled(self) -> None:
        self._ticked()
        self.changed.emit()

    def _ticked(self) -> None:
        whole = all(self._boxes[ledger.slug].isChecked() for ledger in self.ledgers)
        self._all.setText(_NONE if whole else _ALL)
        self._all.setAccessibleName(_NONE if whole else _ALL)

    def _tick_all(self) -> None:
        on = self._all.text() == _ALL
        for key, box in self._boxes.items():
            if key != FORMS:
                box.blockSignals(True)
                box.setChecked(on)
                box.blockSignals(False)
        self._toggled()

    # -- what is said -----------------------------------------------------------------------------------------

    def count(self, month: str) -> None:
        """Count the records of a month."""
        for ledger in self.ledgers:
            self._records[ledger.slug] = self._desk.workspace.query(ledger, month=month, status=_ALIVE).count()
        self._say_counts({})

    @property
    def records(self) -> int:
        """How many records the chosen ledgers have in the month."""
        return sum(self._records.get(ledger.slug, 0) for ledger in self.chosen)

    def say_pages(self, laid: Laid) -> None:
        """Show how many pages each part takes."""
        pages: dict[str, int] = {}
        upright: set[str] = set()
        for sheet in laid.printed.sheets:
            key = sheet.part if sheet.part in self._records else COVER
            pages[key] = pages.get(key, 0) + sheet.pages
            upright |= {key} if sheet.layout != "landscape" else set()
        self._say_counts({key: f"{'' if key in upright else '横版 '}{count} 页" for key, count in pages.items()})

    def _say_counts(self, pages: dict[str, str]) -> None:
        for ledger in self.ledgers:
            said = f"{self._records.get(ledger.slug, 0):,} {ledger.unit}"
            if ledger.slug in self._closed:
                said = "不公示"
            elif ledger.slug in pages:
                said = f"{said} · {pages[ledger.slug]}"
            self._counts[ledger.slug].setText(said)
        wall = "不公示" if self._version == "notice" else ""
        self._counts[COVER].setText(wall or ("见年度卷" if self._whole_year else pages.get(COVER, "")))
        self._counts[FORMS].setText(wall)

    def secret(self, month: str) -> tuple[int, str]:
        """Return how many confidential records are only counted, and what they are."""
        found, nouns = 0, []
        for ledger in self.chosen:
            if ledger.secret is not None:
                rows = self._desk.workspace.query(ledger, month=month, status=_ALIVE).records()
                count = sum(ledger.is_secret(record) for record in rows)
                found += count
                nouns += [ledger.noun] if count else []
        return found, "、".join(nouns)
