"""One editor for each kind of field. A test compares this list with declare.kinds.KINDS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.kinds import (
    Choice,
    Choices,
    Date,
    LongText,
    Money,
    Number,
    People,
    Period,
    Photos,
    Ref,
    Rows,
    Text,
    Time,
    YesNo,
)
from ui.form.editors.choice import ChoiceEditor
from ui.form.editors.choices import ChoicesEditor
from ui.form.editors.date import DateEditor
from ui.form.editors.long_text import LongTextEditor
from ui.form.editors.number import NumberEditor
from ui.form.editors.people import PeopleEditor
from ui.form.editors.period import PeriodEditor
from ui.form.editors.photos import PhotosEditor
from ui.form.editors.ref import RefEditor
from ui.form.editors.rows import RowsEditor
from ui.form.editors.text import TextEditor
from ui.form.editors.yes_no import YesNoEditor

if TYPE_CHECKING:
    from danyang_desktop.declare.kind import Kind
    from ui.desk import Desk
    from ui.form.editors.editor import Editor

EDITORS: dict[type[Kind[Any]], type[Editor]] = {
    Text: TextEditor,
    LongText: LongTextEditor,
    Number: NumberEditor,
    Money: NumberEditor,
    Date: DateEditor,
    Time: TextEditor,
    Period: PeriodEditor,
    Choice: ChoiceEditor,
    Choices: ChoicesEditor,
    YesNo: YesNoEditor,
    Ref: RefEditor,
    People: PeopleEditor,
    Rows: RowsEditor,
    Photos: PhotosEditor,
}


def editor_for(kind: Kind[Any], desk: Desk, *, compact: bool = False) -> Editor:
    """Return a new editor for a field; `compact` ones fit into the cell of a table."""
    known = next(base for base in type(kind).__mro__ if base in EDITORS)  # hours are a Number
    return EDITORS[known](kind, desk, compact=compact)
