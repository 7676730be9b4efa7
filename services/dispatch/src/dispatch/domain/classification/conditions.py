"""Does a condition hold, how strongly, and because of which words?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dispatch.domain.classification.matcher import Occurrence
from dispatch.domain.classification.prepared import PreparedCondition, PreparedNear
from dispatch.domain.classification.vocabulary import Polarity


@dataclass(frozen=True, slots=True)
class Reading:
    """A normalised text with its keyword occurrences and the normalised fields beside it."""

    text: str
    occurrences: Mapping[str, list[Occurrence]]
    fields: Mapping[str, str | None]
    clause_breaks: frozenset[str]


class Evidence(NamedTuple):
    """What made a condition hold: its strength and the words, the strongest first."""

    strength: float
    words: tuple[str, ...]


class _Hit(NamedTuple):
    weight: float
    label: str
    start: int
    end: int


def weigh(condition: PreparedCondition, reading: Reading, repeat_decay: float) -> Evidence | None:
    """The evidence if the condition holds, None if it does not.

    A condition without words to find has strength 1. A word found inside a longer word of the same condition counts
    nothing; the same word counts once.
    """
    seen = reading.occurrences
    if condition.none_words and not condition.none_words.isdisjoint(seen):
        return None
    if condition.where and not all(reading.fields.get(test.field) in test.values for test in condition.where):
        return None
    if condition.all_words and any(group.isdisjoint(seen) for group in condition.all_words):
        return None
    if not condition.searches:
        return Evidence(1.0, tuple(next(word for word in seen if word in group) for group in condition.all_words))
    hits = _word_hits(condition, reading)
    for near in condition.near:
        hits.extend(_near_hits(near, condition.polarity, reading))
    return _sum_up(hits, repeat_decay) if hits else None


def _counted(word: str, polarity: Polarity, reading: Reading) -> list[Occurrence]:
    occurrences = reading.occurrences[word]
    if polarity is Polarity.ANY:
        return occurrences
    wanted = polarity is Polarity.NEGATED
    return [seen for seen in occurrences if seen[2] is wanted]


def _word_hits(condition: PreparedCondition, reading: Reading) -> list[_Hit]:
    return [
        _Hit(condition.any_words[word], word, start, end)
        for word in condition.any_words.keys() & reading.occurrences.keys()
        for start, end, _ in _counted(word, condition.polarity, reading)
    ]


def _near_hits(near: PreparedNear, polarity: Polarity, reading: Reading) -> list[_Hit]:
    if near.left.isdisjoint(reading.occurrences) or near.right.isdisjoint(reading.occurrences):
        return []
    lefts = near.left & reading.occurrences.keys()
    rights = [
        (word, seen) for word in near.right & reading.occurrences.keys() for seen in _counted(word, polarity, reading)
    ]
    hits: list[_Hit] = []
    for left in lefts:
        for first in reading.occurrences[left]:
            for right, second in rights:
                if _adjacent(first, second, near, reading):
                    start, end = min(first[0], second[0]), max(first[1], second[1])
                    hits.append(_Hit(near.weight, f"{left}…{right}", start, end))
    return hits


def _adjacent(first: Occurrence, second: Occurrence, near: PreparedNear, reading: Reading) -> bool:
    if first[1] <= second[0]:
        start, end = first[1], second[0]
    elif not near.ordered and second[1] <= first[0]:
        start, end = second[1], first[0]
    else:
        return False
    return end - start <= near.within and reading.clause_breaks.isdisjoint(reading.text[start:end])


def _sum_up(hits: list[_Hit], repeat_decay: float) -> Evidence:
    """Each hit is worth ``repeat_decay`` of the one before; hits inside others and repeats fall away."""
    labels: dict[str, None] = {}
    spans: set[tuple[int, int]] = set()
    strength, share = 0.0, 1.0
    if len(hits) == 1:
        return Evidence(hits[0].weight, (hits[0].label,))
    for hit in sorted(hits, key=lambda hit: (-hit.weight, hit.start, hit.end, hit.label)):
        span = hit.start, hit.end
        if hit.label in labels or span in spans or any(_contains(other, hit) for other in hits):
            continue
        labels[hit.label] = None
        spans.add(span)
        strength += hit.weight * share
        share *= repeat_decay
    return Evidence(strength, tuple(labels))


def _contains(outer: _Hit, inner: _Hit) -> bool:
    """Strictly longer and at least as heavy, so that the longest hits of the greatest weight always remain."""
    if outer.start > inner.start or inner.end > outer.end:
        return False
    return outer.end - outer.start > inner.end - inner.start and outer.weight >= inner.weight
