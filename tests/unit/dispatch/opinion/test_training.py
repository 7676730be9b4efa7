"""Training learns, is repeatable, and measures only on what it left out."""

from dataclasses import replace
from random import Random

import pytest
from dispatch.adapters.opinion_file import model_from_json, model_to_json
from dispatch.domain.classification import Category, Facts
from dispatch.domain.opinion.calibration import calibrate
from dispatch.domain.opinion.consultation import SecondOpinion
from dispatch.domain.opinion.evaluation import Figure
from dispatch.domain.opinion.examples import Example, Sample
from dispatch.domain.opinion.features import Features, features_of
from dispatch.domain.opinion.measures import Outcome, least_threshold, measured
from dispatch.domain.opinion.training import CATEGORIES, TooFewExamples, balanced, train
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dispatch.builders import ruleset
from tests.unit.dispatch.opinion.models import PLAIN, PLAN, WRITTEN, examples

RULES = ruleset()
OUTCOMES = st.lists(st.builds(Outcome, st.floats(0, 1), st.booleans(), st.booleans()), max_size=60)


def test_the_same_examples_give_the_same_model() -> None:
    assert train(examples(), PLAN, PLAIN, RULES) == train(examples(), PLAN, PLAIN, RULES)


def test_what_can_be_learned_is_learned() -> None:
    trained = train(examples(), PLAN, PLAIN, RULES)
    assert trained.measured.category > 0.9
    assert trained.measured.decided_right >= PLAN.precision


def test_a_text_of_two_matters_is_acceptable_in_both() -> None:
    """Categories do not compete: what is as likely in two of them is likely in each."""
    both = [
        Example(each.text, "", each.category, "person", accepted=frozenset({Category.USAGE}))
        if each.category is Category.DELIVERY
        else each
        for each in examples()
    ]
    plan = replace(PLAN, accepted_share=0.9)
    fitted = train(both, plan, PLAIN, RULES).fitted
    shares = dict(zip(CATEGORIES, fitted.shares(features_of("parcel came late", "", plan.features)), strict=True))
    assert shares[Category.DELIVERY] > 0.8
    assert shares[Category.USAGE] > 0.7
    assert shares[Category.COMMERCIAL] < 0.3


def test_what_the_last_passes_learned_is_averaged() -> None:
    def learned(passes: int, averaged: int) -> list[float]:
        fitted = train(examples(), replace(PLAN, passes=passes, averaged=averaged), PLAIN, RULES).fitted
        return [*fitted.bias, *(value for row in fitted.weights for value in row)]

    halfway, whole = learned(5, 1), learned(6, 1)
    assert halfway != whole
    assert learned(6, 2) == pytest.approx([(one + other) / 2 for one, other in zip(halfway, whole, strict=True)])


def test_what_weighs_more_teaches_more() -> None:
    """One text, said of two categories: the heavier example decides."""
    said = [Example("it hums", "", category, "person") for category in (Category.USAGE, Category.PRODUCT_QUALITY)] * 3

    def taught(weight: float) -> Category:
        heavier = [replace(each, weight=weight) if each.category is Category.USAGE else each for each in said]
        fitted = train([*examples(), *heavier], PLAN, PLAIN, RULES).fitted
        shares = fitted.shares(features_of("it hums", "", PLAN.features))
        return CATEGORIES[max(range(len(shares)), key=shares.__getitem__)]

    assert taught(5.0) is Category.USAGE
    assert taught(0.2) is Category.PRODUCT_QUALITY


def test_the_kind_of_the_case_can_decide() -> None:
    plan = replace(PLAN, features=replace(PLAN.features, kind_share=1.0))
    words = ("pump", "valve", "it", "stands", "mine", "ours")
    told = [Example(word, "", Category.PRODUCT_QUALITY, "person", kind="fault") for word in words]
    asked = [Example(word, "", Category.USAGE, "person", kind="consultation") for word in words]
    written = model_to_json(train([*told, *asked], plan, PLAIN, RULES), plan, "kinds", 1, WRITTEN)
    reader = SecondOpinion(model_from_json(written), PLAIN)
    teams = RULES.ruleset.teams
    assert reader.of(Facts("pump", kind="fault"), teams).category is Category.PRODUCT_QUALITY
    assert reader.of(Facts("pump", kind="consultation"), teams).category is Category.USAGE


def test_what_cannot_be_learned_is_not_claimed() -> None:
    """Labels that have nothing to do with the texts: only examples left out show it."""
    names = (Category.DELIVERY, Category.USAGE)
    labels = Random(5)
    noise = [replace(each, category=labels.choice(names)) for each in examples()]
    assert train(noise, PLAN, PLAIN, RULES).measured.category < 0.8


def test_people_are_asked_for_accuracy_and_rules_only_without_them() -> None:
    ruled = [replace(each, source="rule") for each in examples()]
    assert train(ruled, PLAN, PLAIN, RULES).measured.method.endswith("judged by rule")
    mixed = train([*ruled, *examples()], PLAN, PLAIN, RULES)
    assert mixed.measured.items == len(examples())
    assert mixed.trained_on.by_source == {"person": 36, "rule": 36}


@pytest.mark.parametrize("few", [(), examples()[:2], [replace(each, category=Category.USAGE) for each in examples()]])
def test_nothing_to_learn_from_is_refused(few: list[object]) -> None:
    with pytest.raises(TooFewExamples):
        train(few, PLAN, PLAIN, RULES)  # type: ignore[arg-type]


@given(OUTCOMES, st.floats(0.1, 1))
def test_from_the_threshold_on_the_precision_holds(outcomes: list[Outcome], precision: float) -> None:
    threshold = least_threshold(outcomes, precision)
    above = sorted((each for each in outcomes if each.confidence > threshold), key=lambda each: -each.confidence)
    assert all(0 <= each.confidence <= 1 for each in above)
    figures = measured(outcomes, threshold, "test")
    assert sum(band.items for band in figures.calibration) == len(outcomes)


def test_calibration_tells_how_often_it_is_right() -> None:
    boastful = [(0.99, at % 2 == 0) for at in range(200)] + [(0.6, at % 5 == 0) for at in range(200)]
    calibration = calibrate(boastful)
    assert calibration(0.99) == pytest.approx(0.5, abs=0.02)
    assert calibration(0.6) == pytest.approx(0.2, abs=0.02)
    assert calibrate([(0.9, True)])(0.9) == pytest.approx(0.9)


@given(st.integers(0, 300), st.integers(1, 300))
def test_the_interval_holds_the_share(right: int, items: int) -> None:
    figure = Figure(min(right, items), items)
    low, high = figure.interval
    assert -1e-9 <= low <= figure.right / items + 1e-9
    assert figure.right / items - 1e-9 <= high <= 1 + 1e-9


def test_scarce_categories_of_a_script_count_more() -> None:
    many = [Example(f"late parcel {at}", "", Category.DELIVERY, "person") for at in range(8)]
    few = [Example("wrong price", "", Category.COMMERCIAL, "person"), Example("坏了", "", Category.USAGE, "person")]
    samples = [Sample(Features((), (), (), (), ()), PLAIN.script(each.text), (), 1.0) for each in (*many, *few)]
    weights = [sample.weight for sample in balanced([*many, *few], samples, replace(PLAN, balance=1.0))]
    assert sum(weights[:8]) == pytest.approx(weights[8])
    assert weights[9] == pytest.approx(1 / len(Category))
    assert balanced([*many, *few], samples, replace(PLAN, balance=0.0)) == samples
