"""Case numbers: what is misheard or mistyped is found, what is spelled differently is the same number."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.domain.case_number import case_number, check_digit, looks_like_number, parse_case_number, period
from intake.domain.errors import InvalidCaseNumber

PERIODS = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 12, 31)).map(  # noqa: DTZ001
    lambda at: period(at.replace(tzinfo=UTC))
)
NUMBERS = st.builds(case_number, PERIODS, st.integers(min_value=1, max_value=99_999_999))
SEPARATORS = st.text(alphabet=" -–—._/\t－\u3000", max_size=3)


def test_the_check_digit_is_the_published_one() -> None:
    assert check_digit("572") == "4"
    assert case_number("2603", 17) == "2603-000017-" + check_digit("2603000017")


@given(NUMBERS)
def test_a_number_is_its_own_canonical_form(number: str) -> None:
    assert parse_case_number(number) == number
    assert looks_like_number(number)


@given(NUMBERS, st.data())
def test_every_single_wrong_digit_is_found(number: str, data: st.DataObject) -> None:
    digits = number.replace("-", "")
    place = data.draw(st.integers(0, len(digits) - 1))
    wrong = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != digits[place]))
    with pytest.raises(InvalidCaseNumber):
        parse_case_number(digits[:place] + wrong + digits[place + 1 :])


@given(NUMBERS)
def test_every_swap_of_neighbours_is_found(number: str) -> None:
    digits = number.replace("-", "")
    for place in range(len(digits) - 1):
        left, right = digits[place], digits[place + 1]
        if left != right:
            with pytest.raises(InvalidCaseNumber):
                parse_case_number(digits[:place] + right + left + digits[place + 2 :])


@given(NUMBERS, st.lists(SEPARATORS, min_size=20, max_size=20), st.booleans())
def test_any_spelling_is_the_same_number(number: str, separators: list[str], wide: bool) -> None:
    spelled = "".join(separator + digit for separator, digit in zip(separators, number.replace("-", ""), strict=False))
    if wide:
        spelled = spelled.translate({ord(str(digit)): ord("０") + digit for digit in range(10)})
    assert parse_case_number(spelled) == number


@pytest.mark.parametrize("text", ["", "2603", "0" * 32, "x603-000017-4", "2603-000017-4-4444444", "٢٦٠٣٠٠٠٠١٧٤"])
def test_what_cannot_be_a_number_is_no_number(text: str) -> None:
    assert not looks_like_number(text)
    with pytest.raises(InvalidCaseNumber):
        parse_case_number(text)


def test_more_cases_than_six_digits_make_longer_numbers() -> None:
    number = case_number("2603", 1_000_000)
    assert number.startswith("2603-1000000-")
    assert parse_case_number(number) == number
