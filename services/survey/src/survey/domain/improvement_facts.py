"""What happened to an improvement task; `outgoing.py` turns each into an event."""

from dataclasses import dataclass
from datetime import datetime

from survey.domain.improvement import Answer, Verification


@dataclass(frozen=True, slots=True)
class Opened:
    """A measure is asked for."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """The measure is late and became this authority's matter."""

    addressee: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """There is a measure."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Verified:
    """The measure's effect was judged."""

    verification: Verification


ImprovementFact = Opened | Overdue | Answered | Verified
