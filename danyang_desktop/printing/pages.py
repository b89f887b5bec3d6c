"""Pages as they are written into a reportlab document: reportlab's own page objects cost more than what stands on them.

See PDF 1.5 (ISO 32000-1, 7.3.8 and 7.7.3.3).
"""

from __future__ import annotations

import zlib
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from danyang_desktop.printing.bands import Paper

PACKING = 4
"""Level of deflate: a quarter less time than the usual 6, for pages 4 % larger."""


def add_page(canvas: Any, paper: Paper, operators: str, images: dict[str, Any]) -> None:
    """Add a page whose operators are ready; packed at once, so that a long ledger stays small in memory.

    images  name -> reference of the photos that the operators show
    """
    document = canvas._doc  # noqa: SLF001 - the canvas knows no pages but its own
    packed = zlib.compress(operators.encode("ascii"), PACKING)
    stream = document.Reference(_part(partial(_stream, packed)))
    document.addPage(_part(partial(_page, paper, stream.name, images)))


def _part(formed: Callable[[Any], bytes]) -> Any:
    """Return an object of a reportlab document that is written as `formed` says."""
    from reportlab.pdfbase.pdfdoc import PDFObject  # late: 60 ms at start-up

    made = PDFObject()
    made.format = formed
    return made


def _stream(packed: bytes, _document: Any) -> bytes:
    return b"<< /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream\n" % (len(packed), packed)


def _page(paper: Paper, stream: str, images: dict[str, Any], document: Any) -> bytes:
    """Return the dictionary of a page."""
    from reportlab.pdfbase.pdfdoc import BasicFonts  # late: as above

    def refer(name: str) -> str:
        return "{} {} R".format(*document.idToObjectNumberAndVersion[name])

    photos = " ".join(f"/{name} {refer(one.name)}" for name, one in sorted(images.items()))
    return (
        f"<< /Contents {refer(stream)} /MediaBox [ 0 0 {paper.width:.4f} {paper.height:.4f} ]"
        f" /Parent {refer(document.Reference(document.Pages).name)} /Resources << /Font {refer(BasicFonts)}"
        f" /ProcSet [ /PDF /Text /ImageC ]{f' /XObject << {photos} >>' if photos else ''} >> /Type /Page >>\n"
    ).encode("ascii")
