"""The registers that have no line of their own in the side list, under one head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from ui import metrics, pieces
from ui.pages.page import Page
from ui.pages.segments import Segments
from ui.window.entries import REGISTERS_SHOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.desk import Desk
    from ui.pages.ledger_page import LedgerPage
    from ui.window.status_bar import Keys


class RegisterGroup(Page):
    """A row of names above, the page of the chosen register below; each page is made when it is first shown."""

    def __init__(
        self, desk: Desk, names: Mapping[str, str] | None = None, uses: Mapping[str, str] | None = None
    ) -> None:
        """Make the page for these registers (slug -> name); without any, for those without a line of their own.

        uses  slug -> what an empty one says that it is for
        """
        super().__init__(desk, "registers")
        registers = [ledger for ledger in desk.workspace.ledgers.values() if ledger.is_register]
        names = names or {ledger.slug: ledger.short for ledger in registers[REGISTERS_SHOWN:]}
        self._registers = {ledger.slug: ledger for ledger in registers if ledger.slug in names}
        self._pages: dict[str, LedgerPage] = {}
        lay = pieces.column(self)
        self._names = Segments(desk.theme, "registerNames")
        top = pieces.row(margins=(metrics.MARGIN, metrics.GAP, metrics.MARGIN, metrics.GAP))
        top.addWidget(self._names)
        top.addStretch(1)
        lay.addLayout(top)
        self._called = {slug: names[slug] for slug in self._registers}
        self._uses = uses or {}
        self._names.show_values(self._called)
        self._names.picked.connect(self._show)
        self._stack = QStackedWidget()
        lay.addWidget(self._stack, 1)
        self._names.pick(next(iter(self._registers)))

    def _show(self, slug: str) -> None:
        from ui.pages.ledger_page import LedgerPage

        if slug not in self._pages:
            page = LedgerPage(self._registers[slug], self.desk, self._called[slug], self._uses.get(slug, ""))
            page.saved.connect(self.saved)
            page.keys_changed.connect(self.keys_changed)
            self._pages[slug] = page
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(self._pages[slug])
        self._pages[slug].refresh()

    @property
    def current(self) -> LedgerPage:
        """The register's page that is shown."""
        return self._pages[self._names.value]

    def show_part(self, slug: str) -> None:
        """Show a register."""
        self._names.pick(slug)

    @property
    def keys(self) -> Keys:
        """The keys that work here now."""
        return self.current.keys

    @property
    def half_written(self) -> bool:
        """Tell whether a form is open that was typed into."""
        return any(page.half_written for page in self._pages.values())

    def refresh(self) -> None:
        """Ask the book anew."""
        self.current.refresh()

    def begin(self) -> None:
        """Take the focus in the register that is shown."""
        self.current.begin()

    def start_new(self) -> None:
        """Open an empty form in the register that is shown."""
        self.current.start_new()

    def follow(self, verb: str, about: str) -> None:
        """Let the register that is shown do it."""
        self.current.follow(verb, about)

    def keep(self) -> None:
        """Put away what is half written."""
        for page in self._pages.values():
            page.keep()
