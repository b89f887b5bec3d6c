"""The format page is enough: a reader written from it alone reads, checks and merges what the program makes."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.exceptions import InvalidSignature

from danyang_desktop.county.receipts import digits_to_read_out
from danyang_desktop.exchange import bundle_out
from danyang_desktop.store import versions
from tests.core.county.test_format1 import BUNDLE, MANUAL, SAID
from tests.helpers import second_reader as second
from tests.helpers.pictures import noise
from tests.helpers.rows import neighbour, saved_errand
from tests.helpers.toy import ERRANDS, NEIGHBOURS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.county.conftest import Pair


def _read(pair: Pair, path: Path, **how: Any) -> second.Bundle:
    key = how.get("key") or pair.branch.desk.signer.public_hex
    return second.read(path.read_bytes(), pair.office.keys.age_secret, key)


def test_it_reads_the_released_bundle_and_finds_every_example_of_the_page() -> None:
    for secret in ("office_age_secret", "recovery_age_secret"):
        bundle = second.read(BUNDLE.read_bytes(), SAID[secret], SAID["device_public"])
        assert (bundle.hash, bundle.code, bundle.header["counts"]) == (
            SAID["bundle_hash"], SAID["code"], SAID["counts"],
        )  # fmt: skip
        assert list(bundle.photos) == [SAID["photo"]]
    page = MANUAL.read_text("utf-8")
    assert f"`{bundle.code}`" in page
    assert f"`{second.digits(bundle, 1)}`" in page
    assert second.fingerprint(SAID["device_public"]) == SAID["fingerprint"]


def test_it_refuses_every_flipped_bit_of_the_front(pair: Pair) -> None:
    saved_errand(pair.branch)
    data = pair.hand_in().read_bytes()
    for at in (*range(12), 13, 500, 4200, len(data) - 1):
        made = bytearray(data)
        made[at] ^= 1
        with pytest.raises((ValueError, InvalidSignature)):
            second.read(bytes(made), pair.office.keys.age_secret, pair.branch.desk.signer.public_hex)


def test_it_merges_to_what_the_office_shows(pair: Pair, tmp_path: Path) -> None:
    errand = saved_errand(pair.branch, story="说的是一回事，写的人不同。", photos=[pair.branch.attach(noise(1))])
    whom = neighbour(pair.branch)
    other = pair.two_computers(tmp_path / "second")
    for workspace, story in ((pair.branch, "第一台电脑上的说法。"), (other, "第二台电脑上的说法。")):
        record = workspace.get(ERRANDS, errand.uid)
        record.story = story
        workspace.save(record)
    pair.branch.save(pair.branch.get(NEIGHBOURS, whom.uid))
    pair.branch.void(saved_errand(pair.branch), "写重了")
    files = {workspace.desk.signer.public_hex: pair.hand_in(workspace) for workspace in (other, pair.branch)}
    book = second.Book()
    for key, path in files.items():
        book.merge(_read(pair, path, key=key).lines)
    pair.receive()
    connection = pair.book.book.connection
    assert set(book.versions) == {row[0] for row in connection.execute("SELECT digest FROM versions")}
    shown = {one.uid: one.head for ledger in (ERRANDS, NEIGHBOURS) for one in pair.book.query(ledger).records()}
    assert {uid: tops[0] for uid, tops in book.tops().items()} == shown
    listed = set(connection.execute("SELECT uid, ours, theirs FROM conflicts WHERE settled_at IS NULL"))
    assert book.conflicts() == listed
    assert len(listed) == 1


def test_it_checks_lines_of_which_something_stayed_at_home(pair: Pair) -> None:
    saved_errand(pair.branch)
    bundle = _read(pair, pair.hand_in())
    (version,) = [one for one in versions.since(pair.branch.book.connection, 0, 99) if one.slug == ERRANDS.slug]
    line = bundle_out.line_of(versions.redacted(version, {"story"}))
    second.check(line, bundle.header)
    with pytest.raises(ValueError, match="digest"):
        second.check({**line, "body": {**line["body"], "remark": "添上去的"}}, bundle.header)  # type: ignore[dict-item]


def test_it_reads_parts_receipts_cards_and_digits(pair: Pair, tmp_path: Path) -> None:
    for number in range(3):
        saved_errand(pair.branch, photos=[pair.branch.attach(noise(number))])
    made = bundle_out.export(pair.branch.desk, pair.stick, most=60_000)
    parts = [_read(pair, path) for path in made.files]
    assert [part.header["part"] for part in parts] == list(range(1, parts[0].header["parts"] + 1))
    assert sum(len(part.photos) for part in parts) == 3
    pair.receive()
    (receipt,) = pair.answer()
    office = pair.office.keys.public_hex
    said = second.statement(receipt.read_bytes(), "dyr", office)
    assert (said["upto"], said["head"], said["device"]) == (1, parts[0].hash, parts[0].header["device"])
    (paper,) = digits_to_read_out(pair.office)
    assert paper.digits.replace(" ", "") == second.digits(parts[0], said["office_epoch"])
    pair.office, _ = pair.office.renewed()
    pair.office.write_card(tmp_path / "new.dyo")
    card = second.statement((tmp_path / "new.dyo").read_bytes(), "dyo")
    assert (card["endorsed_by"], card["public_hex"]) == (office, pair.office.keys.public_hex)
    pair.branch.renew_device_key()
    bundle_out.ask_to_enrol(pair.branch.desk, tmp_path / "new.dyq")
    assert second.statement((tmp_path / "new.dyq").read_bytes(), "dyq")["replaces"] == parts[0].header["device"]


def test_every_field_of_every_file_is_on_the_page(pair: Pair, tmp_path: Path) -> None:
    page = MANUAL.read_text("utf-8")
    saved_errand(pair.branch)
    bundle = _read(pair, pair.hand_in())
    pair.receive()
    (receipt,) = pair.answer()
    pair.office.write_card(tmp_path / "a.dyo")
    bundle_out.ask_to_enrol(pair.branch.desk, tmp_path / "a.dyq")
    named = {*bundle.header, *second.statement(receipt.read_bytes(), "dyr", pair.office.keys.public_hex)}
    named |= {*second.statement((tmp_path / "a.dyo").read_bytes(), "dyo")}
    named |= {*second.statement((tmp_path / "a.dyq").read_bytes(), "dyq")}
    assert [name for name in sorted(named) if f"`{name}`" not in page] == []


def test_the_line_of_the_page_opens_a_bundle_by_hand(tmp_path: Path) -> None:
    """`tail | age -d | unzip`, as it stands there; without the `age` command its library plays its part."""
    size = int.from_bytes(BUNDLE.read_bytes()[8:12], "big")
    cut = subprocess.run(["tail", "-c", f"+{77 + size}", BUNDLE], check=True, capture_output=True).stdout
    (tmp_path / "a.zip").write_bytes(second.decrypt(cut, SAID["office_age_secret"]))
    shutil.unpack_archive(tmp_path / "a.zip", tmp_path / "out")
    assert len((tmp_path / "out" / "records.jsonl").read_bytes().splitlines()) == sum(SAID["counts"].values())
