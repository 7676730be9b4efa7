"""What a model sees is the same on every machine and for ever."""

from dataclasses import replace

from dispatch.domain.classification.normalise import Script
from dispatch.domain.opinion.features import FeatureSpec, features_of, groups_of
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
    assert features_of("", "", SPEC) == ((), (), (), (), ())
    assert features_of("\ud800", "", SPEC).text


def test_latin_words_are_read_whole_and_by_their_beginning_other_writing_by_its_characters() -> None:
    spec = replace(SPEC, stem=5)
    returned, returning = (features_of(word, "", spec) for word in ("returned", "returning"))
    assert (len(returned.words), returned.text) == (2, ())
    assert len(set(returned.words) & set(returning.words)) == 1
    mixed = features_of("app闪退", "", spec)
    assert mixed.words == features_of("app", "", spec).words
    assert mixed.text == features_of("闪退", "", spec).text
    assert len(mixed.text) == 3


def test_neighbouring_words_are_read_together_by_their_beginning() -> None:
    spec = replace(SPEC, stem=5, pairs=True)
    alone = {place for word in ("never", "returned", "call") for place in features_of(word, "", spec).words}
    told = set(features_of("never returned call", "", spec).words)
    assert len(told - alone) == 2
    assert told - alone == set(features_of("never returning call", "", spec).words) - {
        place for word in ("never", "returning", "call") for place in features_of(word, "", spec).words
    }
    assert set(features_of("call never returned", "", spec).words) != told


def test_the_script_is_a_feature_where_it_has_a_share() -> None:
    spec = replace(SPEC, script_share=1.0)
    assert features_of("x", "", SPEC, "latin").script == ()
    scripts: tuple[Script, ...] = ("latin", "simplified", "traditional")
    assert len({features_of("x", "", spec, script).script for script in scripts}) == len(scripts)


def test_the_kind_is_a_feature_where_it_has_a_share_and_somebody_chose_it() -> None:
    spec = replace(SPEC, kind_share=1.0)
    assert features_of("x", "", SPEC, kind="fault").kind == ()
    assert features_of("x", "", spec, kind="complaint").kind == features_of("x", "", spec).kind == ()
    assert features_of("x", "", spec, kind="fault").kind != features_of("x", "", spec, kind="visit").kind


def test_every_group_weighs_its_share() -> None:
    spec = replace(SPEC, script_share=2.0, kind_share=0.5, stem=5)
    groups = groups_of(features_of("it leaks", "pump", spec, kind="fault"), spec)
    assert [round(len(places) * value**2, 6) for places, value in groups] == [1.0, 0.25, 4.0, 0.25]
    assert groups_of(features_of("", "", SPEC), SPEC) == ()
