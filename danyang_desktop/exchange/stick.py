"""What is on a stick: our names on it, the note beside the bundle, and our files found among other people's.

Identity is inside the files: a name is for people, and a renamed or swapped file changes nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from danyang_desktop.base.errors import Trouble
from danyang_desktop.base.parts import PART
from danyang_desktop.exchange import container
from danyang_desktop.exchange.bundle_file import STICK, reading, write_bytes_whole
from danyang_desktop.exchange.bundle_format import FAMILY, MAGIC
from danyang_desktop.exchange.bundle_refusals import BundleRefused
from danyang_desktop.exchange.key_enrolment import CARD, REQUEST
from danyang_desktop.exchange.receipt import RECEIPT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from danyang_desktop.exchange.container import Sealed

NOTE = "请先看我.txt"
BUNDLE = ".dyb"

_NAME_LIMIT = 100  # characters
_ROOM = len("-999of999_999")  # what a part and a taken name add to a name
_NAME_BYTES = 230  # Linux counts bytes: 255 with what a part file adds and a number added to a taken name
_HOSTILE = set('\\/:*?"<>|')
_HEAD = 8  # bytes that tell what a file is
_NOTE_BEGINS = "这个U盘里有"
_HEAD_OF_NOTE = 64
_MOST_OTHERS = 60
_SUFFIXES = {BUNDLE, RECEIPT.ending, REQUEST.ending, CARD.ending}
_MAKER = r"(?:_([0-9a-f]{8})-[0-9a-f]{4})?"  # names given before they said which computer wrote are read too
_MONTH_IN_NAME = re.compile(rf"_(\d{{4}}-\d\d){_MAKER}_\d{{4,}}(?:-\d+of\d+)?(?:_\d+)?\.dyb$", re.ASCII)
_NAME = re.compile(rf"DYB_([^_]+)_(.*)_(\d{{4}}-(?:0[1-9]|1[0-2])){_MAKER}_(\d{{4,}})", re.ASCII)
_FRONT_LIMIT = 64  # the longest piece of a name


@dataclass
class Found:
    """What lies in a folder; each list in the order of the paths.

    `broken`: has our name but not our beginning. `unread`: files that cannot be read, `closed`: folders that cannot be
    looked into. `others`: how many files are not ours.
    `complete`: False if the search stopped at its caps.
    """

    bundles: list[Path] = field(default_factory=list)
    receipts: list[Path] = field(default_factory=list)
    requests: list[Path] = field(default_factory=list)
    cards: list[Path] = field(default_factory=list)
    broken: list[Path] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)
    closed: list[Path] = field(default_factory=list)
    others: int = 0
    complete: bool = True


def bundle_name(branch_code: str, branch_name: str, month: str, maker: str, seq: int) -> str:
    """Name a bundle: `DYB_<code>_<支部>_<month>_<maker>_<seq>.dyb`, at most 100 characters, nothing a system forbids.

    `maker` is `maker_of` the computer that writes it: no two bundles have one name, whoever copies them together.
    """
    return _named(f"DYB_{_tame(branch_code)}_", branch_name, f"_{_tame(month)}_{maker}_{seq:04d}{BUNDLE}")


def maker_of(device: str, epoch: int) -> str:
    """Return what stands in a name for a computer: 8 hexadecimal digits of its id, and 4 for the epoch of its book.

    A restored book counts its bundles on from where its backup stood: without its epoch it would use names again. It
    stands there by its hash, because the epoch of a copied book is a moment of thirteen digits.
    """
    return f"{_tame(device)[:8]}-{hashlib.sha256(str(epoch).encode()).hexdigest()[:4]}"


def month_of(name: str) -> str:
    """Return the month (2026-10) in the name that `bundle_name` gave a bundle of ours, "" if there is none."""
    found = _MONTH_IN_NAME.search(name)
    return found[1] if found else ""


class Named(NamedTuple):
    """What the name of a bundle tells: the branch's code and name, the month, the number; all empty if it is no such.

    `device`: how the computer's id begins, "" in an older name. A name proves nothing; it is asked where the front of a
    file cannot be read.
    """

    branch: str = ""
    name: str = ""
    month: str = ""
    device: str = ""
    bundle: int = 0


def named(file: str) -> Named:
    """Return what a name tells that `bundle_name` gave, also when something stands before or behind it (a copy)."""
    found = _NAME.search(file)
    return Named(found[1], found[2], found[3], found[4] or "", int(found[5])) if found else Named()


def receipt_name(branch_code: str, branch_name: str, maker: str, upto: int, office: str) -> str:
    """Name a receipt: `DYR_<code>_<支部>_<maker>_<seq>_<office>.dyr`, with the same limits; both as by `maker_of`."""
    return _named(f"DYR_{_tame(branch_code)}_", branch_name, f"_{maker}_{upto:04d}_{office}{RECEIPT.ending}")


def card_name(office_code: str, maker: str) -> str:
    """Name an office's card: `DYO_<code>_<maker>.dyo`."""
    return f"DYO_{_tame(office_code)}_{maker}{CARD.ending}"


def _named(front: str, name: str, tail: str) -> str:
    return front + _fitting(_tame(name), _NAME_LIMIT - _ROOM - len(front) - len(tail), front + tail) + tail


def free_path(folder: Path, name: str, older: Callable[[Path], bool] = lambda _: False) -> Path:
    """Return `folder/name`, or with `_2`, `_3`... before the suffix if that name is taken.

    `older` tells of a file whether it is an older one of what is to be written, which it may replace: nothing else is
    ever written over.
    """
    stem, _, suffix = name.rpartition(".")
    path = folder / name
    number = 1
    with reading(folder.name):
        while os.path.lexists(path) and not (path.is_file() and not path.is_symlink() and older(path)):
            number += 1
            path = folder / f"{stem}_{number}.{suffix}"
    return path


def write_note(folder: Path, parts: Sequence[Sealed], *, place: str = STICK) -> Path:
    """Write `请先看我.txt` beside a bundle, in place of an older one of ours; raises Trouble.

    It names what other bundles to the county lie there too: another computer of the branch may use the same stick.
    """
    data = _note(parts, _others(folder, parts)).replace("\n", "\r\n").encode("utf-8-sig")  # for old Windows' Notepad
    path = free_path(folder, NOTE, _is_note)
    write_bytes_whole(path, data, place=place)
    return path


def _is_note(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(_HEAD_OF_NOTE).decode("utf-8-sig", "ignore").startswith(_NOTE_BEGINS)


def _others(folder: Path, parts: Sequence[Sealed]) -> list[tuple[str, str]]:
    """Return the name and 核对码 of the other bundles to the county in the folder, as their fronts say."""
    written = {one.path.name for one in parts}
    with reading(folder.name):
        names = sorted(entry.name for entry in os.scandir(folder) if entry.name.lower().endswith(BUNDLE))
    found = []
    for name in names[:_MOST_OTHERS]:
        if name in written or name.startswith("."):
            continue
        try:
            front = container.read_header(folder / name)
            if front.direction == "up":
                found.append((name, container.code_of(container.read_hash(folder / name))))
        except (BundleRefused, Trouble):
            continue  # what cannot be read is not spoken of: the office says it
    return found


def find_bundles(folder: Path, *, max_depth: int = 6, max_entries: int = 20_000) -> Found:
    """Look for our files, by their beginning and not their name, in `folder` and the folders in it, nearest first.

    Links are not followed, hidden folders and recycle bins not entered, nothing is changed. Stops after `max_entries`
    files and folders, `max_depth` levels down. Raises Trouble U-107 if `folder` itself cannot be read.
    """
    found = Found()
    with reading(folder.name):
        os.scandir(folder).close()
    for number, path in enumerate(_walk(folder, max_depth, found)):
        if number == max_entries:
            found.complete = False
            break
        if path is not None:
            _sort_in(path, found)
    for paths in (found.bundles, found.receipts, found.requests, found.cards, found.broken, found.unread, found.closed):
        paths.sort()
    return found


def is_there(folder: Path, files: Sequence[Path]) -> bool:
    """Tell whether a folder can still be looked into, and any of the files that were found in it be read.

    A stick that was pulled out takes all of them along; a bad spot on it takes one.
    """
    try:
        os.scandir(folder).close()
    except OSError:
        return False
    return not files or any(_can_be_read(path) for path in files)


def _can_be_read(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return bool(file.read(1))
    except OSError:
        return False


def _walk(top: Path, max_depth: int, found: Found) -> Iterator[Path | None]:
    """Yield every file, and None for everything else, so that whoever counts can stop a walk without end."""
    level = [top]
    for depth in range(max_depth + 1):
        deeper: list[Path] = []
        for folder in level:
            for entry in _entries(folder, found):
                try:
                    is_folder = entry.is_dir(follow_symlinks=False)
                    is_file = entry.is_file(follow_symlinks=False) and not entry.name.startswith(".")
                except OSError:  # a stick that is going wrong
                    found.unread.append(folder / entry.name)
                    continue
                if is_folder and not _is_hidden(entry.name):
                    deeper.append(folder / entry.name)
                yield folder / entry.name if is_file else None
        if deeper and depth == max_depth:
            found.complete = False
        level = deeper


def _entries(folder: Path, found: Found) -> Iterator[os.DirEntry[str]]:
    # Nothing is sorted here: a folder may hold more entries than we are ready to look at.
    try:
        with os.scandir(folder) as listing:
            yield from listing
    except OSError:
        found.closed.append(folder)


def _is_hidden(name: str) -> bool:
    # A bundle in a recycle bin was thrown away on purpose.
    return name.startswith((".", "$")) or name in {"System Volume Information", "RECYCLER"}


def _sort_in(path: Path, found: Found) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        found.unread.append(path)
        return
    suffix = path.suffix.lower()
    if path.name.endswith(PART):
        found.others += 1
    elif head == MAGIC or (head.startswith(FAMILY) and suffix == BUNDLE):
        found.bundles.append(path)  # also of a newer container: it is told so when it is read
    elif head.startswith(RECEIPT.magic):
        found.receipts.append(path)
    elif head.startswith(REQUEST.magic):
        found.requests.append(path)
    elif head.startswith(CARD.magic):
        found.cards.append(path)
    elif suffix in _SUFFIXES:
        found.broken.append(path)
    else:
        found.others += 1


def _tame(text: str) -> str:
    """Leave out what a file system forbids or what makes a name look like another: controls, marks of direction."""
    plain = unicodedata.normalize("NFC", text)
    kept = (mark for mark in plain if mark not in _HOSTILE and unicodedata.category(mark)[0] not in "CZ")
    return "".join(kept).strip(".")[:_FRONT_LIMIT]


def _fitting(name: str, characters: int, rest: str) -> str:
    name = name[: max(0, characters)]
    while name and len((name + rest).encode()) > _NAME_BYTES:
        name = name[:-1]
    return name


def _note(parts: Sequence[Sealed], others: Sequence[tuple[str, str]]) -> str:
    header = parts[0].header
    many = len(parts) + len(others)
    files = "\n".join(f"文件：{one.path.name}\n核对码：{one.code}" for one in parts)
    several = "一个" if many == 1 else f" {many} 个文件，都是"
    split = f"，其中一个包分成 {len(parts)} 个文件，要一起交" if len(parts) > 1 else ""
    photos = sum(one.header.photos for one in parts)
    beside = "".join(f"文件：{name}\n核对码：{code}\n" for name, code in others)
    beside = f"\n这里还有以前写的、别的电脑写的数据包，也一起交：\n{beside}" if beside else ""
    return f"""{_NOTE_BEGINS}{several}上报县里的数据包{split}，请不要改名、不要打开、不要删。

支部：{header.branch_name}（{header.branch_code}）
记录写于：{header.from_on} 到 {header.to_on}
内容：{header.records} 条记录，{photos} 张照片，已加密，只有县里打得开
{files}
{beside}
怎么办：
1. 把U盘送到县里（或镇里的收件点）。
2. 县里收下以后，在“收包记录”里选中这个包按 Enter，核对码应该和上面的一样。
3. 请县里把回执写在这个U盘里，或打印在纸上，带回支部。
4. 回到支部，插上U盘，点“读取县里回执”。

捡到这个U盘的人：里面的内容您打不开。请交还上面写的支部，谢谢。
"""
