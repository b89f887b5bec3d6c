"""What other pages ask a ledger's page for: an empty form about somebody, or a record to be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.declare.ledger import LEDGER_OF
from danyang_desktop.declare.look import Link

if TYPE_CHECKING:
    from ui.pages.ledger_page import LedgerPage


def follow(page: LedgerPage, verb: str, about: str) -> None:
    """Open an empty form ("new", about somebody as "household=UID"), a record ("open", its uid), or the import."""
    workspace = page.desk.workspace
    if verb == "new" and about:
        page.open_form(page.ledger, workspace.new(page.ledger, **_first_values(page, about)))
    elif verb == "new":
        page.start_new()
    elif verb == "import":
        page.ask_import()
    elif verb == "open":
        record = workspace.get(page.ledger, about)
        if record is not None:
            page.list.show_record(record)
            page.list.wanted.emit(record, "edit")


def _first_values(page: LedgerPage, about: str) -> dict[str, Any]:
    field, _, uid = about.partition("=")
    record = page.desk.workspace.book.find(uid)
    if record is None:
        return {}
    link = Link(uid, LEDGER_OF[type(record)].name_of_record(record))
    return {field: [link] if page.ledger.kinds[field].lists else link}
