"""Where sample branches are: names and codes, the same for everybody, never two alike."""

from __future__ import annotations

from typing import NamedTuple

from danyang_desktop.base.towns import SHIPPED
from danyang_desktop.demo.invent import texts

COUNTY = 1224
"""Branches in Danyang (domain.md §5): the most that a demo makes."""
FEW = 8
"""Up to so many branches a demo is a handful of villages in invented towns; beyond, it is the whole county."""
_SOCIETY = 7
"""Of so many villages in a town one is a 社区; in a subdistrict all but one of so many are."""


class Place(NamedTuple):
    """A branch's town and village, with its 14-digit code in the unassigned region 321199."""

    town: str
    village: str
    code: str


def places(count: int) -> list[Place]:
    """Return so many places; of a whole county they are shared out evenly over its twelve real towns."""
    if count <= FEW:
        return [
            Place(town, village, _code("100", at)) for at, (town, village) in enumerate(texts()["branches"][:count])
        ]
    found = []
    for at in range(count):
        number = at * len(SHIPPED) // count
        code, town = SHIPPED[number]
        place = at - -(-number * count // len(SHIPPED))
        found.append(Place(town, _village(at, place, subdistrict=town.endswith("街道")), _code(code[-3:], place)))
    return found


def _code(town: str, place: int) -> str:
    return f"321199{town}{200 + place:03}01"


def _village(at: int, place: int, *, subdistrict: bool) -> str:
    first, last = texts()["village_first"], texts()["village_last"]
    # Every pair once: the second walks on by one whenever the first has gone round.
    name: str = first[at % len(first)] + last[(at + at // len(first)) % len(last)]
    return name + ("社区" if (place % _SOCIETY == 0) != subdistrict else "村")
