"""The printers of this computer, and pages on their way to one: the edge that tests put a file in the place of.

Pages go out in the printer's own dots (600 to the inch where it can): what was seen is what is printed, also where the
printer's driver knows no Chinese type.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QPointF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from danyang_desktop.base.errors import Cancelled, Trouble
from ui.printing.proof import Proof

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from danyang_desktop.base.progress import Progress
    from danyang_desktop.printing.paper import Drawing
    from danyang_desktop.printing.sheets import Sheet

DPI = 600


@dataclass(frozen=True)
class Wish:
    """How the pages are to come out of the printer."""

    copies: int = 1
    duplex: bool = False


def printer_names() -> list[str]:
    """Return the printers of this computer, its usual one first."""
    usual = QPrinterInfo.defaultPrinterName()
    return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: name != usual)


def open_printer(name: str) -> QPrinter:
    """Return a printer by its name, set to A4 without margins of its own."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if name:
        printer.setPrinterName(name)
    return prepared(printer)


def prepared(printer: QPrinter) -> QPrinter:
    """Set a printer to 600 dpi, greys, and the whole of the paper: our sheets bring their own margins."""
    printer.setResolution(DPI)
    printer.setFullPage(True)
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setPageMargins(QMarginsF())
    return printer


class PrinterTray:
    """Takes what papers/press.py makes to a printer. `looks` is False: it is logged, and 存档版 closes the month."""

    looks = False

    def __init__(self, printer: QPrinter, wish: Wish, progress: Progress) -> None:
        self._printer = printer
        self._wish = wish
        self._progress = progress

    def made(self, sheets: Sequence[Sheet]) -> None:
        """Wait for the pages."""

    def take(self, drawing: Drawing) -> None:
        """Send every page; raises Trouble if the printer does not take them, and Cancelled."""
        printer, wish = self._printer, self._wish
        proof = Proof(drawing)
        printer.setDocName("丹阳台账")
        many = printer.supportsMultipleCopies()
        if many:
            printer.setCopyCount(wish.copies)
            printer.setCollateCopies(True)
        if wish.duplex:
            printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
        chosen = list(range(printer.fromPage() or 1, min(printer.toPage() or proof.pages, proof.pages) + 1))
        order = list(_leaves(proof, chosen, duplex=wish.duplex)) * (1 if many else wish.copies)
        send(proof, order, printer, self._progress)


def _leaves(proof: Proof, chosen: Sequence[int], *, duplex: bool) -> Iterator[int]:
    """Give the pages in the order they are printed, 0 for an empty one: on both sides each sheet begins a new leaf."""
    given = 0
    for number in chosen:
        if duplex and given % 2 and proof.sheet_of(number).first == number:
            yield 0
            given += 1
        yield number
        given += 1


def send(proof: Proof, order: Sequence[int], printer: QPrinter, progress: Progress) -> None:
    """Paint the pages in this order on a printer; raises Trouble, and Cancelled after calling the print back."""
    painter = QPainter()
    try:
        for place, number in enumerate(order, 1):
            progress(place - 1, len(order), f"正在打印第 {place} 页，共 {len(order)} 页")
            _turn(printer, proof, number)
            _must(
                printer.newPage() if painter.isActive() else painter.begin(printer), f"没有接收第 {place} 页", "U-421"
            )
            if number:
                painter.drawImage(QPointF(), proof.dots(number, printer.resolution()))
        _must(painter.end(), "没有收完", "U-422")
    except (Cancelled, Trouble):
        printer.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()
    _must(printer.printerState() != QPrinter.PrinterState.Error, "没有打成", "U-422")


def _must(ok: bool, said: str, code: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not ok:
        raise Trouble(f"打印机{said}。台账没有受影响。请看看打印机开没开、有没有纸，再打印一次。", code)


def _turn(printer: QPrinter, proof: Proof, number: int) -> None:
    """Lay the paper of the next page as the page is."""
    if number:
        size = proof.size(number)
        wide = size.width() > size.height()
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
