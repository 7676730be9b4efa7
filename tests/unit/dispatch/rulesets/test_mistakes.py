"""An author hears of every mistake at once: where, by code, and wholly in Chinese or in English."""

import re
import string

import pytest
from dispatch.adapters.ruleset_text import checked_rules, source_of
from dispatch.domain.classification import RulesetError
from dispatch.domain.classification.findings import MOST_TOLD
from dispatch.domain.classification.mistake_texts import REASONS_ZH, TEXTS
from dispatch.domain.classification.mistakes import Mistake
from dispatch.domain.classification.vocabulary import Category
from dispatch.entrypoints.http.ruleset_refusals import RefusedRules, told
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dispatch.builders import RULES
from tests.unit.dispatch.classification.builders import rule, ruleset_data

WORDS_KEPT = re.compile(r"at_least|at_most|true|false|UTF-8|YAML|RE2")
BROKEN = """\
name: first
version: 0
colour: red
language: {negations: [], clause_breaks: ",", ignore: [], fold_traditional: maybe}
scoring: {confidence_threshold: 0.5, evidence_half: 1, repeat_decay: 2}
teams: {return_exchange: returns, weather: sales}
name: again
rules:
  - {id: one, category: weather, weight: -1, any: [ok, {x: 0}, $none], regex: ['((', fine], severity: huge}
  - id: one
    category: other
    near: [{left: [a], right: b, within: 0}]
    wieght: 2
  - {category: other, any: [a]}
severity: {default: low, given: maybe, rules: [{id: up, level: high}]}
urgency: {default: none, rules: 7}
"""
FOUND = [
    (2, "version", "not_whole"),
    (3, "colour", "unknown_field"),
    (4, "language.fold_traditional", "not_a_flag"),
    (5, "scoring.repeat_decay", "not_a_fraction"),
    *((6, f"teams.{each}", "category_without_team") for each in Category if each != "return_exchange"),
    (6, "teams.weather", "unknown_category"),
    (7, "name", "key_twice"),
    (9, "rules[0].any[1].x", "not_positive"),
    (9, "rules[0].any[2]", "unknown_vocabulary"),
    (9, "rules[0].category", "unknown_category"),
    (9, "rules[0].regex[0]", "pattern_invalid"),
    (9, "rules[0].severity", "unknown_level"),
    (9, "rules[0].weight", "not_positive"),
    (10, "rules[1].id", "duplicate_rule"),
    (12, "rules[1].near[0].within", "not_whole"),
    (13, "rules[1].wieght", "unknown_field"),
    (14, "rules[2].id", "missing_field"),
    (8, "rules", "no_fallback"),
    (15, "severity.given", "unknown_policy"),
    (15, "severity.rules[0]", "level_rule_without_condition"),
    (16, "urgency.default", "unknown_level"),
    (16, "urgency.rules", "not_a_list"),
]


def refusal(source: str) -> RulesetError:
    with pytest.raises(RulesetError) as caught:
        checked_rules(source)
    return caught.value


def test_all_mistakes_are_told_at_once_with_their_lines() -> None:
    error = refusal(BROKEN)
    found = [(mistake.line, mistake.path, mistake.code) for mistake in error.mistakes]
    assert sorted(found) == sorted(FOUND)
    assert error.count == len(found)
    assert [line for line, _, _ in found] == sorted(line or 0 for line, _, _ in found)


def test_what_follows_from_a_mistake_is_no_other_one() -> None:
    source = source_of(ruleset_data(rule("a", "weather", any=["$none"], regex=["(("])))
    assert [mistake.path for mistake in refusal(source).mistakes] == [
        "rules[1].category",
        "rules[1].any[0]",
        "rules[1].regex[0]",
    ]


def test_many_are_counted_and_not_all_told() -> None:
    error = refusal(source_of(ruleset_data(*(rule(f"r{number}", "weather") for number in range(MOST_TOLD + 50)))))
    assert (len(error.mistakes), error.count) == (MOST_TOLD, MOST_TOLD + 50)
    assert "(and 249 more)" in str(error)


@pytest.mark.parametrize(
    ("source", "code", "line", "column"),
    [
        ("a: [1\nb: 2", "yaml_invalid", 2, 2),
        ("a: 1\nb: \x00", "yaml_invalid", 2, 4),
        ("a: &x [1]\nb: *x", "alias_used", 2, 4),
        ("? [a]\n: b", "key_not_a_word", 1, 3),
        ("a: 1\n---\nb: 2", "yaml_invalid", 2, 1),
        ("\n" + "[" * 30, "too_deep", 2, 21),
    ],
)
def test_what_is_no_such_yaml_has_its_line(source: str, code: str, line: int, column: int) -> None:
    (mistake,) = refusal(source).mistakes
    assert (mistake.code, mistake.line, mistake.column) == (code, line, column)
    assert not re.search("[A-Za-z]{2}", WORDS_KEPT.sub("", mistake.told("zh")))


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_of_every_code() -> None:
    for code, (zh, en) in TEXTS.items():
        assert _names(zh) == _names(en), code
        assert not re.search("[a-z]{3}", WORDS_KEPT.sub("", re.sub(r"\{\w+\}", "", zh))), code
        assert en.isascii(), code
    starts = list(REASONS_ZH)
    hidden = [late for index, late in enumerate(starts) if any(late.startswith(early) for early in starts[:index])]
    assert hidden == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pointers_lines_and_language_of_an_answer(language: str) -> None:
    error = refusal(RULES.replace("category: service", "category: weather").replace("any: [stray]", "regex: ['((a+']"))
    for within, has_lines in (((), True), (("yaml",), True), (("content",), False)):
        answer = told(RefusedRules(error, within, has_lines=has_lines), "zh" if language == "zh" else "en")
        start = "/".join(["/body", *within])
        assert [each.pointer for each in answer] == [f"{start}/rules/4/category", f"{start}/rules/5/regex/0"]
        assert [each.code for each in answer] == ["unknown_category", "pattern_invalid"]
        assert all((each.line is not None) is (each.column is not None) is has_lines for each in answer)
        chinese = ["未知的类别 'weather'", "不是 RE2 可识别的正则表达式: 缺少 ),位于 ((a+"]
        english = ["unknown category 'weather'", "not a regular expression that RE2 knows: missing ): ((a+"]
        starts = chinese if language == "zh" else english
        assert all(each.message.startswith(start) for each, start in zip(answer, starts, strict=True))


@given(reason=st.text(max_size=20))
def test_an_unknown_reason_is_told_in_chinese_all_the_same(reason: str) -> None:
    assert Mistake("yaml_invalid", params={"reason": reason}).told("zh") == "不是有效的 YAML: 语法有误"
