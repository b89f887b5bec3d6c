"""Which version answers which call for correction (county/annotations.py): only one by somebody who had read the call.

At the branch the log says so: what was written in this book after the return bundle came. The office cannot see that,
nor can the branch's other computer, so the header of a bundle says it: call -> the version that answers it. A change
that the branch made for a reason of its own, before it had read the call, answers nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from danyang_desktop.exchange.bundle_refusals import BadContent

if TYPE_CHECKING:
    from danyang_desktop.exchange.bundle_format import Header
    from danyang_desktop.exchange.desk import Desk

CALL = "退回修改"
"""The kind of an annotation that calls for correction."""
FIELD = "answers"
"""What the header calls them."""
_MOST = 200
"""So many fit beside everything else in a header: the newest. A call whose answer is not named stays open."""
_UID, _DIGEST = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{64}")

_WRITTEN_HERE = (
    "(v.seq > (SELECT min(n.seq) FROM versions n WHERE n.uid = a.uid)"
    " AND NOT EXISTS (SELECT 1 FROM received r WHERE v.seq > r.first_seq AND v.seq <= r.last_seq))"
)
"""Of an annotation `a` and a version `v` of its record: it was written in this book after the annotation came."""
_NAMED = "EXISTS (SELECT 1 FROM answers s WHERE s.annotation = a.uid AND s.digest = v.digest)"
"""Of the same: a bundle said that it is an answer."""


def answered(desk: Desk) -> str:
    """Return as SQL: the annotation `a` has an answer here. Only the branch itself can answer by what it writes."""
    here = f"a.branch = '{desk.code}' AND {_WRITTEN_HERE}"
    return f"EXISTS (SELECT 1 FROM versions v WHERE v.uid = a.target AND ({_NAMED} OR {here}))"


def answers_in(desk: Desk, start: int, upto: int) -> dict[str, str]:
    """Return call -> digest of the version that answers it, of the versions in a stretch of the log."""
    rows = desk.book.connection.execute(
        "SELECT a.uid, v.digest FROM annotations a JOIN versions v ON v.uid = a.target AND v.seq > ? AND v.seq <= ?"
        f" WHERE a.kind = '{CALL}' AND a.withdrawn = 0 AND a.branch = ? AND ({_NAMED} OR {_WRITTEN_HERE})"
        " ORDER BY v.seq DESC",
        (start, upto, desk.code),
    )
    return dict(list(dict(rows.fetchall()).items())[:_MOST])


def take_answers(connection: Any, header: Header) -> None:
    """Note which calls the versions of a bundle answer. Call it inside a transaction; raises BadContent."""
    said = header.extra.get(FIELD, {})
    if not isinstance(said, dict) or not all(
        _UID.fullmatch(call) and isinstance(digest, str) and _DIGEST.fullmatch(digest) for call, digest in said.items()
    ):
        raise BadContent(f"{FIELD} 不对")
    connection.executemany(
        "INSERT INTO answers (annotation, digest) VALUES (?, ?) ON CONFLICT DO NOTHING", sorted(said.items())
    )
