"""The office's spare key: its groups run over no hyphen, any hand may type it back, its slips are told by place."""

from __future__ import annotations

import random

import pytest

from danyang_desktop.base.errors import UserError
from danyang_desktop.exchange.keys import OfficeKey
from danyang_desktop.exchange.spare_key import BEGINNING, ROWS, rows, typed


@pytest.fixture(scope="module")
def pair() -> tuple[OfficeKey, str]:
    """Make an office's keys and its spare one."""
    return OfficeKey.make()


def test_the_groups_hold_letters_and_digits_alone(pair: tuple[OfficeKey, str]) -> None:
    keys, recovery = pair
    shown = rows(recovery)
    assert [len(row) for row in shown] == [5, 5, 5]
    assert {len(group) for row in shown for group in row[:4]} == {4}
    assert BEGINNING + "".join(group for row in shown for group in row) == recovery
    assert str(typed("\n".join("  ".join(row) for row in shown)).to_public()) == keys.recovery_recipient


@pytest.mark.parametrize(
    "hand",
    [
        str, str.lower, lambda key: key.replace("-", ""), lambda key: key[len(BEGINNING) :],
        "\n".join, "　".join, lambda key: f"# 备用钥匙 2026\n{key}\n", lambda key: "－".join(key.split("-")),
        lambda key: BEGINNING + key[len(BEGINNING) :].replace("0", "O"),
        lambda key: "".join(chr(ord(mark) + 0xFEE0) for mark in key),
    ],
)  # fmt: skip
def test_any_hand_is_read(pair: tuple[OfficeKey, str], hand: object) -> None:
    keys, recovery = pair
    assert callable(hand)
    assert str(typed(hand(recovery)).to_public()) == keys.recovery_recipient


def test_a_slip_is_told_by_row_and_group(pair: tuple[OfficeKey, str]) -> None:
    _, recovery = pair
    rest, chance = recovery[len(BEGINNING) :], random.Random(7)
    for at in (0, 3, 4, 19, 20, 41, 57):
        wrong = chance.choice([letter for letter in "QPZRY9X8" if letter != rest[at]])
        slip = rest[:at] + wrong + rest[at + 1 :]
        row, group = divmod(at // 4, 5)
        with pytest.raises(UserError, match=f"{ROWS[row]}第 {group + 1} 组“{slip[at // 4 * 4 : at // 4 * 4 + 4]}”"):
            typed(slip)
    at = next(at for at in range(57) if rest[at] != rest[at + 1])
    with pytest.raises(UserError, match="抄错了。请对着纸"):
        typed(rest[:at] + rest[at + 1] + rest[at] + rest[at + 2 :])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rest: rest[:-1], "抄来的是 57 个"), (lambda rest: rest + "Q", "抄来的是 59 个"),
        (lambda _: "", "抄来的是 0 个"),
        (lambda rest: rest[:5] + "I" + rest[6:], "第一行第 2 组“.I..”里的“I”备用钥匙里没有"),
        (lambda rest: rest[::-1], "抄错了不止一个字"),
    ],
)  # fmt: skip
def test_what_is_no_spare_key_is_said(pair: tuple[OfficeKey, str], change: object, said: str) -> None:
    assert callable(change)
    with pytest.raises(UserError, match=said):
        typed(change(pair[1][len(BEGINNING) :]))
