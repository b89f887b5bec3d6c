"""reliability.md, row 4: a damaged copy is refused, whatever the damage, with one of our refusals."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from danyang_desktop.exchange import container
from danyang_desktop.exchange.bundle_refusals import BundleRefused
from tests.helpers.bundles import HEADING, PHOTO, Desk, records

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk.make()


@pytest.fixture
def whole(desk: Desk, tmp_path: Path) -> bytes:
    path = tmp_path / "whole.dyb"
    desk.seal(path, records(4), [PHOTO])
    return path.read_bytes()


def outcomes(desk: Desk, path: Path, copies: Iterable[bytes]) -> Counter[str]:
    """Count what `verify` says of each copy; anything but a refusal escapes and fails the test."""
    seen: Counter[str] = Counter()
    for data in copies:
        path.write_bytes(data)
        try:
            desk.verify(path)
        except BundleRefused as refusal:
            seen[refusal.kind if refusal.sentence.endswith("。") else "no sentence"] += 1
        else:
            seen["accepted"] += 1
    return seen


def flips(data: bytes) -> Iterable[bytes]:
    """Every bit, but only one of each byte in the run of blanks that fills the header."""
    blanks = range(data.index(b"   "), data.rindex(b"   "))
    for at in range(len(data)):
        for bit in [at % 8] if at in blanks else range(8):
            made = bytearray(data)
            made[at] ^= 1 << bit
            yield bytes(made)


def test_the_whole_copy_is_accepted(desk: Desk, tmp_path: Path, whole: bytes) -> None:
    assert outcomes(desk, tmp_path / "copy.dyb", [whole]) == {"accepted": 1}


def test_cut_off_at_every_byte(desk: Desk, tmp_path: Path, whole: bytes) -> None:
    seen = outcomes(desk, tmp_path / "copy.dyb", (whole[:length] for length in range(len(whole))))
    assert seen == {"damaged": len(whole)}


def test_every_bit_flipped(desk: Desk, tmp_path: Path, whole: bytes) -> None:
    seen = outcomes(desk, tmp_path / "copy.dyb", flips(whole))
    assert seen.total() > 12_000
    assert seen["accepted"] == 0
    assert set(seen) <= {"damaged", "signature", "newer"}


def test_without_the_signature_check_flipped_bits_do_get_in(
    desk: Desk, tmp_path: Path, whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "is_signed", lambda *_: True)
    assert outcomes(desk, tmp_path / "copy.dyb", flips(whole))["accepted"] > 1_000


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"DYB", b"DYB1\n\n\x1a\n", b"PK\3\4", b"not a bundle " * 999, bytes(9999)], ids=range(7)
)
def test_garbage_is_called_damaged(desk: Desk, tmp_path: Path, data: bytes) -> None:
    assert outcomes(desk, tmp_path / "copy.dyb", [data]) == {"damaged": 1}


def test_one_byte_more_is_damage(desk: Desk, tmp_path: Path, whole: bytes) -> None:
    assert outcomes(desk, tmp_path / "copy.dyb", [whole + b"\0"]) == {"damaged": 1}


def test_another_byte_at_the_end_is_damage_and_no_false_signature(desk: Desk, tmp_path: Path, whole: bytes) -> None:
    assert outcomes(desk, tmp_path / "copy.dyb", [whole[:-1] + bytes([whole[-1] ^ 1])]) == {"damaged": 1}


@pytest.mark.parametrize("data", [b"DYB2\r\n\x1a\nwhatever", b"DYB9 all else may differ"])
def test_a_newer_container_is_called_newer(desk: Desk, tmp_path: Path, data: bytes) -> None:
    assert outcomes(desk, tmp_path / "copy.dyb", [data]) == {"newer": 1}


def test_a_newer_header_is_called_newer_and_nothing_else_is_read(desk: Desk, tmp_path: Path) -> None:
    newer = desk.forge({"format": 2, "branch_code": HEADING.branch_code}, b"a payload of another kind")
    assert outcomes(desk, tmp_path / "copy.dyb", [newer]) == {"newer": 1}


def test_changed_between_the_check_and_the_reading(desk: Desk, tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "whole.dyb"
    proven = desk.verify(path)
    other = desk.seal(tmp_path / "other.dyb", records(5), [PHOTO]).path.read_bytes()
    path.write_bytes(whole[: proven.front_bytes] + other[proven.front_bytes :])
    with pytest.raises(BundleRefused) as refusal:
        container.open_payload(proven, desk.office.identity)
    assert refusal.value.kind == "damaged"
