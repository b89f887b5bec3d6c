"""The desk of the office by command: choose, annotate, send home, take back, remind; and two computers of a branch."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.clock import WallClock
from danyang_desktop.commands import run
from danyang_desktop.commands.answer import PASSWORD
from tests.helpers import books

if TYPE_CHECKING:
    from tests.helpers.books import Pattern

NEIGHBOUR = {"name": "王桂兰", "id_missing_reason": "记不得了", "phone": "13800000021", "sex": "女", "role": "群众"}


@dataclass
class Desks:
    """A branch's book, the office's, and the stick between them; every command with --json."""

    branch: Path
    office: Path
    stick: Path
    capsys: pytest.CaptureFixture[str]

    def at(self, book: Path, *words: str | Path, code: int = 0) -> Any:
        first, *rest = map(str, words)
        done = run([first, "--book", str(book), "--json", "--operator", "张主任", *rest])
        out = self.capsys.readouterr()
        assert done == code, out.err
        return json.loads(out.out)

    def handed_in(self) -> Any:
        """Write one person into the branch's book, hand in, receive; returns what export answered."""
        file = self.stick / "people.json"
        file.write_text(json.dumps(NEIGHBOUR, ensure_ascii=False), "utf-8")
        assert self.at(self.branch, "add", "people", file)["complaints"] == []
        handed = self.at(self.branch, "export", self.stick)
        assert self.at(self.office, "receive", self.stick)["merged"] == 1
        return handed

    def uid(self) -> str:
        """Return the uid of the one person."""
        return str(self.at(self.branch, "list", "people")["rows"][0]["uid"])


@pytest.fixture
def desks(
    pattern: Pattern, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, database: str
) -> Desks:
    """Give two books that know each other."""
    monkeypatch.setenv(PASSWORD, books.PASSWORD)
    monkeypatch.setenv("DANYANG_DEVICE", str(tmp_path / "device"))
    monkeypatch.setattr(WallClock, "now", lambda _: books.NOW)
    (tmp_path / "stick").mkdir()
    made = Desks(pattern.copy(tmp_path), tmp_path / "office", tmp_path / "stick", capsys)
    with books.cheap_keys():
        made.at(made.office, "new", "--office", "丹阳市委组织部", *(["--database", database] if database else []))
    run(["enroll", "--json", str(made.office), str(made.branch)])
    capsys.readouterr()
    return made


def test_a_call_for_correction_goes_home_with_the_receipt(desks: Desks) -> None:
    desks.handed_in()
    made = desks.at(desks.office, "annotate", desks.uid(), "退回修改", "电话少一位，请核对。")
    assert made["kind"] == "退回修改"
    assert len(desks.at(desks.office, "return", desks.stick)["files"]) == 1
    home = desks.at(desks.branch, "receipt", desks.stick)
    assert [one["words"] for one in home["calls"]] == ["电话少一位，请核对。"]
    assert home["returned"] == {"annotations": 1}, "the towns that go home are those it has already"
    towns = desks.at(desks.branch, "list", "towns")
    assert (towns["total"], len({one["uid"] for one in towns["rows"]})) == (12, 12)
    assert len(home["taken"]) == 1


def test_a_receipt_is_typed_from_the_printed_sheet(desks: Desks, tmp_path: Path) -> None:
    from pypdf import PdfReader

    desks.handed_in()
    told = desks.at(desks.office, "notices", "--month", "2026-11", "--out", tmp_path / "n.pdf")
    assert (told["receipts"], told["refusals"]) == (1, 0)
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "n.pdf").pages)
    import re

    (digits,) = set(re.findall(r"\d{4} \d{4} \d{4}", text))
    assert desks.at(desks.branch, "receipt", "--digits", digits) == {"upto": 1}
    assert "12 位" in desks.at(desks.branch, "receipt", code=1)["error"]


def test_an_import_is_looked_at_and_taken_back(desks: Desks) -> None:
    handed = desks.handed_in()
    assert [one["seq"] for one in desks.at(desks.office, "undo", handed["file"], "--look")["bundles"]] == [1]
    assert desks.at(desks.office, "list", "people")["total"] == 1
    assert desks.at(desks.office, "undo", handed["file"])["versions"] == 1
    assert desks.at(desks.office, "list", "people")["total"] == 0
    assert "没有收过" in desks.at(desks.office, "undo", handed["file"], code=1)["error"]
    assert desks.at(desks.office, "check")["ok"] is True


def test_a_branch_is_merged_into_another_and_back(
    desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desks.handed_in()
    (row,) = desks.at(desks.office, "board", "--month", "2026-11")["rows"]
    new = tmp_path / "new.json"
    new.write_text(json.dumps({"name": "李村党支部", "code": "32118110120401", "town": "延陵镇"}), "utf-8")
    desks.at(desks.office, "add", "branches", new)
    merge = ("merge-branch", row["branch"])
    made = desks.at(desks.office, *merge, "--into", "32118110120401", "--from", "2026-11-01", "--strike")
    assert (made["last_month"], len(made["struck"])) == ("2026-10", 1)
    monkeypatch.setattr(WallClock, "now", lambda _: dt.datetime(2027, 1, 4, 9, 0))
    left = desks.at(desks.office, "board", "--month", "2027-01")["rows"]
    assert [one["name"] for one in left] == ["李村党支部"]
    written = desks.at(desks.office, *merge, "--ledgers", tmp_path / "out")["files"]
    assert len(written) == 1, "of the one register that it wrote in"
    assert desks.at(desks.office, *merge, "--undo")["into"] == "32118110120401"
    assert "没有并入" in desks.at(desks.office, *merge, "--undo", code=1)["error"]


def test_two_computers_a_conflict_and_a_choice(desks: Desks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desks.handed_in()
    uid = desks.uid()
    second = tmp_path / "second" / "book"
    shutil.copytree(desks.branch, second, ignore=shutil.ignore_patterns("*.lock"))
    first_device, second_device = str(tmp_path / "device"), str(tmp_path / "second" / "device")
    monkeypatch.setenv("DANYANG_DEVICE", second_device)
    desks.at(second, "sibling", "ask", tmp_path / "second.dyq")
    run(["enroll", "--json", str(desks.office), str(second)])
    desks.capsys.readouterr()
    monkeypatch.setenv("DANYANG_DEVICE", first_device)
    desks.at(desks.branch, "sibling", "know", tmp_path / "second.dyq")
    for book, device, phone in (
        (desks.branch, first_device, "13900000035"),
        (second, second_device, "13700000049"),
    ):
        monkeypatch.setenv("DANYANG_DEVICE", device)
        _change(book, device, uid, phone)
        desks.at(book, "export", desks.stick)
    monkeypatch.setenv("DANYANG_DEVICE", first_device)
    assert desks.at(desks.office, "receive", desks.stick)["conflicts"] == 1
    (found,) = desks.at(desks.office, "conflicts")["conflicts"]
    assert "用哪个？" in found["sentence"]
    desks.at(desks.office, "settle", uid, found["suggested"], code=1)
    desks.at(desks.office, "settle", uid, found["suggested"], "--reason", "打电话问过")
    assert desks.at(desks.office, "conflicts") == {"conflicts": []}
    desks.at(desks.office, "settle", uid, "--undo")
    assert len(desks.at(desks.office, "conflicts")["conflicts"]) == 1


def _change(book: Path, device: str, uid: str, phone: str) -> None:
    from pathlib import Path as Folder

    from danyang_desktop.registers.people import PEOPLE
    from danyang_desktop.workspace import Workspace

    with Workspace.open(book, password=books.PASSWORD, device_folder=Folder(device), operator="周建民") as workspace:
        record = workspace.get(PEOPLE, uid)
        record.phone = phone
        workspace.save(record)


def test_findings_and_revoking(desks: Desks) -> None:
    desks.handed_in()
    assert desks.at(desks.office, "findings", "--month", "2026-11") == {"findings": []}
    assert "没有登记" in desks.at(desks.office, "revoke", "0" * 16, code=1)["error"]
    row = desks.at(desks.office, "board", "--month", "2026-11")["rows"][0]
    assert (row["state"], row["enrolled"]) == ("已收", True)


def test_a_branch_is_no_office(desks: Desks, tmp_path: Path) -> None:
    for words in (
        ("annotate", "0" * 32, "备注", "x"), ("return", tmp_path), ("revoke", "0" * 16),
        ("findings", "--month", "2026-11"), ("notices", "--month", "2026-11", "--out", tmp_path / "a.pdf"),
    ):  # fmt: skip
        assert "支部的台账" in desks.at(desks.branch, *words, code=1)["error"]


def test_a_month_to_come_is_said_not_to_have_begun(desks: Desks, tmp_path: Path) -> None:
    out = tmp_path / "n.pdf"
    for words in (
        ("board", "--month", "2026-12"), ("notices", "--month", "2026-12", "--out", out),
        ("rollup", "--month", "2026-12"), ("findings", "--month", "2026-12"),
    ):  # fmt: skip
        assert "2026年12月还没有开始" in desks.at(desks.office, *words, code=1)["error"]
    assert not out.exists()


def test_a_slow_clock_hides_no_month_that_was_handed_in(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    desks.handed_in()
    monkeypatch.setattr(WallClock, "now", lambda _: dt.datetime(2020, 1, 1, 0, 5))
    (row,) = desks.at(desks.office, "board", "--month", "2026-11")["rows"]
    assert row["state"] == "已收"


def test_a_new_office_is_told_what_comes_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, books.PASSWORD)
    monkeypatch.setenv("DANYANG_DEVICE", str(tmp_path / "device"))
    with books.cheap_keys():
        assert run(["new", "--office", "丹阳市委组织部", "--book", str(tmp_path / "office")]) == 0
    capsys.readouterr()
    assert run(["board", "--book", str(tmp_path / "office")]) == 0
    assert "导入全县的支部名单" in capsys.readouterr().out


def test_the_command_tells_what_was_refused(desks: Desks, capsys: pytest.CaptureFixture[str]) -> None:
    people = desks.stick / "people.json"
    people.write_text(json.dumps(NEIGHBOUR, ensure_ascii=False), "utf-8")
    desks.at(desks.branch, "add", "people", people)
    handed = desks.at(desks.branch, "export", desks.stick)
    bundle = desks.stick / Path(handed["file"]).name
    bundle.write_bytes(bundle.read_bytes()[:-1])
    assert desks.at(desks.office, "receive", desks.stick, code=1)["refused"][0]["month"] == "2026-11"
    (file,) = desks.at(desks.office, "board", "--month", "2026-11")["files"]
    assert file["kind"] == "damaged"
    run(["board", "--book", str(desks.office), "--month", "2026-11"])
    assert "已收 0，未交 0，退回 1 个文件" in capsys.readouterr().out
    run(["board", "--book", str(desks.office), "--month", "2026-10"])
    assert "已收 0，未交 1，退回 0 个文件" in capsys.readouterr().out


def test_a_file_that_was_not_taken_is_let_go_put_back_and_taken_in_again_by_command(desks: Desks) -> None:
    (desks.stick / "新版本.dyb").write_bytes(b"DYB2\r\n\x1a\n" + bytes(200))
    desks.at(desks.office, "receive", desks.stick, code=1)
    told = desks.at(desks.office, "refused")
    (one,) = told["waiting"]
    assert (one["kind"], told["kept"]) == ("newer", 1)
    told = desks.at(desks.office, "refused", "--remove", one["id"], "--reason", "支部重新写过了")
    assert (told["waiting"], [each["cleared_by"] for each in told["dismissed"]]) == ([], ["张主任"])
    assert desks.at(desks.office, "refused", "--restore", one["id"])["dismissed"] == []
    assert [each["id"] for each in desks.at(desks.office, "refused", "--again")["waiting"]] == [one["id"]]
    desks.handed_in()
    assert len(desks.at(desks.office, "refused")["waiting"]) == 1, "another file's good one puts nothing right"
    for words in (("--remove", "0" * 12, "--reason", "x"), ("--remove", one["id"]), ("--restore", one["id"])):
        assert run(["refused", "--book", str(desks.office), *words]) == 1
