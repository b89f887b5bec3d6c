"""What hands and consoles do to a command: each is answered by a sentence that says what to do."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.commands import run
from danyang_desktop.commands.answer import PASSWORD
from danyang_desktop.printing import paper
from danyang_desktop.workspace import Workspace
from tests.core.commands.test_commands import VISIT, _file
from tests.helpers import books
from tests.helpers.books import cheap_keys

if TYPE_CHECKING:
    from tests.core.commands.conftest import Line

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "少写了 命令"),
        (["lst"], "没有“lst”这个命令。可以写：demo、new、"),
        (["list"], "少写了 REGISTER_OR_LEDGER"),
        (["list", "visits", "--colour"], "看不懂这些：--colour"),
        (["list", "visits", "--month"], "--month 后面少写了内容"),
        (["demo", "x", "--months", "many"], "--months 要写一个整数，现在是“many”"),
        (["new", "--code", "32118110120301"], "这几个要写一个：--branch --office"),
        (["new", "--branch", "甲", "--office", "乙"], "--branch 和 --office 只能写一个"),
        (["bundle", "look", "x"], "这里不能写“look”。可以写：info、verify、open"),
        (["list", "visits", "--json=yes"], "--json 后面不用写“yes”"),
        (["demo", "x", "--b", "3"], "“--b”没有写全，可能是：--book、--branches"),
    ],
)
def test_what_is_written_wrong_is_said_in_chinese(
    given: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        run(given)
    assert end.value.code == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.startswith("写法：")


def test_what_every_command_has_may_stand_before_it(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--book", str(line.book), "--json", "list", "people"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 0


def test_help_is_chinese_throughout(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        run(["print", "--help"])
    assert end.value.code == 0
    told = capsys.readouterr().out
    assert "显示这段说明" in told
    assert not {"usage", "options", "positional", "show"} & set(told.lower().replace(":", " ").split())


def test_a_record_is_named_by_the_number_on_its_sheet(line: Line, tmp_path: Path) -> None:
    (uid,) = line("add", "visits", _file(tmp_path, VISIT)).data["saved"]
    number = line("list", "visits").data["rows"][0]["serial_no"]
    assert line("history", number.lower()).data == line("history", uid).data
    assert line("print", "record", number, "--out", tmp_path / "one.pdf").data["pages"] == 1
    assert line("history", f"{number}9").code == 1


@pytest.mark.parametrize("command", [("list", "people"), ("workbook", "people", "out.xlsx")])
def test_a_register_has_no_months(line: Line, tmp_path: Path, command: tuple[str, ...]) -> None:
    words = [str(tmp_path / word) if word.endswith("xlsx") else word for word in command]
    told = line(*words, "--month", "2026-11")
    assert told.code == 1
    assert "不分月份" in told.said


@pytest.mark.parametrize(
    ("file", "said"), [("rows.txt", "要以 .xlsx 结尾"), (".", "是文件夹"), ("nowhere/rows.xlsx", "没有“")]
)
def test_a_file_is_written_only_where_it_can_be_opened(line: Line, tmp_path: Path, file: str, said: str) -> None:
    before = sorted(tmp_path.iterdir())
    for command in (("template", "visits"), ("workbook", "visits")):
        told = line(*command, tmp_path / file)
        assert (told.code, said in told.said) == (1, True), told.said
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("ending", ["pdf.txt", "xlsx"])
def test_paper_is_a_pdf(line: Line, tmp_path: Path, ending: str) -> None:
    told = line("print", "visits", "--month", "2026-11", "--out", tmp_path / f"a.{ending}")
    assert told.code == 1
    assert "要以 .pdf 结尾" in told.said


@pytest.mark.parametrize("what", ["record", "household", "certificate", "notice", "blank"])
def test_a_sheet_about_nothing_asks_about_what(line: Line, tmp_path: Path, what: str) -> None:
    told = line("print", what, "--out", tmp_path / "a.pdf")
    assert told.code == 1
    assert told.said.startswith("请写明是哪一")


@pytest.mark.parametrize("what", [("talks",), ("people",), ("month",), ("year",), ("coverage",)])
def test_what_is_nobodys_business_never_hangs_on_a_wall(line: Line, tmp_path: Path, what: tuple[str, ...]) -> None:
    """Design.md 08: a 公示版 has no talks; nor has it registers and the files of one household."""
    out = tmp_path / "wall.pdf"
    told = line("print", *what, "--month", "2026-11", "--version", "notice", "--out", out)
    assert told.code == 1
    assert "不能张贴" in told.said
    assert not out.exists()
    assert line("print", "visits", "--month", "2026-11", "--version", "notice", "--out", out).code == 0


def test_an_office_says_its_recovery_key_where_it_cannot_be_printed(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(paper, "os", SimpleNamespace(fsync=full, getpid=os.getpid))
    with cheap_keys():
        told = line.plain(
            "new", "--office", "丹阳市委组织部", "--book", tmp_path / "office", "--sheet", tmp_path / "k.pdf"
        )
    assert "AGE-SECRET-KEY-" in told.data
    assert told.code == 3
    assert "备用钥匙没有打印成" in told.data


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--branch", " ", "--code", "32118110120301"), "请写上支部名称和编码"),
        (("--office", "丹阳", "--code", "12"), "6 位区划代码"),
        (("--office", "丹阳", "--sheet", "nowhere/k.pdf"), "没有写文件"),
    ],
)
def test_a_book_is_not_begun_on_half_a_word(line: Line, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    told = line("new", *words, book=tmp_path / "fresh")
    assert told.code == 1
    assert said in told.said
    assert not (tmp_path / "fresh").exists()


def test_a_backup_does_not_lie_in_the_book(line: Line) -> None:
    for place in (line.book, line.book / "backups"):
        told = line("backup", place)
        assert told.code == 1
        assert "同一个文件夹" in told.said
    assert not (line.book / "backups").exists()


@pytest.mark.parametrize("text", ["", "AGE-SECRET-KEY-1NONSENSE", b"\xff\xfe\x00"])
def test_a_key_that_is_none_is_said_so(line: Line, tmp_path: Path, text: str | bytes) -> None:
    key = tmp_path / "key.txt"
    key.write_bytes(text if isinstance(text, bytes) else text.encode())
    (tmp_path / "any.dyb").write_bytes(b"")
    told = line("bundle", "open", tmp_path / "any.dyb", "--key", key, "--to", tmp_path / "to")
    assert told.code == 1
    assert "备用钥匙在 AGE-SECRET-KEY-1 后面有 58 个字母和数字" in told.said
    for place in (tmp_path / "gone", tmp_path):
        assert line("bundle", "open", tmp_path / "any.dyb", "--key", place, "--to", tmp_path / "to").code == 3


def test_branches_and_offices_are_not_taken_for_each_other(line: Line, tmp_path: Path) -> None:
    office = tmp_path / "office"
    with cheap_keys():
        assert line("new", "--office", "丹阳市委组织部", book=office).code == 0
    told = line("enroll", line.book, office)
    assert told.code == 1
    assert "支部的台账" in told.said
    assert "上报是支部的事" in line("export", tmp_path, book=office).said
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run(["receive", str(empty), "--book", str(office)]) == 0
    assert "这里没有数据包" in line.capsys.readouterr().out
    assert line("keys", "ask", ".").code == 1
    assert line("sibling", "forget", "nobody").code == 1


def _ask(line: Line, *words: str, **how: Any) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, PASSWORD: books.PASSWORD, **how.pop("env", {})}
    asked = [sys.executable, str(ROOT / "main.py"), *words, "--book", str(line.book)]
    return subprocess.run(asked, env=env, capture_output="stdout" not in how, check=False, **how)


@pytest.fixture
def rare(line: Line) -> Line:
    """Give a book with somebody whose name few consoles have."""
    with Workspace.open(line.book, password=books.PASSWORD, operator="许敏") as workspace:
        register = workspace.ledgers["people"]
        workspace.save(workspace.new(register, name="王䶮", id_missing_reason="未提供"))
    return line


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1", "utf-8"])
def test_every_console_gets_an_answer(rare: Line, encoding: str) -> None:
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    told = _ask(rare, "list", "people", env=env)
    assert (told.returncode, b"Traceback" in told.stderr) == (0, False)
    as_json = _ask(rare, "list", "people", "--json", env=env)
    assert json.loads(as_json.stdout.decode(encoding))["rows"][0]["name"] == "王䶮"
    assert _ask(rare, "list", "--help", env=env).returncode == 0


def test_a_full_disk_behind_the_answer_is_said(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(sys, "stdout", Full())
    assert run(["list", "people", "--book", str(line.book)]) == 3
    assert "结果没有写完" in line.capsys.readouterr().err


def test_whoever_reads_the_answer_may_stop_reading(rare: Line) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with io.FileIO(writing, "w") as gone:
        told = _ask(rare, "list", "people", stdout=gone, stderr=subprocess.PIPE)
    assert (told.returncode, told.stderr) == (0, b"")


def test_no_screen_is_said_and_not_aborted(tmp_path: Path) -> None:
    env = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    env |= {"QT_QPA_PLATFORM": "xcb", "DANYANG_DEVICE": str(tmp_path)}
    told = subprocess.run([sys.executable, str(ROOT / "main.py")], env=env, capture_output=True, check=False)
    assert told.returncode == 3
    assert told.stderr.decode().startswith("窗口打不开：")
    assert b"qt.qpa" not in told.stderr
