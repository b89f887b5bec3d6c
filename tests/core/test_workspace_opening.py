"""Making, opening and closing books: who may, where, and what is said when it cannot be."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.clock import SetClock
from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.base.towns import SHIPPED
from danyang_desktop.opening import Branch, has_book
from danyang_desktop.registers.towns import TOWNS
from danyang_desktop.workspace import Workspace
from tests.helpers.books import NOW, PASSWORD, WILLOW_POND, Pattern, cheap_keys
from tests.helpers.rows import neighbour, saved_errand
from tests.helpers.toy import ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from pathlib import Path


def create(pattern: Pattern, root: Path, **other: Any) -> tuple[Workspace, str]:
    asked = {"branch": WILLOW_POND, "password": PASSWORD, "clock": SetClock(NOW), "device_folder": root / "device"}
    with cheap_keys():
        return Workspace.create(root / "book", **{**asked, **pattern.how, **other})


def test_a_new_book_knows_whose_it_is(toy_pattern: Pattern, tmp_path: Path) -> None:
    made, recovery = create(toy_pattern, tmp_path, operator="许敏")
    assert (made.branch, made.role, made.operator) == (WILLOW_POND, "branch", "许敏")
    assert sorted(made.ledgers) == ["toy_errands", "toy_neighbours"]
    neighbour(made)
    made.close()
    assert has_book(tmp_path / "book")
    with toy_pattern.open(tmp_path / "book", recovery=recovery) as again:
        assert (again.branch, again.query(NEIGHBOURS).count()) == (WILLOW_POND, 1)
    assert sorted(path.name for path in (tmp_path / "book").iterdir()) == [
        "book.db", "in-use.lock", "keyring.json", "photos.db",
    ]  # fmt: skip


def test_an_office_has_a_book_of_its_own(toy_pattern: Pattern, tmp_path: Path) -> None:
    made, _ = create(toy_pattern, tmp_path, branch=Branch(code="321181", name="丹阳市委组织部"), role="office")
    assert (made.role, made.look.branch_code) == ("office", "")
    made.close()
    with toy_pattern.open(tmp_path / "book") as again:
        assert again.role == "office"


def test_an_office_and_a_branch_begin_with_the_same_towns(pattern: Pattern, tmp_path: Path) -> None:
    office, branch = tmp_path / "office", tmp_path / "branch"
    made, _ = create(pattern, office, branch=Branch("321181", "丹阳市委组织部"), role="office", operator="县里")
    with made:
        assert {one.code: one.name for one in made.query(TOWNS).records()} == dict(SHIPPED)
        towns = {(one.uid, one.head) for one in made.query(TOWNS).records()}
        assert made.check() == []
    made, _ = create(pattern, branch)
    with made:
        assert {(one.uid, one.head) for one in made.query(TOWNS).records()} == towns


@pytest.mark.parametrize("branch", [Branch("", "柳塘村党支部"), Branch("32118110120301", "  ")])
def test_a_book_must_be_somebodys(toy_pattern: Pattern, tmp_path: Path, branch: Branch) -> None:
    with pytest.raises(UserError):
        create(toy_pattern, tmp_path, branch=branch)
    assert not (tmp_path / "book").exists()


def test_a_weak_password_makes_no_book(toy_pattern: Pattern, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="密码太短"):
        create(toy_pattern, tmp_path, password="123")
    assert not has_book(tmp_path / "book")
    create(toy_pattern, tmp_path)[0].close()


def test_a_book_is_not_made_where_something_is(toy_pattern: Pattern, tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "照片.jpg").write_bytes(b"x")
    with pytest.raises(UserError, match="已经有东西"):
        create(toy_pattern, tmp_path)
    folder = toy_pattern.copy(tmp_path / "other")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(UserError, match="已经有东西"):
        create(toy_pattern, tmp_path / "other")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_wrong_password_changes_nothing_and_a_right_one_opens(toy_pattern: Pattern, tmp_path: Path) -> None:
    folder = toy_pattern.copy(tmp_path)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for _ in range(5):
        with pytest.raises(UserError) as told:
            toy_pattern.open(folder, password="不对的密码")
        assert told.value.field == "password"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    toy_pattern.open(folder).close()


@pytest.mark.parametrize("file", ["book.db", "photos.db", "keyring.json"])
def test_a_missing_file_is_never_made_anew(toy_pattern: Pattern, tmp_path: Path, file: str) -> None:
    folder = toy_pattern.copy(tmp_path)
    (folder / file).unlink()
    before = sorted(path.name for path in folder.iterdir())
    with pytest.raises(Trouble, match="没有新建任何东西") as told:
        toy_pattern.open(folder)
    assert told.value.code == "U-310"
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_missing_folder_is_never_made(toy_pattern: Pattern, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="没有新建任何东西"):
        toy_pattern.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("size", [0, 1, 1000, 4096, 8192, 20_000])
def test_a_book_cut_short_is_never_taken_for_an_empty_one(toy_pattern: Pattern, tmp_path: Path, size: int) -> None:
    folder = toy_pattern.copy(tmp_path)
    with toy_pattern.open(folder) as workspace:
        saved_errand(workspace)
    whole = (folder / "book.db").read_bytes()
    assert len(whole) > 20_000
    (folder / "book.db").write_bytes(whole[:size])
    with pytest.raises(Trouble) as told:
        toy_pattern.open(folder)
    assert told.value.code in ("U-301", "U-302", "U-310")
    (folder / "book.db").write_bytes(whole)
    with toy_pattern.open(folder) as workspace:
        assert workspace.query(ERRANDS).count() == 1


def test_what_failed_to_open_is_let_go(toy_pattern: Pattern, tmp_path: Path) -> None:
    folder = toy_pattern.copy(tmp_path)
    photos = (folder / "photos.db").read_bytes()
    (folder / "photos.db").write_bytes(b"x" * 8192)
    with pytest.raises(Trouble):
        toy_pattern.open(folder)
    (folder / "photos.db").write_bytes(photos)
    toy_pattern.open(folder).close()


def test_closing_twice_is_harmless(toy_pattern: Pattern, tmp_path: Path) -> None:
    workspace = toy_pattern.open(toy_pattern.copy(tmp_path))
    workspace.close()
    workspace.close()
    with toy_pattern.open(tmp_path / "book") as again:
        assert again.check() == []


def test_a_file_that_will_not_close_keeps_nobody_out(
    toy_pattern: Pattern, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = toy_pattern.copy(tmp_path)
    workspace = toy_pattern.open(folder)
    close = workspace.attachments.close

    def fail() -> None:
        close()
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(workspace.attachments, "close", fail)
    with pytest.raises(OSError, match="Input/output error"):
        workspace.close()
    toy_pattern.open(folder).close()


def test_one_book_one_program(toy_pattern: Pattern, tmp_path: Path) -> None:
    with toy_pattern.open(toy_pattern.copy(tmp_path)) as workspace:
        with pytest.raises(Trouble, match="已经在另一个窗口") as told:
            toy_pattern.open(tmp_path / "book")
        assert told.value.code == "U-304"
        neighbour(workspace)
    toy_pattern.open(tmp_path / "book").close()


def test_a_book_opened_by_a_worker_serves_the_window_and_is_closed_by_it(toy_pattern: Pattern, tmp_path: Path) -> None:
    made: list[Workspace] = []
    folder = toy_pattern.copy(tmp_path)
    worker = threading.Thread(target=lambda: made.append(toy_pattern.open(folder)))
    worker.start()
    worker.join()
    workspace = made[0]
    record = neighbour(workspace)
    digest = workspace.attachments.put(b"photo")
    found: list[Any] = []
    worker = threading.Thread(target=lambda: found.extend([workspace.check(), workspace.backup(tmp_path / "stick")]))
    worker.start()
    worker.join()
    assert found[0] == [] or found[0][0].where == digest
    assert found[1].exists()
    assert workspace.get(NEIGHBOURS, record.uid).name == "王桂兰"
    workspace.close()
    toy_pattern.open(folder).close()


def test_a_copied_book_goes_on_as_another_device(toy_pattern: Pattern, tmp_path: Path) -> None:
    folder = toy_pattern.copy(tmp_path)
    with toy_pattern.open(folder) as workspace:
        record = neighbour(workspace)
    shutil.copytree(folder, tmp_path / "copied")
    with toy_pattern.open(tmp_path / "copied", device=tmp_path / "other_pc") as other:
        assert other.book.epoch > 1
        theirs = other.get(NEIGHBOURS, record.uid)
        theirs.remark = "那台电脑改的"
        other.save(theirs)
        devices = {past.device for past in other.history(record.uid)}
    assert len(devices) == 2
    with toy_pattern.open(folder) as workspace:
        assert workspace.book.epoch == 1


def test_the_order_of_versions_outlives_a_clock_set_back(toy_pattern: Pattern, tmp_path: Path) -> None:
    folder = toy_pattern.copy(tmp_path)
    stamps: list[int] = []
    for year in (2026, 2099, 1971, 2025):
        with toy_pattern.open(folder, clock=SetClock(NOW.replace(year=year))) as workspace:
            neighbour(workspace)
            stamps.append(workspace.book.hlc.last)
    assert stamps == sorted(stamps)
    assert len(set(stamps)) == 4


def test_a_damaged_computer_identity_is_told_and_the_book_is_safe(toy_pattern: Pattern, tmp_path: Path) -> None:
    folder = toy_pattern.copy(tmp_path)
    for content in ("", "[]", "{}", '{"books": 7}', '{"books": {"a": 7}}', "\x00" * 10):
        (tmp_path / "device" / "install.json").write_text(content)
        with pytest.raises(Trouble) as told:
            toy_pattern.open(folder)
        assert told.value.code == "U-320"
    (tmp_path / "device" / "install.json").unlink()
    with toy_pattern.open(folder) as workspace:
        assert workspace.check() == []


def test_two_programs_on_one_computer_do_not_forget_each_others_books(toy_pattern: Pattern, tmp_path: Path) -> None:
    first, second = toy_pattern.copy(tmp_path / "one"), tmp_path / "two"
    device = first.parent / "device"
    with toy_pattern.open(first) as one:
        with cheap_keys():
            made, _ = Workspace.create(
                second, branch=WILLOW_POND, password=PASSWORD, device_folder=device, clock=SetClock(NOW),
                **toy_pattern.how,
            )  # fmt: skip
        neighbour(made)
        made.close()
        neighbour(one)
    for folder in (first, second):
        with toy_pattern.open(folder, device=device) as workspace:
            assert workspace.book.epoch == 1


def test_opening_and_closing_an_unchanged_book_writes_nothing(toy_pattern: Pattern, tmp_path: Path) -> None:
    folder = toy_pattern.copy(tmp_path)
    device = tmp_path / "device" / "install.json"
    before = device.stat().st_mtime_ns, device.stat().st_ino
    with toy_pattern.open(folder) as workspace:
        done = workspace.book.connection.total_changes
    assert done == 0
    assert (device.stat().st_mtime_ns, device.stat().st_ino) == before
