"""今日: four big buttons that record, and the month's figures. What is due will stand between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton

from danyang_desktop.base.chinese.dates import show_date, weekday
from danyang_desktop.declare.kinds import Money
from ui import metrics, pieces
from ui.icons import known_icon
from ui.pages.month_picker import shift
from ui.pages.page import Page
from ui.window.header import Header

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk
    from ui.window.status_bar import Keys

_KEYS = ("F5", "F6", "F7", "F8")
_MORNING, _NOON, _EVENING = 5, 12, 18
_LAST_SHOWN = 6


class RecordButton(QPushButton):
    """记走访　本月 14 户次　F5."""

    def __init__(self, desk: Desk, ledger: Ledger[Any], key: str) -> None:
        super().__init__()
        theme = desk.theme
        self.setObjectName(f"record_{ledger.slug}")
        self.setProperty("kind", "record")
        self.setProperty("slug", ledger.slug)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._ledger = ledger
        lay = pieces.row(self, margins=(metrics.PAD, 0, metrics.PAD, 0), gap=14)
        box = QFrame()
        box.setFixedSize(theme.px(metrics.RECORD_ICON), theme.px(metrics.RECORD_ICON))
        box.setStyleSheet(f"background: {theme.colour('primary_tint').name()}; border-radius: 8px;")
        inner = pieces.row(box)
        inner.addWidget(
            pieces.picture(theme, known_icon(ledger.icon), "primary", 24), alignment=Qt.AlignmentFlag.AlignCenter
        )
        lay.addWidget(box)
        words = pieces.column(gap=0)
        words.addStretch(1)
        words.addWidget(pieces.label(f"记{ledger.noun}", "step"))
        self._count = pieces.label("", "second")
        words.addWidget(self._count)
        words.addStretch(1)
        lay.addLayout(words, 1)
        if key and theme.factor < metrics.HUGE:
            lay.addWidget(pieces.key_cap(key))
        for child in self.findChildren(QFrame):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def say(self, count: int) -> None:
        """Show the month's count."""
        self._count.setText(f"本月 {count:,} {self._ledger.unit}")
        self.setAccessibleName(f"记{self._ledger.noun}，本月 {count} {self._ledger.unit}")


class HomePage(Page):
    """Asks for its figures each time it is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "home")
        self._ledgers = [ledger for ledger in desk.workspace.ledgers.values() if not ledger.is_register]
        today = desk.workspace.today
        lay = pieces.column(self)
        header = Header(desk.theme, "今日", f"{show_date(today, with_year=True)} {weekday(today)}")
        self._greeting = pieces.label("", "second", name="greeting")
        header.add(self._greeting)
        lay.addWidget(header)
        body = pieces.column(margins=(metrics.MARGIN, metrics.PAD, metrics.MARGIN, metrics.PAD), gap=metrics.PAD)
        lay.addLayout(body, 1)
        buttons = pieces.row(gap=metrics.PAD)
        self._buttons: list[RecordButton] = []
        for number, ledger in enumerate(self._ledgers):
            made = RecordButton(desk, ledger, _KEYS[number] if number < len(_KEYS) else "")
            made.clicked.connect(self._record)
            self._buttons.append(made)
            buttons.addWidget(made, 1)
        body.addLayout(buttons)
        cards = pieces.row(gap=metrics.PAD)
        cards.addWidget(self._last_card(), 1)
        cards.addWidget(self._figures_card())
        body.addLayout(cards, 1)

    def _last_card(self) -> QFrame:
        card = pieces.card("lastCard")
        lay = pieces.column(card)
        head = QFrame()
        head.setProperty("head", True)
        top = pieces.row(head, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP))
        top.addWidget(pieces.label("最近记的", "strong"))
        top.addStretch(1)
        lay.addWidget(head)
        self._last = pieces.column()
        lay.addLayout(self._last)
        lay.addStretch(1)
        return card

    def _figures_card(self) -> QFrame:
        card = pieces.card("figuresCard")
        card.setFixedWidth(round(362 * min(self.desk.theme.factor, 1.25)))
        lay = pieces.column(card)
        head = QFrame()
        head.setProperty("head", True)
        top = pieces.row(head, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP))
        top.addWidget(pieces.label(f"{self.desk.workspace.today.month}月", "strong"))
        top.addStretch(1)
        top.addWidget(pieces.label("截至今天", "second"))
        lay.addWidget(head)
        self._figures = QGridLayout()
        self._figures.setContentsMargins(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP)
        self._figures.setVerticalSpacing(metrics.MARGIN)
        self._figures.setColumnStretch(0, 1)
        self._figures.setColumnStretch(1, 1)
        lay.addLayout(self._figures)
        lay.addStretch(1)
        return card

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        return (("F5—F8", "记台账"), ("Ctrl+1…9", "切换左边栏目"), ("Ctrl+L", "锁定"))

    def refresh(self) -> None:
        """Ask for the figures."""
        workspace = self.desk.workspace
        hour = workspace.clock.now().hour
        word = "上午好" if _MORNING <= hour < _NOON else "下午好" if _NOON <= hour < _EVENING else "晚上好"
        self._greeting.setText(f"{workspace.operator}，{word}。" if workspace.operator else f"{word}。")
        month = f"{workspace.today:%Y-%m}"
        pieces.clear(self._figures)
        for number, (ledger, shown_on) in enumerate(zip(self._ledgers, self._buttons, strict=True)):
            live = ("final", "archived")
            count = workspace.query(ledger, month=month, status=live).count()
            before = workspace.query(ledger, month=shift(month, -1), status=live).count()
            shown_on.say(count)
            self._figure(number, ledger, count, before, workspace.query(ledger, month=month, status=live).totals())
        self._show_last()

    def begin(self) -> None:
        """Take the focus: the first of the big buttons."""
        if self._buttons:
            self._buttons[0].setFocus()

    def _figure(self, number: int, ledger: Ledger[Any], count: int, before: int, totals: dict[str, int]) -> None:
        cell = pieces.column(gap=0)
        cell.addWidget(pieces.label(ledger.short, "second"))
        line = pieces.row(gap=metrics.HAIR)
        line.addWidget(pieces.label(f"{count:,}", "figure"))
        line.addWidget(pieces.label(ledger.unit, "body15"), alignment=Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        cell.addLayout(line)
        cell.addWidget(pieces.label(f"上月 {before:,} {ledger.unit}", "second"))
        for name, total in totals.items():
            kind = ledger.kinds[name]
            if isinstance(kind, Money) and total and self.desk.theme.factor < metrics.HUGE:
                cell.addWidget(pieces.label(f"{kind.label} {kind.show(total).removesuffix('.00')} 元", "second"))
        cell.addStretch(1)
        self._figures.addLayout(cell, number // 2, number % 2)

    def _show_last(self) -> None:
        from ui import shown

        pieces.clear(self._last)
        found: list[tuple[str, Any, Any]] = []
        for ledger in self._ledgers:
            rows = self.desk.workspace.query(ledger, status=("final", "archived")).page(limit=_LAST_SHOWN).rows
            found += [(record.updated_at, ledger, record) for record in rows]
        found.sort(key=lambda one: one[0], reverse=True)
        for at, ledger, record in found[:_LAST_SHOWN]:
            line = pieces.row(margins=(metrics.PAD, metrics.SMALL, metrics.PAD, metrics.SMALL), gap=metrics.PAD)
            line.addWidget(pieces.picture(self.desk.theme, known_icon(ledger.icon)))
            name = pieces.label(shown.title_of(ledger, record), "strong15")
            name.setMinimumWidth(self.desk.theme.px(90))
            line.addWidget(name)
            number = record.serial_no if self.desk.theme.factor == 1 else ""
            line.addWidget(pieces.label(f"{ledger.short}　{number or ''}", "second"))
            line.addStretch(1)
            line.addWidget(pieces.label(f"{int(at[5:7])}月{int(at[8:10])}日 {at[11:16]}", "second"))
            self._last.addLayout(line)
            self._last.addWidget(pieces.line())
        if not found:
            hint = "还没有记过。点上面的大按钮，或者按 F5 到 F8，就能记第一条。"
            empty = pieces.label(hint, "second16", name="homeEmpty", wrap=True)
            empty.setContentsMargins(metrics.PAD, metrics.PAD, metrics.PAD, metrics.PAD)
            self._last.addWidget(empty)

    def _record(self) -> None:
        self.go.emit(f"{self.sender().property('slug')}:new")
