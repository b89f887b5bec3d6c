"""The matrix of a year's talks: everybody with what is missing, and the committee's square."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from ui import metrics, pieces
from ui.pages.coverage import matrix
from ui.pages.overlay import Overlay
from ui.pages.segments import Segments
from ui.printing.offers import of_coverage, print_seen
from ui.roomy import Turning
from ui.sheet.model import SheetModel
from ui.sheet.view import SheetView
from ui.window.header import Header

if TYPE_CHECKING:
    from danyang_desktop.rollups.coverage import Coverage
    from ui.desk import Desk
    from ui.printing.print_dialog import PrintDialog
    from ui.window.status_bar import Keys

_SQUARE, _HIGH = 424, 220


class CoverageView(Overlay):
    """talk_wanted(uid)  a talk with this person, please;  closed  back to the list."""

    talk_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "coverage")
        self.year = desk.workspace.today.year
        self.found: Coverage | None = None
        body = self._lay_out(self._make_header())
        body.addWidget(self._make_bar())
        both = Turning()
        px = desk.theme.px
        both.add(self._make_people(), grows=1, height=px(_HIGH))
        both.add(self._make_square(), width=px(_SQUARE), height=px(_HIGH))
        body.addWidget(both, 1)
        pieces.on_keys(self, ("Ctrl+P", self.ask_print), ("Ctrl+Left", self.back), ("Ctrl+Right", self.forward))

    def _make_header(self) -> Header:
        self._header = Header(self._desk.theme, "谈心谈话全年进度", arrow=True)
        self._header.back.connect(self.closed)
        printing = self._header.add_button("打印进度表", "coveragePrint", icon="print")
        printing.clicked.connect(self.ask_print)
        self.talk = self._header.add_button("和他谈", "coverageTalk", icon="talk", kind="primary")
        self.talk.clicked.connect(self._ask_talk)
        return self._header

    def _make_bar(self) -> Any:
        both = Turning(gap=metrics.SMALL)
        years, progress = QWidget(), QWidget()
        both.add(years, grows=1)
        both.add(progress)
        bar = pieces.row(years, gap=metrics.GAP)
        theme = self._desk.theme
        for name, icon, says, does in (
            ("coverageBack", "left", "上一年", self.back),
            ("coverageForward", "right", "下一年", self.forward),
        ):
            made = pieces.button(theme, "", name, icon=icon, kind="icon", says=says)
            made.clicked.connect(does)
            bar.addWidget(made)
            if icon == "left":
                self._year = pieces.label("", "strong", name="coverageYear")
                bar.addWidget(self._year)
        self.segments = Segments(theme, "coverageSegments")
        self.segments.picked.connect(self.show_people)
        bar.addWidget(self.segments)
        bar.addStretch(1)
        self._said = pieces.label("", "strong15", name="coverageSaid")
        self.bar = QProgressBar()
        self.bar.setObjectName("coverageBar")
        self.bar.setAccessibleName("全年进度")
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(theme.px(220))
        bar = pieces.row(progress, gap=metrics.GAP)
        bar.addWidget(self._said)
        bar.addWidget(self.bar)
        return both

    def _make_people(self) -> QWidget:
        card = pieces.card("coverageCard")
        self.people = SheetModel(matrix.PEOPLE_COLUMNS, self)
        self.table = SheetView(self.people, self._desk.theme, "coverageTable", "每个党员今年的谈话")
        self.table.opened.connect(self.talk_wanted)
        self.table.chosen.connect(self._chosen)
        pieces.column(card, margins=(1, 1, 1, 1)).addWidget(self.table)
        return card

    def _make_square(self) -> QWidget:
        card = pieces.card("coverageSquareCard")
        lay = pieces.column(card, margins=(1, 1, 1, 1))
        self.square = SheetModel((), self)
        view = SheetView(self.square, self._desk.theme, "coverageSquare", "支委之间的谈话")
        view.opened.connect(self.talk_wanted)
        lay.addWidget(view, 1)
        foot = pieces.card("coverageFoot")
        foot.setProperty("card", False)
        foot.setProperty("foot", True)
        text = "一年里，支委两两之间、支委和每个党员、党员之间，至少各谈一次（支部工作条例第十九条）。"
        pieces.row(foot, margins=(metrics.PAD, metrics.GAP, metrics.PAD, metrics.GAP)).addWidget(
            pieces.label(text, "hint", wrap=True)
        )
        lay.addWidget(foot)
        self._square_card = card
        return card

    @property
    def keys(self) -> Keys:
        """The keys that work here."""
        return (("Enter", "和他谈"), ("Ctrl+← →", "换年份"), ("Ctrl+P", "打印"), ("Esc", "回到清单"))

    # -- showing ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Work the year out anew."""
        self.found = found = matrix.read(self._desk.workspace, self.year)
        left, done = len(found.not_yet), len(found.covered)
        self._year.setText(f"{self.year}年")
        self.segments.show_values({"": f"全部 {left + done}", "left": f"没谈全 {left}", "done": f"谈全了 {done}"})
        self._said.setText(f"{found.done} / {found.required} 项")
        self.bar.setRange(0, max(1, found.required))
        self.bar.setValue(found.done)
        self._header.hint.setText(f"还有 {left} 人没谈全" if left else "都谈全了" if done else "名册里还没有党员")
        self.square.set_columns(matrix.board_columns(found))
        self.square.fill(matrix.board_lines(found))
        self.show_people()

    def show_people(self) -> None:
        """Show the chosen segment."""
        if self.found is not None:
            key = self.table.key
            self.people.fill(matrix.people_lines(self.found, self.segments.value))
            self.table.choose(key)

    def start(self) -> None:
        """Put the cursor on the first who waits for a talk."""
        self.table.setFocus()

    def _chosen(self, key: str) -> None:
        line = self.table.line
        self.talk.setEnabled(bool(key))
        self.talk.setText(f" 和{line.texts['name']}谈" if line is not None else " 和他谈")
        self.talk.setAccessibleName(self.talk.text().strip())

    def _ask_talk(self) -> None:
        if self.table.key:
            self.talk_wanted.emit(self.table.key)

    def back(self) -> None:
        """Show the year before."""
        self.year -= 1
        self.refresh()

    def forward(self) -> None:
        """Show the year after, up to this one."""
        self.year = min(self.year + 1, self._desk.workspace.today.year)
        self.refresh()

    # -- paper ------------------------------------------------------------------------------------------------

    def ask_print(self) -> PrintDialog:
        """Show the year's table as it will be printed."""
        return print_seen(self._desk, self, of_coverage(self._desk.workspace, self.year))
