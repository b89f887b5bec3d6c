"""Several people: chips, and a line to add another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.kinds import People
from danyang_desktop.declare.look import Link
from ui import metrics, pieces
from ui.flow import FlowLayout
from ui.form.editors.editor import Editor, State
from ui.form.editors.picker import PickLine

if TYPE_CHECKING:
    from danyang_desktop.declare.kind import Kind
    from ui.desk import Desk

_CHIP = 28


class PeopleEditor(Editor):
    """Backspace in the empty line takes the last chip away; 、 after a name takes the name."""

    def __init__(self, kind: Kind[Any], desk: Desk, *, compact: bool = False) -> None:
        super().__init__(kind, desk, compact=compact)
        assert isinstance(kind, People)  # noqa: S101 - EDITORS pairs them; tells the type checker
        self._register = kind.target
        self._links: list[Link] = []
        self._chips: list[QToolButton] = []
        self._state: State = ""
        self._frame = QFrame()
        self._frame.setProperty("field", True)
        self._flow = FlowLayout(self._frame, gap=metrics.SMALL)
        edge = 1 if compact else 5
        self._flow.setContentsMargins(metrics.GAP, edge, metrics.SMALL, edge)
        self.line = PickLine(kind.target, desk)
        self.line.setPlaceholderText("继续输入姓名或拼音")
        self.line.setProperty("bare", True)
        self.line.setMinimumWidth(desk.theme.px(160))
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line.setFixedHeight(desk.theme.px(_CHIP))
        self.line.picked.connect(self._take)
        self.line.new_wanted.connect(self._ask_new)
        self.line.textEdited.connect(self._typed)
        self._flow.addWidget(self.line)
        self.lay.addWidget(self._frame)
        self.watch(self.line)

    def _ask_new(self, name: str) -> None:
        self.new_wanted.emit(self._register, name)

    def _typed(self, text: str) -> None:
        if text.endswith(("、", "，", ",")):
            self._commit()
        self.edited.emit()

    def _take(self, record: Any) -> None:
        self.add(Link(record.uid, self._register.name_of_record(record)))

    def add(self, link: Link) -> None:
        """Add one more, unless it stands there already."""
        self.line.clear()
        if link not in self._links:
            self._links.append(link)
            self._show_chips()
        self.edited.emit()
        self.line.setFocus()

    def _show_chips(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self._chips = []
        for number, link in enumerate(self._links):
            chip = QToolButton()
            chip.setProperty("chip", True)
            chip.setObjectName(f"{self.kind.name}Chip{number}")
            chip.setText(link.name)
            chip.setFixedHeight(self.desk.theme.px(_CHIP))
            chip.setIcon(self.desk.theme.icon("x", "primary", metrics.ICON_SMALL))
            chip.setIconSize(QSize(self.desk.theme.px(14), self.desk.theme.px(14)))
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            chip.setAccessibleName(f"去掉 {link.name}")
            chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            chip.setProperty("place", number)
            chip.clicked.connect(self._drop)
            self._chips.append(chip)
            self._flow.insert(number, chip)
            chip.show()
        self._frame.updateGeometry()

    def _drop(self) -> None:
        self._links.pop(int(self.sender().property("place")))
        self._show_chips()
        self.edited.emit()
        self.line.setFocus()

    def _written(self) -> tuple[list[Link], str]:
        """Return whom the line names, and a name that several bear ("" = none). Reading changes nothing."""
        links: list[Link] = []
        for name in self.kind.parse(self.line.text(), self.desk.workspace.today):
            found = self.line.exactly(name.name)
            if len(found) > 1:
                return [], name.name
            links.append(Link(found[0].uid, name.name) if found else Link("", name.name))
        return links, ""

    def _commit(self) -> None:
        """Make chips of what was typed, unless it is not clear who is meant."""
        try:
            links, unclear = self._written()
        except UserError:  # said when the form is judged; what was typed stays
            return
        if unclear:
            return
        self._links += [link for link in dict.fromkeys(links) if link not in self._links]
        self.line.clear()
        self._show_chips()

    def value(self) -> list[Link]:
        """Return the people; raises UserError when a typed name is borne by several."""
        links, unclear = self._written()
        if unclear:
            raise UserError(
                f"叫“{unclear}”的不止一{self._register.unit}。请按 ↓ 打开名单，选对的那一{self._register.unit}。"
            )
        return list(dict.fromkeys([*self._links, *links]))

    def set_value(self, value: Any) -> None:
        """Show people."""
        self._links = list(value)
        self.line.clear()
        self._show_chips()

    def draft(self) -> Any:
        """Return the people and what is half typed."""
        return {"people": [[*link] for link in self._links], "typed": self.line.text()}

    def restore(self, draft: Any) -> None:
        """Show them again."""
        if isinstance(draft, dict):
            self.set_value(
                [Link(*map(str, pair)) for pair in draft.get("people", []) if len(pair) == len(Link._fields)]
            )
            self.line.setText(str(draft.get("typed", "")))

    def set_state(self, state: State, sentence: str = "") -> None:
        """Show the state on the frame, which is what looks like the field."""
        self._state = state
        self.line.setAccessibleDescription(sentence)
        self._show_state(focus=self.line.hasFocus())

    def _show_state(self, *, focus: bool) -> None:
        pieces.set_state(self._frame, "state", self._state or ("focus" if focus else ""))

    def was_left(self) -> None:
        """Make chips of what is still in the line."""
        if self.line.text().strip():
            self._commit()
        super().was_left()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the focus with the frame; Backspace takes the last chip."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._show_state(focus=event.type() == QEvent.Type.FocusIn)
        back = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Backspace
        )
        if back and not self.line.text() and self._links:
            self._links.pop()
            self._show_chips()
            self.edited.emit()
            return True
        return super().eventFilter(watched, event)

    def takes_enter(self, event: QKeyEvent) -> bool:
        """Enter takes the typed name first; in the empty line it goes on."""
        del event
        if self.line.text().strip():
            self._commit()
            self.edited.emit()
            return True
        return False
