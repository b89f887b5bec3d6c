"""Fields that stay at home (ledger.stays): what other books make of a version that came without them.

A version goes from computer to computer without them, so a book may hold it without what it says there. Such a field is
shown as the last version says that has it here, and is never stated anew by whoever cannot see it: a version that is
written upon such a one says of the field only whose value it keeps (`_carried`). Every book that has the value fills it
in again. So nobody overwrites what they never saw, and what comes of it follows from the set of versions alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.store import versions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from danyang_desktop.store.versions import Version

WITHHELD, SEAL, CARRIED = "_withheld", "_seal", "_carried"
"""Names in a body: the fields that stayed behind; what covers the rest; the fields kept as another version says."""
ELSEWHERE = "这条的内容在另一台电脑上，这里看不全，没有改动。请在那台电脑上改。"
_NO_NAMES: frozenset[str] = frozenset()


def is_thin(body: str) -> bool:
    """Tell whether the body of a version, as it is kept, may leave open what some field says."""
    return f'"{WITHHELD}":' in body or f'"{CARRIED}":' in body


def names_in(said: Any) -> frozenset[str]:
    """Return the names of fields in a list of a body; none if it is no such list."""
    if not isinstance(said, list) or not all(isinstance(name, str) and not name.startswith("_") for name in said):
        return _NO_NAMES
    return frozenset(said)


def agree(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether two bodies may be the same version, each without some of the fields that stay at home."""
    return _within(one, other) and _within(other, one)


def _within(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether another body says all that one says, but for what it says to have been left out."""
    left_out = names_in(other.get(WITHHELD)) | {WITHHELD, SEAL}
    return all(name in left_out or (name in other and other[name] == said) for name, said in one.items())


def filled(connection: Any, version: Version) -> tuple[dict[str, Any], frozenset[str]]:
    """Return what a version says as far as this book can tell, and the fields of which it does not know it."""
    body = version.content()
    if not is_thin(version.body):
        return body, _NO_NAMES
    log = {one.digest: one for one in versions.of_record(connection, version.uid)}
    said = _Log(log)
    open_ = names_in(body.pop(WITHHELD, None)) | _carried(body.pop(CARRIED, None))[0]
    body.pop(SEAL, None)
    unknown = set()
    for name in open_ - body.keys():
        value, sure = said.value(version, name)
        if value is not None:
            body[name] = value
        if not sure:
            unknown.add(name)
    return body, frozenset(unknown)


def stated(connection: Any, version: Version) -> dict[str, Any]:
    """Return the body of a new version that says what this one does, also where this book cannot see it."""
    body, unknown = filled(connection, version)
    return carried_on(body, unknown, version)


def carried_on(body: dict[str, Any], unknown: frozenset[str], version: Version) -> dict[str, Any]:
    """Return a body that leaves the `unknown` fields as `version` says them."""
    if not unknown:
        return body
    kept = {name: value for name, value in body.items() if name not in unknown}
    return kept | {CARRIED: {"fields": sorted(unknown), "of": version.digest}}


class _Log:
    """All versions of a record that are here."""

    def __init__(self, log: Mapping[str, Version]) -> None:
        self._log = log
        self._bodies: dict[str, dict[str, Any]] = {}

    def value(self, version: Version | None, name: str) -> tuple[Any, bool]:
        """Return what a field says in a version, None for nothing; and whether that is known or only the last known."""
        sure = True
        seen: set[str] = set()
        while version is not None and version.digest not in seen:  # a seal may lie: a circle ends
            seen.add(version.digest)
            body = self._bodies.setdefault(version.digest, version.content())
            fields, of = _carried(body.get(CARRIED))
            if name in body:
                return body[name], sure
            if name in fields:
                version = self._log.get(of)
            elif name in names_in(body.get(WITHHELD)):
                sure, version = False, self._before(version)
            else:
                return None, sure
        return None, False

    def _before(self, version: Version) -> Version | None:
        there = [self._log[digest] for digest in version.parents if digest in self._log]
        return max(there, key=lambda one: one.node().key, default=None)


def _carried(said: Any) -> tuple[frozenset[str], str]:
    """Return the fields that a version leaves as another one says them, and the digest of that one."""
    if not isinstance(said, dict) or not isinstance(said.get("of"), str):
        return _NO_NAMES, ""
    return names_in(said.get("fields")), said["of"]
