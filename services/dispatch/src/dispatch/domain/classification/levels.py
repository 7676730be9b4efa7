"""Severity and urgency: the highest of what holds."""

from collections.abc import Container, Iterable

from dispatch.domain.classification.ruleset import LevelPolicy
from dispatch.domain.classification.vocabulary import GivenSeverity, Level, higher_level

GIVEN = "given"


def raised(
    policy: LevelPolicy, first_place: int, held: Container[int], wished: Iterable[tuple[str, Level | None]]
) -> tuple[Level, tuple[str, ...]]:
    """The level from the policy's default upwards and the ids of the rules that asked for one.

    ``held`` has the places of the conditions that hold, those of the policy's rules from ``first_place`` on; ``wished``
    has the category rules which held, each with the level that it asks for.
    """
    level = policy.default
    because: list[str] = []
    for place, rule in enumerate(policy.rules, first_place):
        if place in held:
            level = higher_level(level, rule.level)
            because.append(rule.id)
    for rule_id, wish in wished:
        if wish is not None:
            level = higher_level(level, wish)
            because.append(rule_id)
    return level, tuple(dict.fromkeys(because))


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
