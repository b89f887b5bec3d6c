"""Every kind against its table of ugly inputs, and there and back through cells, JSON and the table."""

from __future__ import annotations

import datetime as dt
import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.kinds import KINDS
from tests.helpers.ugly import CELLS, NAMES, REFUSED, TODAY, TYPED
from tests.helpers.ugly_json import JSON

if TYPE_CHECKING:
    from danyang_desktop.declare.kind import Kind

SAMPLES = {table[0][0].name_of_kind: list({id(row[0]): row[0] for row in table}.values()) for table in TYPED.values()}


def read(kind: Kind[Any], reading: Any) -> Any:
    """Return what was read, or REFUSED if the parser or the kind itself says a sentence."""
    try:
        value = reading()
    except UserError as error:
        said: str | None = error.sentence
    else:
        said = None if kind.is_empty(value) else kind.complain(value)
    if said is None:
        return value
    assert said.endswith("。"), said
    assert len(said) < 200
    return REFUSED


def cases(table: dict[str, list[tuple[Any, Any, Any]]]) -> list[Any]:
    return [
        pytest.param(*row, id=f"{name}-{str(row[1])[:24]!r}-{number}")
        for name, rows in table.items()
        for number, row in enumerate(rows)
    ]


def test_every_kind_has_its_three_tables() -> None:
    assert list(TYPED) == list(CELLS) == list(JSON) == NAMES
    for table in (TYPED, CELLS, JSON):
        for name, rows in table.items():
            assert {row[0].name_of_kind for row in rows} == {name}
            assert len(rows) >= 2


def test_kinds_are_named_once() -> None:
    assert len(set(NAMES)) == len(NAMES) == len(KINDS)


@pytest.mark.parametrize(("kind", "typed", "value"), cases(TYPED))
def test_typed(kind: Kind[Any], typed: str, value: Any) -> None:
    got = read(kind, lambda: kind.parse(typed, TODAY))
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(("kind", "cell", "value"), cases(CELLS))
def test_cells(kind: Kind[Any], cell: Any, value: Any) -> None:
    got = read(kind, lambda: kind.from_cell(cell, TODAY))
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(("kind", "said", "value"), cases(JSON))
def test_json(kind: Kind[Any], said: Any, value: Any) -> None:
    assert read(kind, lambda: kind.from_json(said)) == value


@pytest.mark.parametrize("kind", [kind for kinds in SAMPLES.values() for kind in kinds], ids=lambda kind: kind.label)
def test_samples_go_there_and_back(kind: Kind[Any]) -> None:
    for seed in range(60):
        value = kind.sample(random.Random(seed))
        assert value == kind.sample(random.Random(seed)), "the same dice, the same sample"
        assert kind.is_empty(value) or kind.complain(value) is None, (value, kind.complain(value))
        assert kind.from_json(json.loads(json.dumps(kind.to_json(value)))) == value
        assert kind.python_value(kind.db_value(value)) == value
        assert isinstance(kind.show(value), str)
        assert isinstance(kind.words(value), str)
        cell = kind.to_cell(value)
        assert cell is None or isinstance(cell, (str, int, float, dt.date))
        if kind.name_of_kind not in ("rows", "ref", "people"):
            assert kind.from_cell(cell, TODAY) == value


@pytest.mark.parametrize("kind", [kinds[0] for kinds in SAMPLES.values()], ids=NAMES)
def test_nothing_is_nothing_everywhere(kind: Kind[Any]) -> None:
    assert kind.is_empty(kind.empty)
    assert kind.show(kind.empty) == ""
    assert kind.words(kind.empty) == ""
    assert kind.python_value(kind.db_value(kind.empty)) == kind.empty
    assert kind.from_json(kind.to_json(kind.empty)) == kind.empty
    assert kind.from_cell(None, TODAY) == kind.empty
    assert kind.empty is not kind.empty or not isinstance(kind.empty, list), "no two records share a list"


@pytest.mark.parametrize("kind", [kinds[0] for kinds in SAMPLES.values()], ids=NAMES)
@given(text=st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused(kind: Kind[Any], text: str) -> None:
    read(kind, lambda: kind.parse(text, TODAY))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", [kinds[0] for kinds in SAMPLES.values()], ids=NAMES)
@given(said=ANYTHING)
def test_whatever_a_bundle_says_is_read_or_refused(kind: Kind[Any], said: Any) -> None:
    read(kind, lambda: kind.from_json(said))


@pytest.mark.parametrize("kind", [kinds[0] for kinds in SAMPLES.values()], ids=NAMES)
@given(
    cell=st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.dates()
    | st.datetimes()
    | st.times()
)
def test_whatever_a_cell_holds_is_read_or_refused(kind: Kind[Any], cell: Any) -> None:
    read(kind, lambda: kind.from_cell(cell, TODAY))
