"""What happened to a follow-up; `outgoing.py` turns each into an event."""

from dataclasses import dataclass
from datetime import datetime

from survey.domain.follow_up import Asking
from survey.domain.vocabulary import Method


@dataclass(frozen=True, slots=True)
class Scheduled:
    """The customer is to be asked."""

    asking: Asking
    at: datetime


@dataclass(frozen=True, slots=True)
class Overdue:
    """Nobody asked in time."""

    asking: Asking
    at: datetime


@dataclass(frozen=True, slots=True)
class Completed:
    """The customer answered, or the last attempt failed too."""

    asking: Asking
    method: Method
    by: str
    at: datetime


FollowUpFact = Scheduled | Overdue | Completed
