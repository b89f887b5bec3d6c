"""Write the SQL of new registers and ledgers as the next migration: `python -m tests.helpers.freeze_schema SLUG...`.

A migration that is published is frozen: a later change gets a number of its own.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.table import Table
from danyang_desktop.opening import ALL
from danyang_desktop.store.migrate import MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from danyang_desktop.declare.ledger import Ledger

_HEAD = '''"""{what}"""

from __future__ import annotations

from typing import Any

TABLES = (
'''
_FOOT = ''')


def up(migrator: Any, db: Any) -> None:
    """Make the tables."""
    del migrator
    for statement in TABLES:
        db.execute_sql(statement)
'''


def freeze(path: Path, ledgers: Iterable[Ledger[Any]], what: str) -> None:
    """Write the migration that makes the tables of `ledgers`."""
    lines = []
    for ledger in ledgers:
        for statement in Table(ledger).create():
            words = statement.split(" ")
            line = ""
            wrapped = []
            for word in words:
                if len(line) + len(word) > 100:
                    wrapped.append(line)
                    line = ""
                line += word + " "
            wrapped.append(line.rstrip())
            lines += [f'    "{part}"' for part in wrapped]
            lines[-1] += ","
    path.write_text(_HEAD.format(what=what) + "\n".join(lines) + "\n" + _FOOT, encoding="utf-8")


def next_name(slug: str) -> str:
    """Return the name of the migration after the last one."""
    last = max(int(path.name[:4]) for path in MIGRATIONS.glob("[0-9]*.py"))
    return f"{last + 1:04}_{slug}"


def main(*slugs: str) -> None:
    """Write the migration of the ledgers named, and say where."""
    known = {ledger.slug: ledger for ledger in ALL}
    if not slugs or set(slugs) - set(known):
        sys.exit(f"Name ledgers that stand in LEDGERS or in REGISTERS: {', '.join(known)}.")
    path = MIGRATIONS / f"{next_name(slugs[0])}.py"
    freeze(path, [known[slug] for slug in slugs], f"Tables of {', '.join(slugs)}.")
    print(path)  # noqa: T201 - a tool of the command line


if __name__ == "__main__":
    main(*sys.argv[1:])
