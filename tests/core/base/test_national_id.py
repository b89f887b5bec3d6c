from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danyang_desktop.base import national_id
from danyang_desktop.base.national_id import age_on, birth_date, check_digit, complain, make, normalise, sex, why

TODAY = date(2026, 11, 25)
BIRTHS = st.dates(date(1900, 1, 1), TODAY)
NUMBERS = st.builds(make, st.just("321199"), BIRTHS, st.integers(0, 999))


@pytest.mark.parametrize(
    "number",
    ["321199190001010001", "321199190402290024", "321199190912311235", "11010519491231002X", "11010519491231002x"],
)
def test_good_numbers_are_good(number: str) -> None:
    assert why(number, TODAY) is None
    assert complain(number, TODAY) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("321199190001010002", "id_checksum"),
        ("321199198507065730", "id_checksum"),
        ("321199190002290017", "id_date"),  # 1900 was no leap year
        ("321199202402300011", "id_date"),
        ("321199209901010016", "id_date"),
        ("321199180001010016", "id_date"),
        ("321199197205169000", "id_truncated_by_excel"),
        ("3.21199E+17", "id_lost_digits"),
        ("3.21199198907246e+17", "id_lost_digits"),
        ("3.21199E17", "id_lost_digits"),
        ("321199198907246000.0", "id_lost_digits"),
        (3.21199198907246e17, "id_lost_digits"),
        (321199198907246011, "id_lost_digits"),
        ("321199720516900", "id_15_digits"),
        (321199720516900.0, "id_15_digits"),
        ("321199990230900", "id_length"),  # fifteen digits, but no day of birth among them
        ("32119919720516900", "id_length"),
        ("3211991972051690011", "id_length"),
        ("32119919720516X001", "id_length"),
        ("３２１１９９", "id_length"),
        ("A2119919720516900X", "id_length"),
        ("٣٢١١٩٩١٩٠٠٠١٠١٠٠٠١", "id_length"),  # Arabic-Indic digits
        ("", "id_length"),
        ("张三", "id_length"),
        (float("nan"), "id_length"),
        (float("inf"), "id_length"),
        (0.5, "id_length"),
    ],
)
def test_what_is_wrong_has_its_reason_and_a_sentence(text: str | float, reason: str) -> None:
    assert why(text, TODAY) == reason
    sentence = complain(text, TODAY)
    assert sentence
    assert sentence.endswith("。")


def test_each_mistake_has_its_own_sentence() -> None:
    wrong: list[str | float] = [
        "",
        "321199190001010002",
        "321199190002290017",
        "321199209901010016",
        "321199197205169000",
        "3.21199E+17",
        "321199720516900",
        "3211991972051690",
        "321199197205A69000",
    ]
    assert len({complain(text, TODAY) for text in wrong}) == len(wrong)
    assert "后三位变成了000" in (complain("321199197205169000", TODAY) or "")
    assert "16位" in (complain("3211991972051690", TODAY) or "")
    assert "2099年" in (complain("321199209901010016", TODAY) or "")


def test_somebody_whose_number_ends_in_000_is_not_refused() -> None:
    made = (make("321199", date(1950, 1, day), 100) for day in range(1, 32))
    number = next(number for number in made if number.endswith("000"))
    assert why(number, TODAY) is None


def test_numbers_of_danyang_people_born_before_1989_are_good() -> None:
    # A library was seen to refuse these, because 321181 did not exist yet when they were born.
    for year in range(1925, 1989):
        assert why(make("321181", date(year, 6, 1), 888), TODAY) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("３２１１９９１９００\u3000０１０１ ０００１", "321199190001010001"),
        ("321199-19000101-0001", "321199190001010001"),
        ("'321199190001010001", "321199190001010001"),
        (" 11010519491231002x\n", "11010519491231002X"),
        ("11010519491231002ｘ", "11010519491231002X"),
        ("11010519491231002×", "11010519491231002X"),
        ("11010519491231002Х", "11010519491231002X"),  # a Cyrillic letter
        ("\ufeff321199190001010001\u200b", "321199190001010001"),
        ("", ""),
    ],
)
def test_numbers_are_tidied(text: str, number: str) -> None:
    assert normalise(text) == number


@given(NUMBERS)
def test_made_numbers_are_good_and_say_who(number: str) -> None:
    assert why(number, TODAY) is None
    assert make("321199", birth_date(number), int(number[14:17])) == number
    assert sex(number) == ("男" if int(number[14:17]) % 2 else "女")


@given(NUMBERS, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: str, place: int, shift: int) -> None:
    old = number[place]
    new = str((int(old) + shift) % 10) if old != "X" else str(shift)
    assert why(number[:place] + new + number[place + 1 :], TODAY) is not None


@given(NUMBERS, st.integers(0, 16))
def test_two_neighbours_exchanged_are_always_noticed(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or why(swapped, TODAY) is not None


@given(st.text(max_size=25) | st.floats() | st.integers())
def test_anything_at_all_is_judged_without_an_accident(text: str | float) -> None:
    assert (why(text, TODAY) is None) == (complain(text, TODAY) is None)


@pytest.mark.parametrize(
    "first17", ["3211991900010100", "321199190001010001", "3211991900010100X", "３２１１９９１９０００１０１０００"]
)
def test_a_check_digit_needs_seventeen_digits(first17: str) -> None:
    with pytest.raises(ValueError, match="seventeen"):
        check_digit(first17)


def test_a_birth_that_is_no_day_is_not_returned() -> None:
    with pytest.raises(ValueError, match="date of birth"):
        birth_date("321199190002290017")


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(1946, 11, 25), TODAY, 80),
        (date(1946, 11, 26), TODAY, 79),
        (date(2026, 11, 25), TODAY, 0),
        (date(2026, 11, 26), TODAY, -1),
        (date(1944, 2, 29), date(2024, 2, 28), 79),
        (date(1944, 2, 29), date(2024, 2, 29), 80),
        (date(1944, 2, 29), date(2025, 2, 27), 80),
        (date(1944, 2, 29), date(2025, 2, 28), 81),
        (date(1944, 2, 29), date(2025, 3, 1), 81),
    ],
)
def test_ages(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


@pytest.mark.parametrize(
    ("prefix", "odd"),
    [("321181", False), ("321122", False), ("329007", False), ("321119", False), ("321199", True), ("110105", True)],
)
def test_another_region_is_only_odd(prefix: str, *, odd: bool) -> None:
    number = make(prefix, date(1950, 1, 1), 1)
    assert national_id.region_is_odd(number) is odd
    assert why(number, TODAY) is None


def test_old_codes_of_danyang_are_odd_elsewhere() -> None:
    assert national_id.region_is_odd(make("321122", date(1950, 1, 1), 1), home="320102")
    assert not national_id.region_is_odd(make("320102", date(1950, 1, 1), 1), home="320102")


def test_the_calendar_of_births_is_followed_exactly() -> None:
    good = {birth for birth in itertools.product(range(1, 14), range(1, 33)) if _judge(1904, *birth) is None}
    assert len(good) == 366


def _judge(year: int, month: int, day: int) -> str | None:
    first17 = f"321199{year}{month:02}{day:02}001"
    return why(first17 + check_digit(first17), TODAY)
