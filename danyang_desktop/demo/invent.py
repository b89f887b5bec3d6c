"""Inventing people and their particulars. ID numbers begin with the unassigned 321199: nobody real bears them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from danyang_desktop.base import national_id
from danyang_desktop.base.chinese.text import luhn_ok
from danyang_desktop.base.ids import uid_from
from danyang_desktop.base.paths import resources

if TYPE_CHECKING:
    import random


@cache
def texts() -> dict[str, Any]:
    """Return the words from which samples are made (resources/demo/texts.json)."""
    read: dict[str, Any] = json.loads((resources() / "demo" / "texts.json").read_text("utf-8"))
    return read


_ORDERS = 500
"""Numbers of order that one day of birth has for either sex."""


@dataclass
class Inventor:
    """Makes up what a branch's register holds; the same dice give the same people.

    `share`: (which branch, of how many): every branch has citizen numbers of its own, so that nobody is two people of
    a county though each branch is made up by itself.
    """

    dice: random.Random
    share: tuple[int, int] = (0, 1)
    taken: set[str | dt.date] = field(default_factory=set)

    def pick(self, name: str) -> Any:
        """Choose one of a list of words."""
        return self.dice.choice(texts()[name])

    def uid(self, at: dt.datetime) -> str:
        """Return a uid that depends on the dice alone."""
        return uid_from(self.dice.randbytes(10), int(at.timestamp() * 1000))

    def name(self, sex: str) -> str:
        """Return a name that nobody in this branch has yet; now and then one with a rare character."""
        words = texts()
        while True:
            surname = self.dice.choice(words["surnames"] if self.dice.random() < 0.97 else words["compound"])
            given = words["female" if sex == "女" else "male"]
            first = self.dice.choice(given) if self.dice.random() < 0.98 else self.dice.choice(words["rare"])
            name: str = surname + first + (self.dice.choice(given) if self.dice.random() < 0.85 else "")
            if name not in self.taken:
                self.taken.add(name)
                return name

    def id_no(self, sex: str, birth: dt.date) -> str:
        """Return a citizen number with the unassigned region 321199, for a day that `birth` gave; nobody else has it.

        All days and the orders of each are counted through: what leaves this remainder is this branch's.
        """
        return national_id.make("321199", birth, 2 * self._order(birth) + (1 if sex == "男" else 0))

    def birth(self, oldest: int, youngest: int) -> dt.date:
        """Return a day of birth between two years, on which nobody in this branch was born yet."""
        day = dt.date(self.dice.randint(oldest, youngest), self.dice.randint(1, 12), self.dice.randint(1, 28))
        while day in self.taken or self._order(day) >= _ORDERS:
            day += dt.timedelta(days=1)
        self.taken.add(day)
        return day

    def _order(self, birth: dt.date) -> int:
        """Return the first order of a day that is this branch's; from _ORDERS on the day has none for it."""
        which, branches = self.share
        return (which - birth.toordinal() * _ORDERS) % branches

    def phone(self) -> str:
        """Return a mobile number."""
        return f"1{self.dice.choice('35789')}{self.dice.randint(0, 9)}{self.dice.randint(0, 99_999_999):08}"

    def account(self) -> str:
        """Return a 19-digit account with a right check digit (ISO/IEC 7812)."""
        body = f"621700{self.dice.randint(0, 10**12 - 1):012}"
        return next(body + last for last in "0123456789" if luhn_ok(body + last))

    def photo(self, size: tuple[int, int] = (640, 480)) -> bytes:
        """Draw a small landscape of flat colours: a picture that shows nobody."""
        import io

        from PIL import Image, ImageDraw

        picture = Image.new("RGB", size, (200 + self.dice.randint(0, 40), 220, 235))
        pen = ImageDraw.Draw(picture)
        level = size[1] * 2 // 3
        pen.rectangle((0, level, *size), fill=(110, 150 + self.dice.randint(0, 40), 90))
        for _ in range(4):
            left, high = self.dice.randint(0, size[0] - 90), self.dice.randint(60, 160)
            pen.rectangle((left, level - high, left + 80, level), fill=(170, 160, 150 - self.dice.randint(0, 30)))
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=80)
        return out.getvalue()
