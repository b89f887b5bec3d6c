"""A stick with other people's files, another county's bundles, links and deep folders: found, said, nothing harmed."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from danyang_desktop.base.errors import Trouble
from danyang_desktop.commands import run
from danyang_desktop.county.aside import refused
from danyang_desktop.county.kept import waiting
from danyang_desktop.county.receive import receive
from danyang_desktop.exchange.key_enrolment import read_request
from danyang_desktop.store import versions
from tests.core.county.conftest import Pair, pair
from tests.helpers.bundles import Desk, records
from tests.helpers.rows import faces, saved_errand

__all__ = ["pair"]  # a fixture


def _prints(folder: Path) -> dict[str, str]:
    """Return the hash of every file in a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def test_ours_are_found_among_ten_thousand_and_nothing_else_is_touched(pair: Pair) -> None:
    saved_errand(pair.branch)
    bundle = pair.hand_in()
    for number in range(10_000):
        (pair.stick / f"照片{number}.jpg").write_bytes(b"\xff\xd8 no bundle")
    deep = pair.stick / "资料" / "2026" / "十一月"
    deep.mkdir(parents=True)
    shutil.move(bundle, deep / "改了名字.dyb")
    (pair.stick / "家里.dyb").write_bytes(b"PK a renamed archive")
    (pair.stick / "半截.dyb").write_bytes((deep / "改了名字.dyb").read_bytes()[:700])
    before = _prints(pair.stick)
    told = pair.receive()
    assert [one["file"] for one in told.accepted] == ["改了名字.dyb"]
    assert sorted(one["file"] for one in told.refused) == ["半截.dyb", "家里.dyb"]
    assert _prints(pair.stick) == before
    assert faces(pair.book) == faces(pair.branch)


def test_another_countys_bundle_is_set_aside_and_the_others_are_taken(pair: Pair) -> None:
    other = Desk.make()
    other.seal(pair.stick / "别县.dyb", records(5))
    saved_errand(pair.branch)
    pair.hand_in()
    told = pair.receive()
    assert len(told.accepted) == 1
    assert [one["kind"] for one in told.refused] == ["not_ours"]
    assert "别的县" in told.refused[0]["reason"]
    (one,) = refused(pair.office.desk)
    assert (one.file, one.branch) == ("别县.dyb", ""), "what a stranger says of his branch is not believed"


def test_a_bundle_for_another_county_of_a_known_computer_is_not_opened(pair: Pair) -> None:
    other = Desk.make()
    saved_errand(pair.branch)
    real = pair.office.keys
    object.__setattr__(pair.office, "keys", other.office)
    pair.office.write_card(pair.stick.parent / "other.dyo")
    object.__setattr__(pair.office, "keys", real)
    from danyang_desktop.exchange.office_card import take_card

    take_card(pair.branch.desk, pair.stick.parent / "other.dyo", compared=True)
    pair.hand_in()
    told = pair.receive()
    assert [one["kind"] for one in told.refused] == ["not_ours"]
    assert versions.last_seq(pair.book.book.connection) == 0


def test_links_lead_nowhere(pair: Pair, tmp_path: Path) -> None:
    saved_errand(pair.branch)
    bundle = pair.hand_in()
    away = tmp_path / "away.dyb"
    shutil.move(bundle, away)
    (pair.stick / "link.dyb").symlink_to(away)
    (pair.stick / "round").symlink_to(pair.stick)
    told = receive(pair.office, [pair.stick])
    assert told.accepted == []


def test_the_same_stick_a_hundred_times_is_the_same_county(pair: Pair) -> None:
    saved_errand(pair.branch)
    bundle = pair.hand_in()
    for number in range(100):
        shutil.copy(bundle, pair.stick / f"copy{number}.dyb")
    told = pair.receive()
    assert len(told.accepted) == 101
    assert (told.merged, told.conflicts, told.alarms) == (1, 0, [])
    assert len(list((pair.book.folder / "received").iterdir())) == 1


def test_a_newer_programs_bundle_is_kept_aside_and_changes_nothing(pair: Pair) -> None:
    other = Desk.make()
    newer = other.forge({"format": 2, "branch_code": pair.branch.desk.code}, b"a payload of another kind")
    (pair.stick / "新版本.dyb").write_bytes(newer)
    (pair.stick / "更新.dyb").write_bytes(b"DYB2\r\n\x1a\n" + newer[8:])
    saved_errand(pair.branch)
    pair.hand_in()
    before = _prints(pair.stick)
    told = pair.receive()
    assert (len(told.accepted), told.merged) == (1, 1)
    assert [one["kind"] for one in told.refused] == ["newer", "newer"]
    assert all("升级" in one["reason"] for one in told.refused)
    assert _prints(pair.stick) == before
    assert len(list((pair.book.folder / "received").iterdir())) == 1
    kept = {path.name: path.read_bytes() for path in waiting(pair.office.desk)}
    assert kept == {name: (pair.stick / name).read_bytes() for name in ("新版本.dyb", "更新.dyb")}


def test_a_folder_deeper_than_we_look_is_said(pair: Pair) -> None:
    saved_errand(pair.branch)
    bundle = pair.hand_in()
    deep = pair.stick.joinpath(*"一二三四五六七八九")
    deep.mkdir(parents=True)
    shutil.move(bundle, deep / bundle.name)
    told = pair.receive()
    assert told.accepted == []
    assert any("没有全部看完" in one for one in told.alarms)


GBK = "坏包".encode("gbk")
"""As Windows writes names on a stick that is read as UTF-8 here."""


def test_names_that_are_no_text_stop_nothing_and_are_said_as_they_were_meant(pair: Pair) -> None:
    saved_errand(pair.branch)
    bundle = pair.hand_in()
    data, stick = bundle.read_bytes(), os.fsencode(pair.stick)
    bundle.unlink()
    for name, said in (
        (GBK, data[:900]),
        (b"\xff\xfe", b"no bundle"),
        (b"a\nb\x1b[31m", data[:-1]),
        (b"z" * 251, data),
    ):
        Path(os.fsdecode(stick + b"/" + name + b".dyb")).write_bytes(said)
    Path(os.fsdecode(stick + b"/" + "好包".encode("gbk") + b".dyb")).write_bytes(data)
    before = _prints(pair.stick)
    told = pair.receive()
    assert sorted(one["file"] for one in told.accepted) == ["z" * 251 + ".dyb", "好包.dyb"]
    assert sorted(one["file"] for one in told.refused) == ["??.dyb", "a?b?[31m.dyb", "坏包.dyb"]
    kept = {row[0] for row in pair.book.book.connection.execute("SELECT file FROM received")}
    assert kept <= {"z" * 251 + ".dyb", "好包.dyb"}
    assert "坏包.dyb" in {one.file for one in refused(pair.office.desk)}
    assert _prints(pair.stick) == before


def test_a_pipe_and_a_folder_with_our_name_are_not_waited_for(pair: Pair, capsys: pytest.CaptureFixture[str]) -> None:
    saved_errand(pair.branch)
    pair.hand_in()
    os.mkfifo(pair.stick / "x.dyb")
    (pair.stick / "dir.dyb").mkdir()
    (pair.stick / "zero.dyb").touch()
    told = pair.receive()
    assert (len(told.accepted), [one["file"] for one in told.refused]) == (1, ["zero.dyb"])
    for asked in (["bundle", "info"], ["bundle", "verify"]):
        assert run([*asked, str(pair.stick / "x.dyb")]) == 3
        assert "不是文件" in capsys.readouterr().err
    with pytest.raises(Trouble, match="找不到"):
        receive(pair.office, [pair.stick / "x.dyb"])
    with pytest.raises(Trouble, match="不是文件"):
        read_request(pair.stick / "x.dyb")


def test_what_may_not_be_read_is_said_and_stops_nothing(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system itself says no here: its rights do not bind root, as whom tests may run."""
    saved_errand(pair.branch)
    bundle = pair.hand_in()
    closed, unread = pair.stick / "别看", pair.stick / "unread.dyb"
    closed.mkdir()
    for place in (closed, unread):
        shutil.copy(bundle, place)
    scandir, opened = os.scandir, Path.open

    def refusing(doing: Any, path: Any, *how: Any, **more: Any) -> Any:
        if path in (closed, unread):
            raise PermissionError(errno.EACCES, "Permission denied")
        return doing(path, *how, **more)

    monkeypatch.setattr(os, "scandir", partial(refusing, scandir))
    monkeypatch.setattr(Path, "open", lambda path, *how, **more: refusing(opened, path, *how, **more))
    told = pair.receive()
    assert len(told.accepted) == 1
    assert [(one["file"], one["kind"]) for one in told.refused] == [("unread.dyb", "unreadable")]
    assert [one for one in told.alarms if "别看" in one and "打不开" in one]
