"""The keys of a branch's computer and of the county office.

Both live in files outside the book, wrapped with a key that the caller derives from the password: a copied or
restored book has no device key and so becomes a new device or a new epoch (sync.md, "Versions", 6).
Ed25519 (RFC 8032) signs, age X25519 (the age v1 format) encrypts.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from danyang_desktop.exchange.key_change import FIRST, Endorsement, endorse, endorsement_from
from danyang_desktop.exchange.key_file import read_key_file, write_key_file

if TYPE_CHECKING:
    from pathlib import Path

    from pyrage.x25519 import Identity

_GROUPS, _GROUP = 5, 4
_FORMER_KEPT = 20


def fingerprint(public_hex: str) -> str:
    """Twenty digits in five groups that stand for a public key, to be read over the telephone.

    66 bits of SHA-256: as the files are signed by the key they carry, nobody else can make one with these digits.
    """
    number = int.from_bytes(hashlib.sha256(b"danyang fingerprint 1\n" + bytes.fromhex(public_hex)).digest()[:16], "big")
    digits = f"{number % 10 ** (_GROUPS * _GROUP):0{_GROUPS * _GROUP}d}"
    return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def device_of(public_hex: str) -> str:
    """Sixteen hexadecimal digits that name the holder of a public key in every version and bundle."""
    return hashlib.sha256(b"danyang device 1\n" + bytes.fromhex(public_hex)).hexdigest()[:16]


@dataclass(frozen=True)
class _Pair:
    """A signing key and an encryption key of one holder.

    `former`: encryption keys before it, which still open what was sealed before the change was known. `endorsement`:
    the signing key before it vouches for this one.
    """

    seed: bytes = field(repr=False)
    age_secret: str = field(repr=False)
    former: tuple[str, ...] = field(default=(), repr=False, kw_only=True)
    endorsement: Endorsement = field(default=FIRST, kw_only=True)

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of an Ed25519 signature."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(data)

    @property
    def public_hex(self) -> str:
        """The Ed25519 public key, 64 hexadecimal digits."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw().hex()

    @property
    def device(self) -> str:
        """16 hexadecimal digits that stand for the public key."""
        return device_of(self.public_hex)

    @property
    def fingerprint(self) -> str:
        """Twenty digits to read over the telephone."""
        return fingerprint(self.public_hex)

    @property
    def identity(self) -> Identity:
        """What opens bundles sealed to `recipient`."""
        return identity_of(self.age_secret)

    @property
    def identities(self) -> tuple[Identity, ...]:
        """Everything that opens what was ever sealed to this holder, the present key first."""
        return tuple(identity_of(secret) for secret in (self.age_secret, *self.former))

    @property
    def recipient(self) -> str:
        """The age recipient (`age1...`) to seal to."""
        return str(self.identity.to_public())

    def _secret(self) -> dict[str, str]:
        return {"seed": self.seed.hex(), "age": self.age_secret, "former": " ".join(self.former)}

    def _followed(self, seed: bytes) -> dict[str, Any]:
        """Return what the next key of this holder takes over from this one."""
        public = DeviceKey(seed, self.age_secret, "").public_hex
        return {"former": (self.age_secret, *self.former)[:_FORMER_KEPT], "endorsement": endorse(self, public)}


@dataclass(frozen=True)
class DeviceKey(_Pair):
    """The key of one computer of a branch; `install` tells one installation of the program from the next."""

    install: str

    @classmethod
    def make(cls) -> DeviceKey:
        """Make a new key from the system's random numbers."""
        return cls(secrets.token_bytes(32), new_age_secret(), secrets.token_hex(8))

    def renewed(self) -> DeviceKey:
        """Make the key that follows this one: the old one vouches for it, and what was sealed to the old one opens."""
        seed = secrets.token_bytes(32)
        return DeviceKey(seed, new_age_secret(), secrets.token_hex(8), **self._followed(seed))

    def save(self, path: Path, wrap_key: bytes) -> None:
        """Write the key file, wrapped with `wrap_key` (16 bytes or more); raises Trouble."""
        public = {"public": self.public_hex, "install": self.install, **_told(self.endorsement)}
        write_key_file(path, "device", public, self._secret(), wrap_key)

    @classmethod
    def load(cls, path: Path, wrap_key: bytes) -> DeviceKey:
        """Read the key file back; raises KeyRefused (missing, damaged, wrong), Trouble."""
        public, secret = read_key_file(path, "device", wrap_key)
        return cls(bytes.fromhex(secret["seed"]), secret["age"], public["install"], **_kept(public, secret))

    def receipt_key(self, epoch: int, seq: int) -> bytes:
        """Sixteen bytes that travel encrypted in bundle `seq`: who knows them has opened it (receipt.py).

        Derived, not stored, so that an outbox restored from a backup can still check a typed receipt.
        """
        return hmac.digest(self.seed, f"danyang receipt 1\n{epoch}\n{seq}".encode(), "sha256")[:16]


@dataclass(frozen=True)
class OfficeKey(_Pair):
    """The keys of a county office, with the recipient of the recovery key that was printed once."""

    recovery_recipient: str

    @classmethod
    def make(cls) -> tuple[OfficeKey, str]:
        """Make new keys; the second value is the recovery key, to be printed and kept nowhere else."""
        recovery = new_age_secret()
        keys = cls(secrets.token_bytes(32), new_age_secret(), str(identity_of(recovery).to_public()))
        return keys, recovery

    def renewed(self) -> tuple[OfficeKey, str]:
        """Make the keys that follow these, with a new recovery key (the second value) to print once."""
        seed, recovery = secrets.token_bytes(32), new_age_secret()
        recipient = str(identity_of(recovery).to_public())
        return OfficeKey(seed, new_age_secret(), recipient, **self._followed(seed)), recovery

    @property
    def recipients(self) -> tuple[str, str]:
        """Whom a branch seals its bundles to: the office and its recovery key."""
        return self.recipient, self.recovery_recipient

    def save(self, path: Path, wrap_key: bytes) -> None:
        """Write the key file, wrapped with `wrap_key` (16 bytes or more); raises Trouble."""
        public = {
            "public": self.public_hex, "recovery_recipient": self.recovery_recipient, **_told(self.endorsement),
        }  # fmt: skip
        write_key_file(path, "office", public, self._secret(), wrap_key)

    @classmethod
    def load(cls, path: Path, wrap_key: bytes) -> OfficeKey:
        """Read the key file back; raises KeyRefused (missing, damaged, wrong), Trouble."""
        public, secret = read_key_file(path, "office", wrap_key)
        kept = _kept(public, secret)
        return cls(bytes.fromhex(secret["seed"]), secret["age"], public["recovery_recipient"], **kept)


def _told(endorsement: Endorsement) -> dict[str, str]:
    return {name: str(value) for name, value in endorsement.fields.items()}


def _kept(public: dict[str, str], secret: dict[str, str]) -> dict[str, Any]:
    return {"former": tuple(secret.get("former", "").split()), "endorsement": endorsement_from(public)}


def new_age_secret() -> str:
    """Make an age identity: `AGE-SECRET-KEY-1...`, what the `age` command takes with -i."""
    from pyrage import x25519

    return str(x25519.Identity.generate())


def identity_of(age_secret: str) -> Identity:
    """Return the identity that a printed or stored age secret spells; raises ValueError if it is none.

    Spaces, line ends and small letters are forgiven: a recovery key is typed from paper.
    """
    from pyrage import IdentityError, x25519

    try:
        return x25519.Identity.from_str("".join(age_secret.split()).upper())
    except IdentityError as error:
        raise ValueError("not an age secret key") from error
