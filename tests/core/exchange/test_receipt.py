from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.exchange import receipt
from danyang_desktop.exchange.bundle_refusals import BadContent, BundleRefused, NewerVersion, NotOurs, WrongSignature
from danyang_desktop.exchange.keys import DeviceKey, OfficeKey
from danyang_desktop.exchange.receipt import RECEIPT, Receipt

if TYPE_CHECKING:
    from pathlib import Path

DEVICE = "0123456789abcdef"


@pytest.fixture(scope="module")
def office() -> OfficeKey:
    return OfficeKey.make()[0]


@pytest.fixture
def given(office: OfficeKey) -> Receipt:
    return Receipt(
        office=office.public_hex,
        office_epoch=2,
        branch_code="32119910120301",
        device=DEVICE,
        epoch=1,
        upto=6,
        head="ab" * 32,
        accepted=35,
        refused=1,
        conflicts=2,
        moved=3,
        made_at=1_790_000_000_000 << 16,
        counts={"visits": 20, "talks": 15},
    )


def test_a_receipt_arrives_as_it_was_made(office: OfficeKey, given: Receipt, tmp_path: Path) -> None:
    receipt.write(tmp_path / "a.dyr", given, office)
    assert receipt.read(tmp_path / "a.dyr", office.public_hex, DEVICE) == given
    assert receipt.peek(tmp_path / "a.dyr") == given
    assert receipt.verify(receipt.make(given, office), office.public_hex) == given
    assert receipt.make(given, office) == receipt.make(given, office)


def test_a_newer_receipt_of_the_same_name_replaces_it(office: OfficeKey, given: Receipt, tmp_path: Path) -> None:
    receipt.write(tmp_path / "a.dyr", given, office)
    receipt.write(tmp_path / "a.dyr", replace(given, upto=7), office)
    assert receipt.read(tmp_path / "a.dyr", office.public_hex).upto == 7
    assert [path.name for path in tmp_path.iterdir()] == ["a.dyr"]


def test_another_office_and_another_device(office: OfficeKey, given: Receipt) -> None:
    data = receipt.make(given, office)
    with pytest.raises(NotOurs, match="不是本支部登记的县里"):
        receipt.verify(data, OfficeKey.make()[0].public_hex)
    with pytest.raises(NotOurs, match="另一台电脑"):
        receipt.verify(data, office.public_hex, "f" * 16)


def test_nobody_else_can_make_one(office: OfficeKey, given: Receipt) -> None:
    thief = DeviceKey.make()
    with pytest.raises(ValueError, match="another office"):
        receipt.make(given, thief)
    forged = receipt.make(replace(given, office=thief.public_hex), thief)
    with pytest.raises(NotOurs):
        receipt.verify(forged, office.public_hex)
    with pytest.raises(WrongSignature):
        receipt.verify(forged.replace(thief.public_hex.encode(), office.public_hex.encode()), office.public_hex)


def test_every_bit_and_every_byte_matters(office: OfficeKey, given: Receipt) -> None:
    whole = receipt.make(given, office)
    copies = [whole[:length] for length in range(len(whole))]
    for at in range(len(whole) * 8):
        made = bytearray(whole)
        made[at // 8] ^= 1 << at % 8
        copies.append(bytes(made))
    kinds = set()
    for data in copies:
        with pytest.raises(BundleRefused) as refusal:
            receipt.verify(data, office.public_hex)
        kinds.add(refusal.value.kind)
    assert kinds == {"damaged", "signature", "newer", "not_ours"}


@pytest.mark.parametrize(
    "changes",
    [
        {"office_epoch": -1},
        {"device": "x"},
        {"upto": "6"},
        {"upto": 6.0},
        {"head": "ab"},
        {"head": "AB" * 32},
        {"accepted": None},
        {"accepted": True},
        {"counts": []},
        {"counts": {"visits": -1}},
        {"branch_code": "\u202e"},
    ],
)
def test_signed_but_wrong(office: OfficeKey, given: Receipt, changes: dict[str, Any]) -> None:
    body = {**vars(given), "counts": dict(given.counts), **changes}
    del body["extra"]
    with pytest.raises(BadContent, match="不对"):
        receipt.verify(RECEIPT.write(body, office), office.public_hex)


def test_fields_of_a_later_program_are_kept(office: OfficeKey, given: Receipt) -> None:
    later = replace(given, extra={"rates": {"a": [1]}})
    assert receipt.verify(receipt.make(later, office), office.public_hex) == later


def test_a_newer_receipt_is_called_newer(office: OfficeKey) -> None:
    with pytest.raises(NewerVersion):
        receipt.verify(b'{"dyr":2}', office.public_hex)


@pytest.mark.parametrize("number", [b"true", b"1.0", b'"1"', b"-1", b"0", b"null"])
def test_the_format_number_has_one_spelling(office: OfficeKey, given: Receipt, number: bytes) -> None:
    data = receipt.make(given, office).replace(b'{"dyr":1,', b'{"dyr":' + number + b",")
    with pytest.raises(BundleRefused):
        receipt.verify(data, office.public_hex)
