"""The families of errors; anything else that escapes is a bug.

A sentence says what happened, what is safe, and what to do next, in the reader's words.
"""

from __future__ import annotations


class UserError(Exception):
    """Something the secretary can mend.

    `sentence` is shown as it is; `field` names the field of the record that it speaks of, or None.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Refused(UserError):  # noqa: N818 - an answer to give, like every UserError
    """A record that may not be saved yet: `complaints` maps field name to sentence ("" = the whole record)."""

    def __init__(self, complaints: dict[str, str]) -> None:
        field, sentence = next(iter(complaints.items()))
        super().__init__(sentence, field or None)
        self.complaints = complaints


class Trouble(Exception):  # noqa: N818 - trouble is what it is: circumstances, not an error of the program
    """Circumstances: the disk is full, the stick is gone, a file is held by another program.

    `code` is a short number to read over the telephone (screens/design.md, state 14).
    """

    def __init__(self, sentence: str, code: str = "U-100") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


class Cancelled(Exception):  # noqa: N818 - not an error: the person at the desk pressed Cancel
    """The work was stopped by its Cancel button; nothing half-done is left."""
