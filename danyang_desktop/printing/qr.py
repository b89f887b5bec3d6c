"""The QR on a sheet: which record it belongs to, so that its scan files itself.

`DY1:R:<uid, 26 letters of base 32>:<head, 8 hex>:<check, 4 hex>` names a record and the version printed;
`DY1:N:<serial number>:<check>` a blank form by its reserved number. All letters are of the alphanumeric mode of
ISO/IEC 18004, 7.3.4, so that 29 x 29 modules with error correction Q (a quarter may be lost) hold it. The check is no
secret: it keeps QR codes of other origin and half-read ones out.
"""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from danyang_desktop.printing.setting import MM

if TYPE_CHECKING:
    from collections.abc import Callable

_MARK = "DY1"
RECORD, NUMBER = "R", "N"
_HEAD, _CHECK = 8, 4
SIDE = 22.0
"""Side of the symbol in mm: a module is .76 mm, six dots of a scan at 200 dpi."""
_OVERLAP = 0.03
"""Points by which neighbouring rows overlap, so that no reader shows white hairs between them."""


class Mark(NamedTuple):
    """What a QR says: `kind` RECORD with the record's uid and the beginning of its head, or NUMBER with its number."""

    kind: str
    name: str
    head: str = ""


def record_payload(uid: str, head: str) -> str:
    """Return what the QR of a record says."""
    packed = base64.b32encode(bytes.fromhex(uid)).decode("ascii").rstrip("=")
    return _sealed(f"{_MARK}:{RECORD}:{packed}:{head[:_HEAD].upper()}")


def number_payload(serial_no: str) -> str:
    """Return what the QR of a blank form says."""
    return _sealed(f"{_MARK}:{NUMBER}:{serial_no}")


def read_payload(text: str) -> Mark | None:
    """Return what a QR means, or None if it is none of ours or damaged."""
    body, _, _check = text.rpartition(":")
    mark, kind, *rest = [*body.split(":"), ""][:4]
    if mark != _MARK or _sealed(body) != text:
        return None
    if kind == NUMBER:
        return Mark(NUMBER, rest[0])
    try:
        uid = base64.b32decode(rest[0] + "=" * (-len(rest[0]) % 8)).hex()
    except ValueError:
        return None
    return Mark(RECORD, uid, rest[1].lower()) if kind == RECORD else None


def _sealed(body: str) -> str:
    return f"{body}:{sha256(body.encode()).hexdigest()[:_CHECK].upper()}"


def qr_art(payload: str, left: float, rise: float) -> Callable[[float], str]:
    """Return what draws the symbol: from `left`, its upper edge `rise` over the top of its band, in points."""

    def draw(top: float) -> str:
        return modules(payload, left, top + rise, SIDE * MM)

    return draw


def modules(payload: str, left: float, top: float, side: float) -> str:
    """Return the operators of one filled path with every run of dark modules; lengths in points."""
    import segno  # late: 20 ms at start-up

    matrix = segno.make(payload, error="q", micro=False, boost_error=False).matrix
    size = side / len(matrix)
    parts: list[str] = []
    for number, row in enumerate(matrix, 1):
        start = None
        for place, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = place
            elif not dark and start is not None:
                x, y = left + start * size, top - number * size - _OVERLAP
                parts.append(f"{x:.2f} {y:.2f} {(place - start) * size:.2f} {size + _OVERLAP:.2f} re")
                start = None
    return "\n".join([*parts, "f"])
