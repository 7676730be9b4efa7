"""`decide`: facts and a ruleset in, a decision with its reason out. Pure and deterministic."""

from collections.abc import Sequence

from dispatch.domain.classification.compiled import CompiledRuleset
from dispatch.domain.classification.conditions import Reading, weigh
from dispatch.domain.classification.decision import Decision, Reason, RuleMatch, Score
from dispatch.domain.classification.facts import Facts
from dispatch.domain.classification.levels import raised, with_given
from dispatch.domain.classification.normalise import normalise
from dispatch.domain.classification.ruleset import Scoring
from dispatch.domain.classification.vocabulary import Category


def decide(facts: Facts, compiled: CompiledRuleset) -> Decision:
    """Classify one case: category, severity, urgency, team, and why.

    Every rule that holds adds its score to its category; the best category wins, the ruleset's order of categories
    breaks ties. Never raises on any facts.
    """
    ruleset = compiled.ruleset
    reading = _read(facts, compiled)
    matches = _matches(compiled, reading)
    scores = _scores(matches, compiled)
    category = scores[0].category
    own = [match for match in matches if match.category is category]
    won = {match.rule for match in own}
    rules = [prepared.rule for prepared in compiled.rules if prepared.rule.id in won]
    severity, severity_why = raised(
        ruleset.severity.default, compiled.severity_rules, [rule.severity for rule in rules], reading
    )
    severity, severity_why = with_given(severity, severity_why, facts.severity, ruleset.given_severity)
    urgency, urgency_why = raised(
        ruleset.urgency.default, compiled.urgency_rules, [rule.urgency for rule in rules], reading
    )
    confidence = _confidence(scores, ruleset.scoring)
    return Decision(
        category=category,
        severity=severity,
        urgency=urgency,
        team=ruleset.teams[category],
        rule=own[0].rule,
        ruleset=ruleset.name,
        ruleset_version=ruleset.version,
        confidence=confidence,
        sure=confidence >= ruleset.scoring.confidence_threshold,
        tags=tuple(dict.fromkeys(tag for rule in rules for tag in rule.tags)),
        reason=Reason(matches, scores, severity_why, urgency_why),
    )


def _read(facts: Facts, compiled: CompiledRuleset) -> Reading:
    text = normalise(facts.text, compiled.folding)
    product = normalise(facts.product, compiled.folding)
    named = compiled.product_matcher.scan(product)
    longest = max(named, key=len, default=None)
    return Reading(
        text=text,
        occurrences=compiled.matcher.scan(text),
        fields={
            "product": product,
            "product_kind": None if longest is None else compiled.product_kind_of[longest],
            "kind": facts.kind,
            "channel": facts.channel,
            "remedy": facts.remedy,
            "customer_grade": facts.customer_grade,
            "customer_type": facts.customer_type,
            "severity": facts.severity,
        },
        clause_breaks=compiled.clause_breaks,
    )


def _matches(compiled: CompiledRuleset, reading: Reading) -> tuple[RuleMatch, ...]:
    candidates = set(compiled.unprompted)
    for word in reading.occurrences:
        candidates.update(compiled.by_word.get(word, ()))
    decay = compiled.ruleset.scoring.repeat_decay
    found: list[RuleMatch] = []
    for index in sorted(candidates):
        prepared = compiled.rules[index]
        evidence = weigh(prepared.condition, reading, decay)
        if evidence is not None:
            rule = prepared.rule
            found.append(RuleMatch(rule.id, rule.category, rule.weight * evidence.strength, evidence.words))
    return tuple(sorted(found, key=lambda match: -match.score))


def _scores(matches: Sequence[RuleMatch], compiled: CompiledRuleset) -> tuple[Score, ...]:
    order = {category: place for place, category in enumerate(compiled.ruleset.teams)}
    totals: dict[Category, float] = {}
    for match in matches:
        totals[match.category] = totals.get(match.category, 0.0) + match.score
    ranked = sorted(totals.items(), key=lambda item: (-item[1], order[item[0]]))
    return tuple(Score(category, total) for category, total in ranked)


def _confidence(scores: Sequence[Score], scoring: Scoring) -> float:
    """How clearly the best category leads, damped by how little evidence there is at all."""
    best = scores[0].score
    rest = scores[1].score if len(scores) > 1 else 0.0
    return (best / (best + rest)) * (best / (best + scoring.evidence_half))
