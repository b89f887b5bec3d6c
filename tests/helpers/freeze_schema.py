"""Write the SQL of registers and ledgers as a migration: `python -m tests.helpers.freeze_schema NAME [SLUG...]`.

Only for a migration that is not published yet; a published one is frozen, and a later change gets a number of its own.
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


def main(name: str, *slugs: str) -> None:
    """Write migration `name` for the ledgers named, or for all."""
    chosen = [ledger for ledger in ALL if not slugs or ledger.slug in slugs]
    what = "Tables of " + ", ".join(ledger.slug for ledger in chosen) + "."
    freeze(MIGRATIONS / f"{name}.py", chosen, what if slugs else "The registers and ledgers as first published.")


if __name__ == "__main__":
    main(*sys.argv[1:])
