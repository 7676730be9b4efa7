"""One sum of big integers equals nine sums of numbers, and a file loses nothing that a word weighs."""

import struct
from array import array

import pytest
from dispatch.domain.opinion.quantising import quantise, widened
from dispatch.domain.opinion.weights import OFFSET, PackedWeights
from hypothesis import example, given
from hypothesis import strategies as st

BUCKETS, WIDTH = 16, 5
RAW = st.binary(min_size=2 * BUCKETS * WIDTH, max_size=2 * BUCKETS * WIDTH)


def numbers(raw: bytes) -> list[int]:
    return [number - OFFSET for number in struct.unpack(f"<{len(raw) // 2}H", raw)]


@given(RAW, st.lists(st.integers(0, BUCKETS - 1), max_size=400))
def test_the_packed_sum_is_the_sum(raw: bytes, places: list[int]) -> None:
    told = numbers(raw)
    expected = [sum(told[place * WIDTH + at] for place in places) for at in range(WIDTH)]
    assert PackedWeights(raw, WIDTH).summed(places) == expected


def test_the_longest_text_does_not_flow_over() -> None:
    places = [0] * 20_000
    assert PackedWeights(b"\xff\xff\x00\x00" * 4, 2).summed(places) == [32_767 * 20_000, -32_768 * 20_000]


@given(st.lists(st.floats(-50, 50), min_size=4, max_size=4))
@example([5e-324, 0.0, 0.0, 0.0])
@example([2.5e-319, 5e-324, 0.0, -2.5e-319])
def test_numbers_are_within_half_a_unit(values: list[float]) -> None:
    quantised = quantise([array("d", values)])
    for number, value in zip(numbers(quantised.raw), values, strict=True):
        assert abs(number * quantised.scale - value) <= quantised.scale * 0.500001


def test_beside_one_heavy_feature_words_still_weigh() -> None:
    quantised = quantise([array("d", [100.0, 0.3, -0.2])])
    told = [number * quantised.scale for number in numbers(quantised.raw)]
    assert told == pytest.approx([100.0, 0.3, -0.2], abs=0.002)


@given(st.binary(max_size=40))
def test_one_byte_becomes_two_of_the_same_weight(raw: bytes) -> None:
    assert numbers(widened(raw)) == [byte - 128 for byte in raw]
