"""The fast evaluation means what the slow, plain one means, for any text over the words of a ruleset."""

import pytest
from dispatch.domain.classification import CompiledRuleset, Facts, decide
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.effort import examples
from tests.unit.dispatch.classification.builders import compiled, default_rules, rule
from tests.unit.dispatch.classification.reference import Reference

DENSE: CompiledRuleset = compiled(
    rule("any", "service", any=["坏", "坏了", "bad", "bad*", {"坏了吗": 2.5}, "𠀀坏", "😀"], weight=1.5),
    rule("plain", "delivery", any=["慢", "很慢"], polarity="plain", none=["快"], urgency="high"),
    rule("negated", "usage", any=["好", "good"], polarity="negated", tags=["t"]),
    rule("near", "product_quality", near=[{"left": ["屏", "屏幕"], "right": ["坏", "慢"], "within": 2}]),
    rule("either", "product_design", severity="high", weight=0.7, polarity="plain",
         near=[{"left": ["屏"], "right": ["好", "good"], "within": 3, "ordered": False, "weight": 1.25}]),
    rule("across", "return_exchange", all=[["买", "拍"], ["坏", "退"]]),
    language={"negations": ["不", "没有", "not"], "clause_breaks": ",.", "ignore": ["坏了吗", "不坏", "快慢", "bad*"],
              "fold_traditional": True},
    severity={"default": "low", "given": "floor", "rules": [{"id": "s", "level": "critical", "any": ["bad*"]}]},
    urgency={"default": "low", "rules": [{"id": "u", "level": "medium", "near": [
        {"left": ["退"], "right": ["快"], "within": 1}]}]},
)  # fmt: skip
PIECES = ["坏", "坏了", "了吗", "吗", "bad", "ly", "慢", "很", "快", "好", "good", "屏", "幕", "买", "拍", "退", "不",
          "没有", "not ", ",", "。", " ", "x", "𠀀", "😀", "\ud840", "\udc00", "，"]  # fmt: skip
DENSE_REFERENCE = Reference(DENSE)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)

DEFAULT: CompiledRuleset = default_rules()
DEFAULT_REFERENCE = Reference(DEFAULT)
WORDS = st.sampled_from(sorted(word.removesuffix("*") for word in DEFAULT.index.keywords))
SENTENCES = st.lists(WORDS | st.sampled_from(PIECES), max_size=10).map("".join)


def agree(facts: Facts, rules: CompiledRuleset, reference: Reference) -> None:
    decision = decide(facts, rules)
    category, severity, urgency, held = reference.decide(facts)
    assert (decision.category, decision.severity, decision.urgency) == (category, severity, urgency)
    assert {match.rule for match in decision.reason.matches} == held.keys()
    for match in decision.reason.matches:
        score, words = held[match.rule]
        assert match.score == pytest.approx(score)
        assert match.words == words or not words


@settings(max_examples=examples(300))
@given(text=TEXTS)
def test_dense_rules(text: str) -> None:
    agree(Facts(text=text), DENSE, DENSE_REFERENCE)


def test_halves_of_a_character_are_not_the_character() -> None:
    astral = compiled(rule("astral", "service", any=["𠀀坏"]))
    assert decide(Facts(text="𠀀坏"), astral).rule == "astral"
    assert decide(Facts(text="\ud840\udc00坏"), astral).rule == "fallback"


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(text=SENTENCES, kind=st.sampled_from(["complaint", "fault"]), remedy=st.sampled_from([None, "refund"]))
def test_the_default_ruleset(text: str, kind: str, remedy: str | None) -> None:
    agree(Facts(text=text, kind=kind, remedy=remedy), DEFAULT, DEFAULT_REFERENCE)
