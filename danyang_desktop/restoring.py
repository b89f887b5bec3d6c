"""Who may put a backup in the place of a book: its secretary of today, whatever opened the book on the backup's day.

A backup opens with the password of its own day, also with that of somebody who has handed the office over since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.store import backup
from danyang_desktop.store.keyring import load_keyring
from danyang_desktop.workspace import Workspace

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

_WHAT = "恢复备份"


def restore(
    path: Path, folder: Path, *, password: str = "", recovery: str = "", operator: str = "", now: dt.datetime
) -> Path | None:
    """Put a backup in the place of the book in `folder`; returns where that was set aside whole, None if none was.

    Where the book is still there, the password or the 开锁纸 of today is asked for, and that it is the secretary's.
    Raises UserError, Trouble.
    """
    key = _key_of_today(path, folder, password, recovery, operator)
    return backup.restore(path, folder, password=password, recovery=recovery, key=key, now=now)


def _key_of_today(path: Path, folder: Path, password: str, recovery: str, operator: str) -> bytes:
    """Return the key of the book in `folder` if the backup is of that book, b"" if there is no such book."""
    try:
        keyring = load_keyring(folder)
    except Trouble:
        return b""  # there is none, or it is damaged: the backup brings its own
    if keyring.book != backup.book_in(path):
        return b""
    key = keyring.open(password=password, recovery=recovery, person=operator)
    try:
        with Workspace.open(folder, password=password, recovery=recovery, operator=operator) as workspace:
            workspace.must_manage(_WHAT)
    except Trouble as error:
        if error.code == "U-304":  # somebody has it open
            raise
        if keyring.knows(operator) and not recovery:  # what is damaged does not say whether this is the secretary
            raise UserError(f"台账坏了，{_WHAT}要用台账的密码或者开锁纸，不能用个人的密码。") from error
    return key
