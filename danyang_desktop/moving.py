"""From files to a server: an office that began on one PC and grew. The files stay, set aside under another name."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from danyang_desktop.base.errors import UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.placing import InFiles, OnServer
from danyang_desktop.store import shelf
from danyang_desktop.store.attachments import Attachments
from danyang_desktop.store.backup import BOOK, PHOTOS
from danyang_desktop.store.database import trouble_of
from danyang_desktop.store.engine import at_once
from danyang_desktop.store.marks import BEGUN_BY
from danyang_desktop.store.migrate import MIGRATIONS
from danyang_desktop.store.postgres.address import Address
from danyang_desktop.store.postgres.engine import PhotosOnServer, PostgresEngine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from danyang_desktop.opening import Opened

_ASIDE = "-搬到服务器前"


def move_to_server(
    opened: Opened, database: str, progress: Progress = silent, *, migrations: Sequence[Path] = (MIGRATIONS,)
) -> None:
    """Copy an office's open book from its files into the empty database of a URL, and let its folder remember that.

    The files are as they were until all of it is there; close the book then, and call `set_aside`.
    Raises UserError for a branch's book or a database that is not empty; Trouble.
    """
    if opened.keyring.role != "office":
        raise UserError("只有县里的台账可以放到数据库服务器上，支部的台账放在自己的电脑里。没有改动。", "database")
    if not isinstance(opened.place, InFiles):
        raise UserError("这本台账已经在服务器上了，没有改动。", "database")
    address = Address.of(database)
    place = OnServer(opened.folder, address)
    with ExitStack() as undo:
        engine = PostgresEngine(address)
        undo.callback(engine.close)
        photos = PhotosOnServer(address)
        undo.callback(photos.close)
        place.look(engine, opened.keyring.book, new=True)
        opened.mark.remember(opened.book)  # before: to close the files must not count what the server never saw
        progress(0, 3, "正在搬记录……")
        engine.go_through(migrations)
        with at_once(engine):
            engine.take_from(opened.book.engine)
            shelf.set_about(engine.connection, BEGUN_BY, "")  # from now on it is no single computer's
        progress(1, 3, "正在搬照片……")
        Attachments(photos)
        with at_once(photos):
            photos.take_from(opened.attachments.engine)
        progress(2, 3, "正在记下地址……")
        place.remember(opened.key, opened.keyring.book, engine)


def set_aside(folder: Path) -> list[Path]:
    """Give the files of a book that was moved another name, once it is closed; returns them. Raises Trouble."""
    kept = []
    try:
        for name in (BOOK, PHOTOS):
            file = folder / name
            kept.append(file.rename(file.with_name(f"{file.stem}{_ASIDE}{file.suffix}")))
    except OSError as error:
        raise trouble_of(error, folder.name) from error
    return kept
