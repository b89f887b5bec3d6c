"""A month, typed as people type it."""

from __future__ import annotations

from ui.form.editors.text import TextEditor


class PeriodEditor(TextEditor):
    """Takes 2026.11, 202611, 11月; shows 2026-11."""

    def hint(self) -> str:
        """Say how it is typed."""
        return "如 2026-11"
