"""What a rule may see of the book: read-only, small, and the same for form, workbook and bundle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.declare.record import Record


class Link(NamedTuple):
    """A pointer to a record of a register, with the name as it was written down.

    `uid` is "" for somebody who is not in the register (未建档): the name alone is then the fact.
    """

    uid: str
    name: str


class Look(Protocol):
    """The read-only eye of rules, fills and actions."""

    @property
    def today(self) -> dt.date:
        """Today, by the book's clock."""

    @property
    def clock_is_slow(self) -> bool:
        """Whether this computer's clock is known to be behind, so that a day after its today may be true."""

    @property
    def operator(self) -> str:
        """Who sits at the desk."""

    @property
    def branch_code(self) -> str:
        """14-digit code of the branch that owns the book ("" in an office book)."""

    def setting(self, name: str) -> Any:
        """Return a rule setting (declare/settings.py lists them with defaults)."""

    def get(self, link: Link | None) -> Record | None:
        """Return the record a link points to, or None."""

    def linked(self, ledger: Ledger[Any], uid: str, *, since: dt.date | None = None) -> Sequence[Any]:
        """Return the live records of `ledger` that point to `uid`, newest first; only from the day `since` if given."""

    def where(self, ledger: Ledger[Any], **equal: Any) -> Sequence[Any]:
        """Return the live records of `ledger` whose fields equal the given values, newest first."""

    def values(self, ledger: Ledger[Any], field: str) -> Sequence[Any]:
        """Return what every record of `ledger` says in a field, voided and binned ones too."""

    def choices(self, code_list: str) -> Sequence[str]:
        """Return the labels of an editable code list, in order."""
