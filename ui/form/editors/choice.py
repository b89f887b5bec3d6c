"""One of a list: buttons when they are few and short, a drop-down list otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.kinds import Choice
from ui.form.editors.editor import Editor
from ui.form.editors.letter_combo import LetterCombo
from ui.form.editors.options import Options
from ui.form.room import shown_as_buttons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danyang_desktop.declare.kind import Kind
    from ui.desk import Desk


def choices_of(kind: Any, desk: Desk) -> Sequence[str]:
    """Return the options of a Choice or Choices: its own, or those of the book's code list."""
    return tuple(desk.workspace.look.choices(kind.code_list)) if kind.code_list else tuple(kind.options)


class ChoiceEditor(Editor):
    """Nothing may be chosen too; an option that has gone from the list stays on records that have it."""

    def __init__(self, kind: Kind[Any], desk: Desk, *, compact: bool = False) -> None:
        super().__init__(kind, desk, compact=compact)
        options = choices_of(kind, desk)
        self._options: Options | None = None
        self._box: LetterCombo | None = None
        if not compact and isinstance(kind, Choice) and shown_as_buttons(kind, options):
            self._options = Options(desk.theme, options, kind.name, several=False)
            self.show_options(self._options)
        else:
            box = LetterCombo()
            box.addItem("请选择" if kind.required and not compact else "", "")
            for option in options:
                box.addItem(option, option)
            box.setMaxVisibleItems(14)
            box.activated.connect(self._picked)
            self._box = box
            self.lay.addWidget(box)
            self.watch(box)

    def _picked(self) -> None:
        self.edited.emit()
        self.left.emit()

    def value(self) -> Any:
        """Return the option chosen, "" for none."""
        if self._options is not None:
            return next(iter(self._options.taken), "")
        assert self._box is not None  # noqa: S101 - one of the two is always there; tells the type checker
        return str(self._box.currentData() or "")

    def set_value(self, value: Any) -> None:
        """Show an option."""
        if self._options is not None:
            self._options.take([value])
        elif self._box is not None:
            if value and self._box.findData(value) < 0:
                self._box.addItem(value, value)
            self._box.setCurrentIndex(max(0, self._box.findData(value or "")))
