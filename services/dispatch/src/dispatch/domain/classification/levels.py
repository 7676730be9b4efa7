"""Severity and urgency: the highest of what holds."""

from collections.abc import Iterable, Sequence

from dispatch.domain.classification.conditions import Reading, weigh
from dispatch.domain.classification.prepared import PreparedLevelRule
from dispatch.domain.classification.vocabulary import GivenSeverity, Level, higher_level

GIVEN = "given"


def raised(
    start: Level, rules: Sequence[PreparedLevelRule], wished: Iterable[Level | None], reading: Reading
) -> tuple[Level, tuple[str, ...]]:
    """The level from ``start`` upwards and the ids of the level rules that held.

    ``wished`` are the levels that the category rules which held ask for.
    """
    level = start
    held: list[str] = []
    for rule in rules:
        prompts = rule.condition.prompts
        if prompts and prompts.isdisjoint(reading.occurrences):
            continue
        if weigh(rule.condition, reading, 0.0) is not None:
            level = higher_level(level, rule.level)
            held.append(rule.id)
    for wish in wished:
        if wish is not None:
            level = higher_level(level, wish)
    return level, tuple(held)


def with_given(
    level: Level, held: tuple[str, ...], given: str | None, policy: GivenSeverity
) -> tuple[Level, tuple[str, ...]]:
    """Applies the clerk's own severity as the ruleset says; a word that is no level is not a judgement: passed over."""
    if given is None or given not in Level.__members__.values():
        return level, held
    judged = Level(given)
    if policy is GivenSeverity.OVERRIDES:
        return judged, (GIVEN,)
    return higher_level(level, judged), (*held, GIVEN)
