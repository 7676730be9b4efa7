"""What the rules found weighs in, each script by its own measure."""

import pytest
from dispatch.domain.classification import Category
from dispatch.domain.opinion.evidence import RulesEvidence
from hypothesis import given
from hypothesis import strategies as st

CATEGORIES = (Category.DELIVERY, Category.USAGE, Category.SERVICE)
SHARES = [0.5, 0.3, 0.2]
EVIDENCE = RulesEvidence(weights={"latin": 1.0, "traditional": 0.0}, floor=0.5)


def test_silence_of_the_rules_changes_nothing() -> None:
    assert EVIDENCE.joined(SHARES, {}, CATEGORIES, "latin") == pytest.approx(SHARES)


def test_words_of_a_rule_turn_a_doubtful_proposal() -> None:
    joined = EVIDENCE.joined(SHARES, {Category.USAGE: 2.0}, CATEGORIES, "latin")
    assert max(zip(joined, CATEGORIES, strict=True))[1] is Category.USAGE
    assert joined[0] / joined[2] == pytest.approx(SHARES[0] / SHARES[2])


@pytest.mark.parametrize("script", ["traditional", "simplified"])
def test_without_a_weight_for_the_script_the_rules_are_passed_over(script: str) -> None:
    joined = EVIDENCE.joined(SHARES, {Category.USAGE: 9.0}, CATEGORIES, script)  # type: ignore[arg-type]
    assert joined == pytest.approx(SHARES)


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3), st.lists(st.floats(0, 50), min_size=3, max_size=3))
def test_joined_shares_are_shares(shares: list[float], scores: list[float]) -> None:
    joined = EVIDENCE.joined(shares, dict(zip(CATEGORIES, scores, strict=True)), CATEGORIES, "latin")
    assert sum(joined) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in joined)
