"""The kinds of fields. `KINDS` is the written list; ui/form/editors has one editor for each (Hours is a Number)."""

from __future__ import annotations

from danyang_desktop.declare.kinds.choices import Choice, Choices, YesNo
from danyang_desktop.declare.kinds.dates import Date, Period, Time
from danyang_desktop.declare.kinds.links import People, Ref
from danyang_desktop.declare.kinds.numbers import Hours, Money, Number
from danyang_desktop.declare.kinds.rows import Photos, Row, Rows
from danyang_desktop.declare.kinds.texts import LongText, Text

KINDS = (Text, LongText, Number, Money, Date, Time, Period, Choice, Choices, YesNo, Ref, People, Rows, Photos)

__all__ = [
    "KINDS",
    "Choice",
    "Choices",
    "Date",
    "Hours",
    "LongText",
    "Money",
    "Number",
    "People",
    "Period",
    "Photos",
    "Ref",
    "Row",
    "Rows",
    "Text",
    "Time",
    "YesNo",
]
