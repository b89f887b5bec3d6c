from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from danyang_desktop.base.canonical import canonical
from danyang_desktop.exchange.bundle_refusals import BadContent, BundleRefused, Damaged, NewerVersion, WrongSignature
from danyang_desktop.exchange.key_enrolment import (
    CARD,
    REQUEST,
    body_of,
    card_of,
    read_card,
    read_request,
    request_of,
    write_card,
    write_request,
)
from danyang_desktop.exchange.keys import DeviceKey, OfficeKey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CODE, NAME, AT = "32119910120301", "柳塘村党支部", 1_790_000_000_000 << 16


@pytest.fixture
def device() -> DeviceKey:
    return DeviceKey.make()


@pytest.fixture
def office() -> OfficeKey:
    return OfficeKey.make()[0]


def test_a_request_arrives_as_it_was_made(device: DeviceKey, tmp_path: Path) -> None:
    request = request_of(device, CODE, NAME, AT, replaces="ab" * 8)
    write_request(tmp_path / "a.dyq", request, device)
    read = read_request(tmp_path / "a.dyq")
    assert read == request
    assert read.fingerprint == device.fingerprint
    assert (read.device, read.recipient) == (device.device, device.recipient)


def test_a_card_arrives_as_it_was_made(office: OfficeKey, tmp_path: Path) -> None:
    card = card_of(office, "321199", "丹阳县委组织部", 1, AT)
    write_card(tmp_path / "a.dyo", card, office)
    read = read_card(tmp_path / "a.dyo")
    assert read == card
    assert read.fingerprint == office.fingerprint
    assert read.recipients == office.recipients


def test_written_again_it_replaces_the_older_one(device: DeviceKey, tmp_path: Path) -> None:
    write_request(tmp_path / "a.dyq", request_of(device, CODE, "旧名字", AT), device)
    write_request(tmp_path / "a.dyq", request_of(device, CODE, NAME, AT), device)
    assert read_request(tmp_path / "a.dyq").branch_name == NAME
    assert [path.name for path in tmp_path.iterdir()] == ["a.dyq"]


def refusals(path: Path, whole: bytes, read: Callable[[Path], object]) -> set[str]:
    kinds = set()
    copies = [whole[:length] for length in range(len(whole))]
    for at in range(len(whole) * 8):
        made = bytearray(whole)
        made[at // 8] ^= 1 << at % 8
        copies.append(bytes(made))
    for data in copies:
        path.write_bytes(data)
        with pytest.raises(BundleRefused) as refusal:
            read(path)
        kinds.add(refusal.value.kind)
    return kinds


def test_every_bit_and_every_byte_of_a_request_matters(device: DeviceKey, tmp_path: Path) -> None:
    path = tmp_path / "a.dyq"
    write_request(path, request_of(device, CODE, NAME, AT), device)
    assert refusals(path, path.read_bytes(), read_request) == {"damaged", "signature", "newer", "content"}


def test_every_bit_and_every_byte_of_a_card_matters(office: OfficeKey, tmp_path: Path) -> None:
    path = tmp_path / "a.dyo"
    write_card(path, card_of(office, "321199", "丹阳县委组织部", 1, AT), office)
    assert refusals(path, path.read_bytes(), read_card) == {"damaged", "signature", "newer", "content"}


def test_another_recipient_slipped_in_is_noticed(office: OfficeKey, tmp_path: Path) -> None:
    thief = OfficeKey.make()[0]
    card = replace(card_of(office, "321199", "丹阳县委组织部", 1, AT), recipients=thief.recipients)
    body = body_of(card)
    (tmp_path / "a.dyo").write_bytes(CARD.write(body, thief))
    with pytest.raises(WrongSignature):
        read_card(tmp_path / "a.dyo")
    (tmp_path / "b.dyo").write_bytes(CARD.write({**body, "public_hex": thief.public_hex}, thief))
    assert read_card(tmp_path / "b.dyo").fingerprint != office.fingerprint, "the telephone tells them apart"


def test_one_kind_of_statement_is_not_another(device: DeviceKey, tmp_path: Path) -> None:
    body = body_of(request_of(device, CODE, NAME, AT))
    request = REQUEST.write(body, device)
    (tmp_path / "a.dyo").write_bytes(request)
    with pytest.raises(BundleRefused) as refusal:
        read_card(tmp_path / "a.dyo")
    assert refusal.value.kind == "damaged"
    signature = device.sign(CARD.message(body))
    (tmp_path / "a.dyq").write_bytes(request[: request.rindex(b":") + 2] + signature.hex().encode() + b'"}')
    with pytest.raises(WrongSignature):
        read_request(tmp_path / "a.dyq")


@pytest.mark.parametrize(
    "changes",
    [
        {"branch_code": "../etc"},
        {"branch_code": 7},
        {"branch_name": "王\n"},
        {"branch_name": ""},
        {"device": "00" * 8},
        {"recipient": "age1nothing"},
        {"recipient": None},
        {"install": "no"},
        {"made_at": -1},
        {"made_at": True},
        {"replaces": "everything"},
        {"public_hex": "zz" * 32},
    ],
)
def test_signed_but_wrong_requests(device: DeviceKey, tmp_path: Path, changes: dict[str, Any]) -> None:
    body = {**body_of(request_of(device, CODE, NAME, AT)), **changes}
    (tmp_path / "a.dyq").write_bytes(REQUEST.write(body, device))
    with pytest.raises(BadContent, match="不对"):
        read_request(tmp_path / "a.dyq")


@pytest.mark.parametrize("changes", [{"recipients": []}, {"recipients": "age1"}, {"recipients": ["x"]}, {"epoch": -1}])
def test_signed_but_wrong_cards(office: OfficeKey, tmp_path: Path, changes: dict[str, Any]) -> None:
    card = card_of(office, "321199", "丹阳县委组织部", 1, AT)
    body = {**body_of(card), **changes}
    (tmp_path / "a.dyo").write_bytes(CARD.write(body, office))
    with pytest.raises(BadContent, match="不对"):
        read_card(tmp_path / "a.dyo")


@pytest.mark.parametrize(("code", "name"), [("", NAME), ("a b", NAME), (CODE, ""), (CODE, "长" * 61)])
def test_nothing_wrong_is_written(device: DeviceKey, code: str, name: str) -> None:
    with pytest.raises(BadContent):
        request_of(device, code, name, AT)


def test_a_newer_file_is_called_newer(tmp_path: Path) -> None:
    (tmp_path / "a.dyq").write_bytes(b'{"dyq":2,"whatever":true}')
    with pytest.raises(NewerVersion):
        read_request(tmp_path / "a.dyq")


def test_a_second_spelling_of_the_same_request_is_damaged(device: DeviceKey, tmp_path: Path) -> None:
    path = tmp_path / "a.dyq"
    write_request(path, request_of(device, CODE, NAME, AT), device)
    said = json.loads(path.read_bytes())
    for other in (json.dumps(said, ensure_ascii=False), json.dumps(said, separators=(",", ":")),
                  canonical({**said, "more": 1}).decode()):  # fmt: skip
        path.write_text(other, "utf-8")
        with pytest.raises(Damaged):
            read_request(path)


@pytest.mark.parametrize("data", [b"", b"[]", b'{"dyq":1}', b'{"dyq":1,"request":[],"signature":""}', b"{" * 999])
def test_garbage_is_damaged(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.dyq").write_bytes(data)
    with pytest.raises(BundleRefused) as refusal:
        read_request(tmp_path / "a.dyq")
    assert refusal.value.kind == "damaged"
