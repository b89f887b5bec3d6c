"""Yes, no, or not said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.form.editors.editor import Editor
from ui.form.editors.options import Options

if TYPE_CHECKING:
    from danyang_desktop.declare.kind import Kind
    from ui.desk import Desk

_WORDS = {"是": True, "否": False}


class YesNoEditor(Editor):
    """Two buttons; pressing the taken one again takes it back."""

    def __init__(self, kind: Kind[Any], desk: Desk, *, compact: bool = False) -> None:
        super().__init__(kind, desk, compact=compact)
        self._options = Options(desk.theme, tuple(_WORDS), kind.name, several=False)
        self.show_options(self._options)

    def value(self) -> Any:
        """Return True, False or None."""
        taken = self._options.taken
        return _WORDS[taken[0]] if taken else None

    def set_value(self, value: Any) -> None:
        """Show yes, no, or neither."""
        self._options.take([word for word, means in _WORDS.items() if value is means])
