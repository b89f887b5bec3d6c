"""Who may put a backup in the place of a book."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.restoring import restore
from danyang_desktop.seats import RECORDER, SECRETARY
from danyang_desktop.store.backup import BOOK
from tests.helpers.books import NOW, OPERATOR, PASSWORD, cheap_keys

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.workspace import Workspace
    from tests.helpers.books import Pattern

LATER = NOW + dt.timedelta(minutes=3)
OWN, TODAYS = "小李的-密码", "今天的-密码"


@pytest.fixture
def saved(book: Workspace, tmp_path: Path) -> tuple[Path, Path]:
    """Give a backup, and the closed book as it went on: a recorder sits there, and the password is another."""
    made = book.backup(tmp_path / "backups")
    with cheap_keys():
        book.seat_person(OPERATOR, SECRETARY)
        book.seat_person("李小兰", RECORDER, OWN)
        book.change_password(PASSWORD, TODAYS)
    book.close()
    return made, book.folder


def test_the_password_of_the_backups_day_is_not_enough(saved: tuple[Path, Path]) -> None:
    """Whoever handed the office over, and kept a backup, would have it back."""
    made, folder = saved
    before = (folder / BOOK).read_bytes()
    with pytest.raises(UserError, match="密码不对"):
        restore(made, folder, password=PASSWORD, now=LATER)
    assert (folder / BOOK).read_bytes() == before
    assert restore(made, folder, password=TODAYS, now=LATER)


@pytest.mark.parametrize(("password", "code"), [(OWN, ""), ("", "paper")])
def test_who_is_not_the_secretary_restores_nothing(
    saved: tuple[Path, Path], pattern: Pattern, password: str, code: str
) -> None:
    made, folder = saved
    how = {"password": password, "recovery": pattern.recovery if code else ""}
    with pytest.raises(UserError, match="恢复备份只有支部书记能办"):
        restore(made, folder, operator="李小兰", now=LATER, **how)
    assert not list(folder.parent.glob("*恢复前*"))


def test_the_secretary_restores_with_the_paper_as_well(saved: tuple[Path, Path], pattern: Pattern) -> None:
    made, folder = saved
    assert restore(made, folder, recovery=pattern.recovery, operator=OPERATOR, now=LATER)
    with pattern.open(folder, password=TODAYS) as again:
        assert again.check() == []


def test_a_damaged_book_is_restored_by_its_password_and_not_by_a_recorders(saved: tuple[Path, Path]) -> None:
    made, folder = saved
    (folder / BOOK).write_bytes(b"\0" * 8192)
    with pytest.raises(UserError, match="不能用个人的密码"):
        restore(made, folder, password=OWN, operator="李小兰", now=LATER)
    assert restore(made, folder, password=TODAYS, now=LATER)


def test_another_books_backup_opens_by_its_own_password(saved: tuple[Path, Path], tmp_path: Path) -> None:
    made, folder = saved
    other = tmp_path / "empty" / "book"
    assert restore(made, other, password=PASSWORD, now=LATER) is None
    (folder / "keyring.json").write_bytes(b"{")
    assert restore(made, folder, password=PASSWORD, now=LATER), "without a keyring nobody can say what opened it"
