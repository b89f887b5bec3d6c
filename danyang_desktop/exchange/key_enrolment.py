"""Enrolment by files on a stick: a branch asks (`.dyq`), the office answers with its card (`.dyo`).

Each file is signed by the key that it brings, so the fingerprint of that key, read over the telephone, stands for
all of it: name, code, recipient.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.base.paths import legible
from danyang_desktop.exchange.bundle_file import write_bytes_whole
from danyang_desktop.exchange.bundle_refusals import BadContent, BundleRefused
from danyang_desktop.exchange.key_change import FIRST, Endorsement, endorsement_in
from danyang_desktop.exchange.key_statement import Kind, Signer, count_of, hex_of, text_of
from danyang_desktop.exchange.keys import device_of, fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from danyang_desktop.exchange.keys import DeviceKey, OfficeKey

REQUEST = Kind("dyq", "request")
CARD = Kind("dyo", "office")

_CODE = re.compile(r"[0-9A-Za-z-]{1,20}")
_NAME_LIMIT = 60


@dataclass(frozen=True, kw_only=True)
class BranchRequest:
    """A computer of a branch asks to be enrolled; `replaces` names the device it takes over from (换机), if any.

    `endorsement`: the key that it had before vouches for the one it has now.
    """

    branch_code: str
    branch_name: str
    device: str
    public_hex: str
    recipient: str
    install: str
    made_at: int
    replaces: str | None = None
    endorsement: Endorsement = FIRST

    @property
    def fingerprint(self) -> str:
        """Twenty digits to compare over the telephone."""
        return fingerprint(self.public_hex)


@dataclass(frozen=True, kw_only=True)
class OfficeCard:
    """What a branch must know of its office; `epoch` grows when the office was restored.

    `endorsement`: the key that the office had before vouches for the one it has now.
    """

    office_code: str
    office_name: str
    public_hex: str
    recipients: tuple[str, ...]
    epoch: int
    made_at: int
    endorsement: Endorsement = FIRST

    @property
    def fingerprint(self) -> str:
        """Twenty digits to compare over the telephone."""
        return fingerprint(self.public_hex)


def request_of(
    key: DeviceKey, branch_code: str, branch_name: str, made_at: int, replaces: str | None = None
) -> BranchRequest:
    """Put together what this computer asks; raises BadContent for a code or a name that cannot be."""
    request = BranchRequest(
        branch_code=branch_code,
        branch_name=branch_name,
        device=key.device,
        public_hex=key.public_hex,
        recipient=key.recipient,
        install=key.install,
        made_at=made_at,
        replaces=replaces or (device_of(key.endorsement.by) if key.endorsement else None),
        endorsement=key.endorsement,
    )
    _request(body_of(request))
    return request


def card_of(keys: OfficeKey, office_code: str, office_name: str, epoch: int, made_at: int) -> OfficeCard:
    """Put together the office's card; raises BadContent for a code or a name that cannot be."""
    card = OfficeCard(
        office_code=office_code,
        office_name=office_name,
        public_hex=keys.public_hex,
        recipients=keys.recipients,
        epoch=epoch,
        made_at=made_at,
        endorsement=keys.endorsement,
    )
    _card(body_of(card))
    return card


def body_of(said: BranchRequest | OfficeCard) -> dict[str, object]:
    """Return what is signed of a request or a card, as JSON has it."""
    body = {name: list(value) if isinstance(value, tuple) else value for name, value in vars(said).items()}
    del body["endorsement"]
    return {**body, **said.endorsement.fields}


def write_request(path: Path, request: BranchRequest, key: DeviceKey) -> None:
    """Write a `.dyq`; raises Trouble, UserError for a name that ends otherwise or is somebody else's."""
    _write(path, REQUEST, body_of(request), key, read_request)


def write_card(path: Path, card: OfficeCard, keys: OfficeKey) -> None:
    """Write a `.dyo`; raises Trouble, UserError for a name that ends otherwise or is somebody else's."""
    _write(path, CARD, body_of(card), keys, read_card)


def read_request(path: Path) -> BranchRequest:
    """Read a `.dyq` and check that the key in it signed it.

    The office must still compare the fingerprint by telephone. Raises Damaged, NewerVersion, WrongSignature,
    BadContent, Trouble.
    """
    unproven = REQUEST.read_file(path)
    return _request(unproven.by(hex_of(unproven.claim, "public_hex", 64)))


def read_card(path: Path) -> OfficeCard:
    """Read a `.dyo` and check that the key in it signed it; fingerprint and errors as for `read_request`."""
    unproven = CARD.read_file(path)
    return _card(unproven.by(hex_of(unproven.claim, "public_hex", 64)))


def is_by(path: Path, kind: Kind, *keys: str) -> bool:
    """Tell whether a file claims to be a request or a card by one of these public keys."""
    try:
        return kind.read_file(path).claim.get("public_hex") in keys
    except (BundleRefused, Trouble):
        return False


def _write(path: Path, kind: Kind, body: dict[str, object], signer: Signer, read: Callable[[Path], object]) -> None:
    if path.suffix.lower() != kind.ending:
        raise UserError(
            f"登记用的文件，名字要以 {kind.ending} 结尾，例如 {path.stem}{kind.ending}，对方才找得到。没有写文件。"
        )
    if os.path.lexists(path) and not is_by(path, kind, signer.public_hex, str(body.get("endorsed_by"))):
        raise UserError(f"“{legible(path.name)}”已经有了，是别人写的，没有动它。请换一个名字，或换一个文件夹。")
    data = kind.write(body, signer)
    write_bytes_whole(path, data, check=read)


def _request(body: dict[str, object]) -> BranchRequest:
    request = BranchRequest(
        branch_code=_code(body, "branch_code"),
        branch_name=text_of(body, "branch_name", _NAME_LIMIT),
        device=hex_of(body, "device", 16),
        public_hex=hex_of(body, "public_hex", 64),
        recipient=_recipient(body.get("recipient")),
        install=hex_of(body, "install", 16),
        made_at=count_of(body, "made_at"),
        replaces=None if body.get("replaces") is None else hex_of(body, "replaces", 16),
        endorsement=endorsement_in(body, hex_of(body, "public_hex", 64)),
    )
    if request.device != device_of(request.public_hex):
        raise BadContent("device 不对")
    return request


def _card(body: dict[str, object]) -> OfficeCard:
    recipients = body.get("recipients")
    if not isinstance(recipients, list) or not recipients:
        raise BadContent("recipients 不对")
    return OfficeCard(
        office_code=_code(body, "office_code"),
        office_name=text_of(body, "office_name", _NAME_LIMIT),
        public_hex=hex_of(body, "public_hex", 64),
        recipients=tuple(_recipient(one) for one in recipients),
        epoch=count_of(body, "epoch"),
        made_at=count_of(body, "made_at"),
        endorsement=endorsement_in(body, hex_of(body, "public_hex", 64)),
    )


def _code(body: dict[str, object], name: str) -> str:
    value = text_of(body, name, 20)
    if not _CODE.fullmatch(value):
        raise BadContent(f"{name} 不对")
    return value


def _recipient(value: object) -> str:
    from pyrage import RecipientError, x25519

    try:
        return str(x25519.Recipient.from_str(str(value)))
    except RecipientError as error:
        raise BadContent("recipient 不对") from error
