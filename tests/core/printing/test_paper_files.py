"""The file: the same bytes for the same rows, whole or not there, described, and marked with its 核对码."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest
from paper_samples import sheet, texts, visit_row, visits

from danyang_desktop.base.errors import Cancelled, Trouble
from danyang_desktop.printing.check_code import check_code
from danyang_desktop.printing.paper import draw, render
from danyang_desktop.printing.sheets import Words

if TYPE_CHECKING:
    from danyang_desktop.printing import fonts


def test_same_rows_same_bytes(types: fonts.Types, tmp_path: Path) -> None:
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    one = render([visits(40)], first, title="台账", types=types)
    render([visits(3)], second, title="台账", types=types)
    two = render([visits(40)], second, title="台账", types=types)
    assert first.read_bytes() == second.read_bytes()
    assert one == two
    assert one.size == first.stat().st_size


def test_same_bytes_in_another_process(types: fonts.Types, tmp_path: Path) -> None:
    import subprocess
    import sys

    here = Path(__file__).parent
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from paper_samples import RARE_NAMES, visit_row, visits\n"
        "from danyang_desktop.printing import fonts\n"
        "from danyang_desktop.printing.paper import render\n"
        "rows = [visit_row(1, name=RARE_NAMES), visit_row(2)]\n"
        "render([visits(rows=rows)], Path(sys.argv[2]), title='台账', types=fonts.types(system=False))\n"
    )
    made = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.pdf"
        root = str(here.parents[2])
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root}
        subprocess.run([sys.executable, "-c", code, str(here), str(path)], check=True, env=environment, cwd=root)
        made.append(path.read_bytes())
    assert made[0] == made[1]


def test_bookmarks_and_description(types: fonts.Types, tmp_path: Path) -> None:
    path = tmp_path / "走访帮扶台账_柳塘村_2026-11_工作版.pdf"
    second = replace(visits(30), title="谈心谈话台账", printed_at="2026-11-30 16:20")
    done = render([visits(40), second], path, title="支部工作台账 2026年11月", types=types)
    reader = pypdf.PdfReader(path, strict=True)
    assert [item.title for item in reader.outline if not isinstance(item, list)] == ["走访帮扶台账", "谈心谈话台账"]
    starts = [reader.get_destination_page_number(item) + 1 for item in reader.outline if not isinstance(item, list)]
    assert starts == [one.first for one in done.sheets]
    assert len(reader.pages) == done.pages == sum(one.pages for one in done.sheets)
    assert reader.metadata is not None
    assert reader.metadata.title == "支部工作台账 2026年11月"
    assert reader.metadata.author == "单位：青山镇柳塘村党支部"
    assert reader.metadata.subject == "2026年11月"
    described = "".join(map(str, reader.metadata.values()))
    assert "王桂兰" not in described
    assert "D:20261130162000" in described


def test_pages_are_numbered_by_sheet(types: fonts.Types) -> None:
    drawing = draw([visits(40), visits(3)], title="台账", types=types)
    pages = texts(drawing.data)
    first, second = drawing.sheets
    assert f"第1页共{first.pages}页" in pages[0]
    assert f"第1页共{second.pages}页" in pages[first.pages]
    assert first.check_code in pages[0]
    assert second.check_code in pages[-1]


def test_check_code_follows_every_printed_value() -> None:
    one = visits(3)
    code = check_code(one.values())
    assert code == check_code(visits(3).values())
    assert len(code) == 9
    changed = [
        replace(one, title="走访台账"),
        replace(one, unit="单位：别处"),
        replace(one, period="2026年10月"),
        replace(one, version="archive"),
        replace(one, signatures=("支部书记",)),
        visits(3, struck=frozenset({0})),
        visits(3, total_note="另记"),
        visits(4),
        visits(rows=[visit_row(1), visit_row(2), visit_row(3, name="王桂芳")]),
    ]
    codes = {check_code(other.values()) for other in changed}
    assert code not in codes
    assert len(codes) == len(changed)
    assert check_code(replace(one, printed_at="2026-11-30 16:20").values()) == code


def test_check_code_keeps_values_apart() -> None:
    assert check_code(["ab", "c"]) != check_code(["a", "bc"])
    assert check_code(["a", ""]) != check_code(["a"])
    assert check_code(["a\x1f"]) != check_code(["a", ""])


def test_cancel_leaves_nothing(types: fonts.Types, tmp_path: Path) -> None:
    def stop(done: int, total: int, sentence: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        render([visits(600)], tmp_path / "台账.pdf", title="台账", progress=stop, types=types)
    assert list(tmp_path.iterdir()) == []


def test_progress_counts_rows(types: fonts.Types) -> None:
    heard: list[tuple[int, int, str]] = []
    draw([visits(1000)], title="台账", progress=lambda *said: heard.append(said), types=types)
    assert (0, 1000, "正在排版") in heard
    assert all(done <= total for done, total, _sentence in heard)


def test_missing_folder_is_a_sentence(types: fonts.Types, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="找不到文件夹"):
        render([visits(1)], tmp_path / "没有" / "台账.pdf", title="台账", types=types)


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "磁盘满了"), (errno.EACCES, "正被别的程序打开"), (errno.EIO, "没有写成")]
)
def test_failing_disk_keeps_the_old_file(
    types: fonts.Types, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    path = tmp_path / "台账.pdf"
    path.write_bytes(b"what was there before")

    def fail(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Trouble, match=words) as caught:
        render([visits(1)], path, title="台账", types=types)
    assert "台账没有受影响" in caught.value.sentence
    assert path.read_bytes() == b"what was there before"
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_words_alone_make_a_sheet(types: fonts.Types) -> None:
    data = draw([sheet(Words("注：本表由支部存档。"), layout="form")], title="台账", types=types).data
    assert "注：本表由支部存档。" in texts(data)[0]
