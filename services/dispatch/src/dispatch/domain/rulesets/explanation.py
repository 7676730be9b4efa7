"""Why does a case have its class? Every decision about it: rules, words and their places, what else was close."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dispatch.domain.assignment import Assignment
from dispatch.domain.boxes import SignedBox
from dispatch.domain.classification.places import original_places
from dispatch.domain.classified import Classification
from dispatch.domain.words import CategoryName


@dataclass(frozen=True, slots=True)
class Word:
    """What a rule found; start and end in the description, None where they cannot be told exactly."""

    word: str
    rule: str
    category: CategoryName
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class LevelWord:
    """What a level rule found; start and end as in `Word`."""

    of: Literal["severity", "urgency"]
    word: str
    rule: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Close:
    """Another category with evidence: its score, and that as a share of the decided category's."""

    category: CategoryName
    score: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One decision. `description` is the text that the rules read; `words` and `levels` are empty for a person's."""

    made: Classification
    description: str
    words: tuple[Word, ...]
    levels: tuple[LevelWord, ...]
    close: tuple[Close, ...]


def explain(assignment: Assignment) -> tuple[Explanation, ...]:
    """Every decision about the case, the first one first."""
    texts = [box for box in assignment.boxes if box.box == "description"]
    return tuple(_explained(made, _text_at(texts, made.at)) for made in assignment.classifications)


def _explained(made: Classification, description: str) -> Explanation:
    found = [
        (word, span, match.rule, match.category)
        for match in made.matches
        for word, span in zip(match.words, match.spans, strict=False)
    ]
    places = original_places(description, [span for _, span, _, _ in found])
    words = tuple(
        Word(word, rule, category, *(place or (None, None)))
        for (word, _, rule, category), place in zip(found, places, strict=True)
    )
    levels = tuple(
        LevelWord(match.of, word, match.rule, *(place or (None, None)))
        for match in made.levels
        for word, place in zip(match.words, original_places(description, match.spans), strict=True)
    )
    best = next((score for category, score in made.scores if category == made.category), 0.0)
    close = tuple(
        Close(category, score, score / best if best else None)
        for category, score in made.scores
        if category != made.category
    )
    return Explanation(made, description, words, levels, close)


def _text_at(texts: Sequence[SignedBox], at: datetime) -> str:
    """The description as it stood then."""
    standing = [box for box in texts if box.signed_at <= at] or list(texts[:1])
    return standing[-1].text if standing else ""
