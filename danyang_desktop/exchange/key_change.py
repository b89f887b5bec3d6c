"""A key vouched for by the one before it: who knew the old key knows the new one without a telephone call.

The old key signs the new public key. The endorsement travels in the enrolment file or the card, which the new key
signs, so that neither can be taken from the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.exchange.bundle_refusals import BadContent
from danyang_desktop.exchange.key_statement import Signer, hex_of, is_signed

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIGNATURE_HEX = 128


@dataclass(frozen=True)
class Endorsement:
    """`by`: the public key before; `signature`: its word for the new one. Both hexadecimal, both "" for a first key."""

    by: str = ""
    signature: str = ""

    def __bool__(self) -> bool:
        return bool(self.by)

    @property
    def fields(self) -> dict[str, object]:
        """What an enrolment file or a card carries of it; nothing for a first key."""
        return {"endorsed_by": self.by, "endorsement": self.signature} if self else {}


FIRST = Endorsement()
"""Of a key that followed none."""


def endorse(old: Signer, public_hex: str) -> Endorsement:
    """Let the old key vouch for a new one."""
    return Endorsement(old.public_hex, old.sign(_message(public_hex)).hex())


def endorsement_in(body: dict[str, object], public_hex: str) -> Endorsement:
    """Return the endorsement that a body carries for `public_hex`; raises BadContent for one that is not true."""
    if "endorsed_by" not in body:
        return FIRST
    found = Endorsement(hex_of(body, "endorsed_by", 64), hex_of(body, "endorsement", _SIGNATURE_HEX))
    if not is_signed(found.by, bytes.fromhex(found.signature), _message(public_hex)):
        raise BadContent("endorsement 不对")
    return found


def endorsement_from(public: Mapping[str, str]) -> Endorsement:
    """Return the endorsement that a key file keeps."""
    return Endorsement(public.get("endorsed_by", ""), public.get("endorsement", ""))


def _message(public_hex: str) -> bytes:
    return b"danyang key change 1\n" + bytes.fromhex(public_hex)
