"""What happened to a follow-up; `outgoing.py` turns each into an event."""

from dataclasses import dataclass
from datetime import datetime

from survey.domain.vocabulary import Method


@dataclass(frozen=True, slots=True)
class Scheduled:
    """The customer is to be asked."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """Nobody asked in time."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Completed:
    """The customer answered, or the last attempt failed too."""

    method: Method
    by: str
    at: datetime


FollowUpFact = Scheduled | Overdue | Completed
