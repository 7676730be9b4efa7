"""What happened to a repair order; `outgoing.py` turns each into an event."""

from dataclasses import dataclass
from datetime import datetime

from repair.domain.records import Completion, Confirmation, Plan, Rejection
from repair.domain.repair_order import Request


@dataclass(frozen=True, slots=True)
class Opened:
    """The order exists."""

    request: Request
    at: datetime


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, first or replacing, stands."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class Completed:
    """The customer is to confirm."""

    completion: Completion


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The customer confirmed."""

    confirmation: Confirmation


@dataclass(frozen=True, slots=True)
class Rejected:
    """The customer rejected."""

    rejection: Rejection


@dataclass(frozen=True, slots=True)
class Closed:
    """The order ended; `summary` is the last completion's, or why it was cancelled."""

    summary: str
    at: datetime


Fact = Opened | Planned | Completed | Confirmed | Rejected | Closed
