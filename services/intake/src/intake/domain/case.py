"""The case: one matter a customer brought to us (domain §1), as the front desk and the customer see it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Status = Literal[
    "received",
    "acknowledged",
    "classified",
    "assigned",
    "in_progress",
    "responded",
    "resolved",
    "closed",
    "reopened",
    "withdrawn",
    "merged",
]
Outcome = Literal["satisfied", "no_feedback"]

PROGRESS: tuple[Status, ...] = (
    "received",
    "acknowledged",
    "reopened",
    "classified",
    "assigned",
    "in_progress",
    "responded",
    "resolved",
    "closed",
)
"""The order in which a round of a case moves forward; news that arrive late never move it back."""
ENDED: frozenset[Status] = frozenset({"closed", "withdrawn", "merged"})


@dataclass(frozen=True, slots=True)
class Customer:
    """Who complained. `id` is the customer's code, or one made for a customer without any."""

    id: str
    name: str
    code: str | None = None
    type: str | None = None
    grade: str = "C"
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """How the customer can be reached."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """What the case is about."""

    name: str | None = None
    model: str | None = None
    serial: str | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """What the customer reported (seed 001, R1; F-54 box 1). `order_number` None: no order, other complaint.

    `order_amount` is what the order cost, in the minor unit of `order_currency` (ISO 4217).
    """

    customer: Customer
    contact: Contact
    product: Product
    order_number: str | None
    description: str
    occurred_at: datetime
    place: str | None = None
    remedy: str | None = None
    severity: str | None = None
    language: str = "zh"
    order_amount: int | None = None
    order_currency: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline. `what` is a stable word that texts are made of; `public` ones the customer sees."""

    what: str
    at: datetime
    round: int
    public: bool
    by: str | None = None
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Handling:
    """Where the case is at present, as dispatch tells it. `told` has for each field the teller's sequence number, so
    that news which overtook one another leave the same picture in any order."""

    category: str | None = None
    severity: str | None = None
    urgency: str | None = None
    team: str | None = None
    responsible: str | None = None
    step: str | None = None
    due_at: datetime | None = None
    escalation_level: int = 0
    resolution: str | None = None
    told: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """The whole case. `round` counts from 1 and grows with every reopening."""

    number: str
    kind: str
    channel: str
    details: Details
    status: Status
    recorded_by: str
    received_at: datetime
    round: int = 1
    handling: Handling = field(default_factory=Handling)
    timeline: tuple[Entry, ...] = ()
    outcome: Outcome | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """Fact: the case was recorded. `tracking_path` leads its customer to it without a login."""

    case: Case
    tracking_path: str


@dataclass(frozen=True, slots=True)
class Amended:
    """Fact: the description was corrected."""

    case: Case
    changed: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Fact: the customer no longer pursues it."""

    case: Case
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reopened:
    """Fact: it came back."""

    case: Case
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """Fact: it is over."""

    case: Case
    outcome: Outcome
    at: datetime


Fact = Opened | Amended | Withdrawn | Reopened | Closed
