"""The stated percentile, against the standard library and by hand."""

import statistics

import pytest
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
