"""Paper to write on by command: blank forms and their numbers, door sheets, and scans that file themselves."""

from __future__ import annotations

import errno
import json
import os
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from PIL import Image, ImageFilter

from danyang_desktop.printing import paper
from tests.core.printing.paper_samples import texts

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from tests.core.commands.conftest import Line

HOUSEHOLD = {"head_name": "王桂兰", "hardship": ["低保户"], "id_missing_reason": "没带来", "address": "柳塘村3组12号"}
VISIT = {
    "household": {"uid": "", "name": "王桂兰"}, "place": "柳塘村3组", "visited_on": "2026-11-20",
    "visitors": [{"uid": "", "name": "周建民"}], "situation": "身体尚好，家中平安，情绪稳定。",
    "measures": "每周电话问候。",
}  # fmt: skip


def added(line: Line, tmp_path: Path, ledger: str, **values: Any) -> str:
    path = tmp_path / "row.json"
    path.write_text(json.dumps([values], ensure_ascii=False), "utf-8")
    told = line("add", ledger, path)
    assert told.code == 0, told.said
    return str(told.data["saved"][0])


def printed(line: Line, *words: str, out: Path) -> tuple[list[str], Any]:
    told = line("print", *words, "--out", out)
    assert told.code == 0, told.said
    return texts(out.read_bytes()), told.data


def test_blank_forms_take_numbers_and_the_list_tells_what_became_of_them(line: Line, tmp_path: Path) -> None:
    pages, told = printed(line, "blank", "visits", "--count", "3", out=tmp_path / "b.pdf")
    assert told["pages"] == len(pages)
    assert {sheet["title"] for sheet in told["sheets"]} == {"走访慰问记录表", "走访帮扶台账"}
    listed = line("print", "blank", "visits", "--count", "0").data
    numbers = [one["serial_no"] for one in listed["numbers"]]
    assert len(numbers) == listed["left"] == 3
    assert all(number in "".join(pages) for number in numbers)
    added(line, tmp_path, "visits", **VISIT, serial_no=numbers[1])
    after = line("print", "blank", "visits", "--count", "0", "--out", tmp_path / "n.pdf").data
    assert [one["state"] for one in after["numbers"]] == ["未用", "已录入", "未用"]
    assert after["left"] == 2
    assert numbers[1] in "".join(texts((tmp_path / "n.pdf").read_bytes()))
    assert "还有 2 号没用" in line.plain("print", "blank", "visits", "--count", "0").data


def test_the_number_of_a_spoilt_form_is_voided_with_a_reason(line: Line, tmp_path: Path) -> None:
    printed(line, "blank", "visits", "--count", "2", out=tmp_path / "b.pdf")
    first, second = (one["serial_no"] for one in line("print", "blank", "visits", "--count", "0").data["numbers"])
    assert "写原因" in line("print", "blank", "visits", "--spoilt", first).data["error"]
    told = line("print", "blank", "visits", "--spoilt", first, "--reason", "写坏了").data
    assert [(one["state"], one["void_reason"]) for one in told["numbers"]] == [("已作废", "写坏了"), ("未用", "")]
    assert "不用作废" in line("print", "blank", "visits", "--spoilt", first, "--reason", "丢了").data["error"]
    again = tmp_path / "row.json"
    again.write_text(json.dumps([{**VISIT, "serial_no": first}], ensure_ascii=False), "utf-8")
    assert "已作废" in line("add", "visits", again).data["complaints"][0]["sentence"]
    added(line, tmp_path, "visits", **VISIT, serial_no=second)


def test_looking_says_beforehand_what_will_be_printed_and_leaves_no_trace(line: Line, tmp_path: Path) -> None:
    rare = "王\U000323af"
    added(line, tmp_path, "visits", **{**VISIT, "household": {"uid": "", "name": rare}})
    asked = ("print", "visits", "--month", "2026-11", "--look")
    before = set(tmp_path.iterdir())
    told = line(*asked, "--version", "archive").data
    assert told["pages"] == 1
    assert told["missing"] == ["\U000323af"]
    assert {"户主", "走访人", "慰问金（元）"} <= set(told["fields_left"])
    assert "情况与诉求" in told["fields_left"]
    assert "情况与诉求" not in line(*asked, "--version", "notice").data["fields_left"]
    said = line.plain(*asked).data
    assert "会印成编码方框" in said
    assert "没有写文件" in said
    assert line("print", "blank", "visits", "--count", "3", "--look").data["pages"] > 1
    assert line("print", "blank", "visits", "--count", "0").data["numbers"] == []
    added(line, tmp_path, "visits", **{**VISIT, "visited_on": "2026-11-21"})  # the month is still open
    assert set(tmp_path.iterdir()) <= before | {tmp_path / "row.json"}


def test_a_blank_form_that_could_not_be_written_takes_no_number(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as disk:
        disk.setattr(paper, "os", SimpleNamespace(fsync=full, getpid=os.getpid))
        told = line("print", "blank", "talks", "--count", "2", "--out", tmp_path / "b.pdf")
    assert told.code == 3
    assert line("print", "blank", "talks", "--count", "0").data == {"numbers": [], "left": 0, "file": ""}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("blank", "visits", "--count", "201"), 1, "1 到 200 张"),
        (("blank", "visits", "--count", "-1"), 1, "1 到 200 张"),
        (("blank", "households", "--count", "0"), 1, "不编号"),
        (("blank", "没有的台账"), 1, "没有“没有的台账”"),
        (("blank",), 1, "请写明是哪一本台账"),
        (("door",), 1, "是哪几户"),
        (("door", "0" * 32), 1, "没有编号是"),
        (("door", "--due"), 1, "没有要走访的户"),
    ],
)
def test_what_cannot_be_printed_is_a_sentence(
    line: Line, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    told = line("print", *words, "--out", tmp_path / "x.pdf")
    assert told.code == code
    assert said in told.data["error"]
    assert not (tmp_path / "x.pdf").exists()


def test_without_a_file_to_write_the_command_is_wrong(line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        line("print", "visits", "--month", "2026-11")
    assert stopped.value.code == 2
    assert "--out" in capsys.readouterr().err


def seen(path: Path, page: int = 0) -> Image.Image:
    document = pypdfium2.PdfDocument(path)
    try:
        picture: Image.Image = document[page].render(scale=200 / 72).to_pil().convert("RGB")
    finally:
        document.close()
    return picture


def test_door_sheets_come_back_as_scans(line: Line, tmp_path: Path, dice: random.Random) -> None:
    first = added(line, tmp_path, "households", **HOUSEHOLD, opened_on="2025-01-05")
    second = added(line, tmp_path, "households", **{**HOUSEHOLD, "head_name": "孙玉珍"}, opened_on="2025-02-05")
    pages, _ = printed(line, "door", first, "--due", out=tmp_path / "d.pdf")
    assert [("王桂兰" in page, "孙玉珍" in page) for page in pages] == [(True, False), (False, True)]
    folder = tmp_path / "scans"
    folder.mkdir()
    turned = seen(tmp_path / "d.pdf").rotate(183, expand=True, fillcolor="white").filter(ImageFilter.GaussianBlur(1))
    specks = Image.frombytes("L", turned.size, dice.randbytes(turned.width * turned.height)).convert("RGB")
    Image.blend(turned, specks, 0.25).save(folder / "1.jpg", quality=60)
    (folder / "2.pdf").write_bytes((tmp_path / "d.pdf").read_bytes())
    told = line("file-scans", folder)
    assert told.code == 0
    assert [(one["file"], one["uid"]) for one in told.data["filed"]] == [
        ("1.jpg", first), ("2.pdf", first), ("2.pdf", second),
    ]  # fmt: skip
    assert told.data["unread"] == []


def test_scans_that_cannot_be_read_are_listed_and_the_exit_says_so(line: Line, tmp_path: Path) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    Image.new("RGB", (600, 800), "white").save(folder / "empty.png")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8 no picture")
    told = line("file-scans", folder)
    assert told.code == 1
    assert {one["file"] for one in told.data["unread"]} == {"empty.png", "broken.jpg"}
    said = line.plain("file-scans", folder).data
    assert "没有归成 2 页" in said
    assert "broken.jpg：" in said
    assert line("file-scans", tmp_path / "nowhere").code == 3
