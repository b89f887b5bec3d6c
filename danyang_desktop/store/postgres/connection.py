"""A connection that is used as SQLite's is: `?` for values, rows as tuples, every statement by itself.

It comes back after the server was away: the next statement connects anew, unless a transaction was under way.
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from danyang_desktop.store.postgres.address import driver
from danyang_desktop.store.postgres.sayings import not_connected, spoken
from danyang_desktop.store.postgres.spelling import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from danyang_desktop.store.postgres.address import Address

_WAIT_SECONDS = 10
_SETTINGS = {
    "client_min_messages": "warning",
    "lock_timeout": "120s",  # so long a clerk waits for another one's transaction
    "synchronous_commit": "on",  # what was acknowledged is on the disk, whatever the server is set to
    "timezone": "UTC",
    "work_mem": "65536",  # kB: a county's ids are compared in memory
}
_MARK = re.compile(r"'(?:[^']|'')*'|\?|%")


class PostgresConnection:
    """A connection to one database; raises Trouble, and sayings.Unfit for a value that the tables cannot hold."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.began = False
        self._stages: dict[str, bool] = {}
        self._raw = _connect(address)

    def begin(self, first: str = "SELECT 1") -> None:
        """Begin a transaction with a statement; a connection that was lost is made anew."""
        self.execute(f"BEGIN; {first}")
        self.began = True

    def commit(self) -> None:
        """End the transaction and keep what it wrote."""
        self.execute("COMMIT")
        self.began = False
        self._stages = dict.fromkeys(self._stages, False)

    def rollback(self) -> None:
        """End the transaction, if there is one, as if it had never been."""
        try:
            if self.in_transaction:
                self.execute("ROLLBACK")
        finally:
            self.began = False
            self._stages.clear()

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Run one statement; returns its cursor."""
        with spoken():
            if self.began:
                return self._run(sql, values)
            try:
                return self._run(sql, values)
            except driver().OperationalError:
                if not self._raw.closed:
                    raise
            return self._run(sql, values)  # the server was away and may be back: once more, on a new connection

    def _run(self, sql: str, values: Sequence[Any]) -> Any:
        return self._live().execute(spelled(sql), values) if values else self._live().execute(sql)

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for many rows; for thousands of new ones, `copy` is the way."""
        given = list(rows)
        if given:
            with spoken():
                self._live().cursor().executemany(spelled(sql), given)

    def copy(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """COPY rows into a table."""
        with (
            spoken(),
            self._live().cursor() as cursor,
            cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def pour(self, table: str, columns: Sequence[str], rows: Iterable[bytes]) -> None:
        """COPY rows that are spelled already (spelling.py)."""
        asked = f"COPY {table} ({', '.join(columns)}) FROM STDIN {OPTIONS}"
        with spoken(), self._live().cursor() as cursor, cursor.copy(asked) as copy:
            copy.write(b"".join(rows))

    @contextmanager
    def stage(self, name: str, made: str) -> Iterator[str]:
        """Give an empty table of this connection's own, for rows on their way to another; `made` is what it is like.

        It is made once, and emptied by every end of a transaction. Call it inside one.
        """
        table = f"stage_{name}"
        if table not in self._stages:
            self.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} {made}")
        if self._stages.get(table, True):
            self.execute(f"DELETE FROM {table}")
        self._stages[table] = True
        yield table

    def stream(self, sql: str, size: int) -> Any:
        """Yield the rows of a query, `size` of them in memory at a time. Call it inside a transaction."""
        with spoken(), self._live().cursor(name="stream") as cursor:
            cursor.itersize = size
            cursor.execute(sql)
            yield from cursor

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is under way."""
        return bool(not self._raw.closed and self._raw.info.transaction_status != 0)

    @property
    def closed(self) -> bool:
        """Whether the connection is gone, by our will or the server's."""
        return bool(self._raw.closed)

    def close(self) -> None:
        """Hang up."""
        self._raw.close()

    def _live(self) -> Any:
        if self._raw.closed and not self.began:
            self._raw = _connect(self.address)
            self._stages.clear()
        return self._raw


def _connect(address: Address) -> Any:
    psycopg = driver()
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)  # what it warns of comes as an error too, and is said then
    options = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
    asked = {"connect_timeout": str(_WAIT_SECONDS), "application_name": "danyang-desktop", **address.parts}
    asked["options"] = f"{address.parts.get('options', '')} {options}".strip()
    try:
        raw = psycopg.connect(**asked, autocommit=True)
    except psycopg.OperationalError as error:
        raise not_connected(error, address) from error
    _speak_as_sqlite(raw.adapters)
    return raw


def _speak_as_sqlite(adapters: Any) -> None:
    """Let numbers come and go as SQLite has them: whole, of 64 bits, truth as 1 and 0."""
    from psycopg.types.numeric import Int8Dumper, NumericLoader

    class Sum(NumericLoader):
        """What is added up comes as a numeric."""

        def load(self, data: Any) -> Any:
            value = super().load(data)
            return int(value) if value == int(value) else value

    adapters.register_dumper(int, Int8Dumper)
    adapters.register_dumper(bool, Int8Dumper)
    adapters.register_loader("numeric", Sum)


@lru_cache(maxsize=512)
def spelled(sql: str) -> str:
    """Return a statement with the driver's own marks for values."""
    return _MARK.sub(lambda found: {"?": "%s", "%": "%%"}.get(found[0], found[0].replace("%", "%%")), sql)
