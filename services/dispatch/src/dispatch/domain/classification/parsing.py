"""A ruleset from a plain mapping (parsed YAML, JSON or a stored document), refused with the place of the mistake."""

from collections.abc import Iterable

from dispatch.domain.classification.errors import RulesetError
from dispatch.domain.classification.node import Node
from dispatch.domain.classification.parsing_conditions import (
    CONDITION_FIELDS,
    Vocabularies,
    parse_condition,
    parse_vocabularies,
)
from dispatch.domain.classification.ruleset import Condition, Language, LevelPolicy, LevelRule, Rule, Ruleset, Scoring
from dispatch.domain.classification.vocabulary import Category, GivenSeverity, Level

_TOP = frozenset({"name", "version", "language", "scoring", "teams", "rules", "severity", "urgency"})
_RULE_REQUIRED = frozenset({"id", "category"})
_RULE_OPTIONAL = CONDITION_FIELDS | {"weight", "severity", "urgency", "tags"}


def parse_ruleset(data: object) -> Ruleset:
    """Build and check a ruleset.

    Raises `RulesetError` for unknown or missing fields, duplicate rule ids, unknown categories, levels or vocabularies,
    bad weights, a category without a team, and a ruleset without a rule that always holds.
    """
    top = Node(data).fields(required=_TOP, optional=frozenset({"vocabularies", "product_kinds"}))
    vocabularies = parse_vocabularies(top["vocabularies"]) if "vocabularies" in top else {}
    severity = top["severity"].fields(required=frozenset({"default", "given", "rules"}))
    urgency = top["urgency"].fields(required=frozenset({"default", "rules"}))
    kinds = top["product_kinds"].entries() if "product_kinds" in top else {}
    rules = tuple(_rule(node, vocabularies) for node in top["rules"].items())
    _refuse_duplicates((rule.id for rule in rules), "rules")
    if not any(rule.condition == Condition() for rule in rules):
        raise RulesetError("rules", "one rule must have no condition, so that every text gets a category")
    return Ruleset(
        name=top["name"].text(),
        version=top["version"].whole(),
        language=_language(top["language"]),
        scoring=_scoring(top["scoring"]),
        teams=_teams(top["teams"]),
        product_kinds={kind: words.texts() for kind, words in kinds.items()},
        rules=rules,
        severity=_levels(severity, vocabularies, "severity"),
        urgency=_levels(urgency, vocabularies, "urgency"),
        given_severity=severity["given"].choice(GivenSeverity, "policy"),
    )


def _rule(node: Node, vocabularies: Vocabularies) -> Rule:
    entries = node.fields(required=_RULE_REQUIRED, optional=_RULE_OPTIONAL)
    return Rule(
        id=entries["id"].text(),
        category=entries["category"].choice(Category, "category"),
        condition=parse_condition(entries, vocabularies),
        weight=entries["weight"].positive() if "weight" in entries else 1.0,
        severity=entries["severity"].choice(Level, "level") if "severity" in entries else None,
        urgency=entries["urgency"].choice(Level, "level") if "urgency" in entries else None,
        tags=entries["tags"].texts() if "tags" in entries else (),
    )


def _levels(entries: dict[str, Node], vocabularies: Vocabularies, path: str) -> LevelPolicy:
    rules = tuple(_level_rule(node, vocabularies) for node in entries["rules"].items())
    _refuse_duplicates((rule.id for rule in rules), f"{path}.rules")
    return LevelPolicy(default=entries["default"].choice(Level, "level"), rules=rules)


def _level_rule(node: Node, vocabularies: Vocabularies) -> LevelRule:
    entries = node.fields(required=frozenset({"id", "level"}), optional=CONDITION_FIELDS)
    condition = parse_condition(entries, vocabularies)
    if condition == Condition():
        raise RulesetError(node.path, "a level rule needs a condition")
    return LevelRule(id=entries["id"].text(), level=entries["level"].choice(Level, "level"), condition=condition)


def _refuse_duplicates(ids: Iterable[str], path: str) -> None:
    seen: set[str] = set()
    for identifier in ids:
        if identifier in seen:
            raise RulesetError(path, f"duplicate rule id {identifier!r}")
        seen.add(identifier)


def _language(node: Node) -> Language:
    entries = node.fields(required=frozenset({"negations", "clause_breaks", "ignore", "fold_traditional"}))
    return Language(
        negations=entries["negations"].texts(),
        clause_breaks=entries["clause_breaks"].text(),
        ignore=entries["ignore"].texts(),
        fold_traditional=entries["fold_traditional"].flag(),
    )


def _scoring(node: Node) -> Scoring:
    entries = node.fields(required=frozenset({"confidence_threshold", "evidence_half", "repeat_decay"}))
    return Scoring(
        confidence_threshold=entries["confidence_threshold"].fraction(),
        evidence_half=entries["evidence_half"].positive(),
        repeat_decay=entries["repeat_decay"].fraction(),
    )


def _teams(node: Node) -> dict[Category, str]:
    teams = {Node(name, node.path).choice(Category, "category"): team.text() for name, team in node.entries().items()}
    for category in Category:
        if category not in teams:
            raise RulesetError(node.path, f"category {category.value!r} has no team")
    return teams
