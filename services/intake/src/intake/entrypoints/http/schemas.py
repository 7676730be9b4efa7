"""What intake takes and gives over HTTP."""

from datetime import datetime
from typing import Annotated, Literal, Protocol, TypeAlias, TypeVar

from chassis.http import Instant, Line, Paragraph, StrictModel
from contracts.vocabulary import Channel, CustomerType, Grade, Kind, Language, Remedy, Severity
from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints, model_validator
from pydantic.config import JsonDict
from pydantic.json_schema import SkipJsonSchema

T = TypeVar("T")
M = TypeVar("M", bound=StrictModel)
Kept: TypeAlias = T | SkipJsonSchema[None]
"""May be left out (None), but not null."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
CaseReference = Annotated[str, Path(pattern=r"^[0-9A-Za-z０-９:._\-–—－ ]{1,200}$")]
"""Id or number of a case; the number in any spelling, full-width digits included."""
Amount = Annotated[StrictInt, Field(ge=0, le=10**15)]
"""Money in the minor unit of its currency, such as cents."""
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""ISO 4217."""
Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ()/-]{2,38}$")]
Email = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,4}$"),
]

EXAMPLE: JsonDict = {
    "kind": "complaint",
    "channel": "hotline",
    "customer": {"code": "C-1001", "name": "Hangzhou Pump Works", "grade": "B"},
    "contact": {"name": "Chen Mei", "phone": "+86 571 5550 0100", "email": "chen.mei@example.com"},
    "order_number": "SO-778",
    "product": {"name": "Water heater", "model": "WH-80", "serial": "WH80-0001"},
    "description": "The heater leaks at the lower joint since yesterday.",
    "occurred_at": "2026-03-02T08:30:00Z",
    "place": "Hangzhou",
    "remedy": "repair",
}


class _Priced(Protocol):
    order_amount: int | None
    order_currency: str | None


P = TypeVar("P", bound=_Priced)


def _need_currency(order: P) -> P:
    """A number alone is no amount."""
    if order.order_amount is not None and order.order_currency is None:
        raise ValueError("order_amount needs order_currency")
    return order


def _refuse_null(amendment: M) -> M:
    """What a case cannot be without may be left out, but not taken away."""
    for name in ("customer", "name", "grade", "description", "occurred_at", "language"):
        if name in amendment.model_fields_set and getattr(amendment, name) is None:
            raise ValueError(f"{name} cannot be null")
    return amendment


class CustomerIn(StrictModel):
    """Who complains; without a code the customer is one of this case only."""

    code: Code | None = None
    name: Line
    type: CustomerType | None = None
    grade: Grade = "C"
    region: Line | None = None


class ContactIn(StrictModel):
    """How to reach the customer."""

    name: Line | None = None
    phone: Phone | None = None
    email: Email | None = None


class ProductIn(StrictModel):
    """What it is about."""

    name: Line | None = None
    model: Line | None = None
    serial: Line | None = None


class OpenCase(StrictModel):
    """A matter that a customer brings. `order_number` null or left out: no order, other complaint (F-54)."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    kind: Kind
    channel: Channel
    customer: CustomerIn
    contact: ContactIn = Field(default_factory=ContactIn)
    order_number: Line | None = None
    order_amount: Amount | None = None
    order_currency: Currency | None = None
    product: ProductIn = Field(default_factory=ProductIn)
    description: Paragraph
    occurred_at: Instant
    place: Line | None = None
    remedy: Remedy | None = None
    severity: Severity | None = None
    language: Language = "zh"

    _priced = model_validator(mode="after")(_need_currency)


class AmendCustomer(StrictModel):
    """Only the fields that are to change. Without `code` left, the customer is one of this case only."""

    code: Code | None = None
    name: Kept[Line] = None
    type: CustomerType | None = None
    grade: Kept[Grade] = None
    region: Line | None = None

    _keeps = model_validator(mode="after")(_refuse_null)


class AmendCase(StrictModel):
    """Only the fields that are to change (RFC 7396: null takes a value away, left out keeps it, parts are merged)."""

    customer: Kept[AmendCustomer] = None
    contact: ContactIn | None = None
    order_number: Line | None = None
    order_amount: Amount | None = None
    order_currency: Currency | None = None
    product: ProductIn | None = None
    description: Kept[Paragraph] = None
    occurred_at: Kept[Instant] = None
    place: Line | None = None
    remedy: Remedy | None = None
    severity: Severity | None = None
    language: Kept[Language] = None

    _keeps = model_validator(mode="after")(_refuse_null)
    _priced = model_validator(mode="after")(_need_currency)


class Reason(StrictModel):
    """Why."""

    reason: Paragraph


class EntryView(BaseModel):
    """One line of the timeline, in the caller's language."""

    what: str
    text: str
    at: datetime
    round: int
    public: bool
    by: str | None
    details: dict[str, str]


class CaseView(BaseModel):
    """A case as the front desk sees it. `stage` is the name that ISO 10002 has for the status."""

    id: str
    number: str
    status: str
    stage: str
    round: int
    kind: str
    channel: str
    customer: dict[str, str | None]
    contact: dict[str, str | None]
    order_number: str | None
    order_amount: int | None
    order_currency: str | None
    product: dict[str, str | None]
    description: str
    occurred_at: datetime
    place: str | None
    remedy: str | None
    reported_severity: str | None
    language: str
    recorded_by: str
    received_at: datetime
    category: str | None
    severity: str | None
    urgency: str | None
    team: str | None
    responsible: str | None
    step: str | None
    due_at: datetime | None
    escalation_level: int
    resolution: str | None
    outcome: str | None
    ended_at: datetime | None
    tracking_url: str


class TimelineView(BaseModel):
    """Everything that happened, oldest first."""

    items: list[EntryView]


class TrackingView(BaseModel):
    """What the customer sees without a login: no staff names, no internal notes."""

    number: str
    status: str
    status_text: str
    received_at: datetime
    product: str | None
    round: int
    outcome: Literal["satisfied", "no_feedback"] | None
    timeline: list[EntryView]
