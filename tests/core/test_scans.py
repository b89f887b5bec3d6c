"""A scan of our own printed sheet files itself: turned, skewed, noisy, as picture or PDF; the rest is told."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from PIL import Image, ImageFilter

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.declare.look import Link
from danyang_desktop.ledgers.visits import VISITS
from danyang_desktop.papers.forms import blank_recipe, door_recipe, due_households, numbers_recipe
from danyang_desktop.papers.making import print_recipe
from danyang_desktop.papers.scans import file_scans, read_marks
from danyang_desktop.printing.qr import NUMBER, RECORD, Mark, number_payload, read_payload, record_payload
from danyang_desktop.registers.action_items import ActionItem
from danyang_desktop.registers.households import HOUSEHOLDS, HouseholdMember
from tests.core.printing.paper_samples import texts

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from danyang_desktop.workspace import Workspace


def household(book: Workspace, name: str = "王桂兰", **values: Any) -> Any:
    facts = {"hardship": ["低保户"], "id_missing_reason": "没带来", "address": "柳塘村3组12号", **values}
    record = book.new(HOUSEHOLDS, head_name=name, **facts)
    book.save(record)
    return record


def visit(book: Workspace, whom: Any, **values: Any) -> Any:
    record = book.new(
        VISITS, household=Link(whom.uid, whom.head_name), visited_on=dt.date(2026, 11, 5),
        visitors=[Link("", "周建民"), Link("", "许敏")], situation="老人血压偏高，屋顶西边漏雨。", request="修屋顶",
        measures="联系施工队。", **values,
    )  # fmt: skip
    book.save(record)
    return record


def door(book: Workspace, to: Path, *whom: Any) -> bytes:
    path = to / "door.pdf"
    print_recipe(book, door_recipe(book, [one.uid for one in whom]), path, "入户走访表")
    return path.read_bytes()


def seen(pdf: bytes, page: int = 0, dpi: int = 200) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture: Image.Image = document[page].render(scale=dpi / 72).to_pil().convert("RGB")
    finally:
        document.close()
    return picture


def noisy(picture: Image.Image, dice: random.Random) -> Image.Image:
    """Make it look like a tired office scanner: grey paper, specks, softened."""
    specks = Image.frombytes("L", picture.size, dice.randbytes(picture.width * picture.height))
    mixed = Image.blend(picture.convert("L"), specks, 0.3).filter(ImageFilter.GaussianBlur(1.2))
    return mixed.point(lambda value: 60 + value * 3 // 5).convert("RGB")


def skewed(picture: Image.Image) -> Image.Image:
    """See it as a telephone does that is not held straight above it."""
    width, height = picture.size
    corners = (-90, -60, -20, height + 80, width + 60, height - 40, width + 120, 70)
    return picture.transform((width, height), Image.Transform.QUAD, corners, fillcolor="white")


def test_the_door_sheet_tells_what_to_know(book: Workspace, tmp_path: Path) -> None:
    whom = household(book, phone="13812345678", causes=["因病"], health_note="高血压")
    promise = ActionItem(what="联系施工队修西屋屋顶", owner=Link("", "周建民"), due_on=dt.date(2026, 11, 30))
    visit(book, whom, actions=[promise, ActionItem(what="已经办好的事", done_on=dt.date(2026, 11, 6))])
    pages = texts(door(book, tmp_path, whom))
    assert len(pages) == 1
    for said in (
        "王桂兰", "13812345678", "柳塘村3组12号", "低保户", "2026年11月5日", "周建民、许敏", "屋顶西边漏雨", "修屋顶",
        "联系施工队修西屋屋顶（周建民，11月30日前）", "走访对象", "签字",
    ):  # fmt: skip
        assert said in pages[0]
    assert "已经办好的事" not in pages[0]


def test_the_fullest_household_still_has_one_page(book: Workspace, tmp_path: Path) -> None:
    members = [
        HouseholdMember(member=Link("", f"王小{n}"), relation="子女", birth_on=dt.date(1990, 1, n))
        for n in range(1, 16)
    ]
    whom = household(book, members=members, causes=["因病", "因残"], health_note="高血压", phone="13812345678")
    actions = [ActionItem(what=f"第{n}件" + "很要紧的事" * 8, owner=Link("", "周建民")) for n in range(1, 10)]
    visit(book, whom, actions=actions)
    (page,) = texts(door(book, tmp_path, whom))
    assert "等15人" in page
    assert "另有5件" in page


def test_a_household_never_visited_has_a_sheet_too(book: Workspace, tmp_path: Path) -> None:
    (page,) = texts(door(book, tmp_path, household(book)))
    assert "还没有走访过" in page


def test_due_households_come_first_by_their_delay(book: Workspace) -> None:
    late = household(book, "孙玉珍", opened_on=dt.date(2026, 1, 5))
    later = household(book, "王桂兰", opened_on=dt.date(2025, 12, 5))
    household(book, "徐福根", opened_on=dt.date(2026, 11, 20))
    assert due_households(book) == [later.uid, late.uid]
    with pytest.raises(UserError, match="没有要走访的户"):
        door_recipe(book, [])
    with pytest.raises(UserError, match="没有编号是"):
        door_recipe(book, ["0" * 32])


@pytest.mark.parametrize("turn", [0, 90, 180, 270, 4, -11])
def test_a_turned_scan_is_filed_upright(book: Workspace, tmp_path: Path, turn: int) -> None:
    whom = household(book)
    picture = seen(door(book, tmp_path, whom)).rotate(turn, expand=True, fillcolor="white")
    (tmp_path / "in").mkdir()
    picture.save(tmp_path / "in" / "scan.png")
    told = file_scans(book, tmp_path / "in")
    assert told.unread == []
    assert [(one.uid, one.name, one.again, one.note) for one in told.filed] == [(whom.uid, "王桂兰", False, "")]
    (scan,) = book.scans(whom.uid)
    kept = Image.open(io.BytesIO(book.photo(scan.digest) or b""))
    assert [degrees for _mark, degrees in read_marks(kept)] == [0]
    assert max(kept.size) <= 2000
    assert book.check() == []


def test_noise_skew_and_a_telephone_do_no_harm(book: Workspace, tmp_path: Path, dice: random.Random) -> None:
    whom = household(book)
    sheet = seen(door(book, tmp_path, whom))
    (tmp_path / "in").mkdir()
    for name, picture in {
        "noisy": noisy(sheet, dice),
        "skewed": skewed(sheet),
        "both": noisy(skewed(sheet).rotate(7, expand=True, fillcolor="white"), dice),
        "small": seen((tmp_path / "door.pdf").read_bytes(), dpi=110),
    }.items():
        picture.save(tmp_path / "in" / f"{name}.jpg", quality=60)
    told = file_scans(book, tmp_path / "in")
    assert told.unread == []
    assert sorted(one.file for one in told.filed) == ["both.jpg", "noisy.jpg", "skewed.jpg", "small.jpg"]


def test_every_page_of_a_pdf_finds_its_own_record_once(book: Workspace, tmp_path: Path) -> None:
    first, second = household(book), household(book, "孙玉珍")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "batch.PDF").write_bytes(door(book, tmp_path, first, second))
    told = file_scans(book, tmp_path / "in")
    assert [(one.page, one.uid) for one in told.filed] == [(1, first.uid), (2, second.uid)]
    assert [one.again for one in file_scans(book, tmp_path / "in").filed] == [True, True]
    assert len(book.scans(first.uid)) == 1


def test_a_record_changed_since_is_filed_with_a_note(book: Workspace, tmp_path: Path) -> None:
    whom = household(book)
    (tmp_path / "in").mkdir()
    seen(door(book, tmp_path, whom)).save(tmp_path / "in" / "a.png")
    whom.address = "柳塘村4组1号"
    book.save(whom)
    assert [one.note for one in file_scans(book, tmp_path / "in").filed] == ["打印这张表以后，记录改过"]


def test_what_cannot_be_filed_is_told(book: Workspace, tmp_path: Path) -> None:
    whom = household(book)
    sheet = seen(door(book, tmp_path, whom, household(book, "孙玉珍")))
    folder = tmp_path / "in"
    folder.mkdir()
    Image.new("RGB", (800, 1100), "white").save(folder / "1-empty.png")
    both = Image.new("RGB", (sheet.width * 2, sheet.height), "white")
    both.paste(sheet, (0, 0))
    both.paste(seen((tmp_path / "door.pdf").read_bytes(), 1), (sheet.width, 0))
    both.save(folder / "2-two.png")
    (folder / "3-broken.jpg").write_bytes(b"\xff\xd8 no picture")
    (folder / "4-broken.pdf").write_bytes(b"%PDF-1.5 no document")
    (folder / "readme.txt").write_text("x")
    told = file_scans(book, folder)
    assert told.filed == []
    assert [(one.file, one.sentence[:12]) for one in told.unread] == [
        ("1-empty.png", "这一页里没有找到表上的方块。"[:12]),
        ("2-two.png", "这一页里有不止一张表。请一"[:12]),
        ("3-broken.jpg", "这个文件不是图片，或者已经"[:12]),
        ("4-broken.pdf", "这个 PDF 打不开：它已经"[:12]),
    ]


def test_a_folder_without_scans_is_a_sentence(book: Workspace, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="没有 JPG"):
        file_scans(book, tmp_path / "empty")
    with pytest.raises(Trouble):
        file_scans(book, tmp_path / "nowhere")


def test_a_sheet_of_another_book_stays_out(book: Workspace, tmp_path: Path) -> None:
    whom = household(book)
    (tmp_path / "in").mkdir()
    seen(door(book, tmp_path, whom)).save(tmp_path / "in" / "a.png")
    with book.book.transaction():
        book.book.connection.execute("UPDATE versions SET uid = 'x' WHERE uid = ?", (whom.uid,))
        book.book.connection.execute("UPDATE households SET uid = 'x'")
    assert [one.sentence for one in file_scans(book, tmp_path / "in").unread] == ["这一页不是这本台账的表，没有归档。"]


def test_a_blank_form_waits_until_it_is_typed(book: Workspace, tmp_path: Path) -> None:
    recipe = blank_recipe(book, VISITS, 1)
    print_recipe(book, recipe, tmp_path / "blank.pdf", "空白表")
    (number,) = recipe["numbers"]
    (tmp_path / "in").mkdir()
    seen((tmp_path / "blank.pdf").read_bytes()).save(tmp_path / "in" / "a.png")
    assert "还没有录入" in file_scans(book, tmp_path / "in").unread[0].sentence
    typed = visit(book, household(book), serial_no=number)
    assert [one.uid for one in file_scans(book, tmp_path / "in").filed] == [typed.uid]
    print_recipe(book, numbers_recipe(VISITS, 2026), tmp_path / "numbers.pdf", "登记")
    (page,) = texts((tmp_path / "numbers.pdf").read_bytes())
    assert number in page
    assert "已录入" in page


def test_payloads_say_what_they_mean_and_nothing_else_passes() -> None:
    uid, head = "01a20cc260c079e6bf6cc29b1a2cf342", "74467e94" + "0" * 56
    mine, number = record_payload(uid, head), number_payload("ZF-32118110120301-2026-0031")
    assert read_payload(mine) == Mark(RECORD, uid, head[:8])
    assert read_payload(number) == Mark(NUMBER, "ZF-32118110120301-2026-0031")
    for place in range(len(mine)):
        assert read_payload(mine[:place] + ("A" if mine[place] != "A" else "B") + mine[place + 1 :]) is None
    for other in ("", ":", "https://example.org", mine[:-1], mine.lower(), "DY2" + mine[3:]):
        assert read_payload(other) is None
