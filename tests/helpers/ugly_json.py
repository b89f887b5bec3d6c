"""What a bundle or a JSON file says, kind by kind, as tests/helpers/ugly.py tells it for hands and cells."""

from __future__ import annotations

import datetime as dt
from typing import Any

from danyang_desktop.declare.look import Link
from tests.helpers.ugly import (
    CHOICE,
    CHOICES,
    DATE,
    LINE,
    LONG,
    MONEY,
    NUMBER,
    PEOPLE,
    PERIOD,
    PHOTOS,
    REF,
    REFUSED,
    ROWS,
    TIME,
    YES,
)

# What a bundle or a JSON file says; REFUSED for a value of another shape.
JSON: dict[str, list[tuple[Any, Any, Any]]] = {
    "text": [
        (LINE, "村口", "村口"),
        (LINE, None, ""),
        (LINE, 7, REFUSED),
        (LINE, ["x"], REFUSED),
        (LINE, {"a": 1}, REFUSED),
    ],
    "long_text": [(LONG, "经过", "经过"), (LONG, True, REFUSED)],
    "number": [
        (NUMBER, 7, 7),
        (NUMBER, None, None),
        (NUMBER, 7.0, REFUSED),
        (NUMBER, "7", REFUSED),
        (NUMBER, True, REFUSED),
        (NUMBER, 10**30, REFUSED),
    ],
    "money": [
        (MONEY, 50_000, 50_000),
        (MONEY, 500.5, REFUSED),
        (MONEY, "500", REFUSED),
        (MONEY, True, REFUSED),
        (MONEY, -1, REFUSED),
    ],
    "date": [
        (DATE, "2026-11-23", dt.date(2026, 11, 23)),
        (DATE, None, None),
        (DATE, "", None),
        (DATE, "2026-02-30", REFUSED),
        (DATE, "x", REFUSED),
        (DATE, 20261123, REFUSED),
        (DATE, "0000-00-00", REFUSED),
        (DATE, "2026-11-23T00:00", REFUSED),
    ],
    "time": [
        (TIME, 570, 570),
        (TIME, "09:30", 570),
        (TIME, None, None),
        (TIME, 1440, REFUSED),
        (TIME, -1, REFUSED),
        (TIME, True, REFUSED),
        (TIME, 9.5, REFUSED),
    ],
    "period": [
        (PERIOD, "2026-11", "2026-11"),
        (PERIOD, None, ""),
        (PERIOD, "2026-13", REFUSED),
        (PERIOD, 202611, REFUSED),
        (PERIOD, "2026-11\n", REFUSED),
    ],
    "choice": [(CHOICE, "修灯", "修灯"), (CHOICE, None, ""), (CHOICE, 1, REFUSED), (CHOICE, "种地", REFUSED)],
    "choices": [
        (CHOICES, ["低保户"], ["低保户"]),
        (CHOICES, None, []),
        (CHOICES, "低保户", REFUSED),
        (CHOICES, [1], REFUSED),
        (CHOICES, ["富户"], REFUSED),
    ],
    "yes_no": [(YES, True, True), (YES, None, None), (YES, 1, REFUSED), (YES, "是", REFUSED)],
    "ref": [
        (REF, {"uid": "a", "name": "王桂兰"}, Link("a", "王桂兰")),
        (REF, "王桂兰", Link("", "王桂兰")),
        (REF, None, None),
        (REF, "", None),
        (REF, 7, REFUSED),
        (REF, {"uid": "a"}, REFUSED),
        (REF, {"uid": 7, "name": "x"}, REFUSED),
        (REF, ["a", "b"], REFUSED),
    ],
    "people": [
        (PEOPLE, [{"uid": "", "name": "许敏"}, "何志强"], [Link("", "许敏"), Link("", "何志强")]),
        (PEOPLE, None, []),
        (PEOPLE, "许敏", REFUSED),
        (PEOPLE, [7], REFUSED),
    ],
    "rows": [
        (ROWS, [], []),
        (ROWS, None, []),
        (ROWS, "x", REFUSED),
        (ROWS, [7], REFUSED),
        (ROWS, [{"strange": 1}], REFUSED),
        (ROWS, [{"what": 7}], REFUSED),
        (ROWS, [{}], REFUSED),
    ],
    "photos": [
        (PHOTOS, ["a" * 64], ["a" * 64]),
        (PHOTOS, None, []),
        (PHOTOS, ["x"], REFUSED),
        (PHOTOS, "a" * 64, REFUSED),
        (PHOTOS, [7], REFUSED),
        (PHOTOS, ["a" * 64] * 7, REFUSED),
    ],
}
