from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danyang_desktop.base.chinese.text import (
    account_looks_truncated,
    clean,
    complain_account,
    complain_phone,
    halfwidth,
    luhn_ok,
    normalise_account,
    normalise_phone,
)


def test_full_width_text_becomes_ascii() -> None:
    assert halfwidth("ＡＢｃ１２３．，－\u3000！～") == "ABc123.,- !~"
    assert halfwidth("丹阳〇、。") == "丹阳〇、。"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (" a\r\nb\rc\u2028d\x0be ", "a\nb\nc\nd\ne"),
        ("a\x00b\x07\u200b\ufeff\u202ec", "abc"),
        ("a\tb\u00a0c", "a b c"),
        ("\ud83d张", "张"),
        ("\u3000张三\n\n", "张三"),
        ("张\ue000", "张\ue000"),
        ("", ""),
    ],
)
def test_text_is_cleaned(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(st.characters(), max_size=40))
def test_cleaned_text_can_be_stored_and_stays_clean(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert "\x00" not in cleaned
    cleaned.encode()


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("13812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("+86-13812345678", "13812345678"),
        ("(+86)13812345678", "13812345678"),
        ("0086 13812345678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("15174218096.0", "15174218096"),
        ("0511-86123456", "0511-86123456"),
        ("0511 86123456", "0511-86123456"),
        ("(0511)86123456", "0511-86123456"),
        ("（0511）8612-3456", "0511-86123456"),
        ("051186123456", "0511-86123456"),
        ("0511—86123456", "0511-86123456"),
        ("010-62345678", "010-62345678"),
        ("02562345678", "025-62345678"),
        ("400-800-1234", "400-800-1234"),
    ],
)
def test_good_telephones(text: str, phone: str) -> None:
    assert normalise_phone(text) == phone
    assert normalise_phone(phone) == phone
    assert complain_phone(text) is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "还没填"),
        ("1381234567", "现在是10位"),
        ("138123456789", "现在是12位"),
        ("12812345678", "电话不对"),
        ("86123456", "区号"),
        ("13812345678/13912345678", "只填一个"),
        ("13812345678（儿子）", "只填一个"),
        ("无", "只填一个"),
        ("1.38123E+10", "数字"),
        ("٠١٣٨١٢٣٤٥٦٧", "数字"),
        ("0511-1234", "电话不对"),
    ],
)
def test_what_is_no_telephone_is_refused_with_a_sentence(text: str, part: str) -> None:
    sentence = complain_phone(text)
    assert sentence
    assert part in sentence
    assert sentence.endswith("。")


@given(st.text("0123456789-+() 86１（）—.转", max_size=20))
def test_tidying_a_telephone_twice_is_tidying_once(text: str) -> None:
    phone = normalise_phone(text)
    assert complain_phone(phone) == complain_phone(text)
    if complain_phone(text) is None:
        assert normalise_phone(phone) == phone


@pytest.mark.parametrize(
    "text", ["6222 0211 0400 1234 567", "６２２２０２１１０４００１２３４５６７", "3211-0123-4567", "321101234567"]
)
def test_good_accounts(text: str) -> None:
    assert complain_account(text) is None
    assert normalise_account(text).isdigit()


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "还没填"),
        ("12345678901", "现在是11位"),
        ("1" * 20, "现在是20位"),
        ("6.22202E+18", "后几位丢了"),
        ("6222O21104001234567", "只能有数字"),
        ("农行6222021104001234567", "只能有数字"),
    ],
)
def test_what_is_no_account_is_refused_with_a_sentence(text: str, part: str) -> None:
    sentence = complain_account(text)
    assert sentence
    assert part in sentence


def test_check_digits_of_cards() -> None:
    assert luhn_ok("4111 1111 1111 1111")
    assert not luhn_ok("4111 1111 1111 1112")
    assert not luhn_ok("")
    assert not luhn_ok("abc")


def test_an_account_that_a_spreadsheet_cut_is_noticed() -> None:
    assert account_looks_truncated("6222021104001230000")
    assert not account_looks_truncated("6222021104001234567")
    assert not account_looks_truncated("321101234567")
    made = next(f"62220211040{tail:04}0000" for tail in range(10) if luhn_ok(f"62220211040{tail:04}0000"))
    assert not account_looks_truncated(made)
