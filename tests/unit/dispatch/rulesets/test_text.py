"""Rulesets in and out as YAML: the same meaning, comments kept, and no text that could do harm."""

import pytest
import yaml
from dispatch.adapters.ruleset_source import MOST_CHARACTERS
from dispatch.adapters.ruleset_text import checked_rules, source_of, with_version
from dispatch.adapters.ruleset_yaml import ruleset_from_yaml, shipped_ruleset_source
from dispatch.domain.classification import RulesetError, parse_ruleset
from dispatch.domain.classification.vocabulary import Category, Level
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.effort import examples
from tests.unit.dispatch.builders import RULES
from tests.unit.dispatch.classification.builders import Data, rule, ruleset_data

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=8).filter(
    lambda word: "*" not in word and not word.startswith("$")
)
IDS = st.text("abc-1", min_size=1, max_size=6)
CHANCES = st.integers(1, 400).map(lambda tenths: tenths / 10)


def optional(**parts: st.SearchStrategy[object]) -> st.SearchStrategy[Data]:
    return st.fixed_dictionaries({}, optional=parts)


CONDITIONS = optional(
    any=st.lists(WORDS | st.dictionaries(WORDS, CHANCES, min_size=1, max_size=2), max_size=3),
    near=st.lists(
        st.fixed_dictionaries(
            {
                "left": st.lists(WORDS, min_size=1, max_size=2),
                "right": st.lists(WORDS, min_size=1, max_size=2),
                "within": st.integers(1, 9),
            },
            optional={"ordered": st.booleans(), "weight": CHANCES},
        ),
        max_size=2,
    ),
    regex=st.lists(st.sampled_from(["a+b", r"e-?\d+", "裂.{0,3}了"]), max_size=2),
    all=st.lists(st.lists(WORDS, min_size=1, max_size=2), max_size=2),
    none=st.lists(WORDS, min_size=1, max_size=2),
    where=optional(
        kind=st.sampled_from(["fault", "visit"]),
        amount=st.fixed_dictionaries({"at_least": st.integers(0, 10**12)}),
        customer_region=st.fixed_dictionaries({"not_in": st.lists(WORDS, max_size=2)}),
        order_number=st.fixed_dictionaries({"matches": st.just("^so"), "present": st.booleans()}),
    ),
    polarity=st.sampled_from(["any", "plain", "negated"]),
)
OUTCOMES = optional(
    weight=CHANCES,
    priority=st.integers(1, 5),
    severity=st.sampled_from([level.value for level in Level]),
    urgency=st.sampled_from([level.value for level in Level]),
    team=IDS,
    service_level=IDS,
    tags=st.lists(WORDS, max_size=2),
)
RULE = st.tuples(IDS, st.sampled_from([category.value for category in Category]), CONDITIONS, OUTCOMES).map(
    lambda parts: rule(parts[0], parts[1], **parts[2], **parts[3])
)
RULESETS = st.lists(RULE, max_size=4, unique_by=lambda data: data["id"]).map(lambda rules: ruleset_data(*rules))


@settings(max_examples=examples(60), deadline=None)
@given(content=RULESETS, number=st.integers(1, 10**9))
def test_out_and_in_again_is_the_same_ruleset(content: Data, number: int) -> None:
    exported = checked_rules(source_of(content), number).text
    imported = checked_rules(exported.source)
    assert imported.text == exported
    assert ruleset_from_yaml(exported.source) == parse_ruleset({**content, "version": number})


@pytest.mark.slow
def test_the_shipped_ruleset_survives_with_its_comments() -> None:
    source = shipped_ruleset_source()
    changed = with_version(source, 12)
    assert changed == source.replace("\nversion: 3\n", "\nversion: 12\n", 1)
    assert ruleset_from_yaml(with_version(changed, 3)) == ruleset_from_yaml(source)
    assert checked_rules(source).text.rules > 50


@pytest.mark.parametrize(
    "source",
    [
        "# 注释 😀\nname: 测试😀\nversion: 7 # 七\nrules: []",
        '{"name": "é", "version": 7, rules: [1]}',
        "name: a\nversion: '7'\nx: y",
    ],
)
def test_a_version_is_written_in_its_place(source: str) -> None:
    changed = with_version(source, 123)
    assert yaml.safe_load(changed) == yaml.safe_load(source) | {"version": 123}
    assert changed.count("123") == 1
    assert len(changed) == len(source) + (0 if "'7'" in source else 2)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("a: &x [1]\nb: *x", "aliases are not allowed"),
        ("name: a\nname: b", "the key 'name' stands twice"),
        ("[" * 5000, "nested deeper"),
        ("? [a]\n: b", "a key must be a word"),
        ("a: 1\n---\nb: 2", "not valid YAML"),
        ("a: [1", "not valid YAML"),
        ("a: !!python/object:os.system {}", "not valid YAML"),
        ("version: " + "9" * 5000, "not valid YAML"),
        ("a: 2001-99-99", "not valid YAML"),
        ("a: \x00", "not valid YAML"),
        ("", "must be a mapping"),
        ("- 1", "must be a mapping"),
        ("a" * (MOST_CHARACTERS + 1), "longer than"),
        ("[" + "a," * 150_000 + "]", "too many entries"),
        (RULES.replace("tests", '"te\\0sts"', 1), "control characters"),
        (RULES.replace("id: rude", "id: r ude"), "letters"),
        (RULES.replace("weight: 0.2", "weight: 1" + "0" * 400), "finite number"),
    ],
)
def test_what_could_do_harm_is_refused(source: str, problem: str) -> None:
    with pytest.raises(RulesetError) as refusal:
        checked_rules(source)
    assert any(problem in mistake.told() for mistake in refusal.value.mistakes)


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert checked_rules(f"\ufeff{RULES}").text == checked_rules(RULES).text
