from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.exchange.bundle_typed import Expected, typed_form, verify_typed

SIX = Expected(device="0123456789abcdef", epoch=1, upto=6, head="ab" * 32, office_epoch=2, receipt_key=bytes(range(16)))
SEVEN = replace(SIX, upto=7, head="cd" * 32, receipt_key=b"another key here")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def test_twelve_digits_in_three_groups() -> None:
    assert re.fullmatch(r"\d{4} \d{4} \d{4}", typed_form(SIX))
    assert typed_form(SIX) == "6857 9568 5365"


def test_they_find_their_bundle() -> None:
    assert verify_typed(typed_form(SIX), [SEVEN, SIX]) == SIX
    assert verify_typed(typed_form(SEVEN), [SEVEN, SIX]) == SEVEN


@pytest.mark.parametrize("change", [str, lambda text: text.replace(" ", ""), lambda text: text.replace(" ", "-")])
def test_how_people_type(change: Any) -> None:
    text = change(typed_form(SIX))
    assert verify_typed(text, [SIX]) == SIX
    assert verify_typed(f"  {text}\u3000\r\n", [SIX]) == SIX
    assert verify_typed(text.translate(FULL_WIDTH), [SIX]) == SIX


@pytest.mark.parametrize(
    "changes",
    [
        {"device": "f" * 16},
        {"epoch": 2},
        {"upto": 5},
        {"head": "00" * 32},
        {"office_epoch": 3},
        {"receipt_key": bytes(16)},
    ],
)
def test_everything_enters_them(changes: dict[str, Any]) -> None:
    with pytest.raises(UserError, match="不是给") as refusal:
        verify_typed(typed_form(replace(SIX, **changes)), [SIX])
    assert refusal.value.field == "receipt"


def test_every_slip_of_one_digit_and_every_swap_is_called_a_slip() -> None:
    digits = typed_form(SIX).replace(" ", "")
    slips = {digits[:at] + other + digits[at + 1 :] for at in range(12) for other in "0123456789"}
    slips |= {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(11)}
    for slip in slips - {digits}:
        with pytest.raises(UserError, match="输错了"):
            verify_typed(slip, [SIX])


@pytest.mark.parametrize("text", ["", "1234", "1234 5678 9012 3", "abcd efgh ijkl", "1234 5678 901x", "一二三四"])
def test_not_twelve_digits(text: str) -> None:
    with pytest.raises(UserError, match="12 位"):
        verify_typed(text, [SIX])


def test_nothing_was_handed_in() -> None:
    with pytest.raises(UserError, match="不是给"):
        verify_typed(typed_form(SIX), [])


def test_the_key_is_not_shown() -> None:
    assert repr(SIX.receipt_key) not in repr(SIX)
