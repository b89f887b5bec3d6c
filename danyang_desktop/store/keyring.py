"""The book's data key, wrapped by the password and by the recovery code (开锁纸).

The data key is 32 random bytes and never changes; a new password only wraps it anew. Argon2id (RFC 9106) makes
guessing slow: 64 MiB, three passes, four lanes. AES-256-GCM wraps; its tag tells a wrong password from a damaged
file, because the file carries a checksum of its own.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from danyang_desktop.base.canonical import canonical, parse
from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.store.database import trouble_of
from danyang_desktop.store.recovery import new_code, tidy_code

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = 1
KEYRING = "keyring.json"
COST = {"iterations": 3, "lanes": 4, "memory_cost": 65_536}
CHEAP = {"iterations": 1, "lanes": 1, "memory_cost": 8}
"""For books whose password is no secret: samples made by the thousand."""
_MARK = 32
_DAMAGED = "台账的钥匙文件坏了，台账本身没有动过。请从备份里取回 keyring.json。"
_LEAST = 6


@dataclass(frozen=True)
class Keyring:
    """What the keyring file says: the book's id and role in clear, the data key only wrapped."""

    book: str
    role: str
    wraps: dict[str, dict[str, Any]]

    def open(self, *, password: str = "", recovery: str = "", person: str = "") -> bytes:
        """Return the data key; raises UserError if the password or the recovery code is wrong.

        person  who has a password of his or her own; for anybody else it is the book's
        """
        if recovery:
            key = _unwrap(self.wraps["recovery"], tidy_code(recovery), self.book)
            if key is None:
                raise UserError("开锁纸上的号码不对。请对着纸，四个一组再看一遍。", "recovery")
            return key
        key = _unwrap(self.wraps[self._place(person)], password, self.book)
        if key is None:
            raise UserError("密码不对。请看看大写锁定键是不是开着，再试一次。", "password")
        return key

    def with_password(self, key: bytes, password: str) -> Keyring:
        """Return a keyring in which `password` opens the data key."""
        check_password(password)
        return Keyring(self.book, self.role, {**self.wraps, "password": _wrap(key, password, self.book)})

    def knows(self, person: str) -> bool:
        """Tell whether somebody has a password of his or her own."""
        return self._place(person) != "password"

    def _place(self, person: str) -> str:
        """Return under which name the key lies that somebody's password opens: no person's name stands in the file."""
        mark = self._mark(person)
        return mark if person and mark in self.wraps else "password"

    def _mark(self, person: str) -> str:
        return hashlib.sha256(f"{self.book}\n{person}".encode()).hexdigest()[:_MARK]

    def with_person(self, key: bytes, person: str, password: str) -> Keyring:
        """Return a keyring in which somebody's own password opens the data key."""
        check_password(password)
        return replace(self, wraps={**self.wraps, self._mark(person): _wrap(key, password, self.book)})

    def without_person(self, person: str) -> Keyring:
        """Return a keyring in which somebody has no password any more."""
        return replace(self, wraps={name: wrap for name, wrap in self.wraps.items() if name != self._mark(person)})

    def with_recovery(self, key: bytes) -> tuple[Keyring, str]:
        """Return a keyring with a new recovery code in place of the old one, and the code to print."""
        code = new_code()
        return replace(self, wraps={**self.wraps, "recovery": _wrap(key, tidy_code(code), self.book)}), code

    def save(self, folder: Path) -> None:
        """Write the keyring into the book's folder; the old one stays until the new one is safe on the disk."""
        body = {"book": self.book, "format": FORMAT, "role": self.role, "wraps": self.wraps}
        text = canonical({"body": body, "sum": hashlib.sha256(canonical(body)).hexdigest()})
        part = folder / f"{KEYRING}.part"
        try:
            with part.open("wb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.replace(folder / KEYRING)
        except OSError as error:
            raise trouble_of(error, KEYRING) from error


def make_keyring(
    book: str, role: str, password: str, cost: dict[str, int] | None = None, code: str = ""
) -> tuple[Keyring, bytes, str]:
    """Return a new keyring, its data key, and the recovery code to print (four letters in six groups).

    `cost` of guessing: what Argon2id is asked for, COST unless given; `code`: one that is on paper already.
    """
    check_password(password)
    key = secrets.token_bytes(32)
    code = code or new_code()
    wraps = {"password": _wrap(key, password, book, cost), "recovery": _wrap(key, tidy_code(code), book, cost)}
    return Keyring(book, role, wraps), key, code


def load_keyring(folder: Path) -> Keyring:
    """Read the keyring of the book in `folder`; raises Trouble when it is missing, damaged or newer."""
    path = folder / KEYRING
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        said = f"“{folder.name}”里没有台账。没有新建任何东西。请检查文件夹选对了没有，或用备份恢复。"
        raise Trouble(said, "U-310") from error
    except OSError as error:
        raise trouble_of(error, path.name) from error
    try:
        outer: Any = parse(raw)
        body = outer["body"]
        if hashlib.sha256(canonical(body)).hexdigest() != outer["sum"]:
            raise Trouble(_DAMAGED, "U-311")
        newer = body["format"] > FORMAT
        # A newer program may have other fields: what it wrote is whole, and must not be called damaged.
        keyring = Keyring("", "", {}) if newer else Keyring(body["book"], body["role"], body["wraps"])
    except (ValueError, KeyError, TypeError) as error:
        raise Trouble(_DAMAGED, "U-311") from error
    if newer:
        raise Trouble("这本台账是更新版的程序建的，这里不能打开，也没有改动它。请先升级程序。", "U-312")
    return keyring


def check_password(password: str) -> None:
    """Raise UserError when a new password is too short."""
    if len(password) < _LEAST:
        raise UserError(f"密码太短。请用 {_LEAST} 个以上的字母、数字或汉字。", "password")


def _wrap(key: bytes, secret: str, book: str, cost: dict[str, int] | None = None) -> dict[str, Any]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    cost = cost or COST
    sealed = AESGCM(_derive(secret, salt, cost)).encrypt(nonce, key, book.encode())
    return {"cost": dict(cost), "nonce": _b64(nonce), "salt": _b64(salt), "sealed": _b64(sealed)}


def _unwrap(wrap: dict[str, Any], secret: str, book: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    kek = _derive(secret, base64.b64decode(wrap["salt"]), wrap["cost"])
    try:
        return AESGCM(kek).decrypt(base64.b64decode(wrap["nonce"]), base64.b64decode(wrap["sealed"]), book.encode())
    except InvalidTag:
        return None


def _derive(secret: str, salt: bytes, cost: dict[str, int]) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    return Argon2id(
        salt=salt, length=32, iterations=cost["iterations"], lanes=cost["lanes"], memory_cost=cost["memory_cost"]
    ).derive(secret.encode())


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
