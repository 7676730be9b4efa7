"""Conditions in the form evaluation wants: words normalised, lists turned into sets, so that cost follows the text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dispatch.domain.classification.normalise import Normaliser
from dispatch.domain.classification.ruleset import Condition, FieldTest, Near
from dispatch.domain.classification.vocabulary import FREE_TEXT_FIELD, Polarity

_NEGATED: Mapping[Polarity, bool | None] = {Polarity.ANY: None, Polarity.PLAIN: False, Polarity.NEGATED: True}


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

    ``negated`` is what an occurrence must be to count, None when either will do; ``searches`` tells whether the
    condition needs a word or pair to be found.
    """

    any_words: Mapping[str, float]
    near: tuple[PreparedNear, ...]
    all_words: tuple[frozenset[str], ...]
    none_words: frozenset[str]
    where: tuple[FieldTest, ...]
    negated: bool | None
    searches: bool

    def words(self) -> frozenset[str]:
        """Every word that evaluation asks for."""
        sides = (side for near in self.near for side in (near.left, near.right))
        return self.none_words.union(self.any_words, *self.all_words, *sides)


def prepare(condition: Condition, normalise: Normaliser) -> PreparedCondition:
    """Prepare a condition; a word given twice keeps its greater weight."""
    heaviest: dict[str, float] = {}
    for word in condition.any_words:
        text = normalise(word.text)
        heaviest[text] = max(word.weight, heaviest.get(text, 0.0))
    nears = tuple(_near(near, normalise) for near in condition.near)
    return PreparedCondition(
        any_words=heaviest,
        near=nears,
        all_words=tuple(_set(group, normalise) for group in condition.all_words),
        none_words=_set(condition.none_words, normalise),
        where=tuple(_field_test(test, normalise) for test in condition.where),
        negated=_NEGATED[condition.polarity],
        searches=bool(heaviest or nears),
    )


def _field_test(test: FieldTest, normalise: Normaliser) -> FieldTest:
    return FieldTest(test.field, _set(test.values, normalise)) if test.field == FREE_TEXT_FIELD else test


def _near(near: Near, normalise: Normaliser) -> PreparedNear:
    return PreparedNear(_set(near.left, normalise), _set(near.right, normalise), near.within, near.ordered, near.weight)


def _set(words: Iterable[str], normalise: Normaliser) -> frozenset[str]:
    return frozenset(normalise(word) for word in words)
