"""A bad ruleset is refused with the place and the problem."""

from pathlib import Path

import pytest
import yaml
from dispatch.adapters.ruleset_yaml import load_ruleset, ruleset_from_yaml, shipped_ruleset_source
from dispatch.domain.classification import RulesetError, parse_ruleset

from tests.unit.dispatch.classification.builders import FALLBACK, Data, rule, ruleset_data

SCORING: Data = {"confidence_threshold": 0.5, "evidence_half": 1.0, "repeat_decay": 0.5}
NO_RULES: Data = {"default": "low", "rules": []}


def near(**parts: object) -> Data:
    return rule("a", "service", near=[{"left": ["x"], "right": ["y"], "within": 2} | parts])


@pytest.mark.parametrize(
    ("data", "path", "problem"),
    [
        ([], "", "must be a mapping"),
        (ruleset_data(colour="red"), "colour", "unknown field"),
        ({key: value for key, value in ruleset_data().items() if key != "teams"}, "teams", "is missing"),
        (ruleset_data(version=0), "version", "whole number"),
        (ruleset_data(version=True), "version", "whole number"),
        (ruleset_data(name=" "), "name", "non-empty string"),
        (ruleset_data(rule("a", "service", wieght=2)), "rules[1].wieght", "unknown field"),
        (ruleset_data(FALLBACK), "rules[1].id", "duplicate rule id 'fallback'"),
        (ruleset_data(rule("a", "weather")), "rules[1].category", "unknown category 'weather'"),
        (ruleset_data(rule("a", "service", weight=0)), "rules[1].weight", "above 0"),
        (ruleset_data(rule("a", "service", weight="2")), "rules[1].weight", "finite number"),
        (ruleset_data(rule("a", "service", weight=float("nan"))), "rules[1].weight", "finite number"),
        (ruleset_data(rule("a", "service", weight=True)), "rules[1].weight", "finite number"),
        (ruleset_data(rule("a", "service", any=[{"x": -1}])), "rules[1].any[0].x", "above 0"),
        (ruleset_data(rule("a", "service", any=[618])), "rules[1].any[0]", "quote a number"),
        (ruleset_data(rule("a", "service", any="x")), "rules[1].any", "must be a list"),
        (ruleset_data(rule("a", "service", any=["a*b"])), "rules[1].any[0]", "end of a word"),
        (ruleset_data(rule("a", "service", any=["$none"])), "rules[1].any[0]", "unknown vocabulary 'none'"),
        (ruleset_data(rule("a", "service", all=[[]])), "rules[1].all[0]", "must not be empty"),
        (ruleset_data(rule("a", "service", where={"colour": "red"})), "rules[1].where.colour", "unknown field"),
        (ruleset_data(rule("a", "service", polarity="maybe")), "rules[1].polarity", "unknown polarity"),
        (ruleset_data(rule("a", "service", severity="huge")), "rules[1].severity", "unknown level"),
        (ruleset_data(near(within=0)), "rules[1].near[0].within", "whole number"),
        (ruleset_data(near(ordered="yes")), "rules[1].near[0].ordered", "true or false"),
        (ruleset_data(rules=[rule("a", "service", any=["x"])]), "rules", "must have no condition"),
        (ruleset_data(scoring=SCORING | {"repeat_decay": 2}), "scoring.repeat_decay", "0..1"),
        (ruleset_data(scoring=SCORING | {"thresholds": {"greek": 0.5}}), "scoring.thresholds.greek", "unknown field"),
        (ruleset_data(scoring=SCORING | {"thresholds": {"latin": 2}}), "scoring.thresholds.latin", "0..1"),
        (ruleset_data(scoring=SCORING | {"thresholds": [0.5]}), "scoring.thresholds", "must be a mapping"),
        (ruleset_data(scoring=SCORING | {"evidence_half": 0}), "scoring.evidence_half", "above 0"),
        (ruleset_data(teams={"other": "sales"}), "teams.return_exchange", "has no team"),
        (ruleset_data(urgency=NO_RULES | {"rules": [{"id": "a", "level": "low"}]}), "urgency.rules[0]", "condition"),
        (ruleset_data(severity=NO_RULES | {"given": "maybe"}), "severity.given", "unknown policy"),
        (ruleset_data(vocabularies={1: ["x"]}), "vocabularies", "must be a string"),
    ],
)
def test_refused_with_place_and_problem(data: object, path: str, problem: str) -> None:
    with pytest.raises(RulesetError) as refusal:
        parse_ruleset(data)
    assert refusal.value.path == path
    assert problem in refusal.value.problem


@pytest.mark.parametrize("source", ["a: [1", "a: !!python/object:os.system {}", "\x00"])
def test_bad_yaml_is_a_ruleset_error(source: str) -> None:
    with pytest.raises(RulesetError, match="not valid YAML"):
        ruleset_from_yaml(source)


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(b"name: \xff")
    with pytest.raises(RulesetError, match="not UTF-8"):
        load_ruleset(path)


def test_yaml_and_mapping_give_the_same_ruleset(tmp_path: Path) -> None:
    path = tmp_path / "same.yaml"
    data = ruleset_data(rule("a", "service", any=["x", {"y": 2}]))
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    assert load_ruleset(path) == parse_ruleset(data)


def test_the_shipped_ruleset_loads() -> None:
    ruleset = ruleset_from_yaml(shipped_ruleset_source())
    assert (ruleset.name, ruleset.version) == ("default", 3)
