"""Finding as one types: any Chinese substring of one character or more, pinyin, telephone tails.

One contentless FTS5 table a ledger, its rowid the record's id; ids of a ledger grow with its days (declare/table.py),
so the newest hits come first without sorting. SQLite's tokenizers take a run of hanzi for one word, so we make the
tokens ourselves: every character, every two and every three that stand together; of names also every run of initials
and every beginning of the full pinyin at a syllable. What one types, up to three characters, is then one exact token,
and a miss costs nothing; more is the AND of its threes, and the caller verifies the text (`Wanted.pieces`).
detail=none keeps the index small; nothing asks for phrases.

To feed FTS5 one record at a time costs more than all the rest of a save. So the words of the last few records wait in
a plain table, which a search reads through, and go into the index many at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import add
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.pinyin import syllables
from danyang_desktop.base.chinese.text import halfwidth

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"[0-9a-z]+|[^\s\0-\x1f\x7f0-9a-z!-/:-@\[-`{-~，。；：、（）“”《》·]+")
_LATIN = re.compile(r"[0-9a-z]+")
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_NO_HANZI = re.compile(r"[\s\0-\x7f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff5e。、“”《》·]+")
_GRAM = 3
_MOST_PINYIN = 12
_MOST_TEXT = 400  # characters of one long text that are found; the rest is read, not searched
_TAILS = (4, 6, 8)
_LONG = 7  # beginnings of a Latin word or a number up to this length are tokens; longer ones are looked for as prefixes
_MOST_WAITING = 128
"""So many records wait to be indexed: less than one save in a hundred pays for all."""

SETTINGS = {"automerge": 8, "crisismerge": 64, "hashsize": 1 << 24}
"""Few, large merges, and room in memory for thousands of records that come at once."""


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


def create(connection: Any, slug: str) -> None:
    """Make the index of one ledger, and the place where the last records wait for it."""
    table = f"find_{slug}"
    connection.execute(
        f"CREATE VIRTUAL TABLE {table} USING fts5(t, content='', contentless_delete=1, detail=none, tokenize='ascii')"
    )
    for name, value in SETTINGS.items():
        connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)", (name, value))
    connection.execute(f"CREATE TABLE wait_{slug} (seq INTEGER PRIMARY KEY, id INTEGER NOT NULL, t TEXT NOT NULL)")


def put(connection: Any, slug: str, record: int, words: str, *, instead_of: int | None = None) -> None:
    """Let a record be found by its words (of `spelled`), instead of the one it was before under that id."""
    if instead_of is not None:
        remove(connection, slug, instead_of)
    done = connection.execute(f"INSERT INTO wait_{slug} (id, t) VALUES (?, ?)", (record, words))
    if done.lastrowid >= _MOST_WAITING:
        _index(connection, slug, [])


def put_many(connection: Any, slug: str, records: list[tuple[int, str]]) -> None:
    """Let new records, each an id and its words, be found."""
    if len(records) >= _MOST_WAITING:
        _index(connection, slug, records)
    else:
        for record, words in records:
            put(connection, slug, record, words)


def _index(connection: Any, slug: str, records: list[tuple[int, str]]) -> None:
    """Feed these records and all that wait to the index."""
    rows = records + connection.execute(f"SELECT id, t FROM wait_{slug}").fetchall()
    rows.sort()  # FTS5 writes a segment each time that an id is smaller than the one before
    sql = f"INSERT INTO find_{slug} (rowid, t) VALUES (?, ?)"
    connection.executemany(sql, ((record, _tokens(words)) for record, words in rows))
    connection.execute(f"DELETE FROM wait_{slug}")


def remove(connection: Any, slug: str, record: int) -> None:
    """Let a record no longer be found."""
    if not connection.execute(f"DELETE FROM wait_{slug} WHERE id = ?", (record,)).rowcount:
        connection.execute(f"DELETE FROM find_{slug} WHERE rowid = ?", (record,))


def known(slug: str) -> str:
    """Return the SQL of the ids of all records that can be found."""
    return f"SELECT id FROM find_{slug}_docsize UNION ALL SELECT id FROM wait_{slug}"


def spelled(words: Words) -> str:
    """Return what a record is found by, in two lines: Latin tokens with a blank before and behind each, and hanzi."""
    text = "\n".join([*words.names, *[text[:_MOST_TEXT] for text in words.texts]])
    if _FULL_WIDTH.search(text):
        text = halfwidth(text)
    text = text.lower()
    latin = [_pinyin(name) for name in words.names]
    for word in _LATIN.findall(text):
        latin.append(word)
        latin += [word[:n] for n in range(1, min(len(word), _LONG + 1))]
        if len(word) > 6 and word.isdigit():
            latin += [word[-n:] for n in _TAILS if n < len(word)]
    return f" {' '.join(latin)} \n{_NO_HANZI.sub(' ', text)}"


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


def _tokens(words: str) -> str:
    """Return every token of what `spelled` made. Some come twice, some with a blank within: the index does not mind."""
    latin, _, ones = words.partition("\n")
    twos = list(map(add, ones, ones[1:]))
    return f"{latin}{' '.join([*ones, *twos, *map(add, twos, ones[2:])])}"


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


def waiting(connection: Any, slug: str, wanted: Wanted) -> list[int]:
    """Return the ids of the waiting records that have what is wanted."""
    parts = ["(" + " OR ".join("instr(t, ?)" for _ in marks) + ")" for marks in wanted.marks]
    values = [mark for marks in wanted.marks for mark in marks]
    rows: Sequence[tuple[int]] = connection.execute(
        f"SELECT id FROM wait_{slug} WHERE {' AND '.join(parts)}", values
    ).fetchall()
    return [row[0] for row in rows]
