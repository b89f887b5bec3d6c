"""常用语: sentences that this book's writers use again and again, offered where the next one is written.

Nothing is counted while saving: what was written twice in a field is found by reading the last records, so an undo, an
import or another computer of the branch teaches as well as typing does. Only what a reader kept or never wants to see
again stands in the settings.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.kinds import LongText

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.workspace import Workspace

_SETTING = "phrases"
_READ = 300
"""So many records are read, newest first: what was not written since is no habit any more."""
_OFFERED = 30
_LEAST, _MOST = 4, 80
"""Letters of a phrase."""
_SENTENCE = re.compile(r"[^。；;！!？?\n]+[。；;！!？?]?")
_NUMBER = re.compile(r"\d{6,}")
_SECRET = 4


def sentences(text: str) -> list[str]:
    """Return the sentences of a text that could be said again: neither a word nor a story, and no number in it."""
    found = (one.strip() for one in _SENTENCE.findall(text))
    return [one for one in found if _LEAST <= len(one) <= _MOST and not _NUMBER.search(one)]


def stock(workspace: Workspace, ledger: Ledger[Any], name: str) -> list[str]:
    """Return the phrases for a field: those that were kept, then those that were written twice, the most used first."""
    kind = ledger.kinds[name]
    kept, gone = _settled(workspace, ledger, name)
    counts: Counter[str] = Counter()
    if isinstance(kind, LongText):
        for record in workspace.query(ledger).page(limit=_READ).rows:
            if kind.privacy < _SECRET or not ledger.is_secret(record):
                counts.update(dict.fromkeys(sentences(getattr(record, name)), 1))
    used = [text for text, times in counts.most_common() if times > 1]
    return [one for one in dict.fromkeys([*kept, *used]) if one not in gone][:_OFFERED]


def keep(workspace: Workspace, ledger: Ledger[Any], name: str, text: str) -> None:
    """Keep a phrase for a field, at the head of its list. Raises UserError if it is none."""
    phrase = " ".join(text.split())
    if not _LEAST <= len(phrase) <= _MOST:
        raise UserError(f"常用语要 {_LEAST} 到 {_MOST} 个字，现在是 {len(phrase)} 个。请选短一点的一段。")
    kept, gone = _settled(workspace, ledger, name)
    _set(workspace, ledger, name, [phrase, *(one for one in kept if one != phrase)], gone - {phrase})


def drop(workspace: Workspace, ledger: Ledger[Any], name: str, phrase: str) -> None:
    """Never offer a phrase for a field again."""
    kept, gone = _settled(workspace, ledger, name)
    _set(workspace, ledger, name, [one for one in kept if one != phrase], gone | {phrase})


def _settled(workspace: Workspace, ledger: Ledger[Any], name: str) -> tuple[list[str], set[str]]:
    mine = workspace.setting(_SETTING).get(f"{ledger.slug}.{name}", {})
    return list(mine.get("kept", [])), set(mine.get("gone", []))


def _set(workspace: Workspace, ledger: Ledger[Any], name: str, kept: list[str], gone: set[str]) -> None:
    whole = dict(workspace.setting(_SETTING))
    whole[f"{ledger.slug}.{name}"] = {"kept": kept[:_OFFERED], "gone": sorted(gone)}
    workspace.set_setting(_SETTING, whole)
