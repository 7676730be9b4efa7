"""Which conditions hold for a text, and because of which words?"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dispatch.domain.classification.evidence import Evidence, Hit
from dispatch.domain.classification.index import ConditionIndex
from dispatch.domain.classification.matcher import Occurrence
from dispatch.domain.classification.prepared import PreparedCondition, PreparedNear


class Reading(NamedTuple):
    """A normalised text with its keyword occurrences and the normalised fields beside it."""

    text: str
    occurrences: Mapping[str, list[Occurrence]]
    fields: Mapping[str, str | None]
    clause_breaks: frozenset[str]


def holding(index: ConditionIndex, reading: Reading) -> dict[int, list[Hit]]:
    """The places of the conditions that hold with their hits: none where nothing had to be found."""
    hits: dict[int, list[Hit]] = {}
    lefts = rights = 0
    for word, occurrences in reading.occurrences.items():
        keyword = index.keywords[word]
        lefts |= keyword.lefts
        rights |= keyword.rights
        for place, rank, wanted in keyword.counts:
            for start, end, negated in occurrences:
                if wanted is None or wanted is negated:
                    hit = rank, start, end, word
                    if place in hits:
                        hits[place].append(hit)
                    else:
                        hits[place] = [hit]
    for pair in _places(lefts & rights):
        place, near = index.pairs[pair]
        found = _near_hits(near, index.conditions[place].negated, reading)
        if found:
            hits[place] = hits[place] + found if place in hits else found
    for place in index.unsearched:
        hits[place] = []
    return {place: hits[place] for place in sorted(hits) if _admits(index.conditions[place], reading)}


def unsearched(condition: PreparedCondition, reading: Reading) -> Evidence:
    """The evidence of a condition that holds without anything to search: the first word of each group."""
    words = [next(word for word in reading.occurrences if word in group) for group in condition.all_words]
    return Evidence(1.0, tuple(words))


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _admits(condition: PreparedCondition, reading: Reading) -> bool:
    """Whether everything holds that is not searched for as evidence."""
    for test in condition.where:
        if reading.fields[test.field] not in test.values:
            return False
    if condition.none_words and not condition.none_words.isdisjoint(reading.occurrences):
        return False
    return not condition.all_words or all(not group.isdisjoint(reading.occurrences) for group in condition.all_words)


def _near_hits(near: PreparedNear, wanted: bool | None, reading: Reading) -> list[Hit]:
    seen = reading.occurrences
    rights = near.right.intersection(seen)
    hits: list[Hit] = []
    for left in near.left.intersection(seen):
        for left_start, left_end, _ in seen[left]:
            for right in rights:
                for right_start, right_end, negated in seen[right]:
                    if left_end <= right_start:
                        start, gap_start, gap_end, end = left_start, left_end, right_start, right_end
                    elif not near.ordered and right_end <= left_start:
                        start, gap_start, gap_end, end = right_start, right_end, left_start, left_end
                    else:
                        continue
                    if gap_end - gap_start > near.within or (wanted is not None and wanted is not negated):
                        continue
                    if reading.clause_breaks.isdisjoint(reading.text[gap_start:gap_end]):
                        hits.append((-near.weight, start, end, f"{left}…{right}"))
    return hits
