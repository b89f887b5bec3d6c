"""A field in the form: its label, its editor, and what is said about it: help, complaint or warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import metrics, pieces
from ui.theme import COLOURS

if TYPE_CHECKING:
    from ui.form.editors.editor import Editor, State
    from ui.theme import Theme

_ANY = 16_777_215
"""Qt's QWIDGETSIZE_MAX: as wide as there is room."""
_MARKS = {"error": ("bang", "cinnabar", "complaint"), "warn": ("tri", "warn", "warning"), "": ("info", "text2", "hint")}


class FieldCell:
    """Three widgets that the form places: `label`, `editor`, and `said` in the line below."""

    def __init__(self, editor: Editor, theme: Theme) -> None:
        self.editor = editor
        self._theme = theme
        self.required = False
        self.state: State = ""
        self._says: tuple[State, str] | None = None
        above = theme.px(metrics.FIELD_ABOVE)
        editor.lay.setContentsMargins(0, above, 0, 0)
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setProperty("role", "label")
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.label.setContentsMargins(0, above, 0, 0)
        self.label.setMinimumHeight(theme.px(metrics.FIELD) + above)
        self.label.setWordWrap(True)
        self.label.setBuddy(editor)
        self.said = QWidget()
        lay = pieces.row(self.said, margins=(2, 0, 0, 0), gap=metrics.HAIR)
        self._mark = QLabel()
        self._mark.setFixedSize(theme.px(metrics.ICON_SMALL), theme.px(20))
        self._text = pieces.label("", "hint", name=f"{editor.kind.name}Said", wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        lay.addWidget(self._mark, alignment=Qt.AlignmentFlag.AlignTop)
        lay.addWidget(self._text, 1)
        self.set_required(editor.kind.required)
        self.say("", "")

    def stand_beside(self, width: int) -> None:
        """Let the label stand at the field's left, `width` px wide at the plain type size."""
        theme = self._theme
        self.label.setFixedWidth(theme.px(width))
        self.label.setMinimumHeight(theme.px(metrics.FIELD) + theme.px(metrics.FIELD_ABOVE))
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def stand_above(self) -> None:
        """Let the label stand over the field, from its left edge."""
        self.label.setMinimumSize(0, 0)
        self.label.setMaximumWidth(_ANY)
        self.label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)

    @property
    def widgets(self) -> tuple[QWidget, QWidget, QWidget]:
        """Label, editor, and what is said."""
        return self.label, self.editor, self.said

    def set_required(self, required: bool) -> None:  # noqa: FBT001 - one fact, one argument
        """Show or take away the star."""
        self.required = required
        star = f'<span style="color:{COLOURS["cinnabar"]}"> *</span>' if required else ""
        self.label.setText(f"{self.editor.kind.label}{star}")
        self.editor.set_required(required)

    def say(self, state: State, sentence: str) -> bool:
        """Say a complaint (error) or a warning; without one the field's help is shown, if it has any.

        Returns whether something else was said before.
        """
        if (state, sentence) == self._says:
            return False
        self._says = state, sentence
        self.state = state
        text = sentence or self.editor.kind.help
        icon, colour, role = _MARKS[state]
        self._text.setText(text)
        pieces.set_state(self._text, "role", role)
        side = self._theme.px(metrics.ICON_SMALL)
        self._mark.setPixmap(self._theme.icon(icon, colour, metrics.ICON_SMALL).pixmap(QSize(side, side)))
        self._mark.setVisible(bool(sentence))
        self.editor.set_state(state, text)
        return True

    @property
    def talks(self) -> bool:
        """Tell whether there is anything to say."""
        return bool(self._text.text())

    @property
    def sentence(self) -> str:
        """The complaint or warning that is shown now."""
        return self._text.text() if self.state else ""
