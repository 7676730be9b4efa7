"""The stated percentile, against the standard library and by hand."""

import statistics
from array import array

import pytest
from dispatch.domain.figures.selection import FEW, at_rank
from dispatch.domain.figures.summary import Summary, Values, percentile, share
from hypothesis import given
from hypothesis import strategies as st

NUMBERS = st.lists(st.floats(0, 1e6), min_size=2, max_size=60)


def summary(*numbers: float) -> Summary:
    values = Values()
    for number in numbers:
        values.add(number)
    return values.summary()


@given(NUMBERS)
def test_median_and_p90_are_those_of_the_standard_library(numbers: list[float]) -> None:
    found = summary(*numbers)
    assert found.n == len(numbers)
    assert found.median == pytest.approx(statistics.median(numbers))
    assert found.p90 == pytest.approx(statistics.quantiles(numbers, n=10, method="inclusive")[8])


def test_by_hand() -> None:
    assert summary() == Summary(0, None, None)
    assert summary(4.0) == Summary(1, 4.0, 4.0)
    pair = summary(30.0, 10.0)
    assert pair.median == 20.0
    assert pair.p90 == pytest.approx(28.0)
    assert summary(*range(11)) == Summary(11, 5.0, 9.0)
    assert percentile([1.0, 2.0, 4.0], 0.25) == 1.5


def test_nothing_of_nothing_is_no_share() -> None:
    assert share(0, 0) is None
    assert share(0, 4) == 0.0
    assert share(3, 4) == 0.75


@given(st.lists(st.sampled_from([0.0, 1.0, 1.5, 7.0, 7.25]) | st.floats(0, 1e6), min_size=1, max_size=300), st.data())
def test_a_rank_is_found_without_sorting_everything(numbers: list[float], data: st.DataObject) -> None:
    rank = data.draw(st.integers(0, len(numbers) - 1))
    assert at_rank(array("d", numbers), rank, few=8) == sorted(numbers)[rank]


def test_a_rank_among_equals_and_in_any_order() -> None:
    many = 3 * FEW
    assert at_rank([2.0] * many, many // 2) == 2.0
    assert at_rank(range(many), many - 2) == many - 2
    assert at_rank(range(many, 0, -1), 1) == 2
