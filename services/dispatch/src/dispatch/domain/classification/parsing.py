"""A ruleset from a plain mapping (parsed YAML, JSON or a stored document), refused with the places of the mistakes."""

from collections.abc import Iterable, Mapping
from typing import get_args

from dispatch.domain.classification.errors import RulesetError
from dispatch.domain.classification.findings import Findings
from dispatch.domain.classification.node import Node
from dispatch.domain.classification.normalise import Script
from dispatch.domain.classification.parsing_conditions import parse_vocabularies
from dispatch.domain.classification.parsing_rules import parse_level_rule, parse_rule
from dispatch.domain.classification.ruleset import Condition, Language, LevelPolicy, Rule, Ruleset, Scoring
from dispatch.domain.classification.vocabulary import Category, GivenSeverity, Level

_TOP = frozenset({"name", "version", "language", "scoring", "teams", "rules", "severity", "urgency"})

MOST_RULES = 2_000
MOST_PATTERNS = 200
"""Regular expressions of one ruleset, those of fields included."""


def parse_ruleset(data: object) -> Ruleset:
    """Build and check a ruleset.

    Raises `RulesetError` for unknown or missing fields, duplicate rule ids, unknown categories, levels or vocabularies,
    bad weights, a category without a team, a ruleset without a rule that always holds, too many rules or patterns. One
    mistake is told per rule and section.
    """
    top = Node(data).fields(required=_TOP, optional=frozenset({"vocabularies", "product_kinds"}))
    vocabularies = parse_vocabularies(top["vocabularies"]) if "vocabularies" in top else {}
    severity = top["severity"].fields(required=frozenset({"default", "given", "rules"}))
    urgency = top["urgency"].fields(required=frozenset({"default", "rules"}))
    found = Findings()
    rules = found.each(_bounded(top["rules"]), lambda node: parse_rule(node, vocabularies))
    severities = found.each(_bounded(severity["rules"]), lambda node: parse_level_rule(node, vocabularies))
    urgencies = found.each(_bounded(urgency["rules"]), lambda node: parse_level_rule(node, vocabularies))

    found.check(
        top["name"].identifier,
        top["version"].whole,
        lambda: _language(top["language"]),
        lambda: _scoring(top["scoring"]),
        lambda: _teams(top["teams"]),
        lambda: _kinds(top),
        lambda: severity["default"].choice(Level, "level"),
        lambda: urgency["default"].choice(Level, "level"),
        lambda: severity["given"].choice(GivenSeverity, "policy"),
        lambda: _refuse_duplicates((rule.id for rule in rules), "rules"),
        lambda: _refuse_duplicates((rule.id for rule in severities), "severity.rules"),
        lambda: _refuse_duplicates((rule.id for rule in urgencies), "urgency.rules"),
    )
    found.finish()
    ruleset = Ruleset(
        name=top["name"].identifier(),
        version=top["version"].whole(),
        language=_language(top["language"]),
        scoring=_scoring(top["scoring"]),
        teams=_teams(top["teams"]),
        product_kinds=_kinds(top),
        rules=rules,
        severity=LevelPolicy(severity["default"].choice(Level, "level"), severities),
        urgency=LevelPolicy(urgency["default"].choice(Level, "level"), urgencies),
        given_severity=severity["given"].choice(GivenSeverity, "policy"),
    )
    _require_fallback(rules)
    _require_few_patterns(ruleset)
    return ruleset


def _bounded(node: Node) -> Iterable[Node]:
    items = tuple(node.items())
    if len(items) > MOST_RULES:
        raise RulesetError(node.path, f"more than {MOST_RULES} rules")
    return items


def _require_fallback(rules: Iterable[Rule]) -> None:
    if not any(rule.condition == Condition() for rule in rules):
        raise RulesetError("rules", "one rule must have no condition, so that every text gets a category")


def _require_few_patterns(ruleset: Ruleset) -> None:
    conditions = [rule.condition for rule in ruleset.rules]
    conditions += [rule.condition for policy in (ruleset.severity, ruleset.urgency) for rule in policy.rules]
    patterns = sum(
        len(condition.regexes) + sum(check.matches is not None for check in condition.checks)
        for condition in conditions
    )
    if patterns > MOST_PATTERNS:
        raise RulesetError("rules", f"{patterns} regular expressions, at most {MOST_PATTERNS} are allowed")


def _refuse_duplicates(ids: Iterable[str], path: str) -> None:
    seen: set[str] = set()
    for identifier in ids:
        if identifier in seen:
            raise RulesetError(path, f"duplicate rule id {identifier!r}")
        seen.add(identifier)


def _kinds(top: Mapping[str, Node]) -> dict[str, tuple[str, ...]]:
    entries = top["product_kinds"].entries() if "product_kinds" in top else {}
    return {kind: words.texts() for kind, words in entries.items()}


def _language(node: Node) -> Language:
    entries = node.fields(required=frozenset({"negations", "clause_breaks", "ignore", "fold_traditional"}))
    return Language(
        negations=entries["negations"].texts(),
        clause_breaks=entries["clause_breaks"].text(),
        ignore=entries["ignore"].texts(),
        fold_traditional=entries["fold_traditional"].flag(),
    )


def _scoring(node: Node) -> Scoring:
    needed = frozenset({"confidence_threshold", "evidence_half", "repeat_decay"})
    entries = node.fields(required=needed, optional=frozenset({"thresholds"}))
    return Scoring(
        confidence_threshold=entries["confidence_threshold"].fraction(),
        evidence_half=entries["evidence_half"].positive(),
        repeat_decay=entries["repeat_decay"].fraction(),
        thresholds=_thresholds(entries["thresholds"]) if "thresholds" in entries else {},
    )


def _thresholds(node: Node) -> dict[Script, float]:
    entries = node.fields(required=frozenset(), optional=frozenset(get_args(Script)))
    return {script: entries[script].fraction() for script in get_args(Script) if script in entries}


def _teams(node: Node) -> dict[Category, str]:
    teams = {
        Node(name, node.path).choice(Category, "category"): team.identifier() for name, team in node.entries().items()
    }
    for category in Category:
        if category not in teams:
            raise RulesetError(node.path, f"category {category.value!r} has no team")
    return teams
