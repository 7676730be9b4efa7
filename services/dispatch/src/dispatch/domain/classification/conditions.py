"""Which conditions hold for a text, and because of which words?"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from dispatch.domain.classification.evidence import Evidence, Hit
from dispatch.domain.classification.index import ConditionIndex
from dispatch.domain.classification.matcher import Occurrence
from dispatch.domain.classification.patterns import TextPattern
from dispatch.domain.classification.prepared import PreparedCheck, PreparedCondition, PreparedNear
from dispatch.domain.classification.vocabulary import AMOUNT_FIELD

LABEL_CHARACTERS = 80
"""How much of what a pattern found becomes its label."""


class Reading(NamedTuple):
    """A normalised text with its keyword occurrences and the normalised fields beside it.

    ``negates`` tells whether a negation stands directly before a place of the text.
    """

    text: str
    occurrences: Mapping[str, list[Occurrence]]
    fields: Mapping[str, str | None]
    clause_breaks: frozenset[str]
    negates: Callable[[str, int], bool]
    amount: int | None = None


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
    for place, found in _beyond_words(index, lefts & rights, reading):
        if found:
            hits[place] = hits[place] + found if place in hits else found
    for place in index.unsearched:
        hits[place] = []
    return {place: hits[place] for place in sorted(hits) if _admits(index.conditions[place], reading)}


def unsearched(condition: PreparedCondition, reading: Reading) -> Evidence:
    """The evidence of a condition that holds without anything to search: the first word of each group."""
    words = [next(word for word in reading.occurrences if word in group) for group in condition.all_words]
    spans = [reading.occurrences[word][0][:2] for word in words]
    return Evidence(1.0, tuple(words), tuple(spans))


def _beyond_words(index: ConditionIndex, pairs: int, reading: Reading) -> Iterator[tuple[int, list[Hit]]]:
    """What the pairs of which both sides occur, and the patterns, find for which condition."""
    for pair in _places(pairs):
        place, near = index.pairs[pair]
        yield place, _near_hits(near, index.conditions[place].negated, reading)
    for place, pattern, rank in index.regexes:
        yield place, _pattern_hits(pattern, rank, index.conditions[place].negated, reading)


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
    if condition.checks and not all(_passes(asked, reading) for asked in condition.checks):
        return False
    if condition.none_words and not condition.none_words.isdisjoint(reading.occurrences):
        return False
    return not condition.all_words or all(not group.isdisjoint(reading.occurrences) for group in condition.all_words)


def _passes(asked: PreparedCheck, reading: Reading) -> bool:
    check = asked.check
    if check.field == AMOUNT_FIELD:
        return _amount_passes(asked, reading.amount)
    value = reading.fields[check.field]
    if (check.present is not None and bool(value) is not check.present) or value in check.excluded:
        return False
    if check.values is not None and value not in check.values:
        return False
    return asked.pattern is None or (value is not None and asked.pattern.occurs(value))


def _amount_passes(asked: PreparedCheck, amount: int | None) -> bool:
    check = asked.check
    if check.present is not None and (amount is not None) is not check.present:
        return False
    if check.at_least is not None and (amount is None or amount < check.at_least):
        return False
    return check.at_most is None or (amount is not None and amount <= check.at_most)


def _pattern_hits(pattern: TextPattern, rank: float, wanted: bool | None, reading: Reading) -> list[Hit]:
    return [
        (rank, start, end, reading.text[start:end][:LABEL_CHARACTERS])
        for start, end in pattern.spans(reading.text)
        if wanted is None or wanted is reading.negates(reading.text, start)
    ]


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
