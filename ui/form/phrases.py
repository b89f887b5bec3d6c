"""常用语: the small window from which a sentence that was written before is taken into a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from danyang_desktop import phrases
from danyang_desktop.base.chinese.pinyin import search_keys
from danyang_desktop.base.errors import Trouble, UserError
from ui import metrics, pieces
from ui.messages import Strip
from ui.roomy import within

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk

_PHRASE = Qt.ItemDataRole.UserRole
_DIGITS = 9
_WAYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class PhraseDialog(QDialog):
    """`taken` carries the sentence. Letters look for one (text or pinyin), 1 to 9 take at once, Del forgets one."""

    taken = Signal(str)

    def __init__(self, ledger: Ledger[Any], field: str, desk: Desk, parent: QWidget, writing: str) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._field = field
        self._desk = desk
        self._writing = writing
        self._phrases = phrases.stock(desk.workspace, ledger, field)
        self.setObjectName("phraseDialog")
        self.setWindowTitle("常用语")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        within(self, desk.theme.px(620), desk.theme.px(460))
        lay = pieces.column(self, margins=(metrics.MARGIN,) * 4, gap=metrics.GAP)
        lay.addWidget(pieces.label(f"{ledger.kinds[field].label}的常用语", "step"))
        self._line = QLineEdit()
        self._line.setObjectName("phraseSearch")
        self._line.setAccessibleName("找常用语")
        self._line.setPlaceholderText("输几个字或拼音首字母来找；按 1 到 9 直接用")
        self._line.textChanged.connect(self._fill)
        self._line.installEventFilter(self)
        lay.addWidget(self._line)
        self._strip = Strip(desk.theme, "error", "phraseStrip")
        lay.addWidget(self._strip)
        self._list = QListWidget()
        self._list.setObjectName("phraseList")
        self._list.setAccessibleName("常用语")
        self._list.setWordWrap(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._list.itemClicked.connect(self._take)
        self._list.installEventFilter(self)
        lay.addWidget(self._list, 1)
        self._hint = pieces.label("", "second", name="phraseHint", wrap=True)
        lay.addWidget(self._hint)
        lay.addLayout(self._buttons())
        self._fill()
        self._line.setFocus()

    def _buttons(self) -> Any:
        buttons = pieces.row(gap=metrics.GAP)
        self._keep = pieces.button(self._desk.theme, "存下正在写的这一句", "phraseKeep", icon="plus")
        self._keep.clicked.connect(self._keep_writing)
        self._keep.setEnabled(bool(self._writing.strip()))
        self._forget = pieces.button(self._desk.theme, "不再出现 Del", "phraseForget")
        self._forget.clicked.connect(self._drop)
        use = pieces.button(self._desk.theme, "用这一句", "phraseUse", kind="primary")
        use.clicked.connect(self._take)
        self._use = use
        buttons.addWidget(self._keep)
        buttons.addWidget(self._forget)
        buttons.addStretch(1)
        buttons.addWidget(use)
        return buttons

    def _fill(self) -> None:
        """Show the phrases that have what was typed."""
        typed = self._line.text().strip().lower()
        self._list.clear()
        for phrase in self._phrases:
            if typed in phrase or any(typed in key for key in search_keys(phrase, is_name=False)):
                number = self._list.count() + 1
                item = QListWidgetItem(f"{number}　{phrase}" if number <= _DIGITS else f"　　{phrase}")
                item.setData(_PHRASE, phrase)
                self._list.addItem(item)
        self._list.setCurrentRow(0)
        some = bool(self._list.count())
        self._use.setEnabled(some)
        self._forget.setEnabled(some)
        empty = "没有找到。换几个字再找。" if self._phrases else "还没有。同一句话写过两次，就会自己出现在这里。"
        self._hint.setText("↑ ↓ 选，Enter 用，Esc 不用。" if some else empty)

    def _current(self) -> str:
        item = self._list.currentItem()
        return str(item.data(_PHRASE)) if item is not None else ""

    def _take(self) -> None:
        phrase = self._current()
        if phrase:
            self.accept()
            self.taken.emit(phrase)

    def _drop(self) -> None:
        phrase = self._current()
        if phrase and self._settle(phrases.drop, phrase):
            self._phrases.remove(phrase)
            self._fill()

    def _keep_writing(self) -> None:
        if self._settle(phrases.keep, self._writing):
            self._phrases = phrases.stock(self._desk.workspace, self._ledger, self._field)
            self._line.clear()
            self._fill()
            self._keep.setEnabled(False)
            self._line.setFocus()

    def _settle(self, does: Any, phrase: str) -> bool:
        self._strip.say("")
        try:
            does(self._desk.workspace, self._ledger, self._field, phrase)
        except UserError as error:
            self._strip.say(error.sentence)
        except Trouble as trouble:
            self._strip.say(f"{trouble.sentence}（编号 {trouble.code}）")
        else:
            return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys of the list work from the line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._does(event, watched):
            return True
        return super().eventFilter(watched, event)

    def _does(self, event: QKeyEvent, watched: QObject) -> bool:
        key = event.key()
        digit = event.text()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key == Qt.Key.Key_Delete and (watched is self._list or not self._line.text()):
            self._drop()
        elif len(digit) == 1 and digit in "123456789" and not self._line.text() and int(digit) <= self._list.count():
            self._list.setCurrentRow(int(digit) - 1)
            self._take()
        elif key in _WAYS and watched is self._line:
            step = -1 if key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp) else 1
            self._list.setCurrentRow(min(max(self._list.currentRow() + step, 0), self._list.count() - 1))
        else:
            return False
        return True
