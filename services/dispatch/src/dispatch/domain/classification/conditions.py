"""Does a condition hold, how strongly, and because of which words?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from dispatch.domain.classification.matcher import Occurrence
from dispatch.domain.classification.ruleset import Condition, Near
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


def weigh(condition: Condition, reading: Reading, repeat_decay: float) -> Evidence | None:
    """The evidence if the condition holds, None if it does not.

    A condition without words to find has strength 1. A word found inside a longer word of the same condition counts
    nothing; the same word counts once.
    """
    if not _fields_hold(condition, reading) or not _guards_hold(condition, reading):
        return None
    if not condition.any_words and not condition.near:
        return Evidence(1.0, tuple(_first_seen(group, reading) for group in condition.all_words))
    hits = _word_hits(condition, reading)
    for near in condition.near:
        hits.extend(_near_hits(near, condition.polarity, reading))
    best = _best_by_label(_without_inner(hits))
    if not best:
        return None
    strength, share = 0.0, 1.0
    for hit in best:
        strength += hit.weight * share
        share *= repeat_decay
    return Evidence(strength, tuple(hit.label for hit in best))


def _fields_hold(condition: Condition, reading: Reading) -> bool:
    return all(reading.fields.get(test.field) in test.values for test in condition.where)


def _guards_hold(condition: Condition, reading: Reading) -> bool:
    seen = reading.occurrences
    if any(word in seen for word in condition.none_words):
        return False
    return all(any(word in seen for word in group) for group in condition.all_words)


def _first_seen(group: tuple[str, ...], reading: Reading) -> str:
    return next(word for word in group if word in reading.occurrences)


def _counted(word: str, polarity: Polarity, reading: Reading) -> list[Occurrence]:
    occurrences = reading.occurrences.get(word, [])
    if polarity is Polarity.ANY:
        return occurrences
    wanted = polarity is Polarity.NEGATED
    return [seen for seen in occurrences if seen.negated is wanted]


def _word_hits(condition: Condition, reading: Reading) -> list[_Hit]:
    return [
        _Hit(word.weight, word.text, seen.start, seen.end)
        for word in condition.any_words
        if word.text in reading.occurrences
        for seen in _counted(word.text, condition.polarity, reading)
    ]


def _near_hits(near: Near, polarity: Polarity, reading: Reading) -> list[_Hit]:
    lefts = [(word, seen) for word in near.left for seen in reading.occurrences.get(word, ())]
    if not lefts:
        return []
    rights = [(word, seen) for word in near.right for seen in _counted(word, polarity, reading)]
    hits: list[_Hit] = []
    for left, first in lefts:
        for right, second in rights:
            if _adjacent(first, second, near, reading):
                start, end = min(first.start, second.start), max(first.end, second.end)
                hits.append(_Hit(near.weight, f"{left}…{right}", start, end))
    return hits


def _adjacent(first: Occurrence, second: Occurrence, near: Near, reading: Reading) -> bool:
    if first.end <= second.start:
        gap = reading.text[first.end : second.start]
    elif not near.ordered and second.end <= first.start:
        gap = reading.text[second.end : first.start]
    else:
        return False
    return len(gap) <= near.within and reading.clause_breaks.isdisjoint(gap)


def _without_inner(hits: list[_Hit]) -> list[_Hit]:
    if len(hits) < 2:
        return hits
    return [hit for hit in hits if not any(_contains(other, hit) for other in hits)]


def _contains(outer: _Hit, inner: _Hit) -> bool:
    if outer.start > inner.start or inner.end > outer.end:
        return False
    return outer.end - outer.start > inner.end - inner.start and outer.weight >= inner.weight


def _best_by_label(hits: list[_Hit]) -> list[_Hit]:
    by_label: dict[str, _Hit] = {}
    for hit in hits:
        known = by_label.get(hit.label)
        if known is None or hit.weight > known.weight:
            by_label[hit.label] = hit
    return sorted(by_label.values(), key=lambda hit: (-hit.weight, hit.start, hit.label))
