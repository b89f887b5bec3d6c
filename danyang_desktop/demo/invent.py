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


@dataclass
class Inventor:
    """Makes up what a branch's register holds; the same dice give the same people."""

    dice: random.Random
    taken: set[str] = field(default_factory=set)

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
        """Return a citizen number with the unassigned region 321199 that nobody in this branch has yet."""
        while True:
            serial = self.dice.randint(0, 499) * 2 + (1 if sex == "男" else 0)
            number = national_id.make("321199", birth, serial)
            if number not in self.taken and not number.endswith("000"):
                self.taken.add(number)
                return number

    def birth(self, oldest: int, youngest: int) -> dt.date:
        """Return a day of birth between two years."""
        return dt.date(self.dice.randint(oldest, youngest), self.dice.randint(1, 12), self.dice.randint(1, 28))

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
