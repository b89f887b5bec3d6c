"""What other pages ask a ledger's page for: an empty form about somebody, or a record to be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.ledger import LEDGER_OF
from danyang_desktop.declare.look import Link

if TYPE_CHECKING:
    from ui.pages.ledger_page import LedgerPage


def follow(page: LedgerPage, verb: str, about: str) -> None:
    """Open an empty form ("new", about somebody as "household=UID"), a record ("open", its uid), or the import.

    "show" chooses a record in the list and opens no form.
    "renumber" gives the record with that uid another number and shows it.
    """
    workspace = page.desk.workspace
    if verb in ("new", "import", "renumber") and not may_write(page):
        return
    if verb == "new" and about:
        page.open_form(page.ledger, workspace.new(page.ledger, **_first_values(page, about)))
    elif verb == "new":
        page.start_new()
    elif verb == "import":
        page.ask_import()
    elif verb == "renumber":
        record = workspace.get(page.ledger, about)
        if record is not None:
            page.list.wanted.emit(record, "renumber")
    elif verb in ("open", "show"):
        record = workspace.get(page.ledger, about)
        if record is not None:
            page.list.show_record(record)
            if verb == "open":
                page.list.wanted.emit(record, "edit")


def start_new(page: LedgerPage) -> None:
    """Open an empty form; who may only look is told so before anything is typed."""
    if may_write(page):
        page.open_form(page.ledger, page.desk.workspace.new(page.ledger))


def may_write(page: LedgerPage) -> bool:
    """Tell whether who sits at the desk may record, and say in the status bar if not."""
    try:
        page.desk.workspace.must_write()
    except UserError as error:
        page.noted.emit(error.sentence)
        return False
    return True


def _first_values(page: LedgerPage, about: str) -> dict[str, Any]:
    field, _, uid = about.partition("=")
    record = page.desk.workspace.book.find(uid)
    if record is None:
        return {}
    link = Link(uid, LEDGER_OF[type(record)].name_of_record(record))
    return {field: [link] if page.ledger.kinds[field].lists else link}
