"""Filing scans: a folder of pictures and PDFs, each page attached to the record that its QR names.

The files stay where they are; the book keeps an encrypted copy of each page, upright, without what a telephone writes
into a picture. What cannot be read is listed with a sentence, never guessed.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.errors import UserError
from danyang_desktop.base.progress import Progress, silent
from danyang_desktop.printing.qr import NUMBER, Mark, read_payload
from danyang_desktop.store import scan_log
from danyang_desktop.store.attachments import MOST_BYTES
from danyang_desktop.store.database import trouble_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL.Image import Image

    from danyang_desktop.workspace import Workspace

_PICTURES, _PDF = (".jpg", ".jpeg", ".png"), ".pdf"
_DPI = 200
_EDGE, _QUALITY = 2000, 72
"""Longer side in px and JPEG quality of what is kept: A4 at 170 dpi, about 300 KB."""
_MOST_PIXELS = 120_000_000
_LONGEST_RENDERED = 6000
"""Px of the longer side beyond which a page of a PDF is rendered coarser: a plan of 2 m is no sheet of ours."""
_WHOLE = "请把整张纸拍进去，右上角的方块要清楚，再试一次。"


@dataclass(frozen=True)
class Filed:
    """A page that found its record; `again` when the very same page was filed before; `note` if there is a doubt."""

    file: str
    page: int
    ledger: str
    name: str
    uid: str
    again: bool = False
    note: str = ""


@dataclass(frozen=True)
class Unread:
    """A page that did not, and why."""

    file: str
    page: int
    sentence: str


@dataclass
class Filing:
    """What became of a folder."""

    filed: list[Filed] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def file_scans(workspace: Workspace, folder: Path, progress: Progress = silent) -> Filing:
    """Attach every page in a folder (JPEG, PNG, PDF; no folders within) to the record that its QR names.

    Raises UserError if there is nothing to file, Trouble if the folder cannot be read; `progress` may raise Cancelled,
    and what was filed until then stays filed.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in (*_PICTURES, _PDF))
    except OSError as error:
        raise trouble_of(error, folder.name) from error
    if not paths:
        raise UserError(f"“{folder.name}”里没有 JPG、PNG 或 PDF 文件。请把扫描件放进去再试。")
    told = Filing()
    for number, path in enumerate(paths):
        progress(number, len(paths), f"正在归档 {path.name}")
        try:
            for page, picture in _pages(path):
                _file(workspace, path, page, picture, told)
        except UserError as error:
            told.unread.append(Unread(path.name, 0, error.sentence))
    return told


def _pages(path: Path) -> Iterator[tuple[int, Image]]:
    """Yield the pages of a file, numbered from 1. Raises UserError when it cannot be opened."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError("文件超过 64 MB，没有打开。请降低扫描的清晰度（200 dpi 就够），再试。")
        data = path.read_bytes()
    except OSError as error:
        raise UserError("文件读不出来，可能正被别的程序打开。请关掉那个程序再试。") from error
    yield from _pages_of_pdf(data) if path.suffix.lower() == _PDF else _picture(data)


def _picture(data: bytes) -> Iterator[tuple[int, Image]]:
    from PIL import Image, ImageOps, UnidentifiedImageError  # late: 30 ms at start-up

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit follows
            with Image.open(io.BytesIO(data)) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    raise UserError("图片的尺寸太大，没有打开。请降低扫描的清晰度（200 dpi 就够），再试。")
                picture = ImageOps.exif_transpose(opened).convert("RGB")
    except Image.DecompressionBombError as error:
        raise UserError("图片的尺寸太大，没有打开。请降低扫描的清晰度（200 dpi 就够），再试。") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise UserError("这个文件不是图片，或者已经坏了。请重新扫描。") from error
    yield 1, picture


def _pages_of_pdf(data: bytes) -> Iterator[tuple[int, Image]]:
    import pypdfium2  # late: 45 ms at start-up

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UserError("这个 PDF 打不开：它已经坏了，或者有密码。请重新扫描。") from error
    try:
        for number in range(len(document)):
            page = document[number]
            scale = min(_DPI / 72, _LONGEST_RENDERED / max(1.0, *page.get_size()))
            yield number + 1, page.render(scale=scale).to_pil().convert("RGB")
            page.close()
    except pypdfium2.PdfiumError as error:
        raise UserError("这个 PDF 里有一页坏了，后面的没有归档。请重新扫描。") from error
    finally:
        document.close()


def _file(workspace: Workspace, path: Path, page: int, picture: Image, told: Filing) -> None:
    found = read_marks(picture)
    if len({mark.name for mark, _turn in found}) != 1:
        said = "里有不止一张表。请一张一张拍。" if found else f"里没有找到表上的方块。{_WHOLE}"
        told.unread.append(Unread(path.name, page, f"这一页{said}"))
        return
    mark, turn = found[0]
    record = _record(workspace, mark)
    if record is None:
        said = (
            f"编号 {mark.name} 的空白表还没有录入。请先录入，再归档这一页。"
            if mark.kind == NUMBER
            else "这一页不是这本台账的表，没有归档。"
        )
        told.unread.append(Unread(path.name, page, said))
        return
    ledger = workspace.book.table_of(record).ledger
    digest = workspace.attachments.put(_kept(picture, turn))
    at = workspace.clock.now().isoformat(timespec="seconds")
    scan = scan_log.Scan(record.uid, digest, mark.head, at, workspace.operator, path.name)
    with workspace.book.transaction():
        new = scan_log.put(workspace.book.connection, scan)
    name = record.serial_no or ledger.name_of_record(record)
    note = "" if not mark.head or record.head.startswith(mark.head) else "打印这张表以后，记录改过"
    told.filed.append(Filed(path.name, page, ledger.title, name, record.uid, again=not new, note=note))


def _record(workspace: Workspace, mark: Mark) -> Any:
    if mark.kind != NUMBER:
        return workspace.book.find(mark.name)
    code = mark.name.partition("-")[0]
    for ledger in workspace.ledgers.values():
        if ledger.code == code:
            found = workspace.query(ledger, serial_no=mark.name).page(limit=1).rows
            return found[0] if found else None
    return None


def read_marks(picture: Image) -> list[tuple[Mark, int]]:
    """Return our marks in a picture, and by how many degrees (0, 90, 180, 270) it must be turned to stand upright.

    A picture that does not give way at once is tried with stretched contrast, then doubled in size and softened.
    """
    from PIL import ImageFilter, ImageOps  # late: 30 ms at start-up

    grey = picture.convert("L")
    found = _decode(grey)
    if not found:
        found = _decode(ImageOps.autocontrast(grey.filter(ImageFilter.MedianFilter(3)), cutoff=2))
    if not found and grey.width * grey.height < _MOST_PIXELS / 8:
        doubled = grey.resize((grey.width * 2, grey.height * 2)).filter(ImageFilter.GaussianBlur(1.5))
        found = _decode(doubled)
    return found


def _decode(grey: Image) -> list[tuple[Mark, int]]:
    import zxingcpp  # late: loads a library of 2 MB

    found: list[tuple[Mark, int]] = []
    for code in zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormat.QRCode):
        mark = read_payload(code.text)
        if mark is not None:
            found.append((mark, round(code.orientation / 90) * 90 % 360))
    return found


def _kept(picture: Image, turn: int) -> bytes:
    """Return what the book keeps: upright, small, and nothing but the picture."""
    upright = picture.rotate(turn, expand=True) if turn else picture.copy()
    upright.info.clear()
    upright.thumbnail((_EDGE, _EDGE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
