"""How evidence adds up to a decision: scores, ties, confidence, levels, reason."""

import pytest
from dispatch.domain.classification import Category, Facts, Level, decide

from tests.unit.dispatch.classification.builders import Data, classify, compiled, rule

BROKEN = rule("broken", "product_quality", any=["坏", "破"], weight=2)
LATE = rule("late", "delivery", any=["慢"], weight=2)


def score(text: str, category: Category, *rules: Data) -> float:
    return {entry.category: entry.score for entry in classify(text, *rules).reason.scores}.get(category, 0.0)


def test_weight_times_word_weight_is_added() -> None:
    weighed = rule("weighed", "service", any=[{"骂": 1.5}], weight=2)
    assert score("骂", Category.SERVICE, weighed) == pytest.approx(3.0)
    assert score("骂慢", Category.SERVICE, weighed, rule("more", "service", any=["慢"])) == pytest.approx(4.0)


def test_further_words_of_one_rule_count_less() -> None:
    assert score("坏又破", Category.PRODUCT_QUALITY, BROKEN) == pytest.approx(2 + 1)


def test_a_repeated_word_and_a_word_inside_a_longer_one_count_once() -> None:
    nested = rule("nested", "product_quality", any=["坏", "坏了"], weight=2)
    assert score("坏了坏了", Category.PRODUCT_QUALITY, nested) == pytest.approx(2)


def test_the_best_category_wins_and_brings_its_team() -> None:
    decision = classify("坏又破,还慢", BROKEN, LATE)
    assert (decision.category, decision.team, decision.rule) == (Category.PRODUCT_QUALITY, "quality", "broken")
    assert decision.reason.runners_up == (Category.DELIVERY, Category.OTHER)
    assert decision.reason.matches[0].words == ("坏", "破")
    assert (decision.ruleset, decision.ruleset_version) == ("test", 3)


def test_the_order_of_teams_breaks_a_tie_whatever_the_order_of_rules() -> None:
    assert classify("坏,慢", LATE, BROKEN).category is Category.PRODUCT_QUALITY
    assert classify("坏,慢", BROKEN, LATE).category is Category.PRODUCT_QUALITY


def test_confidence_is_lead_times_evidence() -> None:
    decision = classify("坏", BROKEN)
    assert decision.confidence == pytest.approx((2 / 2.5) * (2 / 3))
    assert decision.sure
    assert not classify("坏,慢", BROKEN, LATE).sure


def test_a_text_without_evidence_is_never_sure_but_has_a_guess() -> None:
    decision = classify("", BROKEN)
    assert (decision.category, decision.rule, decision.sure) == (Category.OTHER, "fallback", False)


def test_level_rules_raise_and_name_themselves() -> None:
    levels: Data = {
        "default": "low",
        "rules": [
            {"id": "fire", "level": "critical", "any": ["着火"]},
            {"id": "hot", "level": "medium", "any": ["烫"]},
        ],
    }
    decision = classify("烫得着火", severity=levels | {"given": "floor"}, urgency=levels)
    assert (decision.severity, decision.urgency) == (Level.CRITICAL, Level.CRITICAL)
    assert decision.reason.severity == decision.reason.urgency == ("fire", "hot")
    fire, hot = ("fire", ("着火",), ((2, 4),)), ("hot", ("烫",), ((0, 1),))
    assert decision.reason.levels == tuple((of, *found) for of in ("severity", "urgency") for found in (fire, hot))
    assert classify("烫", urgency=levels).urgency is Level.MEDIUM


def test_only_rules_of_the_winning_category_raise_levels_and_tag() -> None:
    unsafe = BROKEN | {"severity": "critical", "urgency": "high", "tags": ["safety"]}
    won = classify("坏", unsafe)
    assert (won.severity, won.urgency, won.tags) == (Level.CRITICAL, Level.HIGH, ("safety",))
    assert (won.reason.severity, won.reason.urgency) == (("broken",), ("broken",))
    lost = classify("坏,慢", unsafe, LATE | {"weight": 9})
    assert (lost.severity, lost.urgency, lost.tags) == (Level.MEDIUM, Level.LOW, ())
    assert (lost.reason.severity, lost.reason.urgency) == ((), ())


@pytest.mark.parametrize(
    ("policy", "given", "expected"),
    [
        ("floor", None, Level.HIGH),
        ("floor", "low", Level.HIGH),
        ("floor", "critical", Level.CRITICAL),
        ("overrides", "low", Level.LOW),
        ("overrides", "enormous", Level.HIGH),
    ],
)
def test_the_clerks_severity(policy: str, given: str | None, expected: Level) -> None:
    severity: Data = {"default": "high", "given": policy, "rules": []}
    assert decide(Facts(text="", severity=given), compiled(severity=severity)).severity is expected
