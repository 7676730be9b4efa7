"""A ruleset from a plain mapping (parsed YAML, JSON or a stored document), refused with the places of the mistakes."""

from collections.abc import Callable, Iterable
from typing import TypeVar, get_args

from dispatch.domain.classification.findings import Findings
from dispatch.domain.classification.mistakes import Mistake
from dispatch.domain.classification.node import Node, Reading
from dispatch.domain.classification.normalise import Script
from dispatch.domain.classification.parsing_conditions import CONDITION_FIELDS, Vocabularies, parse_vocabularies
from dispatch.domain.classification.parsing_rules import parse_level_rule, parse_rule
from dispatch.domain.classification.patterns import PatternEngine
from dispatch.domain.classification.ruleset import Condition, Language, LevelPolicy, LevelRule, Rule, Ruleset, Scoring
from dispatch.domain.classification.vocabulary import Category, GivenSeverity, Level

_TOP = frozenset({"name", "version", "language", "scoring", "teams", "rules", "severity", "urgency"})

MOST_RULES = 2_000
MOST_PATTERNS = 200
"""Regular expressions of one ruleset, those of fields included."""


R = TypeVar("R", bound=Rule | LevelRule)


def parse_ruleset(data: object, engine: PatternEngine | None = None, known: Iterable[Mistake] = ()) -> Ruleset:
    """Build and check a ruleset; with ``engine`` its regular expressions, too.

    Raises `RulesetError` with all mistakes, those ``known`` before included: unknown or missing fields, duplicate rule
    ids, unknown categories, levels or vocabularies, bad weights, a category without a team, a ruleset without a rule
    that always holds, too many rules or patterns.
    """
    found = Findings(known)
    top = Node(data, Reading(found, engine)).fields(
        required=_TOP, optional=frozenset({"vocabularies", "product_kinds"})
    )
    vocabularies = parse_vocabularies(top["vocabularies"]) if "vocabularies" in top else {}
    severity = top["severity"].fields(required=frozenset({"default", "given", "rules"}))
    urgency = top["urgency"].fields(required=frozenset({"default", "rules"}))
    ruleset = Ruleset(
        name=top["name"].identifier(),
        version=top["version"].whole(),
        language=_language(top["language"]),
        scoring=_scoring(top["scoring"]),
        teams=_teams(top["teams"]),
        product_kinds=_kinds(top["product_kinds"]) if "product_kinds" in top else {},
        rules=_category_rules(top["rules"], vocabularies),
        severity=_level_policy(severity, vocabularies),
        urgency=_level_policy(urgency, vocabularies),
        given_severity=severity["given"].choice(GivenSeverity, "policy"),
    )
    _require_few_patterns(ruleset, found)
    found.finish()
    return ruleset


def _category_rules(node: Node, vocabularies: Vocabularies) -> tuple[Rule, ...]:
    found = node.reading.found
    known, certain = found.count, False

    def read(item: Node) -> Rule:
        nonlocal certain
        before = found.count
        rule = parse_rule(item, vocabularies)
        unasked = isinstance(item.value, dict) and not CONDITION_FIELDS & item.value.keys()
        certain = certain or unasked or (found.count == before and rule.condition == Condition())
        return rule

    rules = _each(node, read)
    if not certain and isinstance(node.value, list) and (rules or found.count == known):
        found.add(Mistake("no_fallback", node.place))
    return rules


def _level_policy(entries: dict[str, Node], vocabularies: Vocabularies) -> LevelPolicy:
    def read(item: Node) -> LevelRule:
        return parse_level_rule(item, vocabularies)

    rules = _each(entries["rules"], read)
    return LevelPolicy(entries["default"].choice(Level, "level"), rules)


def _each(node: Node, parse: Callable[[Node], R]) -> tuple[R, ...]:
    """The rules of a list, their ids different."""
    items = tuple(node.items())
    if len(items) > MOST_RULES:
        node.refuse("too_many_rules", most=MOST_RULES)
        return ()
    ids: set[str] = set()
    rules: list[R] = []
    for item in items:
        rule = parse(item)
        if rule.id and rule.id in ids:
            node.reading.found.refuse(Mistake("duplicate_rule", (*item.place, "id"), {"rule": repr(rule.id)}))
        ids.add(rule.id)
        rules.append(rule)
    return tuple(rules)


def _require_few_patterns(ruleset: Ruleset, found: Findings) -> None:
    conditions = [rule.condition for rule in ruleset.rules]
    conditions += [rule.condition for policy in (ruleset.severity, ruleset.urgency) for rule in policy.rules]
    patterns = sum(
        len(condition.regexes) + sum(check.matches is not None for check in condition.checks)
        for condition in conditions
    )
    if patterns > MOST_PATTERNS:
        found.add(Mistake("too_many_patterns", ("rules",), {"count": patterns, "most": MOST_PATTERNS}))


def _kinds(node: Node) -> dict[str, tuple[str, ...]]:
    return {kind: words.texts() for kind, words in node.entries().items()}


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
    entries = node.entries()
    teams = {entry.key().choice(Category, "category"): entry.identifier() for entry in entries.values()}
    if isinstance(node.value, dict):
        for category in Category:
            if category not in entries:
                missing = Mistake("category_without_team", (*node.place, category.value), {"category": category.value})
                node.reading.found.refuse(missing)
    return teams
