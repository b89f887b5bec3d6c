"""`bundle`: whatever file of the exchange somebody holds, it is told in words, without a book."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdf
import pytest

from danyang_desktop.exchange import container
from tests.core.commands.test_commands import VISIT
from tests.helpers.books import cheap_keys

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.commands.conftest import Line

_ENGLISH = re.compile(r"\b(?:None|True|False|[a-z]+_[a-z]+|[a-z]{4,}：)")
"""What stands in a line that nobody wrote for people."""


@pytest.fixture
def files(line: Line, tmp_path: Path) -> Path:
    """Return a folder with a file of each kind: bundle, receipt, request, card."""
    stick, office = tmp_path / "stick", tmp_path / "office"
    stick.mkdir()
    with cheap_keys():
        line("new", "--office", "丹阳市委组织部", "--sheet", tmp_path / "key.pdf", book=office)
    visit = tmp_path / "visit.json"
    visit.write_text(json.dumps(VISIT), "utf-8")
    assert line("add", "visits", visit).code == 0
    line("keys", "card", stick / "card.dyo", book=office)
    line("keys", "take", stick / "card.dyo", "--compared")
    line("keys", "ask", stick / "ask.dyq")
    line("keys", "enrol", stick / "ask.dyq", book=office)
    assert line("export", stick).code == 0
    line("receive", stick, book=office)
    return stick


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        ("dyb", ("支部上报", "第 1 号", "照片 0 张", "没有验")),
        ("dyr", ("开给支部", "已收到第 1 号包为止", "没有验")),
        ("dyq", ("登记文件", "打电话和对方核对登记号")),
        ("dyo", ("登记卡：丹阳市委组织部", "打电话和对方核对登记号")),
    ],
)
def test_every_file_is_told_in_words(line: Line, files: Path, ending: str, words: tuple[str, ...]) -> None:
    told = line.plain("bundle", "info", next(files.glob(f"*.{ending}")))
    assert told.code == 0
    for word in words:
        assert word in told.data
    assert not _ENGLISH.search(told.data), told.data


def test_the_spare_key_is_typed_from_its_paper(line: Line, files: Path, tmp_path: Path) -> None:
    seen = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "key.pdf").pages)
    paper = re.findall("第[一二三]行.*", seen)
    assert len(paper) == 3
    by_hand, bundle = tmp_path / "抄.txt", next(files.glob("*.dyb"))
    for number, (text, spelt) in enumerate((
        ("\r\n".join(paper), "utf-16"),
        ("\n".join(row.partition(" ")[2].lower() for row in paper), "utf-8"),
        (f"AGE-SECRET-KEY-1\n{''.join(paper).replace(' ', '　')}", "gb18030"),
    )):  # fmt: skip
        by_hand.write_text(text, spelt)
        told = line("bundle", "open", bundle, "--key", by_hand, "--to", tmp_path / f"opened{number}")
        assert (told.code, told.data["records"]) == (0, 1), told.said
    by_hand.write_text("\n".join(paper)[:-1], "utf-8")
    told = line("bundle", "open", bundle, "--key", by_hand, "--to", tmp_path / "never")
    assert told.code == 1
    assert "“抄.txt”：备用钥匙" in told.said
    assert "抄来的是 57 个" in told.said


def test_a_proven_bundle_says_so_and_is_told_by_the_names_of_its_ledgers(line: Line, files: Path) -> None:
    said = line.plain("bundle", "verify", next(files.glob("*.dyb"))).data
    assert "一个字节也没有变" in said
    assert re.search(r"核对码：[0-9A-F]{4}-[0-9A-F]{4}", said)
    assert "走访帮扶 1" in said


def test_the_code_is_said_where_it_is_written_and_where_it_is_taken(line: Line, files: Path, tmp_path: Path) -> None:
    code = container.code_of(container.read_hash(next(files.glob("*.dyb"))))
    again = replace(line, book=tmp_path / "office").plain("receive", files).data
    assert f"核对码 {code}（以前收过）" in again


def test_a_computer_without_any_receipt_is_told_to_take_its_enrolment_along(line: Line, files: Path) -> None:
    said = "还没有收过县里的回执"
    assert said in line.plain("export", files, "--full").data
    assert line("receipt", files).code == 0
    assert said not in line.plain("export", files, "--full").data
