"""How the program speaks: strips on a page, the note that something was saved, and the page for trouble."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from danyang_desktop.base.errors import Trouble, UserError
from ui import metrics, pieces
from ui.crash import CODE
from ui.disc import Disc
from ui.elided import Elided
from ui.roomy import Roomy, Turning

if TYPE_CHECKING:
    from ui.theme import Theme

_ICONS = {"error": ("bang", "cinnabar"), "warn": ("tri", "warn"), "ok": ("ok", "ok"), "info": ("info", "primary")}
SAFE = "电脑里的台账没有受影响。"


@dataclass(frozen=True)
class Told:
    """How work ended that did not end well: the sentence, and the level of the strip that says it."""

    sentence: str
    level: str = "warn"


class Strip(QFrame):
    """One sentence with an icon and at most one button. An error never goes away by itself.

    `closable`: it says how something ended, so it comes into view where the page scrolls, and may be put away.
    """

    pressed = Signal()
    link_followed = Signal(str)

    def __init__(self, theme: Theme, level: str, name: str, *, action: str = "", closable: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("level", level)
        self._theme = theme
        self._level = level
        self._icon = pieces.picture(theme, *_ICONS[level])
        self._text = QLabel()
        self._text.setObjectName(f"{name}Text")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._text.linkActivated.connect(self.link_followed)
        both = Turning(gap=metrics.SMALL, margins=(metrics.PAD, metrics.SMALL, metrics.GAP, metrics.SMALL))
        around = pieces.row(self)
        around.addWidget(both, 1)
        said = QWidget()
        lay = pieces.row(said, gap=metrics.GAP)
        lay.addWidget(self._icon)
        lay.addWidget(self._text, 1)
        both.add(said, grows=1)
        self.button = pieces.button(theme, action, f"{name}Button", rank="small", says=action or "知道了")
        self.button.clicked.connect(self.pressed)
        both.add(self.button)
        self.button.setVisible(bool(action))
        self._closable = closable
        if closable:
            away = pieces.button(theme, "", f"{name}Close", icon="x", kind="icon", says="收起这句话")
            away.clicked.connect(self._put_away)
            around.addWidget(away, alignment=Qt.AlignmentFlag.AlignTop)
        self.hide()

    def _put_away(self) -> None:
        self.say("")

    def say(self, sentence: str, *, rich: bool = False, level: str = "") -> None:
        """Show a sentence; "" hides the strip. `rich` allows <b> and links, made by us, never typed by anybody.

        `level` is that of this sentence, when it is not the strip's own.
        """
        pieces.set_state(self, "level", level or self._level)
        pieces.set_picture(self._icon, self._theme, *_ICONS[level or self._level])
        self._text.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
        self._text.setText(sentence)
        self._text.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
        if sentence and self._closable:
            QTimer.singleShot(0, self._come_into_view)  # once there is room for it and the focus is where it goes

    def _come_into_view(self) -> None:
        around = self.parentWidget()
        while around is not None and not isinstance(around, Roomy):
            around = around.parentWidget()
        if around is not None and self.isVisible():
            around.ensureWidgetVisible(self, 0, metrics.GAP)

    def say_error(self, error: Exception) -> None:
        """Show what went wrong, of trouble with its number. Raises what is neither UserError nor Trouble: a bug."""
        if isinstance(error, Trouble):
            self.say(f"{error.sentence}（编号 {error.code}）")
        elif isinstance(error, UserError):
            self.say(error.sentence)
        else:
            raise error

    @property
    def sentence(self) -> str:
        """What it says now."""
        return self._text.text() if not self.isHidden() else ""


class Toast(QFrame):
    """“已保存 · 撤销”: stays for six seconds above the status bar."""

    undo_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setProperty("level", "ok")
        lay = pieces.row(self, margins=(metrics.PAD, metrics.HAIR, metrics.SMALL, metrics.HAIR), gap=metrics.GAP)
        lay.addWidget(pieces.picture(theme, "ok", "ok"))
        self._text = Elided(name="toastText", letters=6)
        lay.addWidget(self._text, 1)
        self._undo = pieces.button(theme, "撤销 Ctrl+Z", "toastUndo", kind="link")
        self._undo.clicked.connect(self.undo_wanted)
        lay.addWidget(self._undo)
        self._timer = QTimer(self, singleShot=True, interval=metrics.TOAST_STAYS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, sentence: str, *, undo: bool = False) -> None:
        """Show `sentence`, with the way back if there is one."""
        self._text.setText(sentence)
        self._undo.setVisible(undo)
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def place(self) -> None:
        """Stand in the middle, just above the lower edge of the parent."""
        over = self.parentWidget()
        if over is not None:
            self.resize(min(self.sizeHint().width(), over.width() - 2 * metrics.GAP), self.height())
            self.move((over.width() - self.width()) // 2, over.height() - self.height() - metrics.GAP)


class TroublePage(QWidget):
    """What happened, what is safe, what to do, and the short number to read over the telephone (screen 14)."""

    retry_wanted = Signal()
    leave_wanted = Signal()
    later_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        name: str = "troublePage",
        *,
        buttons: tuple[str, str, str] = ("再试一次", "回到刚才的页面", ""),
        inside: bool = False,
    ) -> None:
        """Make the page; `inside` another one it has no margin, the words of its buttons are those of what failed."""
        super().__init__()
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._detail = ""
        card = pieces.card("troubleCard")
        margins = (0, 0, 0, 0) if inside else (metrics.MARGIN, metrics.PAD, metrics.MARGIN, metrics.PAD)
        outer = pieces.column(self, margins=margins)
        outer.addWidget(card)
        sheet = QWidget()
        sheet.setObjectName("scrolled")
        pieces.column(card, margins=(1, 1, 1, 1)).addWidget(Roomy(sheet))
        lay = pieces.column(sheet, margins=(36, 30, 36, 30), gap=metrics.GAP)
        head = pieces.row(gap=metrics.PAD)
        head.addWidget(Disc(theme, 56, "error"), alignment=Qt.AlignmentFlag.AlignTop)
        words = pieces.column(gap=metrics.HAIR)
        self._title = pieces.label("", "big", name="troubleTitle", wrap=True)
        self._safe = pieces.label(SAFE, "strong", name="troubleSafe")
        words.addWidget(self._title)
        words.addWidget(self._safe)
        head.addLayout(words, 1)
        lay.addLayout(head)
        lay.addWidget(pieces.label("请这样做", "strong"))
        self._steps = pieces.label("", name="troubleSteps", wrap=True)
        lay.addWidget(self._steps)
        lay.addWidget(pieces.line())
        both = Turning(gap=metrics.SMALL)
        said = QWidget()
        foot = pieces.row(said, gap=metrics.SMALL)
        foot.addWidget(pieces.picture(theme, "info"))
        self._code = pieces.label("", "second16", name="troubleCode", wrap=True, selectable=True)
        self._code.setTextFormat(Qt.TextFormat.RichText)  # the number is ours, and bold to be read out
        foot.addWidget(self._code, 1)
        both.add(said, grows=1)
        self._copy = pieces.button(theme, "复制详细情况", "troubleCopy", kind="link")
        self._copy.clicked.connect(self._copy_detail)
        both.add(self._copy)
        lay.addWidget(both)
        lay.addStretch(1)
        lay.addWidget(self._buttons(theme, buttons))

    def _buttons(self, theme: Theme, words: tuple[str, str, str]) -> QWidget:
        retry, leave, later = words
        self._retry = pieces.button(theme, retry, "troubleRetry", icon="refresh", kind="primary")
        self._retry.clicked.connect(self.retry_wanted)
        self._leave = pieces.button(theme, leave, "troubleLeave")
        self._leave.clicked.connect(self.leave_wanted)
        line = Turning(gap=metrics.GAP)
        line.add(self._retry)
        line.add(self._leave)
        line.add_space()
        if later:
            self._later = pieces.button(theme, later, "troubleLater", kind="link")
            self._later.clicked.connect(self.later_wanted)
            line.add(self._later)
        return line

    def tell(
        self, title: str, steps: tuple[str, ...], code: str, detail: str, *, retry: bool, safe: str = SAFE
    ) -> None:
        """Fill the page; steps are numbered here."""
        self._title.setText(title)
        self._safe.setText(safe)
        self._steps.setText("\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1)))
        self._code.setText(f"要打电话问县里时，报这个编号：<b>{code}</b>")
        self._detail = detail
        self._retry.setVisible(retry)
        (self._retry if retry else self._leave).setFocus()

    def tell_error(self, error: BaseException, *, retry: bool = True) -> None:
        """Fill the page from an error of one of the families; anything else is the program's own fault."""
        if isinstance(error, Trouble):
            self.tell(error.sentence, ("照上面说的做好", "再点“再试一次”"), error.code, error.code, retry=retry)
        elif isinstance(error, UserError):
            self.tell(error.sentence, ("改好以后", "再点“再试一次”"), "U-001", error.sentence, retry=retry)
        else:
            from ui.crash import report

            self.tell_crash(report(error), "")

    def tell_crash(self, text: str, path: str) -> None:
        """Fill the page for an error of the program."""
        steps = ["点“回到刚才的页面”，接着做别的", "同样的事再做一次，还是这样就打电话问县里"]
        if path:
            steps.append("县里要的报告已经存好，里面没有姓名和号码")
        self.tell("程序出了一点毛病，刚才那一步没有做成", tuple(steps), CODE, text, retry=False)

    def _copy_detail(self) -> None:
        QGuiApplication.clipboard().setText(self._detail)
        self._copy.setText("已复制")


class EmptyPage(QWidget):
    """Nothing here yet: an icon, a sentence, what it is good for, and the button that begins (screen 13)."""

    pressed = Signal()

    def __init__(self, theme: Theme, name: str, icon: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._theme = theme
        lay = pieces.column(self, gap=metrics.SMALL)
        lay.addStretch(2)
        mark = pieces.picture(theme, icon, "control", metrics.ICON_EMPTY)
        lay.addWidget(mark, alignment=Qt.AlignmentFlag.AlignHCenter)
        lay.addSpacing(metrics.GAP)
        self._title = pieces.label("", "step", name=f"{name}Title")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint = pieces.label("", "second16", name=f"{name}Hint", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        lay.addWidget(self._title)
        lay.addWidget(self._hint)
        lay.addSpacing(metrics.GAP)
        self.button = pieces.button(theme, " ", f"{name}Button", icon="plus", kind="primary", rank="large")
        self.button.clicked.connect(self.pressed)
        self.button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        lay.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignHCenter)
        lay.addStretch(3)

    def say(self, title: str, hint: str, action: str = "", *, icon: str = "plus") -> None:
        """Fill the page; without `action` there is no button."""
        self.button.setIcon(self._theme.icon(icon, "white"))
        self._title.setText(title)
        self._hint.setText(hint)
        self.button.setText(f" {action}")
        self.button.setAccessibleName(action)
        self.button.setVisible(bool(action))
