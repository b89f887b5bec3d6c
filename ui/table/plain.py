"""How every table of ours looks: whole rows, no grid, a head that is not pressed, scrolling by pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHeaderView, QTableView

from ui import metrics

if TYPE_CHECKING:
    from ui.theme import Theme


def make_plain(view: QTableView, theme: Theme, row: int) -> None:
    """Dress a table that has its model; `row` is the height of its rows in px at 96 dpi."""
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    rows = view.verticalHeader()
    rows.setDefaultSectionSize(theme.px(row))
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.hide()
    head = view.horizontalHeader()
    head.setFixedHeight(theme.px(metrics.HEAD))
    head.setHighlightSections(False)
    head.setSectionsClickable(False)
