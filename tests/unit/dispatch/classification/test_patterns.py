"""Regular expressions: found like words, refused with their place, and never slow."""

import time

import pytest
from dispatch.adapters.ruleset_patterns import MOST_INSTRUCTIONS, MOST_MATCHES, re2_pattern
from dispatch.adapters.ruleset_yaml import prepared, traditional_folding
from dispatch.domain.classification import Facts, RulesetError, compile_ruleset, decide, parse_ruleset
from dispatch.domain.classification.errors import PatternRefused
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dispatch.classification.builders import Data, classify, compiled, rule, ruleset_data

ERROR = r"错误\s*码?\s*e-?\d{2,4}"


@pytest.mark.parametrize(
    ("parts", "text", "holds"),
    [
        pytest.param({"regex": [ERROR]}, "显示错误E12", True, id="found"),
        pytest.param({"regex": [ERROR]}, "顯示錯誤碼 E-0471", True, id="in the folded text, in any case"),
        pytest.param({"regex": [ERROR]}, "没有任何错误", False, id="not found"),
        pytest.param({"regex": ["x*"]}, "abc", False, id="an empty match is no evidence"),
        pytest.param({"regex": ["裂"], "polarity": "plain"}, "没有裂", False, id="negated"),
        pytest.param({"regex": ["裂"], "polarity": "negated"}, "没有裂", True, id="wanted negated"),
        pytest.param({"regex": [ERROR], "all": ["打印"]}, "错误e12", False, id="with a word that is missing"),
        pytest.param({"regex": ["q1"], "any": ["坏"]}, "坏", True, id="one of the alternatives"),
    ],
)
def test_a_pattern_holds(parts: Data, text: str, holds: bool) -> None:
    assert (classify(text, rule("tested", "service", **parts)).rule == "tested") is holds


def test_a_pattern_tells_what_it_found_and_where() -> None:
    decision = classify("坏了,错误E12", rule("code", "software_fault", regex=[{ERROR: 3}], any=["坏"]))
    assert decision.reason.matches[0].words == ("错误e12", "坏")
    assert decision.reason.matches[0].spans == ((3, 8), (0, 1))
    assert decision.reason.matches[0].score == 3 + 0.5


@pytest.mark.parametrize("pattern", ["((a+", "(?=x)", r"(a)\1", "a{1001}", "[z-a]"])
def test_a_bad_pattern_is_refused_with_its_place(pattern: str) -> None:
    data = ruleset_data(rule("fine", "usage", any=["x"]), rule("broken", "service", regex=["ok", pattern]))
    with pytest.raises(RulesetError) as refusal:
        prepared(parse_ruleset(data))
    assert refusal.value.path == "rules[2].regex[1]"
    assert refusal.value.problem.startswith("not a regular expression that RE2 knows: ")


def test_every_bad_pattern_is_told() -> None:
    level = {"default": "low", "rules": [{"id": "up", "level": "high", "regex": ["(("]}]}
    data = ruleset_data(rule("a", "service", where={"order_number": {"matches": "["}}), urgency=level)
    with pytest.raises(RulesetError) as refusal:
        prepared(parse_ruleset(data))
    places = [mistake.path for mistake in refusal.value.mistakes]
    assert places == ["rules[1].where.order_number.matches", "urgency.rules[0].regex[0]"]


def test_a_pattern_is_bounded() -> None:
    with pytest.raises(PatternRefused, match="too large"):
        re2_pattern(r"\pL{30}")
    with pytest.raises(PatternRefused, match=f"too large.*{MOST_INSTRUCTIONS}"):
        re2_pattern("[一-龥]{2,210}")
    with pytest.raises(RulesetError, match="longer than 500"):
        parse_ruleset(ruleset_data(rule("a", "service", regex=["a" * 501])))
    many = [rule(f"r{number}", "service", regex=["a"] * 10) for number in range(21)]
    with pytest.raises(RulesetError, match="210 regular expressions"):
        parse_ruleset(ruleset_data(*many))
    assert len(re2_pattern("a").spans("a" * 100)) == MOST_MATCHES


def test_without_an_engine_a_pattern_is_refused() -> None:
    with pytest.raises(RulesetError, match="no engine"):
        compile_ruleset(parse_ruleset(ruleset_data(rule("a", "service", regex=["a"]))), traditional_folding())


def test_what_hangs_elsewhere_is_quick_here() -> None:
    hanging = [rule(f"r{number}", "service", regex=["(a+)+$", "(a|aa)+$", "(.*)*x"]) for number in range(20)]
    rules = compiled(*hanging)
    text = "a" * 4000 + "!"
    started = time.process_time()
    assert decide(Facts(text=text), rules).rule == "fallback"
    assert time.process_time() - started < 2


@given(text=st.text(st.characters(exclude_categories=()), max_size=40))
def test_any_text_can_be_searched(text: str) -> None:
    pattern = re2_pattern(r"[^x]")
    spans = pattern.spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert bool(spans) is pattern.occurs(text) is any(letter not in "xX" for letter in text)
