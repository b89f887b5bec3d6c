"""A book read once more beside itself: what takes long in the worker holds up nobody, and writes nothing."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.agenda.today import agenda
from danyang_desktop.base.errors import Cancelled, Trouble
from danyang_desktop.registers.people import PEOPLE
from tests.helpers.rows import neighbour
from tests.helpers.toy import NEIGHBOURS
from tests.ui.village import settle

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace


def test_it_reads_the_same_book_and_sees_what_is_saved_meanwhile(toys: Workspace) -> None:
    neighbour(toys)
    with toys.aside() as aside:
        assert aside.book.connection is not toys.book.connection
        assert (aside.today, aside.operator, aside.role) == (toys.today, toys.operator, toys.role)
        assert aside.query(NEIGHBOURS).count() == 1
        neighbour(toys, name="钱二")
        assert aside.query(NEIGHBOURS).count() == toys.query(NEIGHBOURS).count() == 2
    assert aside.book.engine.is_closed()
    assert toys.query(NEIGHBOURS).count() == 2


def test_nothing_is_written_there(toys: Workspace) -> None:
    neighbour(toys)
    with toys.aside() as aside, pytest.raises(Trouble):
        neighbour(aside, name="钱二")
    assert toys.query(NEIGHBOURS).count() == 1


def test_a_long_question_there_does_not_hold_up_the_window(toys: Workspace) -> None:
    """Somebody saves and reads here while one question there is not answered yet."""
    asked, answered = threading.Event(), threading.Event()
    neighbour(toys)

    def slow(number: int) -> int:
        asked.set()
        assert answered.wait(20)
        return number

    def look(found: list[Any]) -> None:
        with toys.aside() as aside:
            aside.book.connection.create_function("slow", 1, slow)
            found += aside.book.connection.execute("SELECT slow(1)").fetchone()

    found: list[Any] = []
    worker = threading.Thread(target=look, args=(found,))
    worker.start()
    assert asked.wait(20)
    neighbour(toys, name="钱二")
    assert toys.query(NEIGHBOURS).count() == 2
    answered.set()
    worker.join(20)
    assert found == [1]


def test_the_day_can_be_stopped_while_it_is_counted(book: Workspace) -> None:
    settle(book)
    assert book.query(PEOPLE).count()

    def stop(*_: object) -> None:
        raise Cancelled

    with book.aside() as aside, pytest.raises(Cancelled):
        agenda(aside, stop)
    assert agenda(book).duties
