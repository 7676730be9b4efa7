"""The class of a case with everything that led to it (R2), as it is kept in the assignment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dispatch.domain.classification import Decision
from dispatch.domain.opinion.proposal import BY_OPINION, Proposal
from dispatch.domain.words import CATEGORIES, LEVELS, CategoryName, LevelName

BY_RULESET = "ruleset:"
SHARE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class MatchedRule:
    """A rule that held, what it gave to its category, and the words that made it hold.

    `spans` has start and end of each word in the normalised text, see `classification.places`.
    """

    rule: str
    category: CategoryName
    score: float
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LevelRaised:
    """A level rule that held, what it is about, and the words that made it hold; `spans` as in `MatchedRule`."""

    of: Literal["severity", "urgency"]
    rule: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a model proposed: it `decided` when its confidence reached the threshold, else a person had to.

    `shares` are the categories it thought of with their weights in 0..1, best first.
    """

    model: str
    version: int
    category: CategoryName
    team: str
    confidence: float
    threshold: float
    decided: bool
    shares: tuple[tuple[CategoryName, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Classification:
    """Category, levels and team; `by` is `ruleset:<name>`, `opinion:<model>` or the person who decided.

    Not `sure` means a best guess that waits for a person (P1 step 01). `scores` name every category with evidence, best
    first; `severity_because` and `urgency_because` the rules that asked for a level, `given` the clerk; `levels` has
    the words of the level rules. `reason` is a person's own. `priority` is that of the rule that decided by it, else 0;
    `service_level` is the name the rules gave for the policy's rows.
    """

    category: CategoryName
    severity: LevelName
    urgency: LevelName
    team: str
    by: str
    at: datetime
    confidence: float = 1.0
    sure: bool = True
    ruleset: str | None = None
    ruleset_version: int | None = None
    rule: str | None = None
    matches: tuple[MatchedRule, ...] = ()
    scores: tuple[tuple[CategoryName, float], ...] = ()
    severity_because: tuple[str, ...] = ()
    urgency_because: tuple[str, ...] = ()
    levels: tuple[LevelRaised, ...] = ()
    tags: tuple[str, ...] = ()
    reason: str | None = None
    service_level: str | None = None
    priority: int = 0
    opinion: Proposed | None = None

    @property
    def by_person(self) -> bool:
        """Whether a person decided, whom neither ruleset nor model overrules."""
        return not self.by.startswith((BY_RULESET, BY_OPINION))

    @property
    def words(self) -> tuple[str, ...]:
        """The words that decided for the category, strongest rule first, each once."""
        return tuple(
            dict.fromkeys(word for match in self.matches if match.category == self.category for word in match.words)
        )

    def same_class(self, other: "Classification") -> bool:
        """Whether both say the same, whoever said it."""
        return (self.category, self.severity, self.urgency, self.team) == (
            other.category,
            other.severity,
            other.urgency,
            other.team,
        )


def from_decision(decision: Decision, at: datetime) -> Classification:
    """The record of what ruleset and second opinion decided."""
    opinion = None if decision.opinion is None else _proposed(decision.opinion)
    return Classification(
        category=CATEGORIES[decision.category],
        severity=LEVELS[decision.severity],
        urgency=LEVELS[decision.urgency],
        team=decision.team,
        by=f"{BY_RULESET}{decision.ruleset}"
        if decision.opinion is None or decision.rule != decision.opinion.name
        else f"{BY_OPINION}{decision.opinion.model}",
        at=at,
        confidence=decision.confidence,
        sure=decision.sure,
        ruleset=decision.ruleset,
        ruleset_version=decision.ruleset_version,
        rule=decision.rule,
        matches=tuple(
            MatchedRule(match.rule, CATEGORIES[match.category], match.score, match.words, match.spans)
            for match in decision.reason.matches
        ),
        scores=tuple((CATEGORIES[score.category], score.score) for score in decision.reason.scores),
        severity_because=decision.reason.severity,
        urgency_because=decision.reason.urgency,
        levels=tuple(LevelRaised(match.of, match.rule, match.words, match.spans) for match in decision.reason.levels),
        tags=decision.tags,
        service_level=decision.service_level,
        priority=decision.priority,
        opinion=opinion,
    )


def _proposed(proposal: Proposal) -> Proposed:
    return Proposed(
        model=proposal.model,
        version=proposal.version,
        category=CATEGORIES[proposal.category],
        team=proposal.team,
        confidence=round(proposal.confidence, SHARE_DIGITS),
        threshold=proposal.threshold,
        decided=proposal.decides,
        shares=tuple((CATEGORIES[category], round(share, SHARE_DIGITS)) for category, share in proposal.shares),
    )
