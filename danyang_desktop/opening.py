"""Making, opening and closing a book: folder, keys, lock, schema, identity, clock."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.clock import TOLD, Clock, LogicalClock, ToldClock, WallClock
from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.base.ids import new_uid
from danyang_desktop.base.paths import device_folder, is_removable
from danyang_desktop.county import faces
from danyang_desktop.declare.eye import BookLook
from danyang_desktop.declare.table import Table
from danyang_desktop.exchange.keys import DeviceKey
from danyang_desktop.ledgers import LEDGERS
from danyang_desktop.placing import place_of
from danyang_desktop.registers import REGISTERS
from danyang_desktop.registers.towns import TOWNS, shipped_versions
from danyang_desktop.store import shelf, versions
from danyang_desktop.store.attachments import Attachments
from danyang_desktop.store.database import trouble, trouble_of
from danyang_desktop.store.device import LOCK, Device
from danyang_desktop.store.engine import at_once
from danyang_desktop.store.keyring import KEYRING, Keyring, load_keyring, make_keyring
from danyang_desktop.store.marks import Mark
from danyang_desktop.store.migrate import MIGRATIONS, migrate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from danyang_desktop.declare.book import Book
    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.placing import Place
    from danyang_desktop.store.device import BookLock
    from danyang_desktop.store.engine import Engine

ALL: tuple[Ledger[Any], ...] = (*REGISTERS, *LEDGERS)


@dataclass(frozen=True)
class Branch:
    """Whose book it is: a branch (14-digit code) or an office (its code, no town)."""

    code: str
    name: str
    town: str = ""


@dataclass
class Opened:
    """Everything that an open book holds on to."""

    place: Place
    folder: Path
    keyring: Keyring
    key: bytes
    book: Book
    look: BookLook
    attachments: Attachments
    branch: Branch
    clock: Clock
    device: Device
    mark: Mark
    signer: DeviceKey
    lock: BookLock
    person: str = ""
    """Whose own password opened it; "" = the book's password or its 开锁纸."""
    by_paper: bool = False
    """Whether the 开锁纸 opened it: the password is forgotten."""


def create_book(
    folder: Path,
    *,
    branch: Branch,
    password: str,
    role: str = "branch",
    operator: str = "",
    database: str = "",
    cost: dict[str, int] | None = None,
    recovery: str = "",
    **how: Any,
) -> tuple[Opened, str]:
    """Make a new book in a new or empty folder; returns it open, and the recovery code to print.

    `how` as in open_book, `cost` as in make_keyring, `recovery` a code that is on paper already.
    database: URL of the server on which an office's book is to lie.
    Raises UserError when there is something in the folder, or in the database, already; Trouble.
    """
    if database and role != "office":
        raise UserError("只有县里的台账可以放在数据库服务器上，支部的台账放在自己的电脑里。没有新建。", "database")
    place = place_of(folder, database)
    if not branch.name.strip() or not branch.code.strip():
        raise UserError("请写上支部名称和编码。", "name")
    _not_on_a_stick(folder)
    was_there = folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(path.name != LOCK for path in folder.iterdir()):  # of a try that came to nothing
            raise UserError(f"“{folder.name}”文件夹里已经有东西了。请选一个空文件夹，或直接打开里面的台账。", "folder")
    except OSError as error:
        raise trouble_of(error, folder.name) from error
    keyring, key, recovery = make_keyring(new_uid(), role, password, cost, recovery)
    with ExitStack() as undo:
        undo.callback(_clear, folder, itself=not was_there)
        opened = _assemble(place, folder, keyring, key, branch=branch, **how)
        undo.callback(close_book, opened)
        opened.look.operator = operator
        _put_towns(opened)
        place.remember(key, keyring.book, opened.book.engine)
        keyring.save(folder)  # last: a folder without a keyring is no book, so a half-made one never looks like one
        undo.pop_all()
    return opened, recovery


def _clear(folder: Path, *, itself: bool) -> None:
    """Take away what a book that could not be made left in its empty folder, so that it can be tried again there."""
    with suppress(OSError):
        for path in folder.iterdir():
            path.unlink()
        if itself:
            folder.rmdir()


def _put_towns(opened: Opened) -> None:
    """Let a book begin with the towns: the same versions in every book, so that every town is one record."""
    book = opened.book
    if TOWNS.slug not in book.tables:
        return
    shipped = shipped_versions()
    with book.transaction():
        versions.put_many(book.engine, [book.engine.spelling.row(one.row()) for one in shipped])
        faces.show(book, TOWNS.slug, [(version, 1) for version in shipped])
        book.hlc.see(shipped[-1].hlc)
        book.keep_clock()


def open_book(
    folder: Path, *, password: str = "", recovery: str = "", operator: str = "", database: str = "", **how: Any
) -> Opened:
    """Open the book in `folder`.

    how: clock, ledgers, migrations (folders), device_folder.  database: URL of its server, if that is another now.
    Raises UserError for a wrong password or recovery code; Trouble for a missing, damaged, newer or held book, or one
    on a removable drive: a stick is for bundles and backups, a book on it would be torn by the first early pull.
    """
    _not_on_a_stick(folder)
    keyring = load_keyring(folder)
    place = place_of(folder, database)
    place.must_be_there()
    key = keyring.open(password=password, recovery=recovery, person=operator)
    opened = _assemble(place, folder, keyring, key, **how)
    if database:
        place.remember(key, keyring.book, opened.book.engine)
    opened.look.operator = operator
    opened.by_paper = bool(recovery)
    opened.person = operator if keyring.knows(operator) and not recovery else ""
    return opened


def _assemble(
    place: Place,
    folder: Path,
    keyring: Keyring,
    key: bytes,
    *,
    branch: Branch | None = None,
    clock: Clock | None = None,
    ledgers: Sequence[Ledger[Any]] = ALL,
    migrations: Sequence[Path] = (MIGRATIONS,),
    device_folder: Path | None = None,
) -> Opened:
    clock = clock or WallClock()
    with ExitStack() as undo, trouble(folder):
        lock = place.lock()
        undo.callback(lock.release)
        engine, photos = place.engines(key)
        undo.callback(engine.close)
        undo.callback(photos.close)
        place.look(engine, keyring.book, new=branch is not None)
        migrate(engine, migrations)
        connection = engine.connection
        _index(engine, map(Table, ledgers), office=keyring.role == "office")
        if branch is not None:
            for name in ("code", "name", "town"):
                shelf.set_about(connection, f"branch_{name}", getattr(branch, name))
        branch = Branch(*[shelf.about(connection, f"branch_{name}") for name in ("code", "name", "town")])
        device = Device.here(device_folder or _device_folder())
        signer = _device_key(device.folder / f"{keyring.book}.dyk", key)
        clock = ToldClock.read(clock, shelf.about(connection, f"{TOLD}{signer.device}"))
        mark = Mark(device, keyring.book, signer.device)
        epoch = mark.epoch(engine)
        reach = max(versions.clock_reach(connection), mark.known.clock)
        book = place.book_class(engine, ledgers, device=signer.device, epoch=epoch, hlc=LogicalClock(clock, reach))
        look = BookLook(book, clock, branch.code if keyring.role == "branch" else "")
        attachments = Attachments(photos)
        undo.pop_all()
    return Opened(place, folder, keyring, key, book, look, attachments, branch, clock, device, mark, signer, lock)


def _device_key(path: Path, key: bytes) -> DeviceKey:
    """Return this computer's signing key for this book; a copied book gets a new one, and is a new device."""
    if path.exists():
        return DeviceKey.load(path, key)
    made = DeviceKey.make()
    made.save(path, key)
    return made


def _device_folder() -> Path:
    return device_folder()


def _index(engine: Engine, tables: Iterable[Table], *, office: bool) -> None:
    """Make what is derived and not there yet, so that no migration describes it: search, and indexes for the role."""
    there = engine.names()
    known = list(tables)
    lacking = [table.slug for table in known if not there.issuperset(engine.words.tables(table.slug))]
    wanted = [
        statement for table in known for statement in (table.office_indexes() if office else table.desk_indexes())
    ]
    indexes = [statement for statement in wanted if statement.split()[2] not in there]
    if lacking or indexes:
        with at_once(engine):  # fifty statements, one wait for the disk
            for slug in lacking:
                engine.words.create(slug)
            for statement in indexes:
                engine.execute_sql(statement)


def close_book(opened: Opened) -> None:
    """Mark the book if it has come further, close the files, and let others in. Twice is harmless.

    Without that mark nothing is lost but the memory of what has not left this book.
    """
    if opened.book.engine.is_closed():
        return
    with ExitStack() as whatever_comes:  # the lock goes last, and goes even when a file will not close
        whatever_comes.callback(opened.lock.release)
        whatever_comes.callback(opened.attachments.close)
        whatever_comes.callback(opened.book.engine.close)
        with suppress(Trouble), trouble():
            if opened.mark.is_behind(opened.book.connection):
                opened.mark.remember(opened.book)


def _not_on_a_stick(folder: Path) -> None:
    if is_removable(folder):
        said = "台账不能直接放在 U盘 上用，拔早了会坏。没有改动任何东西。请放到电脑硬盘上，U盘 只用来备份和上报。"
        raise Trouble(said, "U-313")


def has_book(folder: Path) -> bool:
    """Tell whether there is a book in a folder."""
    return (folder / KEYRING).exists()
