"""Reading the front of a bundle (bundle_format.py): nothing here is proven yet, nothing behind it is touched."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from danyang_desktop.base.canonical import parse
from danyang_desktop.exchange import bundle_format as layout
from danyang_desktop.exchange.bundle_refusals import BadContent, Damaged, NewerVersion
from danyang_desktop.exchange.key_statement import is_signed

if TYPE_CHECKING:
    from danyang_desktop.exchange.bundle_format import Header

_HEX64 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class Front:
    """The front as it stands in the file; `raw` is magic, length and header."""

    header: Header
    raw: bytes
    signature: bytes

    @property
    def length(self) -> int:
        """Where the payload begins."""
        return len(self.raw) + layout.SIGNATURE_BYTES

    @property
    def hash(self) -> str:
        """The bundle hash."""
        return hashlib.sha256(self.raw + self.signature).hexdigest()


def read_front(file: BinaryIO) -> Front:
    """Read the front from the beginning of `file`; raises Damaged, NewerVersion, BadContent, OSError."""
    magic = file.read(len(layout.MAGIC))
    if magic != layout.MAGIC:
        version = magic[len(layout.FAMILY) : len(layout.FAMILY) + 1]
        if magic.startswith(layout.FAMILY) and version.isdigit() and int(version) > layout.FORMAT:
            raise NewerVersion(f"container {version.decode()}")
        raise Damaged(
            "not a bundle", "这不是数据包，或者开头坏了，没有收下。台账没有受影响。请选 .dyb 文件，或请对方重新写一份。"
        )
    length = file.read(layout.LENGTH_BYTES)
    size = int.from_bytes(length, "big")
    if size > layout.HEADER_LIMIT:
        raise Damaged("the header is too long")
    data, signature = file.read(size), file.read(layout.SIGNATURE_BYTES)
    if len(length) + len(data) + len(signature) != layout.LENGTH_BYTES + size + layout.SIGNATURE_BYTES:
        raise Damaged("cut off in its front")
    raw = magic + length + data
    return Front(header=_understand(raw, data, signature), raw=raw, signature=signature)


def _understand(raw: bytes, data: bytes, signature: bytes) -> Header:
    try:
        fields = parse(data)
    except ValueError as error:
        raise Damaged(f"the header: {error}") from error
    if not isinstance(fields, dict):
        raise Damaged("the header is not an object")
    number = fields.get("format")
    if isinstance(number, int) and number > layout.FORMAT:
        raise NewerVersion(f"format {number}")
    try:
        return layout.understand(fields)
    except ValueError as error:
        # Someone signed it like this, or it is a damaged copy of something better.
        message = raw + bytes.fromhex(_text(fields, "payload_sha256"))
        if is_signed(_text(fields, "key"), signature, message):
            raise BadContent(str(error)) from error
        raise Damaged(str(error)) from error


def _text(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) and _HEX64.fullmatch(value) else ""
