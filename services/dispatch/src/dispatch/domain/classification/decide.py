"""`decide`: facts and a ruleset in, a decision with its reason out. Pure and deterministic."""

from collections.abc import Mapping, Sequence

from dispatch.domain.classification.compiled import CompiledRuleset
from dispatch.domain.classification.conditions import Reading, holding, unsearched
from dispatch.domain.classification.decision import Decision, LevelMatch, Reason, RuleMatch, Score
from dispatch.domain.classification.evidence import Evidence, Hit, sum_up
from dispatch.domain.classification.facts import Facts
from dispatch.domain.classification.levels import raised, with_given
from dispatch.domain.classification.ruleset import Rule, Scoring
from dispatch.domain.classification.vocabulary import FREE_TEXT_FIELDS, Category

Ranked = tuple[int, float, int, RuleMatch]
"""Minus priority, minus score, place among the category rules, match: sorts the best first."""

CERTAIN = 1.0
"""The confidence of a rule that decides by its priority."""


def decide(facts: Facts, compiled: CompiledRuleset) -> Decision:
    """Classify one case: category, severity, urgency, team, and why.

    Every rule that holds adds its score to its category; the best category wins, the ruleset's order of categories
    breaks ties. A rule with a priority that holds takes precedence over all scores. Never raises on any facts.
    """
    ruleset = compiled.ruleset
    reading = read(facts, compiled)
    held = holding(compiled.index, reading)
    ranked = _ranked(held, compiled, reading)
    matches = tuple([match for _, _, _, match in ranked])
    scores = _scores(matches, compiled)
    priority = -ranked[0][0]
    if priority:
        scores = _decided_first(scores, matches[0].category)
    category = scores[0].category
    own = [(place, match) for _, _, place, match in ranked if match.category is category]
    strongest = [ruleset.rules[place] for place, _ in own]
    rules = [ruleset.rules[place] for place in sorted([place for place, _ in own])]
    first_severity = len(ruleset.rules)
    first_urgency = first_severity + len(ruleset.severity.rules)
    wished = [(rule.id, rule.severity) for rule in rules]
    severity, severity_why = raised(ruleset.severity, first_severity, held, wished)
    severity, severity_why = with_given(severity, severity_why, facts.severity, ruleset.given_severity)
    urgency, urgency_why = raised(ruleset.urgency, first_urgency, held, [(rule.id, rule.urgency) for rule in rules])
    confidence = CERTAIN if priority else _confidence(scores, ruleset.scoring)
    return Decision(
        category=category,
        severity=severity,
        urgency=urgency,
        team=_first([rule.team for rule in strongest]) or ruleset.teams[category],
        rule=own[0][1].rule,
        ruleset=ruleset.name,
        ruleset_version=ruleset.version,
        confidence=confidence,
        sure=confidence >= threshold(facts, compiled),
        tags=tuple(dict.fromkeys([tag for rule in rules for tag in rule.tags])),
        reason=Reason(matches, scores, severity_why, urgency_why, _levels(held, compiled, reading)),
        service_level=_first([rule.service_level for rule in strongest]),
        priority=priority,
    )


def threshold(facts: Facts, compiled: CompiledRuleset) -> float:
    """From which confidence on the rules are sure of a text written as this one is."""
    scoring = compiled.ruleset.scoring
    if not scoring.thresholds:
        return scoring.confidence_threshold
    return scoring.thresholds.get(compiled.normalise.script(facts.text), scoring.confidence_threshold)


def read(facts: Facts, compiled: CompiledRuleset) -> Reading:
    """The facts as conditions see them."""
    text = compiled.normalise(facts.text)
    product = compiled.normalise(facts.product)
    fields: dict[str, str | None] = {
        "product": product,
        "product_kind": compiled.product_kinds.of(product),
        "kind": facts.kind,
        "channel": facts.channel,
        "remedy": facts.remedy,
        "customer_grade": facts.customer_grade,
        "customer_type": facts.customer_type,
        "severity": facts.severity,
    }
    for name in compiled.further_fields:
        value: str | None = getattr(facts, name)
        fields[name] = compiled.normalise(value) if value is not None and name in FREE_TEXT_FIELDS else value
    return Reading(
        text=text,
        occurrences=compiled.matcher.scan(text),
        fields=fields,
        clause_breaks=compiled.clause_breaks,
        negates=compiled.matcher.negates,
        amount=facts.amount,
    )


def _ranked(held: Mapping[int, list[Hit]], compiled: CompiledRuleset, reading: Reading) -> list[Ranked]:
    """The category rules that held, best first and then in the ruleset's order."""
    rules = compiled.ruleset.rules
    found: list[Ranked] = []
    for place, hits in held.items():
        if place < len(rules):
            rule: Rule = rules[place]
            strength, words, spans = _evidence(place, hits, compiled, reading)
            score = rule.weight * strength
            found.append((-rule.priority, -score, place, RuleMatch(rule.id, rule.category, score, words, spans)))
    found.sort()
    return found


def _levels(held: Mapping[int, list[Hit]], compiled: CompiledRuleset, reading: Reading) -> tuple[LevelMatch, ...]:
    """The level rules that held, with their words."""
    ruleset = compiled.ruleset
    raising = [LevelMatch("severity", rule.id, ()) for rule in ruleset.severity.rules]
    raising += [LevelMatch("urgency", rule.id, ()) for rule in ruleset.urgency.rules]
    found = [(place, hits) for place, hits in held.items() if place >= len(ruleset.rules)]
    evidence = [
        (raising[place - len(ruleset.rules)], _evidence(place, hits, compiled, reading)) for place, hits in found
    ]
    return tuple([match._replace(words=words, spans=spans) for match, (_, words, spans) in evidence])


def _evidence(place: int, hits: list[Hit], compiled: CompiledRuleset, reading: Reading) -> Evidence:
    if hits:
        return sum_up(hits, compiled.ruleset.scoring.repeat_decay)
    return unsearched(compiled.index.conditions[place], reading)


def _scores(matches: Sequence[RuleMatch], compiled: CompiledRuleset) -> tuple[Score, ...]:
    totals: dict[Category, float] = {}
    for match in matches:
        totals[match.category] = totals.get(match.category, 0.0) + match.score
    ranked = sorted([(-total, compiled.category_place[category], category) for category, total in totals.items()])
    return tuple([Score(category, totals[category]) for _, _, category in ranked])


def _decided_first(scores: Sequence[Score], category: Category) -> tuple[Score, ...]:
    return tuple(sorted(scores, key=lambda score: score.category is not category))


def _first(names: Sequence[str | None]) -> str | None:
    return next((name for name in names if name is not None), None)


def _confidence(scores: Sequence[Score], scoring: Scoring) -> float:
    """How clearly the best category leads, damped by how little evidence there is at all."""
    best = scores[0].score
    rest = scores[1].score if len(scores) > 1 else 0.0
    return (best / (best + rest)) * (best / (best + scoring.evidence_half))
