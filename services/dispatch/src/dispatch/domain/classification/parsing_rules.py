"""One rule from data: what it gives when its condition holds."""

from dispatch.domain.classification.node import Node
from dispatch.domain.classification.parsing_conditions import CONDITION_FIELDS, Vocabularies, parse_condition
from dispatch.domain.classification.ruleset import Condition, LevelRule, Rule
from dispatch.domain.classification.vocabulary import Category, Level

_RULE_REQUIRED = frozenset({"id", "category"})
_RULE_OPTIONAL = CONDITION_FIELDS | {"weight", "priority", "severity", "urgency", "team", "service_level", "tags"}


def parse_rule(node: Node, vocabularies: Vocabularies) -> Rule:
    """A category rule."""
    entries = node.fields(required=_RULE_REQUIRED, optional=_RULE_OPTIONAL)
    return Rule(
        id=entries["id"].identifier(),
        category=entries["category"].choice(Category, "category"),
        condition=parse_condition(entries, vocabularies),
        weight=entries["weight"].positive() if "weight" in entries else 1.0,
        priority=entries["priority"].whole() if "priority" in entries else 0,
        severity=entries["severity"].choice(Level, "level") if "severity" in entries else None,
        urgency=entries["urgency"].choice(Level, "level") if "urgency" in entries else None,
        team=entries["team"].identifier() if "team" in entries else None,
        service_level=entries["service_level"].identifier() if "service_level" in entries else None,
        tags=entries["tags"].texts() if "tags" in entries else (),
    )


def parse_level_rule(node: Node, vocabularies: Vocabularies) -> LevelRule:
    """A rule of severity or urgency, which needs a condition."""
    entries = node.fields(required=frozenset({"id", "level"}), optional=CONDITION_FIELDS)
    found = node.reading.found
    before = found.count
    condition = parse_condition(entries, vocabularies)
    if condition == Condition() and found.count == before:
        node.refuse("level_rule_without_condition")
    return LevelRule(id=entries["id"].identifier(), level=entries["level"].choice(Level, "level"), condition=condition)
