"""Small signed JSON files: enrolment (`.dyq`, `.dyo`) and receipts (`.dyr`).

    {"<tag>":1,"<body>":{...},"signature":"<128 hex>"}      canonical JSON, nothing before or after

The signature (Ed25519, RFC 8032) covers `<tag>`, the format number, a line end and the canonical body, so that
one kind of statement can never pass for another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from danyang_desktop.base.canonical import canonical, parse
from danyang_desktop.exchange.bundle_file import must_be_file, reading
from danyang_desktop.exchange.bundle_refusals import BadContent, Damaged, NewerVersion, WrongSignature

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
SIZE_LIMIT = 1024 * 1024
_SIGNATURE_HEX = 128


class Signer(Protocol):
    """Who signs: a branch's device or the office."""

    @property
    def device(self) -> str:
        """16 hexadecimal digits that stand for the key."""

    @property
    def public_hex(self) -> str:
        """The Ed25519 public key, 64 hexadecimal digits."""

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of an Ed25519 signature."""


@dataclass(frozen=True)
class Kind:
    """A kind of statement: `tag` and `body` are the two other keys of its file (in this order when sorted)."""

    tag: str
    body: str

    @property
    def ending(self) -> str:
        """How the name of such a file ends."""
        return f".{self.tag}"

    @property
    def magic(self) -> bytes:
        """How every file of this kind and format begins."""
        return f'{{"{self.tag}":'.encode()

    def message(self, body: dict[str, object]) -> bytes:
        """Return what is signed."""
        return f"{self.tag} {FORMAT}\n".encode() + canonical(body)

    def write(self, body: dict[str, object], signer: Signer) -> bytes:
        """Return the bytes of the file."""
        signature = signer.sign(self.message(body)).hex()
        return canonical({self.tag: FORMAT, self.body: body, "signature": signature})

    def read(self, data: bytes) -> Unproven:
        """Take the file apart; nothing is proven until `Unproven.by` says so.

        Raises Damaged, NewerVersion.
        """
        if len(data) > SIZE_LIMIT or not data.startswith(self.magic):
            raise Damaged(
                f"not a {self.tag} file", "这不是登记用的文件，或者已经坏了。台账没有受影响。请对方重新写一份。"
            )
        try:
            whole = parse(data)
        except ValueError as error:
            raise Damaged(str(error)) from error
        if not isinstance(whole, dict):
            raise Damaged("not an object")
        number = count_of(whole, self.tag) if self.tag in whole else 0
        if number > FORMAT:
            raise NewerVersion(f"format {number}")
        body, signature = whole.get(self.body), whole.get("signature")
        if number != FORMAT or len(whole) != len({self.tag, self.body, "signature"}) or canonical(whole) != data:
            raise Damaged("not the one spelling")
        if not isinstance(body, dict) or not isinstance(signature, str) or len(signature) != _SIGNATURE_HEX:
            raise Damaged("no body or no signature")
        return Unproven(self, body, _bytes_of(signature))

    def read_file(self, path: Path) -> Unproven:
        """Read a file of at most 1 MiB; raises Trouble besides what `read` raises."""
        must_be_file(path)
        with reading(path.name), path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
        return self.read(data)


@dataclass(frozen=True)
class Unproven:
    """A statement of which the signature has not been checked."""

    kind: Kind
    claim: dict[str, object]
    signature: bytes

    def by(self, public_hex: str) -> dict[str, object]:
        """Return the body if this key signed it; raises WrongSignature."""
        if not is_signed(public_hex, self.signature, self.kind.message(self.claim)):
            raise WrongSignature(f"not signed by {public_hex[:16]}")
        return self.claim


def is_signed(public_hex: str, signature: bytes, data: bytes) -> bool:
    """Tell whether the holder of this Ed25519 key signed `data`; a key that is none has signed nothing."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_hex)).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _bytes_of(digits: str) -> bytes:
    try:
        data = bytes.fromhex(digits)
    except ValueError as error:
        raise Damaged("the signature is not hexadecimal") from error
    if data.hex() != digits:  # capitals would be a second spelling of the same statement
        raise Damaged("the signature is not in its one spelling")
    return data


def text_of(body: dict[str, object], name: str, limit: int) -> str:
    """Return a printable text of 1 to `limit` characters; raises BadContent."""
    value = body.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= limit or not value.isprintable():
        raise BadContent(f"{name} 不对")
    return value


def hex_of(body: dict[str, object], name: str, digits: int) -> str:
    """Return lower-case hexadecimal digits, so many; raises BadContent."""
    value = body.get(name)
    if not isinstance(value, str) or len(value) != digits or set(value) - set("0123456789abcdef"):
        raise BadContent(f"{name} 不对")
    return value


def count_of(body: dict[str, object], name: str) -> int:
    """Return a whole number from 0; raises BadContent."""
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadContent(f"{name} 不对")
    return value
