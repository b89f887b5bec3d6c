"""A declaration checks itself when it is made; what it says names the slug and the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import peewee
import pytest

from danyang_desktop.declare.faces import Cells, Col, Print, Sheet
from danyang_desktop.declare.kinds import Choice, Date, Money, Number, Period, Row, Rows, Text
from danyang_desktop.declare.ledger import LEDGER_OF, DeclarationError, Ledger
from danyang_desktop.declare.record import Record
from tests.helpers.toy import ERRANDS, NEIGHBOURS, TOYS

if TYPE_CHECKING:
    from collections.abc import Callable


class Line(Row):
    what = Text("品名")


def model() -> type[Record]:
    """Return a fresh model: one may belong to one ledger only."""

    class Try(Record):
        day = Date("日期", required=True)
        month = Period("月份")
        name = Text("姓名")
        cost = Money("花费")
        state = Choice("状态", ("甲", "乙"))
        lines = Rows("明细", Line)

    return Try


def declare(**faces: Any) -> Ledger[Any]:
    return Ledger(**{"slug": "tries", "title": "试", "model": model(), "code": "SH", "date_of": "day", **faces})


def sheet(*columns: Print, **more: Any) -> Sheet:
    return Sheet("试", columns, **more)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "slug of capitals": ({"slug": "Tries"}, "slug"),
    "slug of two words": ({"slug": "my tries"}, "slug"),
    "date that is none": ({"date_of": "name"}, "name"),
    "date that is nowhere": ({"date_of": "when"}, "when"),
    "ledger without a number": ({"code": ""}, "serial"),
    "number in small letters": ({"code": "sh"}, "capital"),
    "register without a name": ({"date_of": "", "code": ""}, "name_of"),
    "register with a strange name": ({"date_of": "", "code": "", "name_of": "nick"}, "nick"),
    "state that is no choice": ({"state": "name"}, "name"),
    "column of the table": ({"table": ("day", "colour")}, "colour"),
    "column object of the table": ({"table": (Col("colour", 40),)}, "colour"),
    "group of the form": ({"form": {"甲": ("day",), "乙": ("colour",)}}, "colour"),
    "field twice in the form": ({"form": {"甲": ("day",), "乙": ("day",)}}, "twice"),
    "required field left out of the form": ({"form": {"甲": ("name",)}}, "day"),
    "search": ({"search": ("colour",)}, "colour"),
    "keys": ({"keys": ("colour",)}, "colour"),
    "totals of text": ({"totals": ("name",)}, "name"),
    "totals of nothing": ({"totals": ("colour",)}, "colour"),
    "column on paper": ({"prints": (sheet(Print("colour", 20)),)}, "colour"),
    "paper too narrow": ({"prints": (sheet(Print("day", 278)),)}, "278"),
    "upright paper too narrow": ({"prints": (sheet(Print("day", 191), landscape=False),)}, "191"),
    "rows that are none": ({"prints": (sheet(Print("day", 20), rows_of="name"),)}, "name"),
    "line of a form on paper": ({"prints": (Cells("试", (("day", "colour"),)),)}, "colour"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_declaration_names_the_slug_and_the_field(what: str) -> None:
    faces, named = WRONG[what]
    with pytest.raises(DeclarationError) as told:
        declare(**faces)
    assert str(told.value).startswith(f"{faces.get('slug', 'tries')}: ")
    assert named in str(told.value)


def test_the_same_declaration_without_the_mistakes_is_good() -> None:
    ledger = declare(
        state="state", table=("day", "name"), form={"甲": ("day", "name"), "乙": ("cost",)}, search=("name",),
        keys=("name",), totals=("cost",),
        prints=(
            sheet(Print("seq", 10), Print("serial_no", 20), Print("day", 100), Print("what", 40), rows_of="lines"),
            Cells("试", (("day", "name"),)),
        ),
    )  # fmt: skip
    assert not ledger.is_register
    assert repr(ledger) == "Ledger(tries)"


def test_faces_left_out_have_a_look_of_their_own() -> None:
    ledger = declare()
    assert [col.field for col in ledger.table] == ["day", "month", "name", "cost", "state", "lines"]
    assert list(ledger.form) == ["试"]
    assert ledger.search == ("name", "state", "lines")
    assert [column.field for column in ledger.prints[0].columns] == [col.field for col in ledger.table]
    assert ledger.short == "试"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (lambda ledger: ledger.rule("colour"), "colour"),
        (lambda ledger: ledger.warning("colour"), "colour"),
        (lambda ledger: ledger.action("go", "走", state=("丙",)), "丙"),
        (lambda ledger: ledger.action("go", "走", then="丙"), "丙"),
        (lambda ledger: ledger.action("go", "走", asks=("colour",)), "colour"),
    ],
)
def test_rules_and_actions_name_what_is_there(wrong: Callable[[Ledger[Any]], Any], named: str) -> None:
    with pytest.raises(DeclarationError, match=f"^tries: .*{named}"):
        wrong(declare(state="state"))


def test_states_need_a_field_to_stand_in() -> None:
    with pytest.raises(DeclarationError, match=r"^tries: .*state"):
        declare().action("go", "走", then="甲")


def test_a_row_knows_its_fields() -> None:
    with pytest.raises(TypeError, match="colour"):
        Line(colour="红")
    assert Line(what="鸡蛋").what == "鸡蛋"
    assert Line().row_uid != Line().row_uid


def test_a_register_needs_no_number() -> None:
    assert NEIGHBOURS.is_register
    assert NEIGHBOURS.code == ""


def test_a_model_finds_its_ledger() -> None:
    assert [LEDGER_OF[toy.model] for toy in TOYS] == list(TOYS)


def test_no_more_than_eight_words_are_common_to_all_fields() -> None:
    """The language stays small: label, required, help, aliases, privacy, default, shown_when, required_when."""
    import inspect

    from danyang_desktop.declare.kind import Kind

    words = [name for name in inspect.signature(Kind.__init__).parameters if name != "self"]
    assert len(words) <= 8


@pytest.mark.parametrize("query", ["select", "get_or_none", "create"])
def test_records_cannot_be_read_or_written_around_the_workspace(query: str) -> None:
    """No model is bound to a database: a query on it, wherever it is written, cannot run."""
    for toy in TOYS:
        with pytest.raises((AttributeError, peewee.InterfaceError)):
            list(getattr(toy.model, query)())


def test_numbers_are_bounded_where_they_are_declared() -> None:
    assert (ERRANDS.kinds["minutes"].low, ERRANDS.kinds["minutes"].high) == (0, 1440)
    assert isinstance(ERRANDS.kinds["minutes"], Number)
