"""`decide`: facts and a ruleset in, a decision with its reason out. Pure and deterministic."""

from collections.abc import Mapping, Sequence

from dispatch.domain.classification.compiled import CompiledRuleset
from dispatch.domain.classification.conditions import Reading, holding, unsearched
from dispatch.domain.classification.decision import Decision, Reason, RuleMatch, Score
from dispatch.domain.classification.evidence import Hit, sum_up
from dispatch.domain.classification.facts import Facts
from dispatch.domain.classification.levels import raised, with_given
from dispatch.domain.classification.ruleset import Scoring
from dispatch.domain.classification.vocabulary import Category


def decide(facts: Facts, compiled: CompiledRuleset) -> Decision:
    """Classify one case: category, severity, urgency, team, and why.

    Every rule that holds adds its score to its category; the best category wins, the ruleset's order of categories
    breaks ties. Never raises on any facts.
    """
    ruleset = compiled.ruleset
    reading = _read(facts, compiled)
    held = holding(compiled.index, reading)
    ranked = _ranked(held, compiled, reading)
    matches = tuple([match for _, _, match in ranked])
    scores = _scores(matches, compiled)
    category = scores[0].category
    own = [(place, match) for _, place, match in ranked if match.category is category]
    rules = [ruleset.rules[place] for place in sorted([place for place, _ in own])]
    first_severity = len(ruleset.rules)
    first_urgency = first_severity + len(ruleset.severity.rules)
    severity, severity_why = raised(ruleset.severity, first_severity, held, [rule.severity for rule in rules])
    severity, severity_why = with_given(severity, severity_why, facts.severity, ruleset.given_severity)
    urgency, urgency_why = raised(ruleset.urgency, first_urgency, held, [rule.urgency for rule in rules])
    confidence = _confidence(scores, ruleset.scoring)
    return Decision(
        category=category,
        severity=severity,
        urgency=urgency,
        team=ruleset.teams[category],
        rule=own[0][1].rule,
        ruleset=ruleset.name,
        ruleset_version=ruleset.version,
        confidence=confidence,
        sure=confidence >= ruleset.scoring.confidence_threshold,
        tags=tuple(dict.fromkeys([tag for rule in rules for tag in rule.tags])),
        reason=Reason(matches, scores, severity_why, urgency_why),
    )


def _read(facts: Facts, compiled: CompiledRuleset) -> Reading:
    text = compiled.normalise(facts.text)
    product = compiled.normalise(facts.product)
    return Reading(
        text=text,
        occurrences=compiled.matcher.scan(text),
        fields={
            "product": product,
            "product_kind": compiled.product_kinds.of(product),
            "kind": facts.kind,
            "channel": facts.channel,
            "remedy": facts.remedy,
            "customer_grade": facts.customer_grade,
            "customer_type": facts.customer_type,
            "severity": facts.severity,
        },
        clause_breaks=compiled.clause_breaks,
    )


def _ranked(
    held: Mapping[int, list[Hit]], compiled: CompiledRuleset, reading: Reading
) -> list[tuple[float, int, RuleMatch]]:
    """The category rules that held, best first and then in the ruleset's order: minus score, place, match."""
    rules = compiled.ruleset.rules
    decay = compiled.ruleset.scoring.repeat_decay
    found: list[tuple[float, int, RuleMatch]] = []
    for place, hits in held.items():
        if place < len(rules):
            rule = rules[place]
            strength, words = sum_up(hits, decay) if hits else unsearched(compiled.index.conditions[place], reading)
            score = rule.weight * strength
            found.append((-score, place, RuleMatch(rule.id, rule.category, score, words)))
    found.sort()
    return found


def _scores(matches: Sequence[RuleMatch], compiled: CompiledRuleset) -> tuple[Score, ...]:
    totals: dict[Category, float] = {}
    for match in matches:
        totals[match.category] = totals.get(match.category, 0.0) + match.score
    ranked = sorted([(-total, compiled.category_place[category], category) for category, total in totals.items()])
    return tuple([Score(category, totals[category]) for _, _, category in ranked])


def _confidence(scores: Sequence[Score], scoring: Scoring) -> float:
    """How clearly the best category leads, damped by how little evidence there is at all."""
    best = scores[0].score
    rest = scores[1].score if len(scores) > 1 else 0.0
    return (best / (best + rest)) * (best / (best + scoring.evidence_half))
