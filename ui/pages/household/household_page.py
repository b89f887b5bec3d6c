"""The page of 家庭: the derived list and form, the story of a household, and twins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.look import Link
from ui import pieces, shown
from ui.dialogs.history import HistoryDialog
from ui.dialogs.pictures import PicturesDialog, pictures_of
from ui.pages.household.story_view import StoryView
from ui.pages.household.twins_dialog import TwinsDialog
from ui.pages.overlay import OverlaidPage

if TYPE_CHECKING:
    from danyang_desktop.declare.ledger import Ledger
    from ui.desk import Desk
    from ui.window.status_bar import Keys


class HouseholdPage(OverlaidPage):
    """Enter on a household shows its story; F2 opens its form as everywhere."""

    def __init__(self, ledger: Ledger[Any], desk: Desk) -> None:
        super().__init__(ledger, desk)
        for text, name, icon, keys, does in (
            ("查重", "showTwins", "merge", "Ctrl+D", self.show_twins),
            ("这一户的经过", "showStory", "clock", "Ctrl+G", self.show_current),
        ):
            button = self._header.add_first(text, name, icon=icon)
            button.clicked.connect(does)
            pieces.on_keys(self, (keys, does))

    @property
    def keys(self) -> Keys:
        """The keys that work here now."""
        if self.over is not None or self.form is not None:
            return super().keys
        return (("Ctrl+G", "这一户的经过"), ("Ctrl+N", "新增"), ("Ctrl+F", "查找"), ("F2", "修改"), ("Ctrl+D", "查重"))

    def show_current(self) -> None:
        """Show the story of the chosen household."""
        record = self.list.table.current()
        if record is not None and self.over is None and self.form is None:
            self.show_story(record)

    def show_story(self, household: Any) -> StoryView:
        """Show the story of a household."""
        view = StoryView(self.ledger, self.desk, household)
        view.wanted.connect(self._story_wants)
        view.visit_wanted.connect(self._visit)
        self.lay_over(view)
        return view

    def _story_wants(self, ledger: Ledger[Any], record: Any, what: str) -> None:
        view = self.over
        if view is None:
            return
        if what == "history":
            past = self.desk.workspace.history(record.uid)
            HistoryDialog(self.desk.theme, self, shown.title_of(ledger, record), past).open()
            return
        if what == "pictures":
            pictures = pictures_of(self.desk.workspace, ledger, record)
            PicturesDialog(self.desk, self, shown.title_of(ledger, record), pictures).open()
            return
        state = getattr(record, ledger.state) if ledger.state else ""
        if what != "edit" or record.status != "final" or state in ledger.settled:
            view.strip.say(f"要办这一件，请到“{ledger.short}”里找 {record.serial_no or record.uid[:6]}。")
            return
        try:
            self.open_form(ledger, self.desk.workspace.get(ledger, record.uid))
        except UserError as error:
            view.strip.say(error.sentence)

    def _visit(self, household: Any) -> None:
        """Open an empty form of a visit to this household."""
        visits = self.desk.workspace.ledgers["visits"]
        link = Link(household.uid, household.head_name)
        self.open_form(visits, self.desk.workspace.new(visits, household=link))

    def show_twins(self) -> None:
        """Look for files that are there twice."""
        dialog = TwinsDialog(self.ledger, self.desk, self)
        dialog.changed.connect(self.refresh)
        dialog.open()
