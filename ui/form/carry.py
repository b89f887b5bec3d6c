"""照上一条: fill a new form with what repeats from the record before it, and take that back again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from danyang_desktop.declare.again import carried
from ui import pieces

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk
    from ui.form.body import FormBody

_COPY, _BACK = "照上一条 Ctrl+R", "不照了 Ctrl+R"


class CarryButton(pieces.Button):
    """In the head of a new record's form; absent where there is no record yet. `carried` carries the fields' names.

    Only what is as the form began is filled: what a hand has typed stays.
    """

    carried = Signal(object)

    def __init__(self, ledger: Ledger[Any], desk: Desk, record: Any) -> None:
        super().__init__(_COPY)
        self.setObjectName("formAgain")
        self.setAutoDefault(False)
        self.setAccessibleName("照上一条填")
        self._desk = desk
        self._ledger = ledger
        self._body: FormBody | None = None
        self._before: dict[str, Any] = {}
        last = desk.workspace.last_written(ledger) if not record.head and not ledger.is_register else None
        self._values = carried(ledger, last) if last is not None else {}
        self._first = {name: getattr(record, name) for name in self._values}
        self.setEnabled(bool(self._values))
        if not self._values:
            self.hide()
        self.clicked.connect(self._turn)

    def attend(self, body: FormBody) -> None:
        """Fill this form's fields."""
        self._body = body

    def _turn(self) -> None:
        """Fill the fields; the next press puts back what stood there."""
        if self._body is None:
            return
        if self._before:
            texts, self._before = self._before, {}
            self._body.restore(texts)
        else:
            values, _ = self._body.read()
            names = [name for name in self._values if name in values and values[name] == self._first[name]]
            self._before = {name: self._body.editor(name).draft() for name in names}
            for name in names:
                self._body.editor(name).set_value(self._values[name])
            texts = self._before
        self.setText(_BACK if self._before else _COPY)
        self.carried.emit(set(texts))
