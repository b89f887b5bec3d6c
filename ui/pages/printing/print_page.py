"""打印台账 (screens/08-print): which month, which ledgers, for whom; the real PDF beside it; printer or file."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget

from danyang_desktop.base.chinese.dates import show_period
from danyang_desktop.base.errors import UserError
from ui import metrics, pieces
from ui.messages import Strip
from ui.pages.month_picker import MonthPicker
from ui.pages.page import Page
from ui.pages.printing.drafts_said import drafts_said
from ui.pages.printing.month_side import MonthSide
from ui.printing.handing import Handing
from ui.printing.paper_desk import PaperDesk
from ui.printing.preview import PreviewPane, missing_said
from ui.printing.printer_card import PrinterCard
from ui.printing.session import Session
from ui.printing.version_card import VersionCard
from ui.window.header import Header

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QFrame

    from ui.desk import Desk
    from ui.pages.printing.special_side import SpecialSide
    from ui.printing.session import Job, Laid
    from ui.window.status_bar import Keys

_WAIT = 200
"""ms after the last change before pages are laid out anew."""


_ANY = 16_777_215
"""Qt's own largest width."""


def _scrolling(inner: QWidget, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


class _Right(QWidget):
    """As high as the window leaves it, however its words wrap."""

    def hasHeightForWidth(self) -> bool:
        """Ask for no height of its own."""
        return False


class PrintPage(Page):
    """Left what is printed and on what, right the pages."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "print")
        self._special = False
        self._job: Job | None = None
        lay = pieces.column(self)
        self.header = Header(desk.theme, "打印台账", "按月打印、存 PDF、张贴公示")
        lay.addWidget(self.header)
        self.session = Session(desk.background, self)
        paper = PaperDesk.of(desk)
        self.preview = PreviewPane(desk.theme, self.session, paper.names)
        whole = QWidget()
        whole.setObjectName("scrolled")
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight, whole)
        self._body.setContentsMargins(metrics.MARGIN, metrics.GAP, metrics.MARGIN, metrics.GAP)
        self._body.setSpacing(metrics.PAD)
        self.printer = PrinterCard(desk.theme)
        self.handing = Handing(paper, self, self.header, self.printer)
        strips = pieces.column(margins=(metrics.MARGIN, 0, metrics.MARGIN, 0))
        self._fields = Strip(desk.theme, "info", "printFields")
        self._odd = Strip(desk.theme, "warn", "printMissing")
        for strip in self.handing.strips:
            strip.setProperty("spaced", True)
            strips.addWidget(strip)
        lay.addLayout(strips)
        self._body.addWidget(self._side())
        right = _Right()
        stack = pieces.column(right, gap=metrics.SMALL)
        for one in (self._odd, self._fields, self.preview):
            stack.addWidget(one)
        stack.setStretch(2, 1)
        self._body.addWidget(right, 1)
        lay.addWidget(_scrolling(whole, "printBody"), 1)
        self._soon = QTimer(self, singleShot=True, interval=_WAIT)
        self._soon.timeout.connect(self._lay_out)
        self.session.laid_out.connect(self._laid_out)
        self.session.refused.connect(self._refused)
        self.handing.finished.connect(self.refresh)
        self.handing.noted.connect(self.noted)
        self._make_keys()

    def _side(self) -> QScrollArea:
        inner = QWidget()
        inner.setObjectName("scrolled")
        lay = pieces.column(inner, gap=metrics.GAP)
        self._month_card = self._make_month_card()
        self.which = MonthSide(self.desk)
        self.which.changed.connect(self._changed)
        self.which.others_wanted.connect(self.show_specials)
        self.versions = VersionCard()
        self.versions.picked.connect(self._version_picked)
        for card in (self._month_card, self.which, self.versions, self.printer):
            lay.addWidget(card)
        self._cards = lay
        lay.addStretch(1)
        self._cards_in = inner
        self._area = _scrolling(inner, "printSide")
        return self._area

    def _make_month_card(self) -> QFrame:
        card = pieces.card("printMonthCard")
        lay = pieces.row(card, margins=(metrics.PAD, metrics.SMALL, metrics.PAD, metrics.SMALL), gap=metrics.GAP)
        word = pieces.label("月份", "strong")
        word.setFixedWidth(self.desk.theme.px(52))
        lay.addWidget(word)
        self.months = MonthPicker(self.desk.theme, self.desk.workspace.today, "printMonth")
        self.months.picked.connect(self.refresh)
        lay.addWidget(self.months, 1)
        return card

    def _make_keys(self) -> None:
        pieces.on_keys(
            self, ("Ctrl+P", self.handing.ask_print), ("Ctrl+E", self.handing.ask_save), ("PgUp", self.preview.back),
            ("PgDown", self.preview.forward), ("Ctrl+Left", self.months.back), ("Ctrl+Right", self.months.forward),
        )  # fmt: skip

    # -- the page ---------------------------------------------------------------------------------------------

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        return (("Ctrl+P", "打印"), ("Ctrl+E", "存成 PDF"), ("PgUp PgDn", "翻页"))

    def refresh(self) -> None:
        """Count what there is, look for printers, lay out."""
        self.printer.look()
        self.handing.look()
        self.which.count(self.months.month)
        self._changed()

    def begin(self) -> None:
        """Take the focus: the filled button in the head."""
        self.handing.main_button.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out what is chosen."""
        super().showEvent(event)
        self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Lay nothing out while nobody looks."""
        self._soon.stop()
        self.session.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the preview beside what is chosen, or below it where there is no room."""
        super().resizeEvent(event)
        side = self.desk.theme.px(metrics.PRINT_SIDE)
        beside = event.size().width() - side - 2 * metrics.MARGIN - metrics.PAD >= metrics.PREVIEW_LEAST
        self._body.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self._area.setMaximumWidth(side if beside else _ANY)
        self._area.setMinimumWidth(side if beside else 0)
        self._area.setMinimumHeight(0 if beside else self._cards_in.sizeHint().height())
        self.preview.setMinimumHeight(0 if beside else self.desk.theme.px(metrics.PREVIEW_LEAST))

    # -- what is printed --------------------------------------------------------------------------------------

    @cached_property
    def specials(self) -> SpecialSide:
        """The list of the other sheets, made when it is first wanted."""
        from ui.pages.printing.special_side import SpecialSide

        made = SpecialSide(self.desk)
        made.changed.connect(self._changed)
        made.month_wanted.connect(self.show_month)
        self._cards.insertWidget(0, made)
        return made

    def show_specials(self) -> None:
        """Offer the sheets that belong to no month."""
        self._show_side(special=True)
        self.specials.list.setFocus()

    def show_month(self) -> None:
        """Offer the month's ledgers."""
        self._show_side(special=False)
        self.begin()

    def _show_side(self, *, special: bool) -> None:
        self._special = special
        self._month_card.setVisible(not special)
        self.which.setVisible(not special)
        if special or "specials" in self.__dict__:
            self.specials.setVisible(special)
        self._changed()

    def _version_picked(self) -> None:
        self.which.set_version(self.versions.version)
        self._changed()

    def _changed(self) -> None:
        """Lay out anew, a moment after the last change. What is chosen can be printed at once, seen or not."""
        self.versions.offer(self.specials.special.versions if self._special else self.versions.known)
        self.which.set_month(self.months.month)
        self._say_fields()
        self._odd.say("")
        self._job, said = self._wanted()
        self.session.stop()
        self.preview.say(said or "正在排版…")
        self._hand_over(0)
        self._soon.start()

    def _hand_over(self, pages: int) -> None:
        self.handing.take(self._job, pages=pages, title=self._title(), closes=self._closes())

    def _lay_out(self) -> None:
        if not self.isVisible():
            return
        self._say_secrets()
        if self._job is not None:
            self.preview.show_job(self._job)

    def _wanted(self) -> tuple[Job | None, str]:
        """Return what prints what is chosen, or why there is nothing."""
        if not self._special:
            return self.which.job(self.months.month), "在左边勾上要打印的台账。"
        try:
            return self.specials.job(self.versions.version), ""
        except UserError as error:
            return None, error.sentence

    def _laid_out(self, laid: Laid) -> None:
        if not self._special:
            self.which.say_pages(laid)
        self._odd.say(missing_said(laid))
        self._hand_over(laid.pages)
        self._note_drafts()

    def _refused(self, sentence: str) -> None:
        self.handing.take(None)
        self.preview.say(sentence)

    def _title(self) -> str:
        branch = self.desk.workspace.branch.name
        if self._special:
            return f"{self.specials.title}_{branch}"
        version = self.versions.title
        return f"{self.which.title}_{branch}_{self.months.month}_{version}"

    def _closes(self) -> str:
        """Return the question that 存档版 asks, "" if it closes nothing."""
        month = self.months.month
        if self._special or self.versions.version != "archive" or "-" not in month:
            return ""
        still_open = [one for one in self.which.chosen if self.desk.workspace.closed(one, month) is None]
        if not still_open:
            return ""
        names = "、".join(one.title for one in still_open)
        return f"{show_period(month)}的{names}打印存档版以后就封存了：再要改，只能用“更正”，写明原因，印在表的下面。"

    # -- what must be known before ----------------------------------------------------------------------------

    def _say_fields(self) -> None:
        """Tell what a notice shows and what it leaves out."""
        if self._special or self.versions.version != "notice":
            self._fields.say("")
            return
        from danyang_desktop.papers.press import fields_left

        shown = fields_left(self.which.chosen, "notice")
        gone = [label for label in fields_left(self.which.chosen, "archive") if label not in shown]
        self._fields.say(
            f"公示版只印：{'、'.join(shown)}。\n不印：{'、'.join(gone)}。姓名遮住一个字。" if shown else ""
        )

    def _say_secrets(self) -> None:
        found, nouns = (0, "") if self._special else self.which.secret(self.months.month)
        self.preview.note(f"{found} 条“保密”{nouns}只打次数，不打内容" if found else "", secret=True)

    def _note_drafts(self) -> None:
        if not self._special:
            self.noted.emit(drafts_said(self.desk.workspace, self.which.chosen, self.which.records))
