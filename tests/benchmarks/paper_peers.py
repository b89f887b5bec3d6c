"""One renderer, one ledger, one process: `python -m tests.benchmarks.paper_peers NAME ROWS OUT.pdf`.

Prints JSON: CPU seconds of the whole process with the start of its interpreter, its peak memory in MB, and the bytes
and pages of the file. A peer that is not installed leaves with 4 (uv sync --group benchmarks).
"""

from __future__ import annotations

import html
import json
import resource
import sys
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.paper_rows import COLUMNS, FONT, SIZE, rows, sheet

if TYPE_CHECKING:
    from collections.abc import Callable

MISSING = 4
_MM = 72 / 25.4
_PAGE = (297 * _MM, 210 * _MM)
_TITLES = [column.title for column in COLUMNS]
_HEAD, _UNIT, _PERIOD = "走访帮扶台账", "单位：青山镇柳塘村党支部", "2026年"
"""What stands above and below every page, as on ours: title, unit, period, number of the page."""
_ABOVE, _BELOW = 34, 16
"""mm from the edges of the paper to the table, above and below."""


def ours(count: int, out: Path) -> None:
    from danyang_desktop.printing.paper import render

    render([sheet(count)], out, title="走访帮扶台账")


def floor(count: int, out: Path) -> None:
    """Do only what cannot be spared: pack page streams that lie there ready, cut the font, write the bytes."""
    from danyang_desktop.printing.fontfile import open_font
    from danyang_desktop.printing.pages import PACKING
    from danyang_desktop.printing.subset import subset

    del count
    said = json.loads(out.with_suffix(".json").read_text("utf-8"))
    packed = [zlib.compress(page.encode("ascii"), PACKING) for page in said["pages"]]
    font = open_font(FONT)
    glyphs = sorted({font.glyphs[ord(char)] for char in said["chars"] if ord(char) in font.glyphs})
    packed.append(zlib.compress(subset(font, glyphs)))
    out.write_bytes(b"".join(packed))


def longtable(count: int, out: Path) -> None:
    from reportlab.lib.enums import TA_CENTER
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

    pdfmetrics.registerFont(TTFont("song", FONT))
    style = ParagraphStyle("cell", fontName="song", fontSize=SIZE, leading=SIZE * 1.25, wordWrap="CJK")
    middle = ParagraphStyle("middle", parent=style, alignment=TA_CENTER)
    data = [[Paragraph(text, middle) for text in _TITLES]]
    data += [[Paragraph(html.escape(text), style) for text in row] for row in rows(count)]
    table = LongTable(data, colWidths=[column.width * _MM for column in COLUMNS], repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]))
    document = SimpleDocTemplate(
        str(out), pagesize=_PAGE, topMargin=_ABOVE * _MM, rightMargin=15 * _MM, bottomMargin=_BELOW * _MM,
        leftMargin=20 * _MM,
    )  # fmt: skip

    def furnish(canvas: Any, page: Any) -> None:
        width, height = _PAGE
        canvas.setFont("song", 20)
        canvas.drawCentredString(width / 2, height - 22 * _MM, _HEAD)
        canvas.setFont("song", 11)
        canvas.drawString(20 * _MM, height - 30 * _MM, _UNIT)
        canvas.drawRightString(width - 15 * _MM, height - 30 * _MM, _PERIOD)
        canvas.setFont("song", 9)
        canvas.drawCentredString(width / 2, 8 * _MM, f"第 {page.page} 页")

    document.build([table], onFirstPage=furnish, onLaterPages=furnish)


def fpdf2(count: int, out: Path) -> None:
    from fpdf import FPDF, FontFace

    class Sheet(FPDF):
        def header(self) -> None:
            self.set_font("song", size=20)
            self.cell(0, 10, _HEAD, align="C", new_x="LMARGIN", new_y="NEXT")
            self.set_font("song", size=11)
            self.cell(131, 8, _UNIT)
            self.cell(0, 8, _PERIOD, align="R", new_x="LMARGIN", new_y="NEXT")

        def footer(self) -> None:
            self.set_y(-_BELOW)
            self.set_font("song", size=9)
            self.cell(0, 6, f"第 {self.page_no()} 页", align="C")

    document = Sheet(orientation="landscape", format="A4")
    document.set_margins(20, 14, 15)
    document.set_auto_page_break(auto=True, margin=_BELOW)
    document.add_font("song", fname=FONT)
    document.set_font("song", size=SIZE)
    document.add_page()
    widths = tuple(column.width for column in COLUMNS)
    with document.table(
        [_TITLES, *rows(count)],
        col_widths=widths,
        line_height=SIZE * 1.25 / _MM,
        headings_style=FontFace(),
        wrapmode="CHAR",
    ):
        pass
    document.output(str(out))


def typst(count: int, out: Path) -> None:
    import typst as engine

    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    cells = "\n".join(f"{', '.join(quoted(text) for text in row)}," for row in rows(count))
    widths = ", ".join(f"{column.width}mm" for column in COLUMNS)
    heads = ", ".join(quoted(title) for title in _TITLES)
    source = f"""#set page(paper: "a4", flipped: true,
  margin: (top: {_ABOVE}mm, right: 15mm, bottom: {_BELOW}mm, left: 20mm),
  header: [#align(center, text(size: 20pt)[{_HEAD}]) #text(size: 11pt)[{_UNIT} #h(1fr) {_PERIOD}]],
  footer: context align(center, text(size: 9pt)[第 #counter(page).display() 页]))
#set text(font: "Noto Serif SC", size: {SIZE}pt, lang: "zh")
#table(columns: ({widths}), stroke: 0.5pt, inset: 2pt, table.header({heads}),
{cells})
"""
    path = out.with_suffix(".typ")
    path.write_text(source, "utf-8")
    how: dict[str, Any] = {"font_paths": [str(FONT.parent)], "ignore_system_fonts": True}
    try:
        engine.compile(str(path), output=str(out), pdf_tags=False, **how)
    except TypeError:  # an older typst has no tags to turn off
        engine.compile(str(path), output=str(out), **how)


def weasyprint(count: int, out: Path) -> None:
    from weasyprint import HTML

    heads = "".join(f"<th>{title}</th>" for title in _TITLES)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>" for row in rows(count))
    columns = "".join(f"<col style='width:{column.width}mm'>" for column in COLUMNS)
    style = f"""@font-face {{ font-family: song; src: url({FONT.as_uri()}) }}
        @page {{ size: A4 landscape; margin: {_ABOVE}mm 15mm {_BELOW}mm 20mm;
          @top-left {{ content: '{_UNIT}'; font: 11pt song; vertical-align: bottom }}
          @top-center {{ content: '{_HEAD}'; font: 20pt song }}
          @top-right {{ content: '{_PERIOD}'; font: 11pt song; vertical-align: bottom }}
          @bottom-center {{ content: '第 ' counter(page) ' 页'; font: 9pt song }} }}
        table {{ font: {SIZE}pt/1.25 song; border-collapse: collapse; table-layout: fixed; width: 262mm }}
        td, th {{ border: 0.5pt solid black; padding: 1pt 2pt; font-weight: normal }}"""
    table = f"<table><colgroup>{columns}</colgroup><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    HTML(string=f"<style>{style}</style>{table}").write_pdf(str(out))


def qt(count: int, out: Path) -> None:
    from PySide6.QtCore import QMarginsF, QRectF, Qt
    from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QPageLayout, QPageSize, QPainter
    from PySide6.QtGui import QPdfWriter as Writer

    application = QGuiApplication(["paper", "-platform", "offscreen"])
    family = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(FONT)))[0]
    writer = Writer(str(out))
    writer.setResolution(600)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(20, 14, 15, 8),
                    QPageLayout.Unit.Millimeter)
    )  # fmt: skip
    dot = 600 / 25.4
    painter = QPainter(writer)
    font = QFont(family)
    font.setPointSizeF(SIZE)
    painter.setFont(font)
    metrics = QFontMetricsF(font, writer)
    flags = Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignVCenter
    high = (210 - 8 - _BELOW) * dot
    begin = (_ABOVE - 14) * dot
    _furnish(painter, page := 1)
    top = begin
    for number, row in enumerate([_TITLES, *rows(count)]):
        rooms = [QRectF(0, 0, (column.width - 2) * dot, high) for column in COLUMNS]
        height = max(metrics.boundingRect(room, flags, text).height() for room, text in zip(rooms, row, strict=True))
        height = max(8 * dot, height)
        if number and top + height > high:
            writer.newPage()
            _furnish(painter, page := page + 1)
            top = begin
        left = 0.0
        for column, text in zip(COLUMNS, row, strict=True):
            painter.drawRect(QRectF(left, top, column.width * dot, height))
            painter.drawText(QRectF(left + dot, top, (column.width - 2) * dot, height), flags, text)
            left += column.width * dot
        top += height
    painter.end()
    del application


def _furnish(painter: Any, page: int) -> None:
    """Write head and foot of a page with Qt."""
    from PySide6.QtCore import QRectF, Qt

    dot = 600 / 25.4
    width, font = 262 * dot, painter.font()
    for points, text, where, top in (
        (20, _HEAD, Qt.AlignmentFlag.AlignHCenter, 0),
        (11, _UNIT, Qt.AlignmentFlag.AlignLeft, 13),
        (11, _PERIOD, Qt.AlignmentFlag.AlignRight, 13),
        (9, f"第 {page} 页", Qt.AlignmentFlag.AlignHCenter, 210 - 8 - _BELOW),
    ):
        sized = type(font)(font)
        sized.setPointSizeF(points)
        painter.setFont(sized)
        painter.drawText(QRectF(0, top * dot, width, 12 * dot), where, text)
    painter.setFont(font)


RENDERERS: dict[str, Callable[[int, Path], None]] = {
    "ours": ours, "floor": floor, "longtable": longtable, "typst": typst, "fpdf2": fpdf2, "weasyprint": weasyprint,
    "qt": qt,
}  # fmt: skip


def main(name: str, count: str, out: str) -> None:
    """Render, and say what it cost."""
    path = Path(out)
    try:
        RENDERERS[name](int(count), path)
    except ImportError:
        sys.exit(MISSING)
    said = {
        "cpu": time.process_time(),
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "bytes": path.stat().st_size if path.exists() else 0,
    }
    sys.stdout.write(f"{json.dumps(said)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
