"""开始使用: what was made, and whether a workbook comes in first: last year's, or an office's list of branches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QWidget

from ui import metrics, pieces
from ui.dialogs.ask_today import AskToday, said_today
from ui.dialogs.first_run.step import WIDE, Step

if TYPE_CHECKING:
    from ui.theme import Theme

_IMPORT = "打开以后，先把原来 Excel 里的花名册导进来"
_HINT = "去年的台账、名册都能从 Excel 导入：认得出栏目，有问题的行会一条一条告诉您，七天里还能整批撤回。"
_OFFICE_IMPORT = "打开以后，先从表格导入全县的支部名单"
_OFFICE_HINT = (
    "接下来三步，都在“支部与乡镇”页：一、导入支部名单（支部名称、编码、镇街三栏就够），收包总览上就有了应收的支部；"
    "二、写一份县里的登记文件到 U盘，发给各支部；三、支部把登记文件送来，打电话核对登记号，登记。以后按 F1 随时能看。"
)


@dataclass(frozen=True)
class Made:
    """What was made: whose book, who keeps it, where backups go and on which server it lies ("" = nowhere)."""

    whose: str
    who: str
    backups: str
    server: str
    office: bool

    @property
    def facts(self) -> list[str]:
        """What is to be known of it, a line each."""
        if not self.office:
            backups = self.backups or "还没有选地方，今日页上会提醒"
            who, papers = f"使用人：{self.who}（书记）", "开锁纸：请确认已经交给支部锁好"
            return [f"支部：{self.whose}", who, f"备份：{backups}", papers]
        backups = self.backups or "还没有选地方，在“设置与备份”里选"
        server = [f"台账放在：{self.server}（文件夹里只有钥匙）"] if self.server else []
        papers = "开锁纸、备用钥匙：请确认两张都锁好了"
        return [f"办公室：{self.whose}", f"使用人：{self.who}", *server, f"备份：{backups}", papers]


class StartStep(Step):
    """The book is there. Whoever sees that the computer's date is wrong may say so before the first record."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "台账建好了", "以后每次打开，输密码就能用。")
        card = pieces.card("startCard")
        card.setMaximumWidth(theme.px(WIDE))
        lay = pieces.column(card, margins=(20, 16, 20, 16), gap=metrics.SMALL)
        self._facts = pieces.label("", "second16", name="startFacts", wrap=True)
        lay.addWidget(self._facts)
        self.below.addWidget(card)
        self.brings = QCheckBox(_IMPORT)
        self.brings.setObjectName("startImport")
        self.brings.setAccessibleName(_IMPORT)
        self.below.addWidget(self.brings)
        self._hint = pieces.label(_HINT, "hint", name="startHint", wrap=True)
        self.below.addWidget(self._hint)
        line = pieces.row(gap=metrics.GAP)
        self._workspace: Any = None
        self._today = pieces.label("", "hint", name="startToday", wrap=True)
        line.addWidget(self._today, 1)
        other = pieces.button(theme, "今天不是这一天…", "startOtherDay", kind="link")
        other.clicked.connect(self._ask_day)
        self._ask = AskToday(theme, self)
        self._ask.told.connect(self._say_today)
        self._ask.failed.connect(self._today.setText)
        line.addWidget(other)
        self.below.addLayout(line)

    def _ask_day(self) -> None:
        self._ask.ask(self._workspace)

    def _say_today(self) -> None:
        self._today.setText(f"这台电脑上的今天：{said_today(self._workspace)}")

    def tell(self, made: Made, workspace: Any) -> None:
        """Say what was made, what comes first now, and which day it is."""
        self._workspace = workspace
        self._say_today()
        self._facts.setText("\n".join(made.facts))
        if made.office:
            self.brings.setText(_OFFICE_IMPORT)
            self.brings.setAccessibleName(_OFFICE_IMPORT)
            self.brings.setChecked(True)  # without a list nobody is missing
            self._hint.setText(_OFFICE_HINT)

    def begin(self) -> QWidget:
        """Begin at the box."""
        return self.brings
