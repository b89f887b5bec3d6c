"""A walk with Tab through every page and form: each stop has a name, shows that it has the focus, and leads on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from tests.ui.village import settle

if TYPE_CHECKING:
    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands

_STEPS = 90
ENTRIES = (
    "home", "visits", "talks", "volunteering", "subsidies", "people", "households", "registers", "print", "stick",
    "settings",
)  # fmt: skip


def _walk(hands: Hands) -> list[QWidget]:
    """Press Tab until the walk comes round; return the stops."""
    stops: list[QWidget] = []
    for _ in range(_STEPS):
        stop = hands.place()
        if stop in stops:
            return stops
        stops.append(stop)
        hands.press(Qt.Key.Key_Tab)
    return stops


def _says_nothing(stop: QWidget) -> str:
    return "" if stop.accessibleName() else f"{type(stop).__name__} {stop.objectName()}"


@pytest.mark.parametrize("key", ENTRIES)
def test_tab_goes_round_and_every_stop_has_a_name(key: str, rooms: Rooms, hands: Hands) -> None:
    settle(rooms.enter())
    rooms.shell.show_entry(key)
    stops = _walk(hands)
    assert len(stops) > 2
    assert [said for stop in stops if (said := _says_nothing(stop))] == []
    assert all(stop.isVisible() and stop.isEnabled() for stop in stops if _alive(stop))


@pytest.mark.parametrize("slug", ["visits", "talks", "volunteering", "people", "households"])
def test_tab_goes_through_a_form_from_above_to_below(slug: str, rooms: Rooms, hands: Hands) -> None:
    settle(rooms.enter())
    rooms.shell.start_new(slug)
    form: Any = rooms.page(slug).form
    names = list(form.body.cells)
    seen = [
        name
        for stop in _walk(hands)
        for name in [next((one for one in names if form.body.editor(one).isAncestorOf(stop)), "")]
        if name
    ]
    order = [names.index(name) for name in dict.fromkeys(seen)]
    start = order.index(min(order))
    assert order[start:] + order[:start] == sorted(order)
    assert len(order) > len(names) // 2


def test_the_focus_is_seen(rooms: Rooms, hands: Hands) -> None:
    settle(rooms.enter())
    rooms.shell.start_new("visits")
    unseen = []
    for stop in _walk(hands)[:25]:
        if not isinstance(stop, QPushButton) and stop.metaObject().className() not in {"QLineEdit", "LetterCombo"}:
            continue
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        there = stop.grab().toImage()
        rooms.shell.nav.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if stop.grab().toImage() == there:
            unseen.append(stop.objectName())
    assert unseen == []


def _alive(stop: QWidget) -> bool:
    import shiboken6

    return shiboken6.isValid(stop)
