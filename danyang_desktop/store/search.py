"""Finding as one types: any Chinese substring of one character or more, pinyin, telephone tails.

Here is what a record is found by, and what a typed text looks for; how an engine keeps the words is its own affair
(store/fts.py).
"""

from __future__ import annotations

import re
import sys
from array import array
from dataclasses import dataclass
from functools import lru_cache

from danyang_desktop.base.chinese.pinyin import syllables
from danyang_desktop.base.chinese.text import halfwidth

_WORD = re.compile(r"[0-9a-z]+|[^\s\0-\x1f\x7f0-9a-z!-/:-@\[-`{-~，。；：、（）“”《》·]+")
_LATIN = re.compile(r"[0-9a-z]+")
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_NO_HANZI = re.compile(r"[\s\0-\x7f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff5e。、“”《》·]+")
_CODE_POINTS = "I" if array("I").itemsize == 4 else "L"
_UTF32 = f"utf-32-{sys.byteorder[0]}e"
_BLANK = array(_CODE_POINTS, " ".encode(_UTF32))
_GRAM = 3
_MOST_PINYIN = 12
_MOST_TEXT = 400  # characters of one long text that are found; the rest is read, not searched
_TAILS = (4, 6, 8)
_LONG = 7  # beginnings of a Latin word or a number up to this length are tokens; longer ones are looked for as prefixes


@dataclass(frozen=True)
class Words:
    """What a record is found by: names of people, and other texts."""

    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """What is looked for.

    match   expression for the index;  marks  for waiting records: of each, one of the alternatives must stand in them
    pieces  words longer than a token: index and marks may find too much, the caller looks for these in the text
    """

    match: str
    marks: tuple[tuple[str, ...], ...]
    pieces: tuple[str, ...]

    def standing_in(self, column: str) -> tuple[str, list[str]]:
        """Return the condition that a column of words (of `spelled`) has what is wanted, and its values."""
        parts = ["(" + " OR ".join(f"instr({column}, ?) > 0" for _ in marks) + ")" for marks in self.marks]
        return " AND ".join(parts), [mark for marks in self.marks for mark in marks]

    def stands_in(self, words: str) -> bool:
        """Tell whether these words (of `spelled`) have what is wanted."""
        return all(any(mark in words for mark in marks) for marks in self.marks)


def spelled(words: Words) -> str:
    """Return what a record is found by, in two lines: Latin tokens with a blank before and behind each, and hanzi."""
    text = "\n".join([*words.names, *[text[:_MOST_TEXT] for text in words.texts]])
    if _FULL_WIDTH.search(text):
        text = halfwidth(text)
    text = text.lower()
    latin = [_pinyin(name) for name in words.names]
    latin += map(_beginnings, _LATIN.findall(text))
    return f" {' '.join(latin)} \n{_NO_HANZI.sub(' ', text)}"


@lru_cache(maxsize=8192)
def _beginnings(word: str) -> str:
    """Return a Latin word with what it begins with, a number also with its tails; the same few numbers recur."""
    found = [word, *[word[:n] for n in range(1, min(len(word), _LONG + 1))]]
    if len(word) > 6 and word.isdigit():
        found += [word[-n:] for n in _TAILS if n < len(word)]
    return " ".join(found)


@lru_cache(maxsize=4096)
def _pinyin(name: str) -> str:
    """Return the tokens of a name that are typed in Latin letters; the same few people visit and sign."""
    parts = syllables(name)
    initials = "".join(part[0] for part in parts)
    found: list[str] = []
    for i in range(len(parts)):
        found += [initials[i:j] for j in range(i + 1, len(parts) + 1)]
        full = "".join(parts[i:])[:_MOST_PINYIN]
        found += [full[:n] for n in range(2, len(full) + 1)]
    return " ".join(dict.fromkeys(found))


def tokens(words: str) -> str:
    """Return every token of what `spelled` made. Some come twice, some with a blank within: the index does not mind.

    Hanzi are laid out one, two and three at a time by slices of code points: a string made of each takes six times
    as long.
    """
    latin, _, hanzi = words.partition("\n")
    if not hanzi:
        return latin
    ones = array(_CODE_POINTS, hanzi.encode(_UTF32))
    many = len(ones)
    twos = ones[1:] + _BLANK
    found = _BLANK * (9 * many)
    found[: 2 * many : 2] = ones
    found[2 * many : 5 * many : 3] = ones
    found[2 * many + 1 : 5 * many : 3] = twos
    found[5 * many :: 4] = ones
    found[5 * many + 1 :: 4] = twos
    found[5 * many + 2 :: 4] = twos[1:] + _BLANK
    return f"{latin}{found.tobytes().decode(_UTF32)}"


def match(text: str) -> Wanted | None:
    """Return what was typed as something to look for; None if there is nothing in it.

    Parts divided by blanks must all be found.
    """
    wanted: dict[str, tuple[str, ...]] = {}
    pieces = []
    for word in _WORD.findall(halfwidth(text).lower()):
        if word.isascii():
            wanted.update([_latin(word)])
        elif len(word) <= _GRAM:
            wanted[f'"{word}"'] = (word,)
        else:
            pieces.append(word)
            wanted.update({f'"{word[i : i + _GRAM]}"': (word,) for i in range(len(word) - _GRAM + 1)})
    return Wanted(" AND ".join(wanted), tuple(wanted.values()), tuple(pieces)) if wanted else None


def _latin(word: str) -> tuple[str, tuple[str, ...]]:
    """Return what finds a Latin word or a number while it is typed; pinyin is indexed up to its twelfth letter."""
    if len(word) <= _LONG:
        return f'"{word}"', (f" {word} ",)
    if len(word) > _MOST_PINYIN and word.isalpha():
        short = word[:_MOST_PINYIN]
        return f'("{word}" * OR "{short}")', (f" {word}", f" {short} ")
    return f'"{word}" *', (f" {word}",)
