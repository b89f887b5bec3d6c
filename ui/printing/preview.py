"""预览: the pages of the real PDF, small on the left and one large, with what must be known before printing below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui import metrics, pieces
from ui.elided import Elided
from ui.printing.page_view import PageView
from ui.printing.thumbs import Thumb, ThumbList

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QImage, QResizeEvent
    from PySide6.QtWidgets import QPushButton

    from danyang_desktop.printing.paper import PrintedSheet
    from ui.printing.session import Job, Laid, Session
    from ui.theme import Theme

_ACROSS = "landscape"
_CAPTION = 4
"""Characters of a sheet's name under its small pages."""
_WAIT = "正在排版…"
_ROOMY = 470
"""px at 96 dpi from which the head has a title."""


def missing_said(laid: Laid) -> str:
    """Return the sentence about 缺字, "" if every character has its form."""
    missing = laid.printed.missing
    codes = "、".join(f"{char}（U+{ord(char):04X}）" for char in missing)
    return (
        f"缺字 {len(missing)} 个，会印成编码方框：{codes}。放进有这些字的字体再打印，就是原来的字。" if missing else ""
    )


class PreviewPane(QFrame):
    """Follows a session. `turned` tells that another page is shown."""

    turned = Signal(int)

    def __init__(self, theme: Theme, session: Session, names: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.setObjectName("preview")
        self.setProperty("card", True)
        self._theme = theme
        self._session = session
        self._names = dict(names or {})
        self._page = 1
        lay = pieces.column(self, margins=(1, 1, 1, 1))
        lay.addWidget(self._head())
        middle = pieces.row()
        middle.addWidget(self._thumb_side())
        self.view = PageView(theme)
        self.view.resized.connect(self._draw)
        middle.addWidget(self.view, 1)
        lay.addLayout(middle, 1)
        lay.addWidget(self._foot())
        self.thumbs.chosen.connect(self.show_page)
        self.thumbs.seen.connect(self._draw)
        session.began.connect(self._began)
        session.first_seen.connect(self._first_seen)
        session.laid_out.connect(self._laid_out)
        session.refused.connect(self.say)
        session.drawn.connect(self._drawn)
        self.note("")
        self.say("")

    def _head(self) -> QFrame:
        head = QFrame()
        head.setProperty("head", True)
        lay = pieces.row(head, margins=(metrics.PAD, 5, metrics.PAD, 5), gap=metrics.SMALL)
        self._word = pieces.label("预览", "strong")
        lay.addWidget(self._word)
        self._title = Elided("", "second", name="previewTitle")
        lay.addWidget(self._title, 1)
        lay.addStretch(0)  # takes the room when the title is not there
        self._back = self._arrow("left", "previewBack", "上一页")
        self._back.clicked.connect(self.back)
        self._count = pieces.label("", name="previewCount")
        self._forward = self._arrow("right", "previewForward", "下一页")
        self._forward.clicked.connect(self.forward)
        for one in (self._back, self._count, self._forward):
            lay.addWidget(one)
        self._closer = pieces.button(self._theme, "看清楚一点", "previewCloser", icon="search", rank="small")
        self._closer.clicked.connect(self._look_closer)
        lay.addWidget(self._closer)
        return head

    def _arrow(self, icon: str, name: str, says: str) -> QPushButton:
        made = pieces.button(self._theme, "", name, icon=icon, rank="small", says=says)
        made.setProperty("arrow", True)
        made.setFixedWidth(self._theme.px(36))
        return made

    def _thumb_side(self) -> QWidget:
        side = QWidget()
        side.setObjectName("previewSide")
        lay = pieces.column(side)
        self.thumbs = ThumbList(self._theme, self._session)
        lay.addWidget(self.thumbs, 1)
        self._below = pieces.label("", "second", name="previewBelow")
        self._below.setContentsMargins(0, metrics.HAIR, 0, metrics.SMALL)
        self._below.setAlignment(self._below.alignment().AlignHCenter)
        lay.addWidget(self._below)
        return side

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("head", False)
        foot.setProperty("over", True)
        lay = pieces.row(foot, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP), gap=metrics.SMALL)
        self._lock = pieces.picture(self._theme, "lock", "cinnabar")
        lay.addWidget(self._lock)
        self._note = pieces.label("", name="previewNote", wrap=True)
        lay.addWidget(self._note, 1)
        lay.addWidget(pieces.label("A4 · 黑白也清楚", "second"))
        return foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the title out of the head where there is no room for it."""
        super().resizeEvent(event)
        roomy = event.size().width() >= self._theme.px(_ROOMY)
        self._word.setVisible(roomy)
        self._title.setVisible(roomy)

    # -- what is shown ----------------------------------------------------------------------------------------

    def show_job(self, job: Job | None) -> None:
        """Lay a job out and show it; None shows nothing."""
        self._session.show_job(job, self._pixels(wide=True))

    def note(self, sentence: str, *, secret: bool = False) -> None:
        """Say under the pages what must be known; `secret` puts a lock before it."""
        self._note.setText(sentence)
        self._lock.setVisible(secret and bool(sentence))

    def note_missing(self, laid: Laid) -> None:
        """Say under the pages which characters no font has."""
        self.note(missing_said(laid))

    def say(self, sentence: str) -> None:
        """Show a sentence where the pages would be."""
        self._page = 1
        self.thumbs.pages.fill([])
        self._below.setText("")
        self._say_count()
        self.view.say(sentence)

    def _began(self) -> None:
        self.say(_WAIT)

    def _first_seen(self, image: QImage, title: str) -> None:
        """Show the first page while the others are still being laid out."""
        wide = image.width() > image.height()
        self._title.setText(title)
        self.view.show_page(image, self.view.fitting(wide=wide), f"第 1 页，{title}，其余的页正在排版")

    def _laid_out(self, laid: Laid) -> None:
        thumbs = [
            self._thumb(number, sheet)
            for sheet in laid.printed.sheets
            for number in range(sheet.first, sheet.first + sheet.pages)
        ]
        self.thumbs.pages.fill(thumbs)
        self.thumbs.choose(1)
        self.show_page(1)

    def _thumb(self, number: int, sheet: PrintedSheet) -> Thumb:
        title = sheet.title.replace("\n", "")
        name = self._names.get(sheet.part, title)
        return Thumb(f"{number} {name[:_CAPTION]}", f"第 {number} 页，{title}", wide=sheet.layout == _ACROSS)

    # -- turning pages ----------------------------------------------------------------------------------------

    def show_page(self, number: int) -> None:
        """Show a page (from 1) large."""
        laid = self._session.laid
        if laid is None or not 1 <= number <= laid.pages:
            return
        self._page = number
        if self.thumbs.currentIndex().row() != number - 1:
            self.thumbs.choose(number)
        self._title.setText(laid.proof.sheet_of(number).title.replace("\n", ""))
        self._say_count()
        self._draw()
        self.turned.emit(number)

    def back(self) -> None:
        """Show the page before."""
        self.show_page(self._page - 1)

    def forward(self) -> None:
        """Show the next page."""
        self.show_page(self._page + 1)

    def _say_count(self) -> None:
        pages = self._session.laid.pages if self._session.laid is not None else 0
        self._count.setText(f"第 {self._page} 页，共 {pages} 页" if pages else "")
        self._back.setEnabled(self._page > 1)
        self._forward.setEnabled(self._page < pages)
        self._closer.setEnabled(bool(pages))
        if not pages:
            self._title.setText("")

    def _look_closer(self) -> None:
        self.view.closer = not self.view.closer
        text = "看整页" if self.view.closer else "看清楚一点"
        self._closer.setText(f" {text}")
        self._closer.setAccessibleName(text)
        self._draw()
        if self.view.closer:
            self.view.setFocus()

    # -- pictures ---------------------------------------------------------------------------------------------

    def _pixels(self, *, wide: bool) -> int:
        return round(self.view.fitting(wide=wide).width() * self.devicePixelRatioF())

    def _draw(self) -> None:
        """Show the page if it was drawn; want what is seen and is not drawn yet: the large page first."""
        laid = self._session.laid
        if laid is None or not self.thumbs.pages.thumbs:
            return
        wide = self.thumbs.pages.thumbs[self._page - 1].wide
        width = self._pixels(wide=wide)
        image = self._session.picture(self._page, width)
        if image is not None:
            says = self.thumbs.pages.thumbs[self._page - 1].says
            self.view.show_page(image, self.view.fitting(wide=wide), says)
        rows = self.thumbs.rows_seen()
        self._session.want([(self._page, width), *(self.thumbs.pages.wish(row) for row in rows)])
        left = laid.pages - rows.stop
        self._below.setText(f"还有 {left} 页" if left > 0 else "")

    def _drawn(self, number: int, width: int) -> None:
        wide = self.thumbs.pages.thumbs[number - 1].wide
        if number == self._page and width == self._pixels(wide=wide):
            image = self._session.picture(number, width)
            if image is not None:
                says = self.thumbs.pages.thumbs[number - 1].says
                self.view.show_page(image, self.view.fitting(wide=wide), says)
        self.thumbs.viewport().update()
