"""Filling pages with bands: what stays together, what is repeated, what moves over so that no page ends badly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.printing.bands import Band, split

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LEAST_OF_A_LONG_ROW = 100.0
"""Points that must be free for a row longer than a page to begin on this one."""

_TOGETHER = 2
"""Rows that the last page keeps with its totals and signatures."""


def _high(bands: Sequence[Band]) -> float:
    return sum([band.height for band in bands])


class Edges:
    """What stands at the head and the foot of the pages of one part, given what a page holds.

    `reserve` points are kept free at the foot; `carried` points are taken by what `begin` gives, on all pages but the
    first. This one gives nothing.
    """

    reserve = 0.0
    carried = 0.0

    def close(self, page: Sequence[Band], *, last: bool) -> list[Band]:
        """Return the bands at the foot of a page (本页小计, 过次页); `last` = the part ends here."""
        del page, last
        return []

    def begin(self) -> list[Band]:
        """Return the bands that stand under the repeated head of the next page (承前页)."""
        return []


NO_EDGES = Edges()


class Flow:
    """Pages in the making, each `height` points high.

    opening  gives the bands at the head of a page (True = the first one), as high on every page
    head     bands repeated under it on every page: the head row of a table
    edges    what page subtotals and sums carried over give at head and foot of every page

    `_from` is where the part being filled begins on this page, its heading included (None = on an earlier one), and
    `_held` where a heading stands that waits for its part: a part too short to be parted moves over whole.
    """

    def __init__(self, height: float, opening: Callable[[bool], list[Band]]) -> None:
        self._height = height
        self._opening = opening
        self.pages: list[list[Band]] = []
        self._head: list[Band] = []
        self._edges = NO_EDGES
        self._from: int | None = None
        self._held: int | None = None
        self._begin([])

    @property
    def page(self) -> list[Band]:
        """The page being filled."""
        return self.pages[-1]

    @property
    def room(self) -> float:
        """Points still free on this page."""
        return self._height - self._filled - self._edges.reserve

    @property
    def fresh(self) -> float:
        """Points free on a page that has nothing but its heads."""
        taken = self._opening_height + _high(self._head) + self._edges.carried
        return self._height - taken - self._edges.reserve

    def _begin(self, moved: Sequence[Band]) -> None:
        opening = self._opening(not self.pages)
        self._opening_height, self._opened = _high(opening), len(opening)
        fixed = [*opening, *self._head, *self._edges.begin()]
        self.pages.append([*fixed, *moved])
        self._fixed = len(fixed)
        self._filled = _high(self.page)

    def turn(self, carry: int = 0) -> None:
        """Begin a new page and take the last `carry` rows along, but never the only one."""
        carry = max(0, min(carry, len(self.page) - self._fixed - 1))
        cut = len(self.page) - carry
        moved = self.page[cut:]
        del self.page[cut:]
        self.page.extend(self._edges.close(self.page, last=False))
        self._from = None
        self._begin(moved)

    def _shift(self, place: int) -> None:
        """Begin a new page and take along all that stands from `place` on."""
        moved = self.page[place:]
        del self.page[place:]
        self._head = []
        self._begin(moved)
        self._from = self._opened

    def add(self, *bands: Band) -> None:
        """Put bands on the page as they are: there is room."""
        self.page.extend(bands)
        self._filled += _high(bands)

    def start(
        self,
        head: Sequence[Band],
        first: float,
        edges: Edges = NO_EDGES,
        *,
        heading: bool = False,
    ) -> None:
        """Begin a part with its repeated head and page foot; its first row, `first` points high, stays with them.

        heading  this part is the heading of the next one
        """
        need = _high(head) + min(first, _LEAST_OF_A_LONG_ROW) + edges.reserve
        self._from = len(self.page) if self._held is None else self._held
        if need > self.room and self._from > self._opened:
            self._shift(self._from)
        self._held = self._from if heading else None
        self.add(*head)
        self._fixed = len(self.page)
        self._head, self._edges = list(head), edges

    def put(self, band: Band, least: float = 0.0, *, last: bool = False) -> None:
        """Put a row on this page or on the next; one longer than a page is split. The last row does not go alone."""
        if band.height > self.fresh:
            self._put_long(band, least)
            return
        if band.height > self.room:
            self.turn(1 if last else 0)
            if band.height > self.room:  # the row that came along is high itself
                self.turn()
        self.add(band)

    def _put_long(self, band: Band, least: float) -> None:
        if self.room < _LEAST_OF_A_LONG_ROW and len(self.page) > self._fixed:
            self.turn()
        while band.height > self.room:
            part, band = split(band, self.room, least)
            self.add(part)
            self.turn()
        self.add(band)

    def turns_for(self, bands: Sequence[Band]) -> bool:
        """Tell whether these bands at the end of a part need another page."""
        return _high(bands) > self.room

    def end(self, bands: Sequence[Band]) -> None:
        """End the part with totals (and signatures), which stand together and with two rows above them if possible."""
        need = _high(bands)
        if self.turns_for(bands) and self._goes_whole(need):
            self._shift(self._from or 0)
        elif self.turns_for(bands):
            carry = _TOGETHER
            while carry and _high(self.page[len(self.page) - carry :]) + need > self.fresh:
                carry -= 1
            self.turn(carry)
        foot = self._edges.close(self.page, last=True)
        self._head, self._edges = [], NO_EDGES
        self.add(*foot, *bands)
        self._fixed = len(self.page)

    def _goes_whole(self, need: float) -> bool:
        """Tell whether a part of one row or two should move over with its head, for its end does not fit here.

        Else the next page would repeat a head over nothing, or the head would stay here over nothing.
        """
        if self._from is None or self._from <= self._opened or len(self.page) - self._fixed > _TOGETHER:
            return False
        return self._opening_height + _high(self.page[self._from :]) + self._edges.reserve + need <= self._height
