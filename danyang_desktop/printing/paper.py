"""From sheets to a PDF file: every sheet laid out, its pages numbered, the file whole or not there at all."""

from __future__ import annotations

import errno
import gc
import os
import re
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from danyang_desktop.base.errors import Trouble
from danyang_desktop.base.progress import silent
from danyang_desktop.printing import fonts
from danyang_desktop.printing.bands import Band, compose
from danyang_desktop.printing.check_code import check_code
from danyang_desktop.printing.embed import register
from danyang_desktop.printing.flow import Flow
from danyang_desktop.printing.furniture import FOOT, PAPERS, footer, opening, signatures
from danyang_desktop.printing.grids import lay_grid
from danyang_desktop.printing.pages import add_page
from danyang_desktop.printing.painting import chart_band, cut_band, photo_bands
from danyang_desktop.printing.setting import MM, Setter, Style
from danyang_desktop.printing.sheets import Charts, Cut, Grid, Photos, Sheet, Table, Words
from danyang_desktop.printing.tables import lay_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.printing.bands import Paper
    from danyang_desktop.printing.fonts import Types

_KEPT_WITH_HEADING, _BETWEEN_BLOCKS = 25 * MM, 4 * MM
_AIR = 7 * MM
"""White that a cover takes between its parts, as far as its page has it."""
_SHORT_NOTE = 300
"""Characters up to which a paragraph at the end is not parted from what stands above it."""
_STEP = 50
"""Pages between two reports of progress."""


class PrintedSheet(NamedTuple):
    """One sheet within a file: its title, first page (from 1), pages and 核对码; the part and layout of the Sheet."""

    title: str
    first: int
    pages: int
    check_code: str
    part: str = ""
    layout: str = ""


class Drawing(NamedTuple):
    """A PDF in memory: its bytes, pages and sheets, and the characters that no font has (缺字)."""

    data: bytes
    pages: int
    sheets: tuple[PrintedSheet, ...]
    missing: tuple[str, ...] = ()


class Printed(NamedTuple):
    """What was written: pages and bytes of the file, 核对码 (of the only sheet, or over those of all), the sheets.

    missing  缺字: characters that no font has, printed as their code in a box
    """

    pages: int
    size: int
    check_code: str
    sheets: tuple[PrintedSheet, ...]
    missing: tuple[str, ...] = ()


class Tray(Protocol):
    """Where sheets go: into a file, to a printer, or before the eyes of somebody who only looks.

    looks  nothing leaves the program: the print is not logged and closes no month
    """

    @property
    def looks(self) -> bool:
        """Tell whether the sheets are only looked at."""

    def made(self, sheets: Sequence[Sheet]) -> None:
        """Hear of the sheets before their pages are laid out."""

    def take(self, drawing: Drawing) -> None:
        """Take the finished pages; raises Trouble if they cannot go where they should."""


def looks_only(out: Path | Tray) -> bool:
    """Tell whether what is made for `out` leaves no trace in the book: a tray that only looks; a file always stays."""
    return not isinstance(out, Path) and out.looks


class FileTray:
    """A PDF file that appears whole or not at all; takes what `render` makes."""

    looks = False

    def __init__(self, path: Path) -> None:
        self._path = path

    def made(self, sheets: Sequence[Sheet]) -> None:
        """Wait for the pages."""

    def take(self, drawing: Drawing) -> None:
        """Write them beside the file's place, flush them to the disk, and rename."""
        _write_whole(self._path, drawing.data)


def lay_out(sheet: Sheet, setter: Setter, progress: Progress = silent) -> list[list[Band]]:
    """Return the pages of a sheet as bands from the top, without footers. `progress` may raise Cancelled."""
    page = PAPERS[sheet.layout]
    flow = Flow(page.top - page.bottom - FOOT, lambda first: opening(sheet, setter, page, first=first))
    tail = signatures(sheet, setter, page)
    air = _AIR if sheet.layout == "cover" else 0.0
    if air and tail:
        tail = [Band(0.0, spare=air), *tail]
    apart = False
    blocks = list(sheet.blocks)
    while len(blocks) > 1 and isinstance(note := blocks[-1], Words) and len(note.text) < _SHORT_NOTE:
        tail = [*_words(note, setter, page), *tail]  # a note at the end stays with what it notes
        del blocks[-1]
    for number, block in enumerate(blocks, 1):
        after = tail if number == len(blocks) else []
        if apart and not isinstance(block, Words) and flow.room > _BETWEEN_BLOCKS:
            flow.put(Band(_BETWEEN_BLOCKS, spare=air))
        apart = not isinstance(block, Words)
        if isinstance(block, Table):
            lay_table(flow, block, setter, page, after, progress)
        elif isinstance(block, Grid):
            lay_grid(flow, block, setter, page, after)
        elif isinstance(block, Words):
            _lay_words(flow, _words(block, setter, page, air), after, _KEPT_WITH_HEADING if block.heading else 0.0)
        else:
            _lay_bands(flow, _bands(block, setter, page), after)
    if len(flow.pages) == 1:
        _spread(flow)
    return flow.pages


def _spread(flow: Flow) -> None:
    """Give what the only page has left to the bands that take it: white on a cover, room to write on a form."""
    takers = [band for band in flow.page if band.spare]
    share = min(1.0, max(0.0, flow.room) / (sum(band.spare for band in takers) or 1.0))
    for band in takers:
        band.height += band.spare * share


def _bands(block: Photos | Charts | Cut, setter: Setter, page: Paper) -> list[Band]:
    if isinstance(block, Photos):
        return photo_bands(block, setter, page)
    return [chart_band(block, setter, page)] if isinstance(block, Charts) else [cut_band(block, setter, page)]


def _lay_bands(flow: Flow, bands: Sequence[Band], tail: Sequence[Band]) -> None:
    for band in bands:
        flow.start([], band.height)
        flow.put(band)
    flow.end(tail)


def _lay_words(flow: Flow, bands: list[Band], tail: Sequence[Band], below: float) -> None:
    flow.start([], sum(band.height for band in bands) + below, heading=bool(below))
    for band in bands:
        flow.put(band)
    flow.end(tail)


def _words(words: Words, setter: Setter, page: Paper, air: float = 0.0) -> list[Band]:
    style = Style(words.size, hei=words.heading, leading=words.leading, align=words.align, indent=words.indent)
    style = style._replace(justify=bool(words.indent))
    cell = setter.slot(style, page.left, page.measure - words.inset * MM, 0)[words.text]
    return [Band(words.gap * MM, spare=air), Band(cell.height, (cell,))]


def count_pages(sheets: Sequence[Sheet], *, types: Types | None = None) -> list[int]:
    """Return how many pages each sheet takes, for the catalogue in front of them."""
    from reportlab.pdfbase.pdfdoc import PDFDocument  # late: 60 ms at start-up

    setter = Setter(types or fonts.types(), PDFDocument())
    return [len(lay_out(sheet, setter)) for sheet in sheets]


def compose_sheet(sheet: Sheet, setter: Setter, code: str, progress: Progress = silent) -> Iterator[str]:
    """Give the operators of each page of a sheet, in order; `code` is its 核对码."""
    pages = lay_out(sheet, setter, progress)
    page = PAPERS[sheet.layout]
    for number, bands in enumerate(pages, 1):
        if number % _STEP == 0:
            progress(number, len(pages), "正在写页面")
        yield compose(page, bands, footer(sheet, setter, page, (number, len(pages)), code))


def draw_page(
    sheets: Iterable[Sheet], number: int, *, types: Types | None = None, progress: Progress = silent
) -> Drawing | None:
    """Return a PDF of one page (from 1) of these sheets, or None if there are not so many.

    Sheets are taken one by one until the page is reached and only that page is written, so that a preview shows the
    first page before the rest is made. Raises Trouble and what `progress` raises.
    """
    types = types or fonts.types()
    before = 0
    for sheet in sheets:
        canvas, buffer = _canvas((sheet,), sheet.title, types)
        setter = Setter(types, canvas._doc)  # noqa: SLF001 - reportlab hands its document to fonts by this name
        pages = lay_out(sheet, setter, progress)
        if before + len(pages) < number:
            before += len(pages)
            continue
        place, paper, code = number - before, PAPERS[sheet.layout], check_code(sheet.values())
        operators = compose(paper, pages[place - 1], footer(sheet, setter, paper, (place, len(pages)), code))
        add_page(canvas, paper, operators, setter.take_images())
        canvas.save()
        return Drawing(buffer.getvalue(), 1, (PrintedSheet(sheet.title, number, 1, code, sheet.part, sheet.layout),))
    return None


def draw(sheets: Sequence[Sheet], *, title: str, progress: Progress = silent, types: Types | None = None) -> Drawing:
    """Return the bytes of a PDF with these sheets, and what is in it; nothing is written. Raises Trouble, Cancelled."""
    types = types or fonts.types()
    with _uncollected():
        return _draw(sheets, title, progress, types)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the collector rest: a ledger is hundreds of thousands of small objects, all alive and none in a circle."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _draw(sheets: Sequence[Sheet], title: str, progress: Progress, types: Types) -> Drawing:
    canvas, buffer = _canvas(sheets, title, types)
    setter = Setter(types, canvas._doc)  # noqa: SLF001 - reportlab hands its document to fonts by this name
    done: list[PrintedSheet] = []
    pages = 0
    for number, sheet in enumerate(sheets):
        first, code = pages + 1, check_code(sheet.values())
        paper = PAPERS[sheet.layout]
        for operators in compose_sheet(sheet, setter, code, progress):
            if pages + 1 == first:
                canvas.bookmarkPage(f"sheet{number}")
                canvas.addOutlineEntry(sheet.chapter or sheet.title.replace("\n", ""), f"sheet{number}")
            add_page(canvas, paper, operators, setter.take_images())
            pages += 1
        done.append(PrintedSheet(sheet.title, first, pages - first + 1, code, sheet.part, sheet.layout))
    canvas.save()
    return Drawing(buffer.getvalue(), pages, tuple(done), tuple(sorted(setter.unknown)))


def _canvas(sheets: Sequence[Sheet], title: str, types: Types) -> tuple[Any, BytesIO]:
    """Return an empty document that says what it is, and where its bytes go."""
    from reportlab.pdfgen.canvas import Canvas  # late: 60 ms at start-up

    buffer = BytesIO()
    canvas = Canvas(
        buffer,
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 5),
        lang="zh-CN",
        initialFontName=register(types.song).fontName,
    )
    _describe(canvas, sheets, title)
    return canvas, buffer


def _describe(canvas: Any, sheets: Sequence[Sheet], title: str) -> None:
    """Write title, unit and month into the file; no name of a person, no clock but the moment printed on the sheet."""
    canvas.setTitle(title)
    canvas.setAuthor("、".join(dict.fromkeys(sheet.unit for sheet in sheets)))
    canvas.setSubject("、".join(dict.fromkeys(sheet.period for sheet in sheets)))
    canvas.setCreator("丹阳台账")
    canvas.setProducer("丹阳台账")
    digits = re.sub(r"\D", "", next((sheet.printed_at for sheet in sheets if sheet.printed_at), ""))
    moment = (digits + "20000101000000"[len(digits) :])[:14]
    canvas.setDateFormatter(lambda *_parts: f"D:{moment}+08'00'")


def render(
    sheets: Sequence[Sheet], out: Path | Tray, *, title: str, progress: Progress = silent, types: Types | None = None
) -> Printed:
    """Lay sheets out and hand them to a tray, or to a PDF file, one bookmark each.

    A file appears whole or not at all. The same sheets give the same bytes. Raises Trouble (disk full, file open
    elsewhere, font broken) and what `progress` raises.
    """
    tray = FileTray(out) if isinstance(out, Path) else out
    tray.made(sheets)
    drawing = draw(sheets, title=title, progress=progress, types=types)
    tray.take(drawing)
    codes = [sheet.check_code for sheet in drawing.sheets]
    code = codes[0] if len(codes) == 1 else check_code(codes)
    return Printed(drawing.pages, len(drawing.data), code, drawing.sheets, drawing.missing)


def _write_whole(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _trouble(path, error) from error


def _trouble(path: Path, error: OSError) -> Trouble:
    safe = "台账没有受影响，原来的文件也没有动。"
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Trouble(
            f"磁盘满了，“{path.name}”没有写成。{safe}请删掉不用的文件，或换一个盘，再打印一次。", code="U-411"
        )
    if isinstance(error, PermissionError):
        return Trouble(
            f"“{path.name}”写不进去：它可能正被别的程序打开，或者这个文件夹不让写。{safe}请先关掉打开它的程序，"
            "或换一个文件夹，再打印一次。",
            code="U-412",
        )
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return Trouble(
            f"找不到文件夹“{path.parent.name}”，文件没有写成。{safe}请换一个文件夹，再打印一次。", code="U-413"
        )
    return Trouble(f"“{path.name}”没有写成。{safe}请检查磁盘，再打印一次。", code="U-414")
