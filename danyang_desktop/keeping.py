"""What a book keeps besides its records: settings, drafts, photos, backups; and whether it is whole."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.chinese.dates import show_date
from danyang_desktop.base.clock import TOLD, ClockOf, ToldClock, moment_of
from danyang_desktop.base.errors import Cancelled, Trouble, UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.declare import owed
from danyang_desktop.declare.facing import check_faces
from danyang_desktop.declare.settings import BOUNDS, within
from danyang_desktop.exchange.desk import Desk
from danyang_desktop.moving import move_to_server
from danyang_desktop.seats import Seats
from danyang_desktop.store import backup, checkup, scan_log, shelf
from danyang_desktop.store.attachments import shrink
from danyang_desktop.store.backups import kept_in
from danyang_desktop.store.checkup import Damage
from danyang_desktop.store.database import trouble

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.declare.ledger import Ledger
    from danyang_desktop.opening import Opened
    from danyang_desktop.store.backups import Kept
    from danyang_desktop.store.shelf import Draft

_LEARNT = frozenset({"phrases"})
"""Settings that come from writing and not from ruling."""
_DRILLS = "drills_failed"
"""Under this name a book keeps the paths of backups that could not be opened, one a line."""
_YEARS_BEHIND = 20
_AUTHOR = "@"
"""Under this name a draft says who wrote it; no field is called so."""


class Keeping(Seats):
    """The part of a workspace that is not about single records."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened)
        self.folder = opened.folder
        self.clock = opened.clock
        self.branch = opened.branch
        self.role = opened.keyring.role

    @property
    def desk(self) -> Desk:
        """What handing in and receiving need of this book."""
        opened = self._opened
        return Desk(
            folder=self.folder, code=self.branch.code, name=self.branch.name, book=self.book,
            attachments=opened.attachments, signer=opened.signer, key=opened.key, clock=ClockOf(opened),
            mark=opened.mark, may_hand_in=self.may_manage,
        )  # fmt: skip

    @property
    def today(self) -> dt.date:
        """Today, by the book's clock."""
        return self.look.today

    @property
    def ledgers(self) -> dict[str, Ledger[Any]]:
        """Registers and ledgers by slug, in order."""
        return self.book.ledgers

    def setting(self, name: str) -> Any:
        """Return a rule setting."""
        return self.look.setting(name)

    def set_setting(self, name: str, value: Any) -> None:
        """Keep a rule setting. Raises UserError: what all work by is the secretary's, what one learns a writer's."""
        if name in _LEARNT:
            self.must_write()
        else:
            self.must_manage("改设置")
        if within(name, value) != value:
            least, most = BOUNDS[name]
            raise UserError(f"这一项要在 {least} 到 {most} 之间，没有改。", name)
        self.keep_setting(name, value)

    def save_draft(self, ledger: Ledger[Any], key: str, texts: dict[str, Any]) -> None:
        """Keep what was typed so far; `key` is the record's uid, or "new"."""
        self.must_write()
        at = self.clock.now().isoformat(timespec="seconds")
        with self.book.transaction():
            shelf.save_draft(self.book.connection, ledger.slug, key, at, {**texts, _AUTHOR: self.operator})

    @trouble()
    def drafts(self, ledger: Ledger[Any]) -> list[Draft]:
        """Return the drafts of a ledger, newest first; where there are confidential texts, only one's own."""
        found = []
        for draft in shelf.drafts(self.book.connection, ledger.slug):
            author = draft.texts.pop(_AUTHOR, self.operator)
            if ledger.secret is None or author == self.operator or self.may_manage:
                found.append(draft)
        return found

    def draft_names(self, ledger: Ledger[Any]) -> set[str]:
        """Return the names of all drafts of a ledger, also of those that others wrote."""
        return {draft.name for draft in shelf.drafts(self.book.connection, ledger.slug)}

    @property
    def half_written(self) -> str:
        """What is half written, in words without any name: 1 条没写完的走访; "" = nothing."""
        counts = [(ledger, len(self.draft_names(ledger))) for ledger in self.ledgers.values()]
        return "、".join(f"{count} 条没写完的{ledger.noun}" for ledger, count in counts if count)

    @property
    def clock_doubt(self) -> str:
        """What is odd about this computer's date, in a sentence; "" = nothing (sync.md: warn, mark, go on)."""
        if isinstance(self.clock, ToldClock) and self.clock.holds:
            wall, told = (show_date(one.now().date(), with_year=True) for one in (self.clock.wall, self.clock))
            return f"电脑的日期是 {wall}，照您说的按 {told}记。请管电脑的人把日期调对，调对以后就照电脑的。"
        moment = moment_of(self.book.hlc.last)
        if not self.look.clock_is_slow or f"{moment:%Y-%m-%d}" == self.setting("clock_right"):
            return ""
        now, last = self.clock.now().date(), moment.date()
        why = f"台账里最后一笔是 {show_date(last, with_year=True)} 记的" if last > now else "那时还没有这个程序"
        said = f"电脑的日期是 {show_date(now, with_year=True)}，可{why}。请看看电脑的日期对不对。"
        return f"{said}照常可以记，日期请按实际写；电脑的日期自己改不了，就在“设置与备份”里说今天是几号。"

    def say_today(self, day: dt.date) -> None:
        """Take somebody's word for today where this computer's clock is behind; the clock's own day takes it back.

        Raises UserError for a day before the clock's (then days are written as they were, nothing is refused), or one
        that is too far away to be meant.
        """
        self.must_write()
        wall = self.clock.wall if isinstance(self.clock, ToldClock) else self.clock
        now = wall.now()
        if day < now.date():
            said = f"电脑的日期是 {show_date(now.date(), with_year=True)}，比这一天晚，不用在这里改。"
            raise UserError(f"{said}照常可以记，日期按实际写；请管电脑的人把日期调对。", "today")
        if day.year - now.year > _YEARS_BEHIND:
            raise UserError(f"这一天离电脑的日期 {day.year - now.year} 年。请看看年份写对了没有。", "today")
        clock = ToldClock(wall, dt.datetime.combine(day, now.time()), now) if day > now.date() else wall
        with self.book.transaction():
            kept = clock.said if isinstance(clock, ToldClock) else ""
            shelf.set_about(self.book.connection, f"{TOLD}{self.book.device}", kept)
        self.clock = self._opened.clock = self.book.hlc.clock = clock
        self.look.go_by(clock)

    def trust_clock(self) -> None:
        """Say no more of the clock: somebody looked, and what is wrong is the day on which something was written once.

        A computer that was in 2099 for an hour would be told of for seventy years. Days to come are still asked about.
        What was said of today before is taken back.
        """
        self.must_write()
        if isinstance(self.clock, ToldClock):
            self.say_today(self.clock.wall.now().date())
        self.keep_setting("clock_right", f"{moment_of(self.book.hlc.last):%Y-%m-%d}")

    def drop_draft(self, ledger: Ledger[Any], key: str) -> None:
        """Forget a draft."""
        with self.book.transaction():
            shelf.drop_draft(self.book.connection, ledger.slug, key)

    def attach(self, data: bytes) -> str:
        """Shrink a photo, keep it, and return its sha256 for a Photos field."""
        self.must_write()
        return self._opened.attachments.put(shrink(data))

    def photo(self, digest: str) -> bytes | None:
        """Return a photo's JPEG bytes, or None."""
        return self._opened.attachments.get(digest)

    @property
    def attachments(self) -> Any:
        """The book's second file, for bundles."""
        return self._opened.attachments

    @property
    @trouble()
    def backed_up_at(self) -> str:
        """When the last backup was made, to the second; "" = never."""
        return shelf.about(self.book.connection, backup.MADE_AT)

    def renew_device_key(self) -> None:
        """Give this computer a new signing key, for which the old one vouches, and begin a new epoch with it.

        What was handed in stays; the next bundle is a whole one, and goes to an office that has enrolled the new key.
        Raises UserError unless the secretary asks.
        """
        self.must_manage("换电脑的密钥")
        opened = self._opened
        book = opened.keyring.book
        fresh = opened.signer.renewed()
        fresh.save(opened.device.folder / f"{book}.dyk", opened.key)
        opened.signer = fresh
        self.book.device = fresh.device
        opened.mark, self.book.epoch = opened.mark.renewed(self.book, fresh.device)

    def backup(self, to: Path, progress: Progress = silent) -> Path:
        """Write an encrypted, test-opened backup into a folder; the oldest beyond `backups_kept` go.

        Raises UserError for the book's own folder: what takes the book away would take its backup too.
        """
        if to.resolve().is_relative_to(self.folder.resolve()):
            raise UserError("备份不能和台账放在同一个文件夹，台账丢了备份也就丢了。请换一个文件夹，最好是 U盘。")
        engines = {backup.BOOK: self.book.engine, backup.PHOTOS: self._opened.attachments.engine}
        made = backup.back_up(self.folder, engines, self._opened.key, to, self.clock.now(), progress)
        backup.rotate(to, self._opened.keyring.book, int(self.setting("backups_kept")))
        with self.book.transaction():
            shelf.set_about(self.book.connection, backup.MADE_AT, self.clock.now().isoformat(timespec="seconds"))
        with suppress(Trouble):  # the backup is made; what could not be noted now is noted the next time
            self._opened.mark.remember(self.book)  # after the copy: put back, it is known for what it is
        return made

    def move_to_server(self, database: str, progress: Progress = silent, **how: Any) -> None:
        """Copy an office's book to a server; see moving.move_to_server. Close it afterwards and set its files aside."""
        move_to_server(self._opened, database, progress, **how)

    @property
    def backup_age(self) -> int | None:
        """How many days ago the last backup was made; None = never."""
        at = self.backed_up_at
        return (self.today - dt.date.fromisoformat(at[:10])).days if at else None

    def backups(self) -> list[Kept]:
        """Return this book's backups in the folders where they go, newest first."""
        return kept_in(self.setting("backup_folders"), self._opened.keyring.book, self._failed_drills)

    @property
    def _failed_drills(self) -> list[str]:
        return list(filter(None, shelf.about(self.book.connection, _DRILLS).split("\n")))

    def try_backup(self, path: Path, progress: Progress = silent) -> None:
        """Open a backup as a restore would, and check its pages; raises UserError or Trouble if it is of no use.

        The book remembers which were of no use, until they open again.
        """
        progress(0, 0, "正在试开备份")
        try:
            backup.test_open(path, self._opened.key)
        except (UserError, Trouble):
            self._note_drill(path, works=False)
            raise
        self._note_drill(path, works=True)

    def _note_drill(self, path: Path, *, works: bool) -> None:
        before = self._failed_drills
        after = [one for one in before if one != str(path)] + ([] if works else [str(path)])
        if after != before:
            with self.book.transaction():
                shelf.set_about(self.book.connection, _DRILLS, "\n".join(after))

    def index(self, progress: Progress = silent) -> None:
        """Put what an import left out of the search index into it, step by step.

        Those records are found without it, only slowly. So nothing is made of it when `progress` raises Cancelled or
        the disk is full: the rest is left for the next time.
        """
        with suppress(Cancelled, Trouble):
            owed.pay(self.book, progress)

    def check(self, progress: Progress = silent) -> list[Damage]:
        """Look the whole book over: pages, versions, faces, search, photos."""
        photos = self._opened.attachments.engine
        with trouble():
            pages = ((backup.BOOK, self.book.engine), (backup.PHOTOS, photos))
            found = [Damage(file, said) for file, engine in pages for said in engine.faults()]
            if found:
                return found
            found = checkup.check_versions(self.book.connection, progress)
            for slug in self.ledgers:
                found += checkup.check_heads(self.book.engine, slug) + check_faces(self.book, slug, progress)
            return found + checkup.check_photos(photos.connection, self._named_photos(), progress)

    def _named_photos(self) -> set[str]:
        return scan_log.digests(self.book.connection) | {
            digest
            for ledger in self.ledgers.values()
            for name, kind in ledger.kinds.items()
            if kind.name_of_kind == "photos"
            for record in self.book.query(ledger).records()
            for digest in getattr(record, name)
        }
