"""What each keyword does to which condition, so that evaluation looks only at what a text can make hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dispatch.domain.classification.patterns import TextPattern
from dispatch.domain.classification.prepared import PreparedCondition, PreparedNear


@dataclass(frozen=True, slots=True)
class Keyword:
    """``counts``: the place of each condition that the word alone is evidence for, its weight there with a minus sign,
    and the condition's ``negated``. ``lefts`` and ``rights``: bit sets over `ConditionIndex.pairs`.
    """

    counts: tuple[tuple[int, float, bool | None], ...]
    lefts: int
    rights: int


@dataclass(frozen=True, slots=True)
class ConditionIndex:
    """All conditions of a ruleset by their places.

    ``pairs`` are the near pairs with the place of their condition; ``regexes`` the patterns with place and weight, the
    latter with a minus sign; ``unsearched`` are the places of the conditions that need nothing to be found.
    """

    conditions: tuple[PreparedCondition, ...]
    keywords: Mapping[str, Keyword]
    pairs: tuple[tuple[int, PreparedNear], ...]
    unsearched: tuple[int, ...]
    regexes: tuple[tuple[int, TextPattern, float], ...] = ()


def index_conditions(conditions: Sequence[PreparedCondition]) -> ConditionIndex:
    """Index conditions; a condition's place is its position."""
    pairs = tuple((place, near) for place, condition in enumerate(conditions) for near in condition.near)
    counts: dict[str, list[tuple[int, float, bool | None]]] = {}
    for place, condition in enumerate(conditions):
        for word, weight in condition.any_words.items():
            counts.setdefault(word, []).append((place, -weight, condition.negated))
    lefts = _bits(near.left for _, near in pairs)
    rights = _bits(near.right for _, near in pairs)
    words = frozenset[str]().union(*(condition.words() for condition in conditions))
    return ConditionIndex(
        conditions=tuple(conditions),
        keywords={
            word: Keyword(tuple(counts.get(word, ())), lefts.get(word, 0), rights.get(word, 0)) for word in words
        },
        pairs=pairs,
        unsearched=tuple(place for place, condition in enumerate(conditions) if not condition.searches),
        regexes=tuple(
            (place, pattern, -weight)
            for place, condition in enumerate(conditions)
            for pattern, weight in condition.regexes
        ),
    )


def _bits(sides: Iterable[frozenset[str]]) -> dict[str, int]:
    bits: dict[str, int] = {}
    for place, side in enumerate(sides):
        for word in side:
            bits[word] = bits.get(word, 0) | 1 << place
    return bits
