"""The answer of classification, together with its reason."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from dispatch.domain.classification.evidence import Span
from dispatch.domain.classification.vocabulary import Category, Level
from dispatch.domain.opinion.proposal import Proposal


class RuleMatch(NamedTuple):
    """A rule that held, what it added to its category, and the words (``a…b`` for a near pair) that made it hold.

    ``spans`` has start and end of each word in the text as the rules read it, see `places.original_places`.
    """

    rule: str
    category: Category
    score: float
    words: tuple[str, ...]
    spans: tuple[Span, ...] = ()


class LevelMatch(NamedTuple):
    """A level rule that held, the level that it is about, and the words that made it hold, as in `RuleMatch`."""

    of: Literal["severity", "urgency"]
    rule: str
    words: tuple[str, ...]
    spans: tuple[Span, ...] = ()


class Score(NamedTuple):
    """What a category collected."""

    category: Category
    score: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the rules that held, best first; the scores of all categories that got any; what set the levels.

    The scores of the decided category come first, then the others, best first.
    ``severity`` and ``urgency`` name the level rules that held, then the rules of the decided category that asked for a
    level, and ``given`` for the clerk's own judgement. ``levels`` has the words of the level rules.
    """

    matches: tuple[RuleMatch, ...]
    scores: tuple[Score, ...]
    severity: tuple[str, ...]
    urgency: tuple[str, ...]
    levels: tuple[LevelMatch, ...] = ()

    @property
    def runners_up(self) -> tuple[Category, ...]:
        """The other categories with any evidence, best first."""
        return tuple(score.category for score in self.scores[1:])


@dataclass(frozen=True, slots=True)
class Decision:
    """A best guess always; ``sure`` false sends it to the manual queue.

    ``rule`` is the strongest rule of the winning category. ``confidence`` lies in 0..1. ``priority`` above 0 tells that
    this rule decided by its priority and not by its score. ``service_level`` is the name that the rules gave, if any.
    ``opinion`` is what a model proposed where the rules were unsure: category, team, ``rule``, ``confidence`` are its.
    """

    category: Category
    severity: Level
    urgency: Level
    team: str
    rule: str
    ruleset: str
    ruleset_version: int
    confidence: float
    sure: bool
    tags: tuple[str, ...]
    reason: Reason
    service_level: str | None = None
    priority: int = 0
    opinion: Proposal | None = None
