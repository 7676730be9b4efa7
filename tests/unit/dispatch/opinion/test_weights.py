"""One sum of big integers equals nine sums of bytes."""

from array import array

from dispatch.domain.opinion.quantising import quantise
from dispatch.domain.opinion.weights import OFFSET, PackedWeights
from hypothesis import given
from hypothesis import strategies as st

BUCKETS, WIDTH = 16, 5
RAW = st.binary(min_size=BUCKETS * WIDTH, max_size=BUCKETS * WIDTH)


@given(RAW, st.lists(st.integers(0, BUCKETS - 1), max_size=400))
def test_the_packed_sum_is_the_sum(raw: bytes, places: list[int]) -> None:
    expected = [sum(raw[place * WIDTH + at] - OFFSET for place in places) for at in range(WIDTH)]
    assert PackedWeights(raw, WIDTH).summed(places) == expected


def test_the_longest_text_does_not_flow_over() -> None:
    places = [0] * 20_000
    assert PackedWeights(b"\xff\x00" * 4, 2).summed(places) == [127 * 20_000, -128 * 20_000]


@given(st.lists(st.floats(-50, 50), min_size=4, max_size=4))
def test_bytes_are_within_half_a_unit(values: list[float]) -> None:
    quantised = quantise([array("d", values)])
    for byte, value in zip(quantised.raw, values, strict=True):
        assert abs((byte - OFFSET) * quantised.scale - value) <= quantised.scale * 0.500001
