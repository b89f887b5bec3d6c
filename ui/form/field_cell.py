"""A field in the form: its label, its editor, and under it the help, the complaint or the warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import metrics, pieces
from ui.theme import COLOURS

if TYPE_CHECKING:
    from ui.form.editors.editor import Editor, State
    from ui.theme import Theme

_MARKS = {"error": ("bang", "cinnabar", "complaint"), "warn": ("tri", "warn", "warning"), "": ("info", "text2", "hint")}


class FieldCell(QWidget):
    """The editor with what is said about it. `label` stands beside it, in another column of the form."""

    def __init__(self, editor: Editor, theme: Theme) -> None:
        super().__init__()
        self.editor = editor
        self._theme = theme
        self.required = False
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setProperty("role", "label")
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.label.setMinimumHeight(theme.px(metrics.FIELD))
        self.label.setWordWrap(True)
        self.label.setBuddy(editor)
        self.state: State = ""
        lay = pieces.column(self, gap=2)
        lay.addWidget(editor)
        self._line = QWidget()
        said = pieces.row(self._line, gap=metrics.HAIR)
        said.setContentsMargins(2, 0, 0, 0)
        self._mark = QLabel()
        self._mark.setFixedSize(theme.px(metrics.ICON_SMALL), theme.px(20))
        self._text = pieces.label("", "hint", name=f"{editor.kind.name}Said", wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        said.addWidget(self._mark, alignment=Qt.AlignmentFlag.AlignTop)
        said.addWidget(self._text, 1)
        lay.addWidget(self._line)
        self.set_required(editor.kind.required)
        self.say("", "")

    def set_required(self, required: bool) -> None:  # noqa: FBT001 - one fact, one argument
        """Show or take away the star."""
        self.required = required
        star = f'<span style="color:{COLOURS["cinnabar"]}"> *</span>' if required else ""
        self.label.setText(f"{self.editor.kind.label}{star}")
        self.editor.set_required(required)

    def say(self, state: State, sentence: str) -> None:
        """Say a complaint (error) or a warning; without one the field's help is shown, if it has any."""
        self.state = state
        help_text = self.editor.kind.help
        icon, colour, role = _MARKS[state]
        self._text.setText(sentence or help_text)
        pieces.set_state(self._text, "role", role)
        side = self._theme.px(metrics.ICON_SMALL)
        self._mark.setPixmap(self._theme.icon(icon, colour, metrics.ICON_SMALL).pixmap(QSize(side, side)))
        self._mark.setVisible(bool(sentence))
        self._line.setVisible(bool(sentence or help_text))
        self.editor.set_state(state, sentence or help_text)

    @property
    def sentence(self) -> str:
        """The complaint or warning that is shown now."""
        return self._text.text() if self.state else ""
