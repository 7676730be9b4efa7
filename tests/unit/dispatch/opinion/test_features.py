"""What a model sees is the same on every machine and for ever."""

from dispatch.domain.opinion.features import FeatureSpec, features_of
from hypothesis import given
from hypothesis import strategies as st

SPEC = FeatureSpec(buckets=1 << 16, shortest=1, longest=3, characters=50, product_share=0.5)
ANY_TEXT = st.text(max_size=80)


def test_known_values_never_change() -> None:
    seen = features_of("坏了", "ab", SPEC)
    assert seen.text == (6641, 11348, 28474, 30213, 34648, 36513, 41407, 49481)
    assert len(seen.product) == 8


@given(ANY_TEXT, ANY_TEXT)
def test_buckets_are_in_range_each_once_and_rising(text: str, product: str) -> None:
    for places in features_of(text, product, SPEC):
        assert list(places) == sorted(set(places))
        assert all(0 <= place < SPEC.buckets for place in places)


@given(st.text(min_size=50, max_size=60), ANY_TEXT)
def test_what_stands_beyond_the_limit_is_not_read(text: str, more: str) -> None:
    assert features_of(text[:50] + more, "", SPEC).text == features_of(text[:50], "", SPEC).text


def test_text_and_product_are_told_apart() -> None:
    seen = features_of("pump", "pump", SPEC)
    assert not set(seen.text) & set(seen.product)


def test_nothing_to_read_and_half_characters() -> None:
    assert features_of("", "", SPEC) == ((), ())
    assert features_of("\ud800", "", SPEC).text
