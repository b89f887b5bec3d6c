from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.base.errors import Trouble, UserError
from danyang_desktop.exchange import bundle_reader, receipt
from danyang_desktop.exchange.bundle_refusals import BadContent, BundleRefused, NotOurs, UnknownDevice
from danyang_desktop.exchange.keys import OfficeKey
from danyang_desktop.exchange.receipt import Receipt
from tests.helpers.bundles import PHOTO, Desk, records, zip_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.make()


def test_info_needs_no_key_and_proves_nothing(desk: Desk, tmp_path: Path) -> None:
    sealed = desk.seal(tmp_path / "a.dyb", records(3))
    told = bundle_reader.info(sealed.path)
    assert json.loads(json.dumps(told)) == told
    assert (told["what"], told["branch_name"], told["records"], told["proven"]) == ("bundle", "柳塘村党支部", 3, False)
    assert told["fingerprint"] == desk.device.fingerprint
    assert told["made"] == "2026-09-21 14:13:20"


def test_info_of_a_receipt(desk: Desk, tmp_path: Path) -> None:
    given = Receipt(
        office=desk.office.public_hex,
        office_epoch=1,
        branch_code="1",
        device=desk.device.device,
        epoch=1,
        upto=1,
        head="0" * 64,
        accepted=1,
    )
    receipt.write(tmp_path / "a.dyr", given, desk.office)
    told = bundle_reader.info(tmp_path / "a.dyr")
    assert json.loads(json.dumps(told)) == told
    assert (told["what"], told["fingerprint"], told["proven"]) == ("receipt", desk.office.fingerprint, False)


def test_verify_with_and_without_the_list_of_computers(desk: Desk, tmp_path: Path) -> None:
    sealed = desk.seal(tmp_path / "a.dyb", records(3))
    told = bundle_reader.verify(sealed.path)
    assert (told["proven"], told["enrolled"], told["code"]) == (True, None, sealed.code)
    assert bundle_reader.verify(sealed.path, desk.lookup)["enrolled"] is True
    with pytest.raises(UnknownDevice):
        bundle_reader.verify(sealed.path, lambda _device, _branch: None)
    sealed.path.write_bytes(sealed.path.read_bytes()[:-1])
    with pytest.raises(BundleRefused):
        bundle_reader.verify(sealed.path)


def test_open_to_a_folder(desk: Desk, tmp_path: Path) -> None:
    sealed = desk.seal(tmp_path / "a.dyb", records(30), [PHOTO])
    (tmp_path / "out").mkdir()
    for identity, name in ((desk.office.identity, "x"), (desk.recovery, "y")):
        folder = tmp_path / "out" / name
        told = bundle_reader.open_to(sealed.path, identity, folder)
        assert (told["records"], told["photos"]) == (30, 1)
        lines = (folder / "records.jsonl").read_text("utf-8").splitlines()
        assert [json.loads(line) for line in lines] == records(30)
        assert (folder / "photos" / f"{hashlib.sha256(PHOTO).hexdigest()}.jpg").read_bytes() == PHOTO
        assert json.loads((folder / "schema.json").read_bytes()) == {"visits": ["note", "cash"]}
        assert sorted(path.name for path in folder.iterdir()) == [
            "counts.json",
            "photos",
            "records.jsonl",
            "schema.json",
        ]


def test_open_leaves_nothing_behind_when_it_fails(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    path = tmp_path / "a.dyb"
    sealed = desk.seal(tmp_path / "good.dyb", records(3))
    with pytest.raises(NotOurs):
        bundle_reader.open_to(sealed.path, OfficeKey.make()[0].identity, tmp_path / "out")
    counts = {"records": {"visits": 2}, "photos": 0, "photo_bytes": 0}
    desk.forge_zip(path, zip_of(b'{"kind":"visits"}\n', counts=counts), counts={"visits": 2})
    with pytest.raises(BadContent):
        bundle_reader.open_to(path, desk.office.identity, tmp_path / "out")
    with pytest.raises(UserError, match="已经有了"):
        bundle_reader.open_to(sealed.path, desk.office.identity, tmp_path / "b")
    assert sorted(found.name for found in tmp_path.iterdir()) == ["a.dyb", "b", "good.dyb"]


def test_a_file_that_is_not_there(desk: Desk, tmp_path: Path) -> None:
    for read in (bundle_reader.info, bundle_reader.verify):
        with pytest.raises(Trouble, match="读不出来"):
            read(tmp_path / "nowhere.dyb")
