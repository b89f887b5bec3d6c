"""The panel beside the table: all that is filled in of the chosen record, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QMenu, QScrollArea, QWidget

from danyang_desktop.declare.kinds import Photos, Rows
from danyang_desktop.declare.told import hides
from danyang_desktop.numbering import may_renumber
from ui import metrics, pieces, shown
from ui.dialogs.pictures import pictures_of
from ui.printing.offers import of_record
from ui.table.delegates import paint_tag

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk

_ACTIONS_SHOWN = 1
_ROWS_SHOWN = 6


class Tag(QWidget):
    """A state as a tag outside a table."""

    def __init__(self, theme: Any) -> None:
        super().__init__()
        self._theme = theme
        self._word = ""
        self.setFixedHeight(theme.px(metrics.TAG_HEIGHT))

    def say(self, word: str) -> None:
        """Show a state; "" shows nothing."""
        self._word = word
        self.setAccessibleName(word)
        metric = self.fontMetrics()
        self.setFixedWidth(metric.horizontalAdvance(word) + self._theme.px(metrics.ICON_SMALL + 20) if word else 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tag."""
        del event
        if self._word:
            painter = QPainter(self)
            paint_tag(painter, self._theme, 0, self.height() / 2, self._word)
            painter.end()


class DetailPanel(QFrame):
    """Emits what is wanted of the record: edit, history, bin, bring_back, or act: and the name of an action."""

    wanted = Signal(object, str)

    def __init__(self, ledger: Ledger[Any], desk: Desk) -> None:
        super().__init__()
        self.setObjectName("detailPanel")
        self.setProperty("card", True)
        self._ledger = ledger
        self._desk = desk
        self._record: Any = None
        self.setFixedWidth(desk.theme.px(metrics.DETAIL_WIDTH))
        lay = pieces.column(self)
        lay.addWidget(self._head())
        self._scroll = QScrollArea()
        self._scroll.setObjectName("detailScroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        lay.addWidget(self._scroll, 1)
        lay.addWidget(self._foot())
        self.show_record(None)

    def _head(self) -> QFrame:
        head = QFrame()
        head.setProperty("head", True)
        lay = pieces.column(head, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.SMALL), gap=metrics.HAIR)
        top = pieces.row(gap=metrics.SMALL)
        self._title = pieces.label("", "step", name="detailTitle", wrap=True)
        self._tag = Tag(self._desk.theme)
        top.addWidget(self._title, 1)
        top.addWidget(self._tag)
        lay.addLayout(top)
        self._number = pieces.label("", "second", name="detailNumber", selectable=True)
        lay.addWidget(self._number)
        return head

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("foot", True)
        theme = self._desk.theme
        lay = pieces.row(foot, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP), gap=metrics.SMALL)
        self._edit = pieces.button(theme, "修改 F2", "detailEdit", icon="edit", rank="small", says="修改")
        self._edit.clicked.connect(self._ask_edit)
        self._act = pieces.button(theme, "", "detailAct", rank="small", says="办下一步")
        self._act.clicked.connect(self._ask_act)
        self._more = pieces.button(theme, "更多", "detailMore", icon="down", kind="link", says="更多")
        self._more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._menu = QMenu(self)
        self._menu.setObjectName("detailMenu")
        self._menu.triggered.connect(self._from_menu)
        self._more.setMenu(self._menu)
        lay.addWidget(self._edit)
        lay.addWidget(self._act)
        lay.addStretch(1)
        lay.addWidget(self._more)
        return foot

    def show_record(self, record: Any, *, draft: bool = False) -> None:
        """Show a record, or nothing; a draft can only be gone on with."""
        self._record = record
        self.setEnabled(record is not None)
        body = QWidget()
        body.setObjectName("scrolled")
        if record is None:
            self._title.setText("没有选中")
            self._number.setText("在左边的表里选一行，这里就显示它。")
            self._tag.say("")
            self._act.hide()
        else:
            self._title.setText(shown.title_of(self._ledger, record))
            self._number.setText(record.serial_no or self._ledger.title)
            self._tag.say(shown.status_of(self._ledger, record))
            self._fill(body, record)
            self._offer(record)
        self._edit.setText("接着写 F2" if draft else "修改 F2")
        self._edit.setAccessibleName("接着写" if draft else "修改")
        self._more.setHidden(draft)
        if draft:
            self._edit.setEnabled(True)
            self._act.hide()
        self._scroll.setWidget(body)

    def _fill(self, body: QWidget, record: Any) -> None:
        form = QFormLayout(body)
        form.setContentsMargins(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP)
        form.setHorizontalSpacing(metrics.SMALL)
        form.setVerticalSpacing(6)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        names = [name for names in self._ledger.form.values() for name in names]
        names += [name for name in self._ledger.kinds if name not in names and name != self._ledger.state]
        for name in names:
            kind, value = self._ledger.kinds[name], getattr(record, name)
            asked = kind.shown_when is None or kind.shown_when(record)
            if kind.is_empty(value) or not asked or name == self._ledger.title_field:
                continue
            if isinstance(kind, Photos):
                form.addRow(self._photos(value, f"照片 {len(value)} 张"))
                continue
            secret = hides(self._ledger, record, name)
            text = "保密，打开这一条才能看" if secret else self._text(kind, value)
            key = pieces.label(kind.label, "second", wrap=True)
            key.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            key.setFixedWidth(self._desk.theme.px(metrics.DETAIL_LABEL))
            form.addRow(key, pieces.label(text, "body15", wrap=True, selectable=True))
        scans = [scan.digest for scan in self._desk.workspace.scans(record.uid)] if record.uid else []
        if scans:  # of a secret record only how many: its signed sheet tells what the table hides
            shown_here = [] if self._ledger.is_secret(record) else scans
            form.addRow(self._photos(shown_here, f"扫描件 {len(scans)} 页"))
        if record.void_reason:
            form.addRow(pieces.label("作废原因", "second"), pieces.label(record.void_reason, "body15", wrap=True))

    def _text(self, kind: Kind[Any], value: Any) -> str:
        if not isinstance(kind, Rows):
            return shown.text_of(kind, value)
        rows = shown.row_texts(value)
        more = [f"……共 {len(rows)} {kind.noun}"] if len(rows) > _ROWS_SHOWN else []
        return "\n".join([*rows[:_ROWS_SHOWN], *more])

    def _photos(self, digests: list[str], said: str) -> QWidget:
        holder = QWidget()
        lay = pieces.row(holder, gap=metrics.SMALL)
        width, height = metrics.THUMB
        for digest in digests[:2]:
            data = self._desk.workspace.photo(digest)
            image = QImage.fromData(data) if data else QImage()
            if image.isNull():
                continue
            thumb = QLabel()
            size = QSize(self._desk.theme.px(width), self._desk.theme.px(height))
            mode = Qt.AspectRatioMode.KeepAspectRatioByExpanding
            picture = QPixmap.fromImage(image.scaled(size, mode, Qt.TransformationMode.SmoothTransformation))
            thumb.setPixmap(picture.copy(0, 0, size.width(), size.height()))
            lay.addWidget(thumb)
        lay.addWidget(pieces.label(said, "second"))
        lay.addStretch(1)
        return holder

    def _offer(self, record: Any) -> None:
        """Offer what can be done now: the first declared action as a button, the others under 更多."""
        settled = bool(self._ledger.state) and getattr(record, self._ledger.state) in self._ledger.settled
        live = record.status == "final"
        self._edit.setEnabled(live and not settled)
        self._edit.setToolTip("" if live and not settled else "这一条已经定了，不能直接改")
        actions = self._desk.workspace.actions(record) if record.head else []
        self._act.setVisible(bool(actions))
        if actions:
            self._act.setText(actions[0].label)
            self._act.setAccessibleName(actions[0].label)
            self._act.setProperty("action", actions[0].name)
        self._menu.clear()
        for action in actions[_ACTIONS_SHOWN:]:
            self._add(action.label, f"act:{action.name}")
        if of_record(self._desk.workspace, self._ledger, record) is not None:
            self._add("打印这一条", "print")
        if record.head and pictures_of(self._desk.workspace, self._ledger, record):
            self._add("看照片和扫描件", "pictures")
        self._add("看改动经过", "history")
        self._menu.addSeparator()
        if live:
            self._add("作废这一条…" if self._ledger.code else "移到回收站", "bin")
        elif record.status in {"void", "binned"}:
            self._add("恢复这一条", "bring_back")
        if may_renumber(self._desk.workspace, record):
            self._add("换一个编号", "renumber")

    def _add(self, text: str, what: str) -> None:
        action = QAction(text, self._menu)
        action.setData(what)
        self._menu.addAction(action)

    @property
    def buttons(self) -> tuple[QPushButton, QPushButton, QPushButton]:
        """Edit, the first action, more."""
        return self._edit, self._act, self._more

    def _ask_edit(self) -> None:
        self.wanted.emit(self._record, "edit")

    def _ask_act(self) -> None:
        self.wanted.emit(self._record, f"act:{self._act.property('action')}")

    def _from_menu(self, action: QAction) -> None:
        self.wanted.emit(self._record, str(action.data()))
