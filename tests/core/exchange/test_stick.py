from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.errors import Trouble
from danyang_desktop.exchange import receipt, stick
from danyang_desktop.exchange.bundle_parts import name_of
from danyang_desktop.exchange.key_enrolment import card_of, request_of, write_card, write_request
from danyang_desktop.exchange.receipt import Receipt
from tests.helpers.bundles import Desk, records

if TYPE_CHECKING:
    from pathlib import Path

    from danyang_desktop.exchange.container import Sealed

CODE = "32119910120301"
MAKER = "01234567-0c1f"


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.make()


@pytest.fixture(scope="module")
def sealed(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    return desk.seal(tmp_path_factory.mktemp("made") / "a.dyb", records(4))


def test_the_name_of_a_bundle() -> None:
    maker = stick.maker_of("0123456789abcdef", 2)
    name = stick.bundle_name(CODE, "柳塘村党支部", "2026-10", maker, 7)
    assert name == f"DYB_{CODE}_柳塘村党支部_2026-10_01234567-d473_0007.dyb"
    answer = stick.receipt_name(CODE, "柳塘村党支部", maker, 7, stick.maker_of("f" * 16, 1))
    assert answer == f"DYR_{CODE}_柳塘村党支部_01234567-d473_0007_ffffffff-6b86.dyr"


@pytest.mark.parametrize(
    "name",
    [
        f"DYB_{CODE}_柳塘村_2026-10_0001.dyb",
        f"DYB_{CODE}_柳塘村_2026-10_0001_2.dyb",
        f"DYB_{CODE}_柳塘村_2026-10_0001-2of3.dyb",
        f"DYB_{CODE}_柳塘村_2026-10_01234567-d473_0001.dyb",
        f"DYB_{CODE}_2024-01村_2026-10_12345678-1234_0001-2of3_2.dyb",
    ],
)
def test_the_month_is_read_from_old_and_new_names(name: str) -> None:
    assert stick.month_of(name) == "2026-10"


HOSTILE = [
    '..\\../:*?"<>|村',
    "村\u202efdp.exe",
    "村\0\n\r\t",
    "村" * 500,
    "𠅤𬭎" * 100,
    "...村...",
    "e\u0301村",
    " 村 ",
    "村\u200b\ufeff",
    "",
    "CON",
    "\ud800村",
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_no_name_of_a_branch_makes_a_bad_file_name(tmp_path: Path, name: str) -> None:
    made = stick.bundle_name(CODE, name, "2026-10", MAKER, 7)
    assert made.startswith(f"DYB_{CODE}_")
    assert made.endswith(f"_2026-10_{MAKER}_0007.dyb")
    assert len(name_of(made, 12, 34)) <= 100
    assert stick.month_of(name_of(made, 12, 34)) == "2026-10"
    assert len(made.encode()) <= 230
    assert not set(made) & set('\\/:*?"<>|\0\n\r\t\u202e\u200b\ufeff ')
    (tmp_path / (made + ".part")).write_bytes(b"")
    assert len(stick.receipt_name(CODE, name, MAKER, 10**6, MAKER)) <= 100


def test_a_name_that_is_taken_is_never_written_over(tmp_path: Path) -> None:
    name = stick.bundle_name(CODE, "柳塘村", "2026-10", MAKER, 1)
    assert stick.free_path(tmp_path, name) == tmp_path / name
    (tmp_path / name).write_bytes(b"")
    assert stick.free_path(tmp_path, name).name == f"DYB_{CODE}_柳塘村_2026-10_{MAKER}_0001_2.dyb"
    (tmp_path / stick.free_path(tmp_path, name).name).symlink_to("nowhere")
    assert stick.free_path(tmp_path, name).name.endswith("_0001_3.dyb")


def test_the_note_says_what_to_do(sealed: Sealed, tmp_path: Path) -> None:
    path = stick.write_note(tmp_path, [sealed])
    assert stick.write_note(tmp_path, [replace(sealed)]) == path, "an older note is replaced"
    data = path.read_bytes()
    assert path.name == "请先看我.txt"
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    text = data.decode("utf-8-sig")
    for part in (sealed.code, "柳塘村党支部", "4 条记录", "a.dyb", "回执"):
        assert part in text
    assert f"记录写于：{sealed.header.from_on} 到 {sealed.header.to_on}" in text
    assert "看望" not in text


def fill_a_stick(desk: Desk, sealed: Sealed, folder: Path) -> None:
    """Put our files among other people's."""
    data = sealed.path.read_bytes()
    for name in ("DYB_1.dyb", "photo.jpg", "b/c/DYB_2.dyb"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    given = Receipt(
        office=desk.office.public_hex,
        office_epoch=1,
        branch_code=CODE,
        device=desk.device.device,
        epoch=1,
        upto=1,
        head="0" * 64,
        accepted=1,
    )
    receipt.write(folder / "renamed.txt", given, desk.office)
    write_request(folder / "a.dyq", request_of(desk.device, CODE, "柳塘村", 1), desk.device)
    write_card(folder / "a.dyo", card_of(desk.office, "321199", "县委", 1, 1), desk.office)
    (folder / "empty.dyb").write_bytes(b"")
    (folder / "mangled.DYB").write_bytes(data.replace(b"\r\n", b"\n"))
    (folder / "later.dyb").write_bytes(b"DYB2\r\n\x1a\n")
    (folder / "half.dyb.part").write_bytes(data)
    for at in range(40):
        (folder / f"音乐{at}.mp3").write_bytes(b"ID3")
    for hidden in (".Trash-1000", "$RECYCLE.BIN", "System Volume Information"):
        (folder / hidden).mkdir()
        (folder / hidden / "thrown away.dyb").write_bytes(data)
    (folder / "._DYB_1.dyb").write_bytes(b"\0\5\x16\7")
    (folder / "folder.dyb").mkdir()


def test_our_files_are_found_among_other_peoples(desk: Desk, sealed: Sealed, tmp_path: Path) -> None:
    fill_a_stick(desk, sealed, tmp_path)
    before = sorted(tmp_path.rglob("*"))
    found = stick.find_bundles(tmp_path)
    names = [path.relative_to(tmp_path).as_posix() for path in found.bundles]
    assert names == ["DYB_1.dyb", "b/c/DYB_2.dyb", "later.dyb", "mangled.DYB", "photo.jpg"]
    assert [path.name for path in found.receipts] == ["renamed.txt"]
    assert [path.name for path in found.requests] == ["a.dyq"]
    assert [path.name for path in found.cards] == ["a.dyo"]
    assert [path.name for path in found.broken] == ["empty.dyb"]
    assert (found.others, found.complete) == (41, True)
    assert sorted(tmp_path.rglob("*")) == before


def test_links_are_not_followed(sealed: Sealed, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.dyb").write_bytes(sealed.path.read_bytes())
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "link.dyb").symlink_to(elsewhere / "a.dyb")
    (folder / "linked").symlink_to(elsewhere)
    (folder / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe.dyb")
    found = stick.find_bundles(folder)
    assert (found.bundles, found.broken, found.complete) == ([], [], True)


def test_caps_on_depth_and_number(sealed: Sealed, tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*"abcdefgh")
    deep.mkdir(parents=True)
    (deep / "too deep.dyb").write_bytes(sealed.path.read_bytes())
    (tmp_path / "z.dyb").write_bytes(sealed.path.read_bytes())
    found = stick.find_bundles(tmp_path)
    assert [path.name for path in found.bundles] == ["z.dyb"]
    assert not found.complete
    assert stick.find_bundles(tmp_path, max_depth=8).complete
    for at in range(30):
        (tmp_path / "a" / f"{at}").mkdir()
    found = stick.find_bundles(tmp_path, max_depth=20, max_entries=10)
    assert [path.name for path in found.bundles] == ["z.dyb"], "nearest first"
    assert not found.complete


def test_a_stick_that_is_gone_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="读不出来") as trouble:
        stick.find_bundles(tmp_path / "E")
    assert trouble.value.code == "U-107"
