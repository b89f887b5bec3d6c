"""What every kind of field knows.

A kind is a peewee field with a voice: it reads what a hand typed, complains in a sentence, shows itself, and goes to
and from workbook cells and JSON. Each kind has exactly one editor in ui/form/editors.

Values in a record are never None for texts and lists ("" and []), and None for an empty number, date or time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeVar, cast

import peewee

from danyang_desktop.base.canonical import spelling
from danyang_desktop.base.errors import UserError

if TYPE_CHECKING:
    import datetime as dt
    import random
    from collections.abc import Callable, Iterable

    from danyang_desktop.declare.look import Look

V = TypeVar("V")
Privacy = Literal[0, 1, 2, 3, 4]
When = "Callable[[Any], bool]"
as_json = spelling(sort_keys=False, separators=(", ", ": "), allow_nan=True)
"""How all columns that hold JSON are spelled."""

if TYPE_CHECKING:

    class _Field(peewee.Field[V], Generic[V]):
        """The typed face of peewee's field."""
else:

    class _Field(peewee.Field, Generic[V]):
        """Peewee's field, made subscriptable."""


class Kind(_Field[V], Generic[V]):
    """One fact of a record.

    label          what the reader calls it
    required       must be filled before the record is saved
    help           one sentence under the field
    aliases        other headings under which workbooks bring it
    privacy        0 may be published, 1 internal, 2 personal, 3 sensitive personal (PIPL art. 28), 4 confidential talk
    default        value of a new record, or a function of Look that gives it
    shown_when     function of the record: the field is asked for at all
    required_when  function of the record: must be filled
    """

    name_of_kind: ClassVar[str] = ""
    align: ClassVar[Literal["left", "right", "center"]] = "left"
    lists: ClassVar[bool] = False
    pointing: bool = False
    """Whether its values point to other records (`points_to`)."""

    def __init__(
        self,
        label: str,
        *,
        required: bool = False,
        help: str = "",  # noqa: A002 - the word of the declaration language
        aliases: tuple[str, ...] = (),
        privacy: Privacy = 1,
        default: Any = None,
        shown_when: Callable[[Any], bool] | None = None,
        required_when: Callable[[Any], bool] | None = None,
    ) -> None:
        super().__init__(null=True, verbose_name=label, help_text=help or None)
        self.label = label
        self.required = required
        self.help = help
        self.aliases = aliases
        self.privacy = privacy
        self.initial = default
        self.shown_when = shown_when
        self.required_when = required_when

    @property
    def empty(self) -> V:
        """The value that stands for "not filled"."""
        return cast("V", [] if self.lists else None)

    def is_empty(self, value: Any) -> bool:
        """Tell whether nothing was filled in."""
        return value is None or (isinstance(value, (str, list)) and not value)

    def first_value(self, look: Look | None) -> V:
        """Return the value a new record starts with."""
        if callable(self.initial):
            return cast("V", self.initial(look)) if look is not None else self.empty
        if self.initial is None:
            return self.empty
        return cast("V", list(self.initial) if self.lists else self.initial)

    def parse(self, text: str, today: dt.date) -> V:
        """Read what a hand typed; raises UserError with a sentence."""
        raise NotImplementedError

    def complain(self, value: V) -> str | None:
        """Say in a sentence what is wrong with a filled value, or None."""
        del value
        return None

    def show(self, value: V) -> str:
        """Return the value as people read it."""
        return "" if self.is_empty(value) else str(value)

    def to_cell(self, value: V) -> Any:
        """Return what stands in a workbook cell: text, int, float, date or None."""
        return self.show(value) or None

    def from_cell(self, cell: Any, today: dt.date) -> V:
        """Read a workbook cell (str, float, int, bool, date, datetime, time or None); raises UserError."""
        if cell is None or cell == "":
            return self.empty
        return self.parse(plain(cell), today)

    def to_json(self, value: V) -> Any:
        """Return the value as JSON knows it (never float)."""
        return None if self.is_empty(value) and not self.lists else value

    def from_json(self, value: Any) -> V:
        """Read a JSON value; raises UserError if it is of another shape."""
        return self.empty if value is None else cast("V", value)

    def words(self, value: V) -> str:
        """Return the text by which the search finds this value."""
        return self.show(value)

    def sample(self, dice: random.Random) -> V:
        """Make a plausible value, the same for the same dice."""
        raise NotImplementedError

    def db_value(self, value: Any) -> Any:
        """Return the value as the table holds it."""
        return value

    def points_to(self, value: V) -> Iterable[str]:
        """Return the uids of the records that a value points to."""
        del value
        return ()

    def told(self, value: Any) -> tuple[Any, Any]:
        """Return a filled value as the table holds it and as JSON knows it, for those who want both."""
        return self.db_value(value), self.to_json(value)

    def python_value(self, value: Any) -> Any:
        """Return the value as the record holds it."""
        return self.empty if value is None else value

    def wrong(self, sentence: str) -> UserError:
        """Return the error that says `sentence` of this field."""
        return UserError(sentence, getattr(self, "name", None))

    def json_must(self, ok: bool, value: Any) -> None:  # noqa: FBT001 - reads as a sentence: json_must(ok, value)
        """Raise UserError unless a JSON value has this kind's shape."""
        if not ok:
            raise self.odd(value)

    def odd(self, value: Any) -> UserError:
        """Return the error that says that a JSON value has another shape than this kind's."""
        return self.wrong(f"“{self.label}”里的内容格式不对（{repr(value)[:30]}），这一条没有收下。")


def plain(cell: Any) -> str:
    """Return a cell as text, without the ".0" that spreadsheets put behind whole numbers."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()
