"""Finding as one types: any Chinese substring of one character or more, pinyin, telephone tails.

One contentless FTS5 table a ledger, its rowid the record's id. SQLite's tokenizers take a run of hanzi for one word,
so we make the tokens ourselves: every character and every pair of characters; of names also every run of initials
and every beginning of the full pinyin at a syllable. A query of one or two characters is then one exact token,
answered newest first without reading what does not match; a longer one is the AND of its pairs, and the caller
verifies the text (`pieces`).

detail=none keeps the index small; nothing asks for phrases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.pinyin import syllables
from danyang_desktop.base.chinese.text import halfwidth

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[0-9a-z]+|[^\s\0-\x1f\x7f0-9a-z!-/:-@\[-`{-~，。；：、（）“”《》·]+")
_GRAM = 2
_MOST_PINYIN = 12
_MOST_TEXT = 400  # characters of one long text that are found; the rest is read, not searched
_TAILS = (4, 6, 8)
_LONG = 7  # beginnings of a Latin word or a number up to this length are tokens; longer ones are looked for as prefixes


@dataclass(frozen=True)
class Words:
    """What a record is found by: names of people, and other texts."""

    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def create(connection: Any, slug: str) -> None:
    """Make the index of one ledger. Few, large merges: a save never waits for a big one."""
    table = f"find_{slug}"
    connection.execute(
        f"CREATE VIRTUAL TABLE {table} USING fts5(t, content='', contentless_delete=1, detail=none, tokenize='ascii')"
    )
    connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('automerge', 8)")
    connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('crisismerge', 64)")


def put(connection: Any, slug: str, record: int, words: Words, *, known: bool) -> None:
    """Index a record; `known` says that it was indexed before."""
    if known:
        connection.execute(f"DELETE FROM find_{slug} WHERE rowid = ?", (record,))
    connection.execute(f"INSERT INTO find_{slug} (rowid, t) VALUES (?, ?)", (record, " ".join(tokens(words))))


def tokens(words: Words) -> set[str]:
    """Return every token by which a record is found."""
    found: set[str] = set()
    for name in words.names:
        _grams(name, found)
        _pinyin(name, found)
    for text in words.texts:
        _grams(text[:_MOST_TEXT], found)
    return found


def _grams(text: str, found: set[str]) -> None:
    for word in _WORD.findall(halfwidth(text).lower()):
        if word.isascii():
            found.add(word)
            found.update(word[:n] for n in range(1, min(len(word), _LONG + 1)))
            if len(word) > 6 and word.isdigit():
                found.update(word[-n:] for n in _TAILS if n < len(word))
            continue
        found.update(word)
        found.update(word[i : i + _GRAM] for i in range(len(word) - 1))


def _pinyin(name: str, found: set[str]) -> None:
    parts = syllables(name)
    initials = "".join(part[0] for part in parts)
    for i in range(len(parts)):
        found.update(initials[i:j] for j in range(i + 1, len(parts) + 1))
        full = "".join(parts[i:])[:_MOST_PINYIN]
        found.update(full[:n] for n in range(2, len(full) + 1))


def match(text: str) -> tuple[str, bool]:
    """Return the MATCH expression for what was typed ("" = nothing to look for), and whether hits need a check.

    Parts divided by blanks must all be found.
    """
    wanted: list[str] = []
    check = False
    for word in _WORD.findall(halfwidth(text).lower()):
        if word.isascii():
            wanted.append(_latin(word))
        elif len(word) <= _GRAM:
            wanted.append(f'"{word}"')
        else:
            check = True
            wanted.extend(f'"{word[i : i + _GRAM]}"' for i in range(len(word) - 1))
    return " AND ".join(dict.fromkeys(wanted)), check


def _latin(word: str) -> str:
    """Return what finds a Latin word or a number while it is typed; pinyin is indexed up to its twelfth letter."""
    if len(word) <= _LONG:
        return f'"{word}"'
    if len(word) > _MOST_PINYIN and word.isalpha():
        return f'("{word}" * OR "{word[:_MOST_PINYIN]}")'
    return f'"{word}" *'


def pieces(text: str) -> list[str]:
    """Return the parts of what was typed that `match` cannot answer exactly, for the caller to look for."""
    words: Iterable[str] = _WORD.findall(halfwidth(text).lower())
    return [word for word in words if not word.isascii() and len(word) > _GRAM]
