"""Where a command writes to: a folder that is not there is said so, and nothing is begun, counted or changed."""

from __future__ import annotations

import errno
import json
import shutil
import tempfile
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.books import cheap_keys

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.commands.conftest import Line

PERSON = {"name": "王桂兰", "id_missing_reason": "记不得了", "phone": "13800000021", "sex": "女", "role": "群众"}


@pytest.fixture
def known(line: Line, tmp_path: Path) -> Line:
    """Give a branch that the office knows, with something to hand in, and a file that bears a folder's name."""
    with cheap_keys():
        line("new", "--office", "丹阳市委组织部", book=tmp_path / "office")
    line("enroll", tmp_path / "office", line.book)
    (tmp_path / "one.json").write_text(json.dumps(PERSON, ensure_ascii=False), "utf-8")
    line("add", "people", tmp_path / "one.json")
    (tmp_path / "file").write_bytes(b"kept")
    (tmp_path / "stick").mkdir()
    return line


@pytest.mark.parametrize("place", ["nowhere", "nowhere/deeper", "file", "file/deeper"])
def test_handing_in_to_what_is_no_folder_takes_no_number(known: Line, tmp_path: Path, place: str) -> None:
    told = known("export", tmp_path / place)
    assert told.code == 1
    assert "断开" not in told.said
    assert "没有写文件" in told.said
    assert "没有受影响" in told.said
    assert known("export", tmp_path / "stick").data["seq"] == 1


def no_room(_: Any) -> Any:
    return SimpleNamespace(total=10**9, used=10**9, free=0)


def read_only(**_: Any) -> Any:
    raise OSError(errno.EROFS, "read-only")


@pytest.mark.parametrize(
    ("module", "call", "fails", "code"),
    [(shutil, "disk_usage", no_room, "U-101"), (tempfile, "TemporaryFile", read_only, "U-102")],
)
def test_a_full_or_locked_stick_takes_no_number(
    known: Line, tmp_path: Path, module: Any, call: str, fails: Any, code: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, call, fails)
        told = known("export", tmp_path / "stick")
    assert (told.code, told.data["code"]) == (3, code)
    assert list((tmp_path / "stick").iterdir()) == []
    assert known("export", tmp_path / "stick").data["seq"] == 1


def test_every_command_says_that_its_folder_is_not_there(known: Line, tmp_path: Path) -> None:
    office, gone = tmp_path / "office", tmp_path / "nowhere" / "deeper"
    known("export", tmp_path / "stick")
    for book, words in (
        (None, ("backup", gone)),
        (None, ("keys", "ask", gone / "a.dyq")),
        (None, ("keys", "renew", gone / "a.dyq")),
        (None, ("sibling", "ask", gone / "a.dyq")),
        (None, ("workbook", "people", gone / "a.xlsx")),
        (None, ("template", "people", gone / "a.xlsx")),
        (office, ("return", gone)),
        (office, ("receive", tmp_path / "stick", "--receipts", gone)),
        (office, ("keys", "card", gone / "a.dyo")),
        (office, ("keys", "renew", gone / "a.pdf")),
        (office, ("rollup", "--month", "2026-11", "--out", gone / "a.pdf")),
    ):
        told = known(*words, book=book)
        assert told.code in (1, 3), words
        assert "文件夹，没有写文件" in told.said, words
    assert not (tmp_path / "nowhere").exists()
    assert known("receive", tmp_path / "stick", book=office).data["merged"] == 1, "it had received nothing yet"
    assert known("keys", "card", tmp_path / "c.dyo", book=office).data["fingerprint"]


def test_a_key_is_not_changed_when_nothing_can_tell_of_it(known: Line, tmp_path: Path) -> None:
    before = known("keys", "ask", tmp_path / "a.dyq").data["fingerprint"]
    known("keys", "renew", tmp_path / "nowhere" / "b.dyq")
    assert known("keys", "ask", tmp_path / "a.dyq").data["fingerprint"] == before
    card = known("keys", "card", tmp_path / "a.dyo", book=tmp_path / "office").data["fingerprint"]
    known("keys", "renew", tmp_path / "nowhere" / "b.pdf", book=tmp_path / "office")
    assert known("keys", "card", tmp_path / "a.dyo", book=tmp_path / "office").data["fingerprint"] == card


@pytest.mark.parametrize(
    ("words", "ending", "of_office"),
    [
        (("keys", "ask"), ".dyq", False),
        (("keys", "renew"), ".dyq", False),
        (("sibling", "ask"), ".dyq", False),
        (("keys", "card"), ".dyo", True),
        (("keys", "renew"), ".pdf", True),
    ],
)
def test_a_file_of_another_ending_is_not_written(
    known: Line, tmp_path: Path, words: tuple[str, ...], ending: str, *, of_office: bool
) -> None:
    told = known(*words, tmp_path / "x.dye", book=tmp_path / "office" if of_office else None)
    assert told.code == 1
    assert f"结尾，例如 {tmp_path / 'x'}{ending}" in told.said
    assert not (tmp_path / "x.dye").exists()


def test_what_was_received_is_told_though_the_receipts_could_not_be_written(known: Line, tmp_path: Path) -> None:
    office, stick = tmp_path / "office", tmp_path / "stick"
    known("export", stick)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shutil, "disk_usage", no_room)
        told = known("receive", stick, "--receipts", tmp_path, book=office)
    assert told.code == 3
    assert told.data["merged"] == 1
    assert told.data["receipts"] == []
    assert "已经收好" in told.said
    assert "已经收好" in told.said
    assert "满" in told.said or "空间不够" in told.said
