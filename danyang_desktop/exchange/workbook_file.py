"""What kind of file somebody hands us as a workbook: told by its content, for its name may say anything."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Literal

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.exchange import workbook_cfb
from danyang_desktop.exchange.workbook_reach import UNTOUCHED

if TYPE_CHECKING:
    from pathlib import Path

FileKind = Literal["xlsx", "ods", "xls", "text"]

FILE_MOST = 64 << 20  # bytes; a roster of 50,000 people is 5 MB
SAVE_AS = "请用WPS或Excel打开它，另存为“Excel工作簿（xlsx）”，再来导入。"

_STRANGERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"{\\rtf", "文字文件"),
    (b"SQLite format 3", "数据库文件"),
)
"""First bytes -> what it is, in the reader's words."""


def load(path: Path) -> tuple[FileKind, bytes]:
    """Read a file and tell what kind of workbook it is.

    Raises UserError when it is missing, too big, no workbook or locked by a password, Trouble when it is damaged or
    cannot be read.
    """
    data = _bytes(path)
    name = path.name
    if not data.strip(b"\0 \r\n"):
        raise UserError(f"“{name}”是空的，里面没有内容。{UNTOUCHED}请检查是不是选错了文件。")
    if data.startswith(workbook_cfb.MAGIC):
        return _ole(name, data), data
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(name, data), data
    for mark, noun in _STRANGERS:
        if data.startswith(mark) and (len(mark) > 2 or b"\0" in data[:4096]):
            raise not_a_workbook(name, noun)
    return "text", data


def _bytes(path: Path) -> bytes:
    name = path.name
    try:
        if path.is_dir():
            raise UserError(f"“{name}”是一个文件夹。请选里面的表格文件。")
        with path.open("rb") as stream:
            data = stream.read(FILE_MOST + 1)
    except FileNotFoundError as error:
        raise UserError(f"找不到“{name}”。请检查文件名和位置，U盘有没有插好。") from error
    except PermissionError as error:
        raise Trouble(f"“{name}”打不开，可能正被WPS占用。{UNTOUCHED}请关掉它再试。", "U-401") from error
    except OSError as error:
        raise Trouble(f"“{name}”读不出来，U盘或硬盘可能有问题。{UNTOUCHED}请把文件拷到桌面再试。", "U-402") from error
    if len(data) > FILE_MOST:
        raise UserError(
            f"“{name}”超过了{FILE_MOST >> 20}兆，太大了。{UNTOUCHED}请去掉表里的图片，或分成几个文件再导入。"
        )
    return data


def not_a_workbook(name: str, noun: str) -> UserError:
    """Return the error that says what a file is instead of a workbook."""
    return UserError(f"“{name}”其实是{noun}，不是表格。{UNTOUCHED}请选xlsx、xls、ods或csv文件。")


def broken(name: str) -> Trouble:
    """Return the trouble of a workbook that is cut short or damaged."""
    return Trouble(
        f"“{name}”损坏了，或者没有拷完整，读不出来。台账没有动。请从原来的地方重新拷一份；能用WPS打开的话，另存一份再导入。",
        "U-403",
    )


def locked(name: str) -> UserError:
    """Return the error of a workbook that a password protects."""
    return UserError(f"“{name}”设了打开密码。{UNTOUCHED}请用WPS打开，去掉密码另存一份，再来导入。")


def _ole(name: str, data: bytes) -> FileKind:
    try:
        entries = workbook_cfb.names(data)
    except workbook_cfb.BrokenOle as error:
        raise broken(name) from error
    if "EncryptedPackage" in entries:
        raise locked(name)
    if "Workbook" in entries or "Book" in entries:
        return "xls"
    if "WordDocument" in entries:
        raise not_a_workbook(name, "Word文档")
    if "PowerPoint Document" in entries:
        raise not_a_workbook(name, "演示文稿")
    raise UserError(f"“{name}”不是我们认得的表格。{UNTOUCHED}{SAVE_AS}")


def _zip(name: str, data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
            mime = archive.read("mimetype")[:100] if "mimetype" in members else b""
            if "META-INF/manifest.xml" in members and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise locked(name)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise broken(name) from error
    if "xl/workbook.xml" in members:
        return "xlsx"
    if b"opendocument.spreadsheet" in mime and "content.xml" in members:
        return "ods"
    if "xl/workbook.bin" in members:
        raise UserError(f"“{name}”是xlsb格式，这里不认。{UNTOUCHED}{SAVE_AS}")
    if any(member.startswith("word/") for member in members) or b"opendocument.text" in mime:
        raise not_a_workbook(name, "文字文档")
    if any(member.startswith("ppt/") for member in members):
        raise not_a_workbook(name, "演示文稿")
    raise not_a_workbook(name, "压缩包")
