"""New keys for an office and for a branch's computer: followed by the old key's word, and by nothing less."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdf
import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.county.office import Office
from danyang_desktop.county.recovery_sheet import recovery_sheet
from danyang_desktop.county.returns import read_return, write_return
from danyang_desktop.exchange import bundle_out, container
from danyang_desktop.exchange.bundle_refusals import BadContent
from danyang_desktop.exchange.key_enrolment import (
    CARD,
    REQUEST,
    body_of,
    card_of,
    read_card,
    read_request,
    request_of,
    write_request,
)
from danyang_desktop.exchange.keys import DeviceKey, OfficeKey
from danyang_desktop.exchange.office_card import card_of_office, offices, take_card
from danyang_desktop.exchange.outbox import outbox
from danyang_desktop.exchange.receipt_in import read_receipts
from danyang_desktop.exchange.spare_key import rows, typed
from danyang_desktop.printing.paper import render
from tests.helpers.rows import faces, saved_errand

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.county.conftest import Pair


def _renew_office(pair: Pair) -> str:
    pair.office, recovery = pair.office.renewed()
    return recovery


def test_the_recovery_key_typed_from_its_sheet_opens_what_was_handed_in(pair: Pair, tmp_path: Path) -> None:
    recovery = _renew_office(pair)
    render([recovery_sheet(pair.office, recovery)], tmp_path / "key.pdf", title="x")
    seen = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "key.pdf").pages)
    paper = [re.findall(r"\b[0-9A-Z]{2,4}\b", row) for row in re.findall("第.行.*", seen)]
    assert paper == rows(recovery), "no group runs over a hyphen or a line"
    pair.office.write_card(tmp_path / "new.dyo")
    take_card(pair.branch.desk, tmp_path / "new.dyo")
    saved_errand(pair.branch)
    bundle = pair.hand_in()
    by_hand = typed("\n".join(" ".join(row) for row in paper).lower())
    with container.open_payload(container.verify(bundle, pair.office.public_key), by_hand) as payload:
        assert len(list(payload.records())) == 1
    assert recovery not in (pair.book.folder / "office.dyk").read_text("utf-8")


def test_a_branch_follows_its_office_to_a_new_key_by_the_return_stick(pair: Pair) -> None:
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    old = card_of_office(pair.branch.desk)
    _renew_office(pair)
    saved_errand(pair.branch)
    told = pair.receive(pair.hand_in())  # sealed to the old key: the branch does not know yet
    assert [one["merged"] for one in told.accepted] == [1]
    write_return(pair.office, pair.branch.desk.code, pair.stick)
    pair.answer()
    home = read_return(pair.branch.desk, pair.stick)
    assert (home.taken, home.refused) == (1, [])
    assert [one.upto for one in read_receipts(pair.branch.desk, pair.stick).taken] == [2]
    new = card_of_office(pair.branch.desk)
    assert new.public_hex == pair.office.keys.public_hex != old.public_hex
    assert len(offices(pair.branch.desk)) == 2
    saved_errand(pair.branch)
    bundle = pair.hand_in()
    assert set(container.read_header(bundle).recipients) == set(pair.office.keys.recipients)
    assert pair.receive(bundle).merged == 1
    assert faces(pair.book) == faces(pair.branch)


def test_a_branch_that_was_away_for_two_changes_follows_both(pair: Pair, tmp_path: Path) -> None:
    for number in (1, 2):
        _renew_office(pair)
        pair.office.write_card(pair.stick / f"{number}.dyo")
    shutil.move(pair.stick / "1.dyo", pair.stick / "z.dyo")  # in no helpful order
    saved_errand(pair.branch)
    pair.receive(pair.hand_in())
    pair.answer()
    assert read_receipts(pair.branch.desk, pair.stick).taken
    assert card_of_office(pair.branch.desk).public_hex == pair.office.keys.public_hex


def test_another_office_is_not_followed_unless_somebody_telephoned(pair: Pair, tmp_path: Path) -> None:
    known = card_of_office(pair.branch.desk)
    stranger = Office(pair.book.desk, OfficeKey.make()[0])
    stranger.write_card(pair.stick / "office.dyo")
    with pytest.raises(UserError, match="登记号"):
        take_card(pair.branch.desk, pair.stick / "office.dyo")
    with pytest.raises(UserError, match="没有给本支部的回执"):
        read_receipts(pair.branch.desk, pair.stick)
    assert card_of_office(pair.branch.desk) == known
    take_card(pair.branch.desk, pair.stick / "office.dyo", compared=True)
    assert card_of_office(pair.branch.desk).public_hex == stranger.keys.public_hex


def test_an_older_card_of_the_same_office_changes_nothing(pair: Pair, tmp_path: Path) -> None:
    pair.office.write_card(tmp_path / "newer.dyo")
    newer = take_card(pair.branch.desk, tmp_path / "newer.dyo")
    assert take_card(pair.branch.desk, tmp_path / "office.dyo") == newer
    assert card_of_office(pair.branch.desk) == newer


def test_an_endorsement_cannot_be_taken_from_another_key(pair: Pair, tmp_path: Path) -> None:
    thief = OfficeKey.make()[0]
    _renew_office(pair)
    stolen = replace(card_of(thief, "321181", "丹阳市委组织部", 1, 1), endorsement=pair.office.keys.endorsement)
    (tmp_path / "a.dyo").write_bytes(CARD.write(body_of(stolen), thief))
    with pytest.raises(BadContent, match="endorsement"):
        read_card(tmp_path / "a.dyo")


def test_a_computer_with_a_new_key_is_enrolled_by_the_old_ones_word(pair: Pair, tmp_path: Path) -> None:
    pair.settle_up()
    old, epoch = pair.branch.desk.signer, pair.branch.book.epoch
    pair.branch.renew_device_key()
    assert pair.branch.book.device == pair.branch.desk.signer.device != old.device
    assert pair.branch.book.epoch == epoch + 1
    saved_errand(pair.branch)
    early = pair.hand_in()
    assert [one["kind"] for one in pair.receive(early).refused] == ["unknown_device"]
    bundle_out.ask_to_enrol(pair.branch.desk, tmp_path / "new.dyq")
    request = read_request(tmp_path / "new.dyq")
    assert pair.office.vouched(request)
    assert request.replaces == old.device
    pair.office.enrol(tmp_path / "new.dyq")
    assert pair.office.public_key(old.device, pair.branch.desk.code) is None
    told = pair.receive(early)
    assert (told.merged, told.conflicts, told.refused) == (1, 0, [])
    assert faces(pair.book) == faces(pair.branch)
    assert [one["state"] for one in outbox(pair.branch.book)] == ["等回执", "县里已收"]
    pair.answer()
    assert [one.upto for one in read_receipts(pair.branch.desk, pair.stick).taken] == [2]
    saved_errand(pair.branch)
    later = container.read_header(pair.hand_in())
    assert (later.since.upto if later.since else None, later.records) == (2, 1)  # small bundles again


def test_the_new_key_is_there_again_when_the_book_is_opened_again(pair: Pair) -> None:
    pair.branch.renew_device_key()
    signer, epoch = pair.branch.desk.signer, pair.branch.book.epoch
    pair.branch.close()
    again = pair.pattern.open(pair.branch.folder)
    pair.opened.append(again)
    assert again.desk.signer == signer
    assert again.desk.signer.endorsement
    assert again.book.epoch == epoch


def test_what_was_sealed_to_a_computers_old_key_still_opens(pair: Pair) -> None:
    write_return(pair.office, pair.branch.desk.code, pair.stick)
    pair.branch.renew_device_key()
    assert read_return(pair.branch.desk, pair.stick).taken == 1


def test_only_an_enrolled_computer_of_the_same_branch_can_vouch(pair: Pair, tmp_path: Path) -> None:
    unknown = DeviceKey.make()
    fresh = unknown.renewed()
    path = tmp_path / "x.dyq"
    write_request(path, request_of(fresh, pair.branch.desk.code, pair.branch.desk.name, 1), fresh)
    assert not pair.office.vouched(read_request(path))
    path = tmp_path / "mine.dyq"
    mine = pair.branch.desk.signer.renewed()
    write_request(path, request_of(mine, "32118110220101", "荆村党支部", 1), mine)
    assert not pair.office.vouched(read_request(path)), "another branch's computer"
    pair.office.revoke(pair.branch.desk.signer.device)
    write_request(path, request_of(mine, pair.branch.desk.code, pair.branch.desk.name, 1), mine)
    assert not pair.office.vouched(read_request(path)), "a computer that was struck off"


def test_a_false_endorsement_in_a_request_is_refused(pair: Pair, tmp_path: Path) -> None:
    thief, old = DeviceKey.make(), pair.branch.desk.signer
    body = body_of(request_of(thief, pair.branch.desk.code, pair.branch.desk.name, 1))
    body |= {"endorsed_by": old.public_hex, "endorsement": thief.sign(b"x").hex()}
    (tmp_path / "a.dyq").write_bytes(REQUEST.write(body, thief))
    with pytest.raises(BadContent, match="endorsement"):
        read_request(tmp_path / "a.dyq")


def test_a_copied_book_that_had_receipts_hands_in_all_of_it_first(pair: Pair, tmp_path: Path) -> None:
    """The office counts each computer's bundles by themselves: a copy cannot build on the first one's receipts."""
    pair.settle_up()
    pair.branch.close()
    other = pair.second_computer(tmp_path / "second")
    assert other.book.epoch > pair.branch.book.epoch
    assert other.desk.signer.device != pair.branch.desk.signer.device
    saved_errand(other)
    bundle = pair.hand_in(other)
    told = pair.receive(bundle)
    assert (told.refused, told.merged, told.conflicts) == ([], 1, 0)
    assert container.read_header(bundle).since is None


def test_a_computer_enrolled_again_is_known_by_its_new_words_and_strikes_off_nobody_elses(
    pair: Pair, tmp_path: Path
) -> None:
    code, key = "32118110120399", DeviceKey.make()
    ours = pair.branch.desk.signer.device
    connection = pair.book.book.connection

    def enrol(name: str, key: DeviceKey, code: str = code) -> None:
        path = tmp_path / f"{name}.dyq"
        write_request(path, request_of(key, code, name, 7, replaces=ours), key)
        pair.office.enrol(path)

    enrol("荆村党支部", key)
    assert pair.office.public_key(ours, pair.branch.branch.code), "whatever another branch says it replaces"
    assert pair.office.revoke(key.device)
    anew = replace(key, age_secret=DeviceKey.make().age_secret)
    enrol("荆树村党支部", anew)
    assert pair.office.public_key(key.device, code) == bytes.fromhex(key.public_hex), "it signs again"
    asked = "SELECT branch_name, recipient FROM devices WHERE device = ?"
    assert tuple(connection.execute(asked, (key.device,)).fetchone()) == ("荆树村党支部", anew.recipient)
    with pytest.raises(UserError, match="另一个支部"):
        enrol("李村党支部", key, "32118110120401")
