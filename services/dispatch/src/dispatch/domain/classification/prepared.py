"""Rules in the form evaluation wants: words normalised, lists turned into sets, so that cost follows the text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dispatch.domain.classification.normalise import Folding, normalise
from dispatch.domain.classification.ruleset import Condition, FieldTest, LevelRule, Near, Rule
from dispatch.domain.classification.vocabulary import FREE_TEXT_FIELD, Level, Polarity


@dataclass(frozen=True, slots=True)
class PreparedNear:
    """`ruleset.Near` with its words as sets."""

    left: frozenset[str]
    right: frozenset[str]
    within: int
    ordered: bool
    weight: float


@dataclass(frozen=True, slots=True)
class PreparedCondition:
    """`ruleset.Condition` with its words as sets.

    ``searches`` tells whether it needs a word or pair to be found; ``prompts`` are words of which at least one must
    occur for it to hold, empty if it needs none.
    """

    any_words: Mapping[str, float]
    near: tuple[PreparedNear, ...]
    all_words: tuple[frozenset[str], ...]
    none_words: frozenset[str]
    where: tuple[FieldTest, ...]
    polarity: Polarity
    searches: bool
    prompts: frozenset[str]

    def words(self) -> frozenset[str]:
        """Every word that evaluation asks for."""
        rights = (near.right for near in self.near)
        return self.prompts.union(self.none_words, *self.all_words, *rights)


@dataclass(frozen=True, slots=True)
class PreparedRule:
    """A category rule ready for evaluation."""

    rule: Rule
    condition: PreparedCondition


@dataclass(frozen=True, slots=True)
class PreparedLevelRule:
    """A severity or urgency rule ready for evaluation."""

    id: str
    level: Level
    condition: PreparedCondition


def prepare_rule(rule: Rule, folding: Folding) -> PreparedRule:
    """Prepare a category rule."""
    return PreparedRule(rule, _condition(rule.condition, folding))


def prepare_level_rule(rule: LevelRule, folding: Folding) -> PreparedLevelRule:
    """Prepare a severity or urgency rule."""
    return PreparedLevelRule(rule.id, rule.level, _condition(rule.condition, folding))


def _condition(condition: Condition, folding: Folding) -> PreparedCondition:
    heaviest: dict[str, float] = {}
    for word in condition.any_words:
        text = normalise(word.text, folding)
        heaviest[text] = max(word.weight, heaviest.get(text, 0.0))
    nears = tuple(_near(near, folding) for near in condition.near)
    groups = tuple(_set(group, folding) for group in condition.all_words)
    searches = bool(heaviest or nears)
    if searches:
        prompts = frozenset(heaviest).union(*(near.left for near in nears))
    else:
        prompts = groups[0] if groups else frozenset()
    return PreparedCondition(
        any_words=heaviest,
        near=nears,
        all_words=groups,
        none_words=_set(condition.none_words, folding),
        where=tuple(_field_test(test, folding) for test in condition.where),
        polarity=condition.polarity,
        searches=searches,
        prompts=prompts,
    )


def _field_test(test: FieldTest, folding: Folding) -> FieldTest:
    return FieldTest(test.field, _set(test.values, folding)) if test.field == FREE_TEXT_FIELD else test


def _near(near: Near, folding: Folding) -> PreparedNear:
    return PreparedNear(_set(near.left, folding), _set(near.right, folding), near.within, near.ordered, near.weight)


def _set(words: Iterable[str], folding: Folding) -> frozenset[str]:
    return frozenset(normalise(word, folding) for word in words)
