"""Every command does what README says, and ends in a sentence when it cannot."""

from __future__ import annotations

import datetime as dt
import errno
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base import national_id
from danyang_desktop.commands import build
from danyang_desktop.commands.answer import PASSWORD
from danyang_desktop.commands.parser import called
from danyang_desktop.exchange import workbook_save
from tests.helpers.books import cheap_keys
from tests.helpers.workbooks import SAMPLES

if TYPE_CHECKING:
    from tests.core.commands.conftest import Line

ROOT = Path(__file__).resolve().parents[3]
VISIT: dict[str, Any] = {
    "cash": 50_000, "cash_source": "党员捐款", "household": "王桂兰", "measures": "已联系镇民政办。",
    "place": "三组12号", "receipt": "本人签收", "situation": "身体尚好，屋顶漏雨，情绪稳定。",
    "visited_on": "2026-11-20",
    "visitors": ["周建民", "许敏"],
}  # fmt: skip


def _file(tmp_path: Path, items: object) -> Path:
    path = tmp_path / "rows.json"
    path.write_text(json.dumps(items, ensure_ascii=False), "utf-8")
    return path


def test_a_record_goes_in_by_the_rules_of_the_form_and_comes_out_again(line: Line, tmp_path: Path) -> None:
    told = line("add", "visits", _file(tmp_path, VISIT))
    assert told.code == 0
    (uid,) = told.data["saved"]
    listed = line("list", "visits", "--month", "2026-11", "--search", "wgl").data
    assert listed["total"] == 1
    assert listed["rows"][0]["uid"] == uid
    assert listed["rows"][0]["cash"] == 50_000
    assert line("list", "visits", "--month", "2026.10").data["total"] == 0
    (past,) = line("history", uid).data["history"]
    assert ["慰问金", "", "500.00"] in past["changes"]


def test_complaints_name_the_field_and_good_rows_go_in(line: Line, tmp_path: Path) -> None:
    bad = {**VISIT, "visited_on": "2099-01-01"}
    odd = {**VISIT, "colour": "red"}
    told = line("add", "visits", _file(tmp_path, [VISIT, bad, odd]))
    assert told.code == 1
    assert len(told.data["saved"]) == 1
    assert [(one["field"], one["number"]) for one in told.data["complaints"]] == [("visited_on", 1), ("colour", 2)]


def test_names_in_json_are_tidied_and_found_as_the_form_does(line: Line, tmp_path: Path) -> None:
    people = [{"name": "王 桂 兰", "id_missing_reason": "未提供", "group_no": group} for group in ("3组", " 5组")]
    assert line("add", "people", _file(tmp_path, people)).code == 0
    rows = line("list", "people").data["rows"]
    assert {(one["name"], one["group_no"]) for one in rows} == {("王桂兰", "3组"), ("王桂兰", "5组")}
    file = {"head_name": "孙玉珍", "id_missing_reason": "未提供", "hardship": ["低保户"]}
    told = line("add", "households", _file(tmp_path, {**file, "person": "王桂兰"}))
    assert told.code == 1
    assert "有2个王桂兰（" in told.data["complaints"][0]["sentence"]
    assert told.data["complaints"][0]["field"] == "person"
    assert line("add", "households", _file(tmp_path, {**file, "person": "王桂兰（5组）"})).code == 0
    (one,) = line("list", "households").data["rows"]
    assert one["person"]["uid"] == next(row["uid"] for row in rows if row["group_no"] == "5组")


@pytest.mark.parametrize("text", ["{", '"text"', "[1]", ""])
def test_a_file_that_is_no_json_is_said_so(line: Line, tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(text, "utf-8")
    told = line("add", "visits", path)
    assert told.code == 1
    assert "没有记入任何东西" in told.said


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("register", ["people", "households"])
def test_the_roster_is_refused_exactly_where_it_must_be(line: Line, tmp_path: Path, suffix: str, register: str) -> None:
    expected = json.loads((SAMPLES / "roster.expect.json").read_text("utf-8"))
    roster = tmp_path / f"roster.{suffix}"
    shutil.copy(SAMPLES / roster.name, roster)
    told = line("import", register, roster).data
    assert told["new"] == expected["good"]
    assert [(one["row"], one["why"]) for one in told["refused"]] == [
        (one["row"], one["why"]) for one in expected["refused"]
    ]
    assert told["warned"] == expected["warned"]
    if register == "households":
        numbers = [one["household_no"] for one in line("list", register).data["rows"]]
        assert sorted(numbers) == [f"32118110120301{number:03}" for number in range(1, expected["good"] + 1)]
    assert Path(told["refused_file"]).exists()
    again = line("import", register, roster).data
    assert (again["new"], again["changed"], again["same"]) == (0, 0, expected["good"])


def test_good_rows_go_in_where_the_refused_cannot_be_written(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(SAMPLES / "roster.xlsx", tmp_path)

    def refuse(_: int) -> None:
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr(workbook_save, "os", SimpleNamespace(fsync=refuse))
    told = line("import", "people", tmp_path / "roster.xlsx")
    assert (told.code, told.data["new"], len(told.data["refused"]), told.data["refused_file"]) == (1, 54, 6, "")
    assert line("list", "people").data["total"] == 54
    said = line.plain("import", "people", tmp_path / "roster.xlsx").data
    assert "没变 54" in said
    assert "收下的都在台账里" in said


def test_a_workbook_of_which_nothing_goes_in_is_not_done(line: Line, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("姓名,身份证号\n王桂兰,321199194904114350\n李有才,321199194904114351\n", "utf-8")
    for words in (("--look",), ()):
        told = line("import", "people", roster, *words)
        assert (told.code, told.data["new"], len(told.data["refused"])) == (1, 0, 2)
        assert "2 行都没收，台账没有动。" in told.said
    right = national_id.make("321199", dt.date(1949, 4, 11), 435)
    roster.write_text(f"{roster.read_text('utf-8')}陈玉兰,{right}\n", "utf-8")
    assert line("import", "people", roster).code == 0
    assert line("import", "people", roster).code == 0  # the same once more: there was something right in it


def test_a_list_of_people_is_no_list_of_batches(line: Line) -> None:
    told = line("import", "subsidies", SAMPLES / "roster.xlsx")
    assert told.code == 1
    assert "没找到补助发放台账的表头" in told.data["error"]


def test_looking_changes_nothing(line: Line) -> None:
    told = line("import", "people", SAMPLES / "roster.xlsx", "--look")
    assert told.data["new"] == 54
    assert told.data["refused_file"] == ""
    assert line("list", "people").data["total"] == 0


def test_rows_go_out_as_a_workbook_and_come_back_the_same(line: Line, tmp_path: Path) -> None:
    line("import", "people", SAMPLES / "roster.xlsx", "--look")
    roster = tmp_path / "roster.xlsx"
    shutil.copy(SAMPLES / "roster.xlsx", roster)
    line("import", "people", roster)
    out = tmp_path / "people.xlsx"
    assert line("workbook", "people", out).data["rows"] == 54
    back = line("import", "people", out).data
    assert (back["new"], back["changed"], back["same"], back["refused"]) == (0, 0, 54, [])


def test_the_template_is_a_workbook_that_holds_nothing_yet(line: Line, tmp_path: Path) -> None:
    assert line("template", "visits", tmp_path / "visits.xlsx").code == 0
    told = line("import", "visits", tmp_path / "visits.xlsx")
    assert told.code in (0, 1)
    assert line("list", "visits").data["total"] == 0


def test_paper_comes_out(line: Line, tmp_path: Path) -> None:
    line("add", "visits", _file(tmp_path, VISIT))
    told = line("print", "visits", "--month", "2026-11", "--out", tmp_path / "v.pdf").data
    assert told["pages"] == 1
    assert (tmp_path / "v.pdf").read_bytes().startswith(b"%PDF")
    month = line("print", "month", "--month", "2026-11", "--version", "archive", "--out", tmp_path / "m.pdf").data
    assert month["pages"] >= 5


def test_backup_restore_and_check(line: Line, tmp_path: Path) -> None:
    line("add", "visits", _file(tmp_path, VISIT))
    made = line("backup", tmp_path / "backups").data
    line("add", "visits", _file(tmp_path, {**VISIT, "visited_on": "2026-11-21"}))
    told = line("restore", made["file"]).data
    assert Path(told["aside"]).exists()
    assert line("list", "visits").data["total"] == 1
    assert line("check").data == {"damage": [], "ok": True}
    assert line("list", "visits", book=Path(told["aside"])).data["total"] == 2


def test_damage_is_found_and_listed(line: Line, tmp_path: Path) -> None:
    line("add", "visits", _file(tmp_path, VISIT))
    file = line.book / "photos.db"
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)
    told = line("check")
    assert told.code == 3
    assert told.said or told.data["damage"]


def test_the_office_receives_answers_and_adds_up(line: Line, tmp_path: Path) -> None:
    office, stick = tmp_path / "office", tmp_path / "stick"
    stick.mkdir()
    with cheap_keys():
        made = line("new", "--office", "丹阳市委组织部", "--sheet", tmp_path / "key.pdf", book=office)
    assert made.data["office"]["recovery"].startswith("AGE-SECRET-KEY-1")
    assert (tmp_path / "key.pdf").read_bytes().startswith(b"%PDF")
    line("add", "visits", _file(tmp_path, VISIT))
    enrolled = line("enroll", office, line.book).data
    assert enrolled["enrolled"][0]["branch"] == "32118110120301"
    assert enrolled["recovery"] == "", "it was said once, when the office was made"
    handed = line("export", stick).data
    assert handed["records"] == 1
    assert line("bundle", "verify", handed["file"]).data["proven"] is True
    assert line("board", book=office).data["rows"][0]["state"] == "未交"
    told = line("receive", stick, book=office).data
    assert (told["merged"], told["conflicts"], len(told["accepted"]), told["refused"]) == (1, 0, 1, [])
    assert line("receipt", stick).data["taken"][0]["accepted"] == 1
    table = line("rollup", "--month", "2026-11", "--out", tmp_path / "r.pdf", book=office).data
    assert table["totals"]["走访（户次）"] == 1
    assert table["pages"] == 1
    assert line("conflicts", book=office).data == {"conflicts": []}
    assert line("receive", stick).code == 1  # a branch is no office


def test_people_read_sentences_not_json(line: Line, tmp_path: Path) -> None:
    told = line.plain("add", "visits", _file(tmp_path, VISIT))
    assert re.fullmatch(r"记入 1 户次　ZF-\d{14}-2026-0001\n", told.data)
    assert "王桂兰" in line.plain("list", "visits").data


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("list", "nothing"), 1, "没有“nothing”"),
        (("history", "0" * 32), 1, "没有这条记录"),
        (("import", "visits", "no-such.xlsx"), None, "no-such.xlsx"),
        (("receive", "no-such-stick"), 1, "县里"),
        (("restore", "no-such.dybak"), 3, "no-such.dybak"),
        (("bundle", "info", "no-such.dyb"), None, "no-such.dyb"),
        (("print", "visits", "--month", "十三月", "--out", "x.pdf"), 1, "月"),
    ],
)
def test_what_cannot_be_done_is_said(line: Line, words: tuple[str, ...], code: int | None, said: str) -> None:
    told = line(*words)
    assert told.code == code if code is not None else told.code in (1, 3)
    assert said in told.said


def test_a_wrong_password_is_a_sentence(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, "wrong-password")
    told = line("list", "visits")
    assert told.code == 1
    assert "密码不对" in told.said


def test_a_missing_book_stays_missing(line: Line, tmp_path: Path) -> None:
    told = line("list", "visits", book=tmp_path / "nowhere")
    assert told.code == 3
    assert "没有新建任何东西" in told.said
    assert not (tmp_path / "nowhere").exists()


def test_a_book_in_use_is_told(line: Line, pattern: Any) -> None:
    with pattern.open(line.book):
        told = line("list", "visits")
    assert told.code == 3
    assert "另一个窗口" in told.said


def test_a_new_book_wants_a_code_of_14_digits(line: Line, tmp_path: Path) -> None:
    told = line("new", "--branch", "柳塘村党支部", "--code", "123", book=tmp_path / "new")
    assert told.code == 1
    assert "14 位" in told.said


def test_wrong_usage_leaves_with_2() -> None:
    with pytest.raises(SystemExit) as left:
        build().parse_args(["no-such-command"])
    assert left.value.code == 2


def test_the_program_itself_never_shows_a_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "list", "visits", "--book", str(tmp_path), "--json"],
        capture_output=True, text=True, check=False, env={PASSWORD: "x" * 8, "DANYANG_DEVICE": str(tmp_path / "d")},
        encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)["code"] == "U-310"


def test_office_and_branch_come_to_know_each_other_by_files(line: Line, tmp_path: Path) -> None:
    office, stick = tmp_path / "office", tmp_path / "stick"
    stick.mkdir()
    with cheap_keys():
        line("new", "--office", "丹阳市委组织部", book=office)
    asked = line("keys", "ask", stick / "a.dyq").data
    told = line("keys", "enrol", stick / "a.dyq", book=office).data
    assert (told["branch"], told["fingerprint"], told["vouched"]) == ("32118110120301", asked["fingerprint"], False)
    card = line("keys", "card", stick / "office.dyo", book=office).data
    assert line("keys", "take", stick / "office.dyo").data["fingerprint"] == card["fingerprint"]
    assert line("keys", "take", stick / "office.dyo", book=office).code == 1, "an office takes no card"
    line("add", "visits", _file(tmp_path, VISIT))
    renewed = line("keys", "renew", stick / "b.dyq").data
    assert renewed["fingerprint"] != asked["fingerprint"]
    assert line("keys", "enrol", stick / "b.dyq", book=office).data["vouched"]
    line("export", stick)
    assert line("receive", stick, book=office).data["merged"] == 1
    changed = line("keys", "renew", tmp_path / "key.pdf", book=office).data
    assert changed["recovery"].startswith("AGE-SECRET-KEY-1")
    assert (tmp_path / "key.pdf").read_bytes().startswith(b"%PDF")
    line("return", stick, book=office)
    line("receive", stick, book=office)
    assert line("receipt", stick).data["taken"][0]["upto"] == 1


@pytest.mark.parametrize(
    ("argument", "frozen", "name"),
    [
        ("main.py", False, "main.py"),
        ("/usr/bin/danyang-desktop", False, "danyang-desktop"),
        ("danyang-desktop.exe", False, "danyang-desktop"),
        ("/opt/danyang/丹阳台账", True, "丹阳台账"),
        ("-c", False, "main.py"),
    ],
)
def test_the_program_is_called_as_it_was_started(argument: str, *, frozen: bool, name: str) -> None:
    assert called(argument, frozen=frozen) == name


def test_a_slow_computer_is_told_the_day(line: Line) -> None:
    real = dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date()
    told = line("today").data
    assert told == {"doubt": "", "today": f"{real}"}
    ahead = real + dt.timedelta(days=40)
    told = line("today", f"{ahead}").data
    assert told["today"] == f"{ahead}"
    assert "照您说的" in told["doubt"]
    assert line("today").data["today"] == f"{ahead}", "it is kept"
    assert line("today", f"{real - dt.timedelta(days=3)}").code == 1
    assert line("today", "--right").data == {"doubt": "", "today": f"{real}"}
