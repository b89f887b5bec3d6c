from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pyrage
import pytest

from danyang_desktop.base.canonical import parse
from danyang_desktop.base.errors import Cancelled, Trouble
from danyang_desktop.exchange import container
from danyang_desktop.exchange.bundle_format import PAYLOAD_LIMIT, Since
from danyang_desktop.exchange.bundle_pack import Contents
from danyang_desktop.exchange.bundle_refusals import Gap, NotOurs, UnknownDevice, WrongSignature
from danyang_desktop.exchange.keys import DeviceKey, OfficeKey
from tests.helpers.bundles import HEADING, PHOTO, Desk, records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.make()


def test_what_goes_in_comes_out(desk: Desk, tmp_path: Path) -> None:
    lines, photos = records(250), [PHOTO, b"another", b""]
    sealed = desk.seal(tmp_path / "a.dyb", lines, photos)
    assert desk.read(sealed.path) == (lines, photos)
    assert sealed.header.counts == {"talks": 84, "visits": 166}
    assert (sealed.header.records, sealed.header.photos) == (250, 3)
    assert sealed.bytes == sealed.path.stat().st_size
    assert [path.name for path in tmp_path.iterdir()] == ["a.dyb"]


def test_branch_and_office_see_the_same_code(desk: Desk, tmp_path: Path) -> None:
    sealed = desk.seal(tmp_path / "a.dyb", records(3))
    proven = desk.verify(sealed.path)
    assert (proven.hash, proven.code, proven.header) == (sealed.hash, sealed.code, sealed.header)
    assert sealed.code == f"{sealed.hash[:4].upper()}-{sealed.hash[4:8].upper()}"
    assert desk.seal(tmp_path / "b.dyb", records(3)).hash != sealed.hash, "age never encrypts twice alike"


def test_the_header_is_read_without_any_key(desk: Desk, tmp_path: Path) -> None:
    sealed = desk.seal(tmp_path / "a.dyb", records(3))
    header = container.read_header(sealed.path)
    assert header == sealed.header
    assert (header.branch_name, header.seq, header.device) == ("柳塘村党支部", 3, desk.device.device)


def test_the_payload_is_plain_age_around_a_plain_zip(desk: Desk, tmp_path: Path) -> None:
    sealed = desk.seal(tmp_path / "a.dyb", records(2), [PHOTO])
    data = sealed.path.read_bytes()
    front = 12 + int.from_bytes(data[8:12], "big") + 64
    for identity in (desk.office.identity, desk.recovery):
        archive = zipfile.ZipFile(io.BytesIO(pyrage.decrypt(data[front:], [identity])))
        assert archive.testzip() is None
        names = ["schema.json", "records.jsonl", f"photos/{hashlib.sha256(PHOTO).hexdigest()}.jpg", "counts.json"]
        assert archive.namelist() == names
        assert [parse(line) for line in archive.read("records.jsonl").splitlines()] == records(2)


def test_the_receipt_key_travels_only_inside(desk: Desk, tmp_path: Path) -> None:
    sealed = desk.seal(tmp_path / "a.dyb")
    key = desk.device.receipt_key(HEADING.epoch, HEADING.seq)
    with container.open_payload(desk.verify(sealed.path), desk.office.identity) as payload:
        assert payload.receipt_key == key
        assert payload.schema == {"visits": ["note", "cash"]}
    data = sealed.path.read_bytes()
    assert key not in data
    assert key.hex().encode() not in data


def test_nothing_inside_can_be_read_without_the_key(desk: Desk, tmp_path: Path) -> None:
    data = desk.seal(tmp_path / "a.dyb", [{"kind": "people", "name": "王秀英", "id": "321199194901010026"}]).path
    assert "王秀英".encode() not in data.read_bytes()
    assert b"321199194901010026" not in data.read_bytes()


def test_another_office_is_told_that_it_is_not_theirs(desk: Desk, tmp_path: Path) -> None:
    proven = desk.verify(desk.seal(tmp_path / "a.dyb", records(3)).path)
    other, _ = OfficeKey.make()
    with pytest.raises(NotOurs) as refusal:
        container.open_payload(proven, other.identity)
    assert refusal.value.kind == "not_ours"
    assert "不是发给本县的" in refusal.value.sentence


def test_a_computer_that_is_not_enrolled(desk: Desk, tmp_path: Path) -> None:
    path = desk.seal(tmp_path / "a.dyb", records(3)).path
    with pytest.raises(UnknownDevice) as refusal:
        container.verify(path, lambda _device, _branch: None)
    assert "没有登记" in refusal.value.sentence
    moved = tmp_path / "moved.dyb"
    container.seal(
        moved, replace(HEADING, branch_code="32119910120399"), Contents([]), desk.device, desk.office.recipients
    )
    with pytest.raises(UnknownDevice):
        desk.verify(moved)


def test_an_enrolled_computers_name_on_another_computers_signature(desk: Desk, tmp_path: Path) -> None:
    thief = DeviceKey.make()
    sealed = desk.seal(tmp_path / "a.dyb", records(3))
    payload = sealed.path.read_bytes()[-sealed.header.payload_bytes :]
    unknown = desk.honest_header(payload, key=thief.public_hex, device="0" * 16)
    sealed.path.write_bytes(desk.forge(unknown, payload, thief))
    with pytest.raises(WrongSignature):
        container.verify(sealed.path, lambda _device, _branch: None)  # a name that is not its key's is no stranger's
    for key in (desk.device.public_hex, thief.public_hex):
        sealed.path.write_bytes(desk.forge(desk.honest_header(payload, key=key), payload, thief))
        with pytest.raises(WrongSignature):
            desk.verify(sealed.path)


def test_a_key_that_was_changed_at_the_office(desk: Desk, tmp_path: Path) -> None:
    path = desk.seal(tmp_path / "a.dyb", records(3)).path
    with pytest.raises(WrongSignature):
        container.verify(path, lambda _device, _branch: bytes.fromhex(DeviceKey.make().public_hex))
    with pytest.raises(WrongSignature):
        container.verify(path, lambda _device, _branch: b"no key at all")


@pytest.mark.parametrize(("received", "missing"), [(0, 1), (4, 5), (5, None), (9, None)])
def test_a_bundle_that_builds_on_one_that_never_came(
    desk: Desk, tmp_path: Path, received: int, missing: int | None
) -> None:
    heading = replace(HEADING, since=Since(epoch=1, upto=5, head="cd" * 32, office_epoch=1))
    sealed = container.seal(tmp_path / "a.dyb", heading, Contents([]), desk.device, desk.office.recipients)
    header = container.read_header(sealed.path)
    assert header.since == heading.since
    if missing is None:
        container.refuse_gap(header, received)
        return
    with pytest.raises(Gap, match=f"缺第 {missing} 号包"):
        container.refuse_gap(header, received)


def test_a_first_bundle_has_no_gap(desk: Desk, tmp_path: Path) -> None:
    container.refuse_gap(desk.seal(tmp_path / "a.dyb").header, 0)


def test_the_office_answers_in_the_same_format(desk: Desk, tmp_path: Path) -> None:
    heading = replace(HEADING, direction="down", branch_name="丹阳县委组织部")
    sealed = container.seal(
        tmp_path / "down.dyb", heading, Contents([{"kind": "rates"}]), desk.office, [desk.device.recipient]
    )
    proven = container.verify(sealed.path, lambda _device, _branch: bytes.fromhex(desk.office.public_hex))
    with container.open_payload(proven, desk.device.identity) as payload:
        assert list(payload.records()) == [{"kind": "rates"}]


def test_fields_of_a_later_program_are_kept(desk: Desk, tmp_path: Path) -> None:
    heading = replace(HEADING, extra={"mood": {"a": [1]}, "device": "may not be overruled"})
    sealed = container.seal(tmp_path / "a.dyb", heading, Contents([]), desk.device, desk.office.recipients)
    header = desk.verify(sealed.path).header
    assert header.extra == {"mood": {"a": [1]}}
    assert header.device == desk.device.device


@pytest.mark.parametrize(
    "changes",
    [
        {"branch_code": "../x"},
        {"branch_name": ""},
        {"branch_name": "王\u202e"},
        {"seq": 0},
        {"from_on": "2026-02-30"},
        {"to_on": "20261031"},
        {"previous": "short"},
        {"made_at": -1},
        {"direction": "sideways"},
        {"extra": {"big": "x" * 70_000}},
    ],
)
def test_a_heading_that_no_office_would_take_is_not_written(
    desk: Desk, tmp_path: Path, changes: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match=r"包头|fit"):
        container.seal(
            tmp_path / "a.dyb", replace(HEADING, **changes), Contents([]), desk.device, desk.office.recipients
        )
    assert list(tmp_path.iterdir()) == []


BAD_LINES: list[dict[str, object]] = [
    {"uid": "no kind"},
    {"kind": "Visits"},
    {"kind": "visits", "note": "\0"},
    {"kind": "visits", "cash": 1 << 63},
    {"kind": "visits", "cash": float("nan")},
    {"kind": "visits", "note": "\ud800"},
    {"kind": "visits", "a": [[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]},
    {"kind": "visits", "note": "长" * 1_500_000},
]


@pytest.mark.parametrize("line", BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_record_that_no_office_would_take_is_not_written(desk: Desk, tmp_path: Path, line: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        desk.seal(tmp_path / "a.dyb", [*records(5), line])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sha256", ["", "ab", "../" * 20, "AB" * 32])
def test_a_photo_without_its_hash_is_not_written(desk: Desk, tmp_path: Path, sha256: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        container.seal(
            tmp_path / "a.dyb", HEADING, Contents([], [(sha256, PHOTO)]), desk.device, desk.office.recipients
        )
    assert list(tmp_path.iterdir()) == []


def test_without_a_recipient_nothing_is_written(desk: Desk, tmp_path: Path) -> None:
    for recipients in ([], ["age1notakey0000000000"], ["ssh-ed25519 AAAA"]):
        with pytest.raises(ValueError, match=r"recipient"):
            container.seal(tmp_path / "a.dyb", HEADING, Contents([]), desk.device, recipients)
    assert list(tmp_path.iterdir()) == []


def test_cancelled_half_way_nothing_is_left(desk: Desk, tmp_path: Path) -> None:
    def stop(done: int, total: int, sentence: str) -> None:
        if done > 100_000:
            raise Cancelled(sentence)

    photos = ((hashlib.sha256(data).hexdigest(), data) for data in (bytes([at]) * 90_000 for at in range(5)))
    with pytest.raises(Cancelled):
        container.seal(
            tmp_path / "a.dyb", HEADING, Contents([], photos), desk.device, desk.office.recipients, progress=stop
        )
    assert list(tmp_path.iterdir()) == []


def test_trouble_of_the_book_comes_through_as_it_is(desk: Desk, tmp_path: Path) -> None:
    def lines() -> Iterator[dict[str, object]]:
        yield {"kind": "visits"}
        raise Trouble("台账文件读不出来。", "U-302")

    with pytest.raises(Trouble, match="台账文件读不出来"):
        desk.seal(tmp_path / "a.dyb", lines())
    assert list(tmp_path.iterdir()) == []


def test_what_would_not_fit_on_any_stick_is_said_before_it_is_written(desk: Desk, tmp_path: Path) -> None:
    contents = Contents(records(1), expected_bytes=1 << 60)
    with pytest.raises(Trouble, match="空间不够") as trouble:
        container.seal(tmp_path / "a.dyb", HEADING, contents, desk.device, desk.office.recipients)
    assert trouble.value.code == "U-101"
    assert list(tmp_path.iterdir()) == []


def test_a_payload_beyond_the_limit_is_refused(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert PAYLOAD_LIMIT < 1 << 31
    monkeypatch.setattr("danyang_desktop.exchange.bundle_cipher.PAYLOAD_LIMIT", 200_000)
    with pytest.raises(Trouble, match="装不下") as trouble:
        desk.seal(tmp_path / "a.dyb", [], (bytes([at]) * 90_000 for at in range(5)))
    assert trouble.value.code == "U-106"
    assert list(tmp_path.iterdir()) == []


def test_progress_is_told_while_writing_and_while_checking(desk: Desk, tmp_path: Path) -> None:
    told: list[str] = []

    def hear(done: int, total: int, sentence: str) -> None:
        assert 0 < done <= total
        told.append(sentence)

    contents = Contents(records(10), expected_bytes=1000)
    container.seal(tmp_path / "a.dyb", HEADING, contents, desk.device, desk.office.recipients, progress=hear)
    assert list(dict.fromkeys(told)) == ["正在写数据包", "正在核对数据包"]
