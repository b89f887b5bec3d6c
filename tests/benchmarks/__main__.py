"""`python -m tests.benchmarks [NAME...] [--records 1000000] [--out FILE.json]`: measure, and print a table of ratios.

A figure without its baseline says more about the machine than about us; so each is measured against something named,
in the same run. Nothing here passes or fails: it reports.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path

from tests.benchmarks.measure import Row, alone, table

NAMES = ("save", "bulk", "page", "search", "start", "window", "demo", "stick", "export", "postgres", "paper")


def main() -> None:
    """Run the benchmarks that were named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(NAMES)}; none = all")
    parser.add_argument("--records", type=int, default=1_000_000, help="size of the book that is searched and paged")
    parser.add_argument("--out", type=Path, help="also write the rows as JSON into this file")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(NAMES):
        parser.error(f"no benchmark called {', '.join(sorted(unknown))}")
    rows: list[Row] = []
    for name in asked.names or NAMES:
        rows += alone(f"tests.benchmarks.{name}", asked.records)
    sys.stdout.write(f"{table(rows)}\n")
    if asked.out:
        machine = {"cpus": os.cpu_count(), "load": os.getloadavg(), "python": platform.python_version()}
        said = {"records": asked.records, "machine": machine, "rows": [row.as_json() for row in rows]}
        asked.out.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
