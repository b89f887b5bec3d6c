"""What the county asks to be corrected in a record stands on top of its form until it is corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from danyang_desktop.county.annotations import of_record
from ui.messages import Strip

if TYPE_CHECKING:
    from ui.desk import Desk


class CountyWords(Strip):
    """The words of the calls for correction that this record has not answered; nothing where there are none.

    It may be put away: long words in large letters leave little of the form.
    """

    def __init__(self, desk: Desk, record: Any) -> None:
        super().__init__(desk.theme, "warn", "formCounty", closable=True)
        said = of_record(desk.workspace.desk, record.uid) if record.head else []
        self.say("\n".join(f"县里：{one.words}" for one in said if one.open))
