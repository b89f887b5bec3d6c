"""F1: the manual in a window of its own, beside the program, open at the page about what is in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from danyang_desktop import handbook
from ui import metrics, pieces
from ui.help.manual_text import ManualText

if TYPE_CHECKING:
    from danyang_desktop.handbook import ManualPage
    from ui.theme import Theme

_NAME = Qt.ItemDataRole.UserRole


class ManualWindow(QDialog):
    """Pages on the left, found by a word; the page on the right. Work goes on behind it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("manualWindow")
        self.setWindowTitle("丹阳台账使用手册")
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        over = parent.window()
        self.resize(min(theme.px(980), over.width()), min(theme.px(620), over.height()))
        lay = pieces.row(self, margins=(metrics.PAD,) * 4, gap=metrics.PAD)
        side = pieces.column(gap=metrics.SMALL)
        self._line = QLineEdit()
        self._line.setObjectName("manualSearch")
        self._line.setAccessibleName("在手册里找")
        self._line.setPlaceholderText("在手册里找，如 备份")
        self._line.setClearButtonEnabled(True)
        self._line.textChanged.connect(self._fill)
        side.addWidget(self._line)
        self._list = QListWidget()
        self._list.setObjectName("manualPages")
        self._list.setAccessibleName("手册目录")
        self._list.setFixedWidth(min(theme.px(240), self.width() * 2 // 5))
        self._list.currentItemChanged.connect(self._show_current)
        side.addWidget(self._list, 1)
        self._none = pieces.label("", "second", name="manualNone", wrap=True)
        side.addWidget(self._none)
        lay.addLayout(side)
        self.text = ManualText()
        self.text.refit.connect(self._show_anew)
        self.text.setObjectName("manualText")
        self.text.setAccessibleName("手册")
        self.text.setOpenLinks(False)
        self.text.setSearchPaths([str(handbook.MANUAL)])
        self.text.document().setDefaultFont(theme.font(16))
        lay.addWidget(self.text, 1)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(self._find)
        self._fill()

    def show_page(self, page: ManualPage) -> None:
        """Come to the front at a page."""
        self._line.clear()
        for number in range(self._list.count()):
            if self._list.item(number).data(_NAME) == page.name:
                self._list.setCurrentRow(number)
        self.show()
        self.raise_()
        self.activateWindow()
        self._list.setFocus()

    @property
    def page(self) -> str:
        """The name of the page that is shown ("" = none)."""
        item = self._list.currentItem()
        return str(item.data(_NAME)) if item is not None else ""

    def _find(self) -> None:
        self._line.setFocus()
        self._line.selectAll()

    def _fill(self) -> None:
        """List the pages that have what was typed."""
        word = self._line.text().strip()
        before = self.page
        self._list.blockSignals(True)
        self._list.clear()
        for page in handbook.pages():
            if not word or page.says(word):
                item = QListWidgetItem(page.title)
                item.setData(_NAME, page.name)
                self._list.addItem(item)
                if page.name == before:
                    self._list.setCurrentItem(item)
        self._list.blockSignals(False)
        self._none.setText("" if self._list.count() else f"手册里没有“{word}”。换个说法再找。")
        if self._list.currentItem() is None:
            self._list.setCurrentRow(0)
        self._show_current()

    def _show_anew(self) -> None:
        bar = self.text.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self._show_current()
        bar.setValue(round(share * bar.maximum()))

    def _show_current(self) -> None:
        page = next((one for one in handbook.pages() if one.name == self.page), None)
        if page is None:
            self.text.clear()
            return
        self.text.show_text(f"# {page.title}\n\n{page.text}")
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        word = self._line.text().strip()
        if word:
            self.text.find(word)
