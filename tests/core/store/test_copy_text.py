"""Rows written down for COPY say on the server what they said here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danyang_desktop.store.postgres.address import Address
from danyang_desktop.store.postgres.connection import PostgresConnection
from danyang_desktop.store.postgres.spelling import NULL, CopyText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.server import Server

COPY = CopyText()
UGLY = [
    "", " ", NULL, f"{NULL}{NULL}", f"a{NULL}",
    "\\", "\\N", "\\.", "\\x01", "\\\\x01", "\t", "\n", "\r\n", "\\t", "N", "\\\n\t",
    "户主", "𠅤", "\x02", "\x7f", '{"a": "\\"b\\""}', "None",
]  # fmt: skip
TEXT = st.one_of(st.sampled_from(UGLY), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
VALUE = st.one_of(st.none(), TEXT)
NUMBER = st.one_of(st.none(), st.booleans(), st.integers(-(1 << 63), (1 << 63) - 1))


@pytest.fixture
def connection(server: Server) -> Iterator[PostgresConnection]:
    """Give a connection with a table of two texts and two numbers."""
    made = PostgresConnection(Address.of(server.database()))
    made.execute("CREATE TABLE said (place BIGINT, number BIGINT, one TEXT, two TEXT)")
    yield made
    made.close()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(NUMBER, VALUE, VALUE), min_size=1, max_size=12))
def test_what_is_poured_is_what_was_said(connection: PostgresConnection, rows: list[tuple[Any, ...]]) -> None:
    connection.execute("TRUNCATE said")
    spelled = [COPY.head(place) + COPY.row(row) for place, row in enumerate(rows)]
    connection.pour("said", ("place", "number", "one", "two"), spelled)
    there = connection.execute("SELECT number, one, two FROM said ORDER BY place").fetchall()
    assert there == [(None if row[0] is None else int(row[0]), *row[1:]) for row in rows]


@given(st.lists(VALUE, min_size=1, max_size=6))
def test_a_row_can_be_read_again(values: list[str | None]) -> None:
    assert COPY.values(COPY.row(values)) == values


def test_each_ugly_text_by_itself_and_among_others() -> None:
    for one in UGLY:
        for row in ([one], [one, None, one], [None, one], ["a", one, "b"]):
            assert COPY.values(COPY.row(row)) == row


@pytest.mark.parametrize("wrong", [b"bytes", ["list"], {"a": 1}])
def test_what_no_column_holds_is_refused(wrong: Any) -> None:
    with pytest.raises(TypeError, match="no column holds"):
        COPY.row([wrong])


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        COPY.row(["\ud800"])
