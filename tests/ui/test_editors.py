"""One editor for each kind; each shows, reads, and keeps a draft of what any hand may have done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from danyang_desktop.base.errors import UserError
from danyang_desktop.declare.kinds import KINDS, Row
from tests.helpers.toy import ERRANDS
from tests.ui.village import settle
from ui.form.editors import EDITORS, editor_for

if TYPE_CHECKING:
    import random

    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import Rooms
    from tests.ui.hands import Hands
    from ui.desk import Desk

FIELDS = sorted(ERRANDS.kinds)


def test_every_kind_has_exactly_one_editor() -> None:
    assert set(EDITORS) == set(KINDS)


def test_the_toy_ledger_has_a_field_of_every_kind() -> None:
    assert {type(kind) for kind in ERRANDS.kinds.values()} == set(KINDS)


def _plain(value: Any) -> Any:
    return [vars(one) if isinstance(one, Row) else one for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", FIELDS)
def test_what_is_shown_is_read_back(name: str, toy_desk: Desk, qtbot: QtBot, dice: random.Random) -> None:
    kind = ERRANDS.kinds[name]
    for _ in range(5):
        editor = editor_for(kind, toy_desk)
        qtbot.addWidget(editor)
        value = kind.sample(dice)
        editor.set_value(value)
        assert _plain(editor.value()) == _plain(value)


@pytest.mark.parametrize("name", FIELDS)
def test_nothing_is_read_as_nothing(name: str, toy_desk: Desk, qtbot: QtBot) -> None:
    kind = ERRANDS.kinds[name]
    editor = editor_for(kind, toy_desk)
    qtbot.addWidget(editor)
    editor.set_value(kind.empty)
    assert kind.is_empty(editor.value())


@pytest.mark.parametrize("name", FIELDS)
def test_a_draft_brings_back_the_value(name: str, toy_desk: Desk, qtbot: QtBot, dice: random.Random) -> None:
    kind = ERRANDS.kinds[name]
    first, second = editor_for(kind, toy_desk), editor_for(kind, toy_desk)
    for editor in (first, second):
        qtbot.addWidget(editor)
    value = kind.sample(dice)
    first.set_value(value)
    second.restore(first.draft())
    assert _plain(second.value()) == _plain(value)


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("name", FIELDS)
def test_every_editor_says_its_name(name: str, toy_desk: Desk, qtbot: QtBot, *, compact: bool) -> None:
    kind = ERRANDS.kinds[name]
    editor = editor_for(kind, toy_desk, compact=compact)
    qtbot.addWidget(editor)
    inner = editor.focusProxy()
    assert inner.objectName() == name
    assert kind.label in inner.accessibleName()


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("done_on", "2月30日", "2月没有30日"),
        ("cost", "十块零三厘", "看不懂"),
        ("minutes", "三刻", "要填数字"),
        ("starts", "25:99", "时间"),
        ("month", "十三月", "月"),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(name: str, typed: str, said: str, toy_desk: Desk, qtbot: QtBot) -> None:
    editor = editor_for(ERRANDS.kinds[name], toy_desk)
    qtbot.addWidget(editor)
    editor.restore(typed)
    with pytest.raises(UserError) as caught:
        editor.value()
    assert said in caught.value.sentence
    assert editor.draft() == typed


@pytest.mark.parametrize(("typed", "shown"), [("1123", "2026-11-23"), ("11.3", "2026-11-03"), ("昨天", "2026-11-22")])
def test_a_date_is_typed_as_people_type_it(typed: str, shown: str, toy_desk: Desk, qtbot: QtBot, hands: Hands) -> None:
    editor = editor_for(ERRANDS.kinds["done_on"], toy_desk)
    qtbot.addWidget(editor)
    hands.sit_at(editor)
    editor.setFocus()
    hands.type(typed)
    editor.was_left()
    assert editor.draft() == shown


def test_nobody_becomes_a_chip_while_the_name_is_typed(rooms: Rooms, hands: Hands) -> None:
    settle(rooms.enter())
    hands.press(Qt.Key.Key_F6)
    form = rooms.page("talks").form
    assert form is not None
    editor = form.body.editor("targets")
    hands.type("xfg")
    assert editor.line.text() == "xfg"
    hands.press(Qt.Key.Key_Return)
    assert [link.name for link in editor.value()] == ["徐福根"]
    assert editor.value()[0].uid
    hands.type("丁小宝")
    assert editor.line.text() == "丁小宝"
    assert [link.name for link in editor.value()] == ["徐福根", "丁小宝"]
    hands.press(Qt.Key.Key_Tab)
    assert editor.line.text() == ""
    assert [link.name for link in editor.value()] == ["徐福根", "丁小宝"]
