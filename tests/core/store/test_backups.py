"""Backups that open, and restoring that never loses the present."""

from __future__ import annotations

import datetime as dt
import random
import resource
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.errors import Cancelled, Trouble, UserError
from danyang_desktop.store.backup import restore
from tests.helpers.books import NOW, PASSWORD, Pattern
from tests.helpers.pictures import photo
from tests.helpers.rows import faces, neighbour, saved_errand
from tests.helpers.toy import ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from danyang_desktop.workspace import Workspace

LATER = NOW + dt.timedelta(hours=2)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def kept(toys: Workspace, tmp_path: Path, dice: Any) -> tuple[Path, dict[str, Any]]:
    """Make a backup of a book of five errands and a photo; close the book after one more errand."""
    for _ in range(5):
        saved_errand(toys, dice, neighbour(toys))
    record = toys.query(ERRANDS).page().rows[0]
    record.photos = [toys.attach(photo())]
    toys.save(record)
    made, before = toys.backup(tmp_path / "stick"), faces(toys)
    saved_errand(toys, dice)
    toys.close()
    return made, before


def test_a_backup_is_one_encrypted_file(kept: tuple[Path, Any], tmp_path: Path) -> None:
    made, _ = kept
    assert [path.name for path in (tmp_path / "stick").iterdir()] == ["台账备份_20261123_091200.dybak"]
    with zipfile.ZipFile(made) as packed:
        assert sorted(packed.namelist()) == ["book.db", "keyring.json", "photos.db"]
        assert not packed.read("book.db").startswith(b"SQLite")
        assert packed.testzip() is None


def test_a_backup_of_an_open_book_holds_what_was_saved_a_moment_ago(
    toys: Workspace, toy_pattern: Pattern, tmp_path: Path
) -> None:
    for number in range(20):
        neighbour(toys, "王桂兰", remark=str(number))
    made, before = toys.backup(tmp_path / "stick"), faces(toys)
    restore(made, tmp_path / "other" / "book", password=PASSWORD, now=LATER)
    with toy_pattern.open(tmp_path / "other" / "book") as other:
        assert faces(other) == before
        assert other.check() == []
    neighbour(toys, "许敏")
    assert toys.check() == []


def test_on_another_computer_the_digests_are_equal_and_the_epoch_is_new(
    kept: tuple[Path, dict[str, Any]], toy_pattern: Pattern, tmp_path: Path
) -> None:
    made, before = kept
    assert restore(made, tmp_path / "pc2" / "book", password=PASSWORD, now=LATER) is None
    with toy_pattern.open(tmp_path / "pc2" / "book") as other:
        assert faces(other) == before
        assert other.check() == []
        digest = next(other.attachments.digests())
        assert other.photo(digest)
        assert other.book.epoch > 1
        numbers = sorted(one.serial_no for one in other.query(ERRANDS, month="2026").records())
        added = saved_errand(other, done_on=dt.date(2026, 11, 1)).serial_no
        assert added.endswith(f"-{len(numbers) + 1:04}"), "the count goes on from the backup"


def test_restore_sets_the_present_aside_whole(
    kept: tuple[Path, dict[str, Any]], toy_pattern: Pattern, tmp_path: Path
) -> None:
    made, before = kept
    folder = tmp_path / "book"
    present = tree(folder)
    aside = restore(made, folder, password=PASSWORD, now=LATER)
    assert aside == tmp_path / "book_恢复前_20261123_111200"
    assert tree(aside) == present
    with toy_pattern.open(folder, device=tmp_path / "device") as workspace:
        assert faces(workspace) == before
        assert workspace.book.epoch == 2, "this computer knows that the book went back"
        saved_errand(workspace)
        assert workspace.check() == []
    with toy_pattern.open(aside, device=tmp_path / "device") as old:
        assert old.query(ERRANDS).count() == 6


def test_a_restored_book_keeps_its_epoch_when_the_program_dies_before_closing(
    kept: tuple[Path, dict[str, Any]], toy_pattern: Pattern, tmp_path: Path
) -> None:
    made, _ = kept
    restore(made, tmp_path / "book", password=PASSWORD, now=LATER)
    with toy_pattern.open(tmp_path / "book") as workspace:
        for _ in range(9):  # now further than this computer had noted
            saved_errand(workspace)
        left = tree(tmp_path / "device")
    for name, content in left.items():  # as the computer's notes were before the book was closed
        (tmp_path / "device" / name).write_bytes(content)
    with toy_pattern.open(tmp_path / "book") as workspace:
        assert workspace.book.epoch == 2


@pytest.mark.parametrize("secret", [{"password": "错的密码"}, {"recovery": "AAAA-BBBB"}])
def test_a_wrong_password_leaves_the_present_untouched(
    kept: tuple[Path, Any], tmp_path: Path, secret: dict[str, str]
) -> None:
    before = tree(tmp_path)
    with pytest.raises(UserError):
        restore(kept[0], tmp_path / "book", now=LATER, **secret)
    assert tree(tmp_path) == before


def test_the_recovery_code_restores_too(kept: tuple[Path, Any], toy_pattern: Pattern, tmp_path: Path) -> None:
    restore(kept[0], tmp_path / "pc2" / "book", recovery=toy_pattern.recovery, now=LATER)
    with toy_pattern.open(tmp_path / "pc2" / "book", recovery=toy_pattern.recovery) as other:
        assert other.query(ERRANDS).count() == 5


def test_restore_into_an_empty_folder(kept: tuple[Path, Any], toy_pattern: Pattern, tmp_path: Path) -> None:
    (tmp_path / "pc2" / "book").mkdir(parents=True)
    assert restore(kept[0], tmp_path / "pc2" / "book", password=PASSWORD, now=LATER) is None
    with toy_pattern.open(tmp_path / "pc2" / "book") as other:
        assert other.check() == []
        assert other.backed_up_at == NOW.isoformat(timespec="seconds"), "it is not one that was never backed up"


def test_a_book_that_is_open_is_not_restored_over(kept: tuple[Path, Any], toy_pattern: Pattern, tmp_path: Path) -> None:
    with toy_pattern.open(tmp_path / "book") as workspace:
        with pytest.raises(Trouble) as told:
            restore(kept[0], tmp_path / "book", password=PASSWORD, now=LATER)
        assert told.value.code == "U-304"
        neighbour(workspace, "还在记")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book", "device", "stick"]
    with toy_pattern.open(tmp_path / "book") as workspace:
        assert workspace.query(NEIGHBOURS, search="还在记").count() == 1


def test_a_restore_that_fails_at_the_last_step_puts_the_present_back(
    kept: tuple[Path, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(tmp_path / "book")
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.parent.name.startswith(".恢复中_"):
            raise OSError(5, "Input/output error")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(Trouble):
        restore(kept[0], tmp_path / "book", password=PASSWORD, now=LATER)
    assert tree(tmp_path / "book") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book", "device", "stick"]


@pytest.mark.parametrize("content", [b"", b"PK", b"x" * 10_000, b"%PDF"])
def test_what_is_no_backup(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "照片.dybak"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"照片\.dybak"):
        restore(path, tmp_path / "book", password=PASSWORD, now=LATER)
    assert [one.name for one in tmp_path.iterdir()] == ["照片.dybak"]


def test_another_zip_is_no_backup(kept: tuple[Path, Any], tmp_path: Path) -> None:
    path = tmp_path / "x.dybak"
    for names in (["a.txt"], ["../book.db", "keyring.json", "photos.db"], ["book.db", "keyring.json"]):
        with zipfile.ZipFile(path, "w") as packed:
            for name in names:
                packed.writestr(name, "x")
        with pytest.raises(UserError, match="不是本程序的备份"):
            restore(path, tmp_path / "pc2", password=PASSWORD, now=LATER)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:  # a bomb would be compressed; ours never is
        for name in ("book.db", "keyring.json", "photos.db"):
            packed.writestr(name, b"\0" * 1_000_000)
    with pytest.raises(UserError, match="不是本程序的备份"):
        restore(path, tmp_path / "pc2", password=PASSWORD, now=LATER)
    assert not (tmp_path / "pc2").exists()


def test_no_damaged_backup_is_put_in_place(kept: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    """Cut short anywhere, or any bit turned: refused in a sentence and nothing moved, or every record as it was."""
    made, _ = kept
    whole, dice = made.read_bytes(), random.Random(5)
    before = tree(tmp_path / "book")
    places = [0, 4, 8, len(whole) - 1, *(dice.randrange(len(whole)) for _ in range(40))]
    places += [len(whole) - dice.randrange(300) for _ in range(40)]  # the directory at the end of the archive
    refused = 0
    for number, place in enumerate(places):
        broken = bytearray(whole)
        if number % 4 == 3:
            del broken[place:]
        elif place < len(broken):
            broken[place] ^= 1 << (number % 8)
        made.write_bytes(broken)
        try:
            aside = restore(made, tmp_path / "pc2" / "book", password=PASSWORD, now=LATER)
        except (UserError, Trouble):
            refused += 1
            assert not (tmp_path / "pc2" / "book").exists()
        else:
            assert aside is None
            assert (tmp_path / "pc2" / "book" / "book.db").stat().st_size > 4096
            shutil.rmtree(tmp_path / "pc2")
    assert refused > len(places) * 0.8
    assert tree(tmp_path / "book") == before


def test_a_cancelled_backup_leaves_nothing(toys: Workspace, tmp_path: Path) -> None:
    def stop(done: int, total: int, said: str) -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        toys.backup(tmp_path / "stick", stop)
    assert list((tmp_path / "stick").iterdir()) == []


def test_a_file_where_the_folder_should_be(toys: Workspace, tmp_path: Path) -> None:
    (tmp_path / "stick").write_text("x")
    with pytest.raises(Trouble):
        toys.backup(tmp_path / "stick")
    assert (tmp_path / "stick").read_text() == "x"


def test_the_oldest_go_but_never_those_of_another_book(toys: Workspace, tmp_path: Path) -> None:
    toys.set_setting("backups_kept", 3)
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "2020.dybak").write_bytes(b"somebody's own file")
    other = Pattern.of_toys(tmp_path / "neighbour")
    with other.open(other.root / "book", device=other.root / "device") as neighbours_book:
        theirs = neighbours_book.backup(stick)
    for day in range(1, 7):
        toys.clock.at = NOW + dt.timedelta(days=day)
        toys.backup(stick)
    assert sorted(path.name for path in stick.iterdir()) == sorted(
        ["2020.dybak", theirs.name, *(f"台账备份_202611{day}_091200.dybak" for day in (27, 28, 29))]
    )


def test_an_old_backup_that_cannot_be_removed_is_no_trouble(
    toys: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toys.set_setting("backups_kept", 1)
    old = toys.backup(tmp_path)
    toys.clock.at = LATER

    def held(path: Path, *_: object, **__: object) -> None:
        if path == old:
            raise PermissionError(13, "held")
        remove(path)

    remove = Path.unlink
    monkeypatch.setattr(Path, "unlink", held)
    assert toys.backup(tmp_path).exists()
    assert old.exists()
    monkeypatch.undo()
    toys.clock.at = LATER + dt.timedelta(hours=1)
    toys.backup(tmp_path)
    assert not old.exists()


def test_the_book_remembers_when_it_was_backed_up(toys: Workspace, tmp_path: Path) -> None:
    toys.backup(tmp_path / "stick")
    said = toys.book.connection.execute("SELECT value FROM about WHERE name = 'backup_at'").fetchone()
    assert said == ("2026-11-23T09:12:00",)


def test_a_backup_on_a_disk_that_is_too_small(toys: Workspace, tmp_path: Path) -> None:
    """RLIMIT_FSIZE stands in for the disk's end: no file may grow beyond it."""
    for _ in range(200):
        neighbour(toys, "王桂兰", remark="很长的备注" * 50)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    for limit in (0, 4096, 40_000, 200_000, 400_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, old[1]))
        try:
            with pytest.raises(Trouble):
                toys.backup(tmp_path / "stick")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, old)
        assert list((tmp_path / "stick").iterdir()) == []
    assert toys.check() == []
    assert toys.backup(tmp_path / "stick").exists()
