"""How a text is written, and from when on the rules are sure of it."""

from dataclasses import replace

import pytest
from dispatch.adapters.ruleset_yaml import compiled_default, traditional_folding
from dispatch.domain.classification import Category, CompiledRuleset, Facts, decide
from dispatch.domain.classification.normalise import Normaliser, Script

from tests.unit.dispatch.builders import ruleset

NORMALISE = Normaliser(traditional_folding())


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("", "latin"),
        ("It’s broken — again, café!", "latin"),
        ("螢幕壞了", "traditional"),
        ("部機用咗兩日就壞咗", "traditional"),
        ("屏幕坏了", "simplified"),
        ("App闪退", "simplified"),
        ("用了三个月以后就开始漏水，打了几次电话也没有人来修，甚麼态度", "simplified"),
    ],
)
def test_the_script_of_a_text(text: str, script: str) -> None:
    assert NORMALISE.script(text) == script


def stricter(script: Script, threshold: float) -> CompiledRuleset:
    compiled = ruleset()
    scoring = replace(compiled.ruleset.scoring, thresholds={script: threshold})
    return replace(compiled, ruleset=replace(compiled.ruleset, scoring=scoring))


def test_a_script_has_a_threshold_of_its_own() -> None:
    text = Facts("it leaks")
    confidence = decide(text, ruleset()).confidence
    assert decide(text, ruleset()).sure
    assert not decide(text, stricter("latin", confidence + 0.01)).sure
    assert decide(text, stricter("latin", confidence)).sure
    assert decide(text, stricter("traditional", 1.0)).sure
    assert decide(text, stricter("latin", 1.0)).confidence == confidence


@pytest.mark.slow
def test_the_shipped_rules_ask_for_more_than_one_word_where_one_says_little() -> None:
    for text in ("There is a dent", "換過之後沒反應", "说明书找不到了"):
        decision = decide(Facts(text), compiled_default())
        assert decision.category is not Category.OTHER, "the rules do have a guess"
        assert not decision.sure
