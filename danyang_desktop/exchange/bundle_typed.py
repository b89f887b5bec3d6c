"""A receipt in twelve digits, printed by the office and typed at the branch when no stick comes back.

Ten digits of HMAC-SHA256 (RFC 2104) under the receipt key that travelled encrypted in the bundle, then two check
digits (ISO/IEC 7064, MOD 97-10): every slip of one digit and every swap of neighbours is told apart from a code that
belongs to another bundle. Who has not opened the bundle guesses the digits of one bundle and one epoch of the office
right once in 10,000,000,000. A branch takes what fits any of its bundles, in the epochs it has heard of and the next
ones (`EPOCHS_TRIED`): after ten years of twelve bundles that is 120 x 17, and so once in 4,900,000 numbers that are
typed by hand. All it would bring is that this computer believes a bundle to be there that the office misses, and says
so with the next one.
"""

from __future__ import annotations

import hmac
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from danyang_desktop.base.canonical import canonical
from danyang_desktop.base.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable

EPOCHS_TRIED = 16
"""How many epochs of the office after the newest one that the branch has heard of are tried."""
_DIGITS = 12
_BODY = 10
_FIELD = "receipt"
_BLANKS = " -_－—–·"


@dataclass(frozen=True, kw_only=True)
class Expected:
    """A bundle that was handed in and waits for its receipt: all of it enters the digits.

    `receipt_key`: `DeviceKey.receipt_key(epoch, upto)` at the branch, `Payload.receipt_key` at the office.
    """

    device: str
    epoch: int
    upto: int
    head: str
    office_epoch: int
    receipt_key: bytes = field(repr=False)


def typed_form(expected: Expected) -> str:
    """Return the digits as they are printed: `1234 5678 9012`."""
    digits = _digits_of(expected)
    return " ".join(digits[at : at + 4] for at in range(0, _DIGITS, 4))


def verify_typed(text: str, outbox: Iterable[Expected]) -> Expected:
    """Return the bundle of `outbox` to which the typed digits belong.

    Full-width digits, blanks and dashes are forgiven. Raises UserError (field "receipt"): not twelve digits, mistyped,
    or right but for none of these bundles.
    """
    digits = _plain(text)
    if len(digits) != _DIGITS:
        raise UserError(f"回执号应是 {_DIGITS} 位数字，现在是 {len(digits)} 位。请照纸上的再看一遍。", _FIELD)
    if int(digits) % 97 != 1:
        raise UserError("回执号输错了一位或两位。请照纸上的再看一遍。", _FIELD)
    for expected in outbox:
        if hmac.compare_digest(_digits_of(expected), digits):
            return expected
    raise UserError("这个回执号不是给没收到回执的这几个数据包的。请看看是不是别的支部、别的月份的回执。", _FIELD)


def _digits_of(expected: Expected) -> str:
    message = canonical(
        ["receipt", expected.device, expected.epoch, expected.upto, expected.head, expected.office_epoch]
    )
    body = int.from_bytes(hmac.digest(expected.receipt_key, message, "sha256")[:8], "big") % 10**_BODY
    return f"{body:0{_BODY}d}{98 - body * 100 % 97:02d}"


def _plain(text: str) -> str:
    kept = (mark for mark in text if mark not in _BLANKS and not mark.isspace())
    digits = "".join(str(unicodedata.decimal(mark, "?")) for mark in kept)
    if "?" in digits:
        raise UserError(f"回执号只有数字，一共 {_DIGITS} 位。请照纸上的再看一遍。", _FIELD)
    return digits
