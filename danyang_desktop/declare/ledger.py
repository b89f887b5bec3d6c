"""A ledger, declared once: facts in the model, faces and rules here. It checks itself when it is declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from danyang_desktop.declare.faces import Cells, Col, Print, Sheet
from danyang_desktop.declare.kinds import Choice, Date, Money, Number, Period, Rows
from danyang_desktop.declare.record import Record, kinds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from danyang_desktop.declare.kind import Kind
    from danyang_desktop.declare.look import Look

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Judgement(Generic[R]):
    """A rule: says a sentence of the field, or None. Soft ones warn and never block."""

    field: str
    judge: Callable[[R, Look], str | None]
    soft: bool


@dataclass(frozen=True)
class Action(Generic[R]):
    """A change of state that a form may not make: 公示, 发放, 作废.

    name    identifier;  label  what the button says
    state   states in which it may be done (() = any);  then  the state it leads to ("" = unchanged)
    asks    fields of the record that it fills, given by the caller
    """

    name: str
    label: str
    state: tuple[str, ...]
    then: str
    asks: tuple[str, ...]
    do: Callable[[R, Look], None]


class DeclarationError(Exception):
    """A ledger is declared wrongly; names the slug and the field."""


class Ledger(Generic[R]):
    """A kind of record with its faces, rules and actions.

    slug      plural identifier, also the name of the table, the file and the command
    title     台账's full title;  short  what the side list says
    noun      what one record is called;  unit  its measure word
    code      letters of the serial number (ZF); "" for registers, which have none
    date_of   the Date or Period field by which it is kept by months; "" for registers
    name_of   the field that names a record when others point to it (registers)
    state     a Choice field that only actions change, "" = none
    settled   states after which a form may no longer change the record (更正 and 冲正 only)
    secret    function of the record: its P4 text never leaves the book
    stays     fields that stay in the branch's book besides P4 ones: the county gets the record without them
    """

    def __init__(
        self,
        *,
        slug: str,
        title: str,
        model: type[R],
        short: str = "",
        noun: str = "记录",
        unit: str = "条",
        code: str = "",
        icon: str = "file",
        date_of: str = "",
        name_of: str = "",
        state: str = "",
        settled: tuple[str, ...] = (),
        keys: tuple[str, ...] = (),
        table: tuple[Col | str, ...] = (),
        form: Mapping[str, tuple[str, ...]] | None = None,
        totals: tuple[str, ...] = (),
        search: tuple[str, ...] = (),
        prints: tuple[Sheet | Cells, ...] = (),
        secret: Callable[[R], bool] | None = None,
        stays: tuple[str, ...] = (),
    ) -> None:
        self.slug, self.title, self.model = slug, title, model
        self.short = short or title
        self.noun = noun
        self.unit = unit
        self.code = code
        self.icon = icon
        self.date_of = date_of
        self.name_of = name_of
        self.state = state
        self.settled = settled
        self.keys = keys
        self.kinds: dict[str, Kind[Any]] = kinds_of(model)
        self.table = tuple(Col(col) if isinstance(col, str) else col for col in table or tuple(self.kinds)[:6])
        self.form = dict(form) if form else {title: tuple(self.kinds)}
        self.totals = totals
        self.search = search or tuple(name for name, kind in self.kinds.items() if kind.name_of_kind in _FOUND)
        self.prints = prints or (_default_sheet(self),)
        self.secret = secret
        self.stays = {*stays, *(name for name, kind in self.kinds.items() if kind.privacy >= 4)}
        self.judgements: list[Judgement[R]] = []
        self.fills: list[Callable[[R, Look], None]] = []
        self.actions: dict[str, Action[R]] = {}
        self.numbers: tuple[str, Callable[[Sequence[R], Look], None]] | None = None
        _check(self)
        LEDGER_OF[model] = self
        model._meta.set_table_name(slug)  # noqa: SLF001 - the slug is said once, by the ledger

    def __repr__(self) -> str:
        return f"Ledger({self.slug})"

    @property
    def is_register(self) -> bool:
        """A register has no months and no serial numbers."""
        return not self.date_of

    @property
    def for_good(self) -> frozenset[str]:
        """The settled states from which no action leads back (paid, confirmed): put right by 冲正 only."""
        back = [action for action in self.actions.values() if action.then and action.then not in self.settled]
        return frozenset(self.settled).difference(*(action.state or self.settled for action in back))

    def rule(self, field: str) -> Callable[[Callable[[R, Look], str | None]], Callable[[R, Look], str | None]]:
        """Add a hard rule about `field` ("" = the whole record); it runs once all fields are right by themselves."""
        return self._judgement(field, soft=False)

    def warning(self, field: str) -> Callable[[Callable[[R, Look], str | None]], Callable[[R, Look], str | None]]:
        """Add a soft rule: it is shown and never blocks."""
        return self._judgement(field, soft=True)

    def _judgement(
        self, field: str, *, soft: bool
    ) -> Callable[[Callable[[R, Look], str | None]], Callable[[R, Look], str | None]]:
        self._must_know(field, "rule")

        def keep(judge: Callable[[R, Look], str | None]) -> Callable[[R, Look], str | None]:
            self.judgements.append(Judgement(field, judge, soft))
            return judge

        return keep

    def fill(self, do: Callable[[R, Look], None]) -> Callable[[R, Look], None]:
        """Add a function that works out values before the record is judged (totals, relations, proposals)."""
        self.fills.append(do)
        return do

    def numbering(
        self, field: str
    ) -> Callable[[Callable[[Sequence[R], Look], None]], Callable[[Sequence[R], Look], None]]:
        """Let a function number records whose `field` is empty: the one way to a number nobody else has.

        It is given all that are saved together, inside their transaction; those judged side by side saw one book.
        """
        self._must_know(field, "numbering")

        def keep(give: Callable[[Sequence[R], Look], None]) -> Callable[[Sequence[R], Look], None]:
            self.numbers = field, give
            return give

        return keep

    def action(
        self, name: str, label: str, *, state: tuple[str, ...] = (), then: str = "", asks: tuple[str, ...] = ()
    ) -> Callable[[Callable[[R, Look], None]], Callable[[R, Look], None]]:
        """Add a change of state; the function may raise UserError."""
        for field in asks:
            self._must_know(field, f"action {name}")
        if (state or then) and not self.state:
            raise DeclarationError(f"{self.slug}: action {name} names states, but the ledger has no state field")
        options = self.kinds[self.state].options if self.state else ()  # type: ignore[attr-defined]  # _check: a Choice
        for one in (*state, then) if then else state:
            if one not in options:
                raise DeclarationError(f"{self.slug}: action {name} names the unknown state {one}")

        def keep(do: Callable[[R, Look], None]) -> Callable[[R, Look], None]:
            self.actions[name] = Action(name, label, state, then, asks, do)
            return do

        return keep

    def _must_know(self, field: str, where: str) -> None:
        if field and field not in self.kinds:
            raise DeclarationError(f"{self.slug}: {where} names the unknown field {field}")

    def name_of_record(self, record: R) -> str:
        """Return what others call this record."""
        return self.kinds[self.name_of].show(getattr(record, self.name_of)) if self.name_of else record.serial_no or ""

    @property
    def title_field(self) -> str:
        """The field by which a reader knows a record: its name, or the first person or text in the table."""
        names = [col.field for col in self.table]
        return self.name_of or next((one for one in names if self.kinds[one].name_of_kind in _NAMING), names[0])

    def whom(self, record: R) -> str:
        """Return whom or what a record is about, as people speak of it: 周阿大, 重阳慰问.

        Its number if it names none, or names somebody in confidence.
        """
        kind = self.kinds[self.title_field]
        hidden = kind.privacy >= 4 and self.is_secret(record)
        return ("" if hidden else kind.show(getattr(record, self.title_field))) or record.serial_no or self.noun

    @property
    def may_hang(self) -> bool:
        """Whether its lists have a 公示版: not where secrets are kept, and no register of people."""
        return self.secret is None and not self.is_register

    def is_secret(self, record: R) -> bool:
        """Tell whether this record's confidential text must stay in the book."""
        return self.secret is not None and self.secret(record)


LEDGER_OF: dict[type[Record], Ledger[Any]] = {}
"""Model -> its ledger, so that a record finds its rules. Filled by declaring, read by the workspace."""

_NAMING = ("ref", "people", "text")
_FOUND = ("text", "long_text", "ref", "people", "choice", "rows")


def _default_sheet(ledger: Ledger[Any]) -> Sheet:
    fields = [col.field for col in ledger.table]
    width = 247.0 / len(fields)
    return Sheet(title=ledger.title, columns=tuple(Print(name, width) for name in fields))


def _check(ledger: Ledger[Any]) -> None:
    """Refuse a declaration that names what is not there."""

    def must(ok: bool, said: str) -> None:  # noqa: FBT001 - reads as a sentence
        if not ok:
            raise DeclarationError(f"{ledger.slug}: {said}")

    must(ledger.slug.isidentifier() and ledger.slug.islower(), "the slug must be a lower-case identifier")
    must(ledger.model not in LEDGER_OF, f"{ledger.model.__name__} belongs to another ledger already")
    if ledger.date_of:
        must(
            isinstance(ledger.kinds.get(ledger.date_of), (Date, Period)),
            f"date_of {ledger.date_of} is no date or period",
        )
        must(ledger.code.isupper(), "a ledger needs capital letters for its serial numbers")
    else:
        must(bool(ledger.name_of), "a register needs name_of")
    if ledger.state:
        must(isinstance(ledger.kinds.get(ledger.state), Choice), f"state {ledger.state} is no choice")
    named = [("table", col.field) for col in ledger.table] + [("search", name) for name in ledger.search]
    named += (
        [("stays", name) for name in ledger.stays]
        + [("keys", name) for name in ledger.keys]
        + [("name_of", ledger.name_of)] * bool(ledger.name_of)
    )
    named += [(f"form {group}", name) for group, names in ledger.form.items() for name in names]
    for where, name in named:
        must(name in ledger.kinds, f"{where} names the unknown field {name}")
    formed = [name for names in ledger.form.values() for name in names]
    must(len(formed) == len(set(formed)), "a field stands in the form twice")
    for name in ledger.totals:
        must(isinstance(ledger.kinds.get(name), (Money, Number)), f"totals names {name}, which is no number")
    for name, kind in ledger.kinds.items():
        if kind.required:
            must(
                name in formed or kind.initial is not None or name == ledger.state,
                f"{name} is required, but not in the form",
            )
    for face in ledger.prints:
        _check_paper(ledger, face, must)


def _check_paper(ledger: Ledger[Any], face: Sheet | Cells, must: Callable[[bool, str], None]) -> None:
    known = set(ledger.kinds) | {"serial_no", "seq", "recorder", "status"}
    if isinstance(face, Cells):
        for line in face.lines:
            for name in line:
                must(name in known, f"sheet {face.title} names the unknown field {name}")
        return
    if face.rows_of:
        rows = ledger.kinds.get(face.rows_of)
        must(isinstance(rows, Rows), f"sheet {face.title}: {face.rows_of} has no rows")
        known |= set(rows.row.kinds) if isinstance(rows, Rows) else set()
    for column in face.columns:
        must(
            column.field in known or column.sign or column.shows is not None,
            f"sheet {face.title} names the unknown field {column.field}",
        )
    width = sum(column.width for column in face.columns)
    must(width <= (277.0 if face.landscape else 190.0), f"sheet {face.title} is {width} mm wide, wider than the paper")
