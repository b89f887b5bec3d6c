"""Key files: JSON with the public half readable and the secret half wrapped.

ChaCha20-Poly1305 (RFC 8439) under a key derived by HKDF-SHA256 (RFC 5869) from what the caller gives.
Damaged and "another password" are told apart, because the secretary does different things about them.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, ClassVar

from danyang_desktop.base.canonical import canonical, digest, parse
from danyang_desktop.base.errors import UserError
from danyang_desktop.exchange.bundle_file import reading, write_bytes_whole, writing

if TYPE_CHECKING:
    from pathlib import Path

_FORMAT = 1
_SIZE_LIMIT = 65_536
_LEAST_KEY = 16
_PLACE = "放钥匙的文件夹"


class KeyRefused(UserError):  # noqa: N818 - an answer to give, like every UserError
    """A key file that cannot be used; `kind` is missing, damaged or wrong."""

    _SENTENCES: ClassVar[dict[str, str]] = {
        "missing": "本机没有钥匙文件。台账还在。请重新向县里登记这台电脑，登记以后就能上报。",
        "damaged": "本机的钥匙文件坏了。台账还在。请重新向县里登记这台电脑，登记以后就能上报。",
        "wrong": "本机的钥匙文件和这本台账对不上。台账还在。请用原来的密码打开，或重新向县里登记这台电脑。",
    }

    def __init__(self, kind: str) -> None:
        super().__init__(self._SENTENCES[kind])
        self.kind = kind


def write_key_file(path: Path, use: str, public: dict[str, str], secret: dict[str, str], wrap_key: bytes) -> None:
    """Write both halves to `path`, whole or not at all; raises Trouble, and ValueError for a short `wrap_key`."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    key, check = _derive(wrap_key)
    nonce = secrets.token_bytes(12)
    known: dict[str, object] = {"dyk": _FORMAT, "use": use, "public": public}
    sealed = ChaCha20Poly1305(key).encrypt(nonce, canonical(secret), canonical(known))
    whole = {**known, "check": check, "nonce": nonce.hex(), "sealed": sealed.hex()}
    data = canonical({**whole, "sum": digest(whole)})
    with writing(_PLACE):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_bytes_whole(path, data, place=_PLACE)


def read_key_file(path: Path, use: str, wrap_key: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """Return the public and the secret half; raises KeyRefused, Trouble."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    whole = _read(path)
    key, check = _derive(wrap_key)
    if whole.get("use") != use or whole.get("check") != check:
        raise KeyRefused("wrong")
    try:
        known = {name: whole[name] for name in ("dyk", "use", "public")}
        nonce, sealed = bytes.fromhex(str(whole["nonce"])), bytes.fromhex(str(whole["sealed"]))
        secret = parse(ChaCha20Poly1305(key).decrypt(nonce, sealed, canonical(known)))
    except (InvalidTag, ValueError, KeyError) as error:
        raise KeyRefused("damaged") from error
    return _texts(known["public"]), _texts(secret)


def _read(path: Path) -> dict[str, object]:
    with reading(path.name):
        try:
            with path.open("rb") as file:
                data = file.read(_SIZE_LIMIT)
        except FileNotFoundError as error:
            raise KeyRefused("missing") from error
    try:
        whole = parse(data)
    except ValueError as error:
        raise KeyRefused("damaged") from error
    if not isinstance(whole, dict) or whole.pop("sum", None) != digest(whole) or whole.get("dyk") != _FORMAT:
        raise KeyRefused("damaged")
    return whole


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise KeyRefused("damaged")
    return value


def _derive(wrap_key: bytes) -> tuple[bytes, str]:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    if len(wrap_key) < _LEAST_KEY:
        raise ValueError(f"a wrapping key has at least {_LEAST_KEY} bytes")
    both = HKDF(SHA256(), 40, salt=None, info=b"danyang key file 1").derive(wrap_key)
    return both[:32], both[32:].hex()
