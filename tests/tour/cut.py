"""What of a window is not seen whole: words that are cut, controls beyond an edge that no bar can bring in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_SLACK = 2
_LOOKED_AT = (QAbstractButton, QLabel, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractScrollArea)


def cut(window: QWidget) -> list[str]:
    """Return a line for each widget of a window (or dialog) that is not seen whole and cannot be brought into sight."""
    return [said for widget in _seen(window) if (said := _wrong(widget, window))]


def _seen(window: QWidget) -> Iterator[QWidget]:
    for one in window.findChildren(QWidget):
        if one.isVisible() and isinstance(one, _LOOKED_AT) and one.window() is window.window():
            inside = one.parentWidget()
            if isinstance(inside, QAbstractSpinBox | QComboBox | QAbstractItemView | QLineEdit):
                continue
            if inside is not None and isinstance(inside.parentWidget(), QAbstractItemView):
                continue
            if one.objectName() == "qt_scrollarea_viewport" or not one.isVisibleTo(window):
                continue
            yield one


def _name(widget: QWidget) -> str:
    said = widget.text()[:16] if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.objectName()} {said}".strip()


def _wrong(widget: QWidget, window: QWidget) -> str:
    if said := _too_small(widget):
        return f"{_name(widget)}: {said}"
    box, place = widget.rect(), widget
    while place is not window and place.parentWidget() is not None:
        above = place.parentWidget()
        box = QRect(place.mapTo(above, QPoint(box.topLeft())), box.size())
        area = above.parentWidget()
        room = above.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
        if isinstance(area, QAbstractScrollArea) and area.viewport() is above:
            return _beyond_bars(widget, area, box)
        if not room.contains(box):
            return f"{_name(widget)}: beyond {_name(above)} {box.getRect()} {above.rect().getRect()}"
        place = above
    return ""


def _beyond_bars(widget: QWidget, area: QAbstractScrollArea, box: QRect) -> str:
    """Tell whether the bars of what scrolls can bring a widget in; then the area itself is looked at by itself."""
    across, down = area.horizontalScrollBar(), area.verticalScrollBar()
    view = area.viewport().rect()
    left, top = box.left() + across.value(), box.top() + down.value()
    if left + box.width() > across.maximum() + view.width() + _SLACK or left < -_SLACK:
        return f"{_name(widget)}: right of what {_name(area)} scrolls to"
    if top + box.height() > down.maximum() + view.height() + _SLACK or top < -_SLACK:
        return f"{_name(widget)}: below what {_name(area)} scrolls to"
    return ""


def _too_small(widget: QWidget) -> str:
    from ui.elided import Elided

    if isinstance(widget, Elided) or not widget.width():
        return ""
    if isinstance(widget, QScrollArea):
        return f"scrolls sideways: {_widest(widget)}" if widget.horizontalScrollBar().maximum() > 0 else ""
    if isinstance(widget, QLabel):
        return _cut_words(widget) if widget.text() else ""
    least = widget.minimumSizeHint()
    if isinstance(widget, QAbstractButton) and widget.text().strip():
        return "words cut" if least.width() > widget.width() + _SLACK or least.height() > widget.height() + 4 else ""
    if isinstance(widget, QComboBox) and widget.width() < least.width() - _SLACK:
        return "choice cut"
    squeezed = isinstance(widget, QLineEdit | QComboBox) and widget.height() + 4 < least.height()
    return "squeezed" if squeezed else ""


def _widest(area: QScrollArea) -> str:
    """Name what inside reaches furthest to the right."""
    inside = area.widget()
    there = [one for one in inside.findChildren(QWidget) if one.isVisible() and not one.findChildren(QWidget)]
    far = max(there, key=lambda one: one.mapTo(inside, one.rect().topRight()).x(), default=inside)
    return f"{_name(far)} {inside.width()} > {area.viewport().width()}"


def _cut_words(label: QLabel) -> str:
    if label.wordWrap():
        return "lines cut" if label.heightForWidth(label.width()) > label.height() + _SLACK else ""
    hint = label.sizeHint()
    return "words cut" if hint.width() > label.width() + _SLACK or hint.height() > label.height() + _SLACK else ""


def overlapping(window: QWidget) -> list[str]:
    """Return pairs of neighbours that lie upon one another."""
    found = []
    for parent in {one.parentWidget() for one in _seen(window)}:
        if parent is None or parent.layout() is None or isinstance(parent, QAbstractScrollArea):
            continue
        there = [one for one in parent.children() if isinstance(one, QWidget) and one.isVisible()]
        there = [one for one in there if not one.isWindow() and _looked(one)]
        for number, one in enumerate(there):
            for other in there[number + 1 :]:
                both = one.geometry().intersected(other.geometry())
                if both.width() > _SLACK and both.height() > _SLACK:
                    found.append(f"{_name(one)} over {_name(other)} in {_name(parent)}")
    return found


def _looked(widget: QWidget) -> bool:
    return isinstance(widget, _LOOKED_AT)


def all_cut() -> list[str]:
    """Look at every window that is open."""
    there = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.width() > 1]
    return [said for one in there for said in (*cut(one), *overlapping(one))]
