"""What the intake service says: the case as the front desk and the customer see it."""

from typing import ClassVar, Literal

from pydantic import Field
from pydantic.config import JsonDict

from contracts.payload import CasePayload, Instant, Name, Text, example
from contracts.vocabulary import Channel, CustomerType, Grade, Kind, Language, Remedy, Severity

CLOSING_OUTCOMES = Literal["satisfied", "no_feedback"]

_DETAILS: JsonDict = {
    "customer_id": "C-1001",
    "customer_name": "Hangzhou Pump Works",
    "customer_grade": "B",
    "contact_name": "Chen Mei",
    "contact_email": "chen.mei@example.com",
    "order_number": "SO-778",
    "order_amount": 189900,
    "order_currency": "CNY",
    "product_name": "Water heater",
    "product_model": "WH-80",
    "product_serial": "WH80-0001",
    "description": "The heater leaks at the lower joint.",
    "occurred_at": "2026-03-02T08:30:00Z",
    "remedy": "repair",
}


class CaseDetails(CasePayload):
    """What the customer brought: who, what, when, where, contact (seed 001, R1). No order means another complaint.

    `order_amount` is in the minor unit of `order_currency` (ISO 4217).
    """

    customer_id: Name
    customer_name: Name
    customer_code: Name | None = None
    customer_type: CustomerType | None = None
    customer_grade: Grade = "C"
    customer_region: Name | None = None
    contact_name: Name | None = None
    contact_phone: Name | None = None
    contact_email: Name | None = None
    language: Language = "zh"
    order_number: Name | None = None
    order_amount: int | None = Field(default=None, ge=0)
    order_currency: str | None = Field(default=None, pattern="^[A-Z]{3}$")
    product_name: Name | None = None
    product_model: Name | None = None
    product_serial: Name | None = None
    description: Text
    occurred_at: Instant
    place: Name | None = None
    remedy: Remedy | None = None
    severity: Severity | None = None


class CaseOpened(CaseDetails):
    """A case was recorded and is durable (P1 step 01 begins).

    `tracking_path` is the path and query of the customer's own page, to be put behind the public address.
    """

    model_config = example(
        case_id="0b5f",
        number="2603-000017-4",
        kind="complaint",
        channel="hotline",
        **_DETAILS,
        tracking_path="/track/4fN0cQ",
        recorded_by="staff:li",
        opened_at="2026-03-02T09:00:00Z",
    )
    TYPE: ClassVar[str] = "case.opened"
    PUBLISHER: ClassVar[str] = "intake"

    kind: Kind
    channel: Channel
    tracking_path: Name | None = None
    recorded_by: Name
    opened_at: Instant


class CaseAmended(CaseDetails):
    """The front desk corrected the case; carries the whole present description and which fields changed."""

    model_config = example(
        case_id="0b5f",
        number="2603-000017-4",
        **_DETAILS,
        changed=["description"],
        amended_by="staff:li",
        amended_at="2026-03-02T09:10:00Z",
    )
    TYPE: ClassVar[str] = "case.amended"
    PUBLISHER: ClassVar[str] = "intake"

    changed: list[Name]
    amended_by: Name
    amended_at: Instant


class CaseWithdrawn(CasePayload):
    """The customer no longer pursues the case: every clock stops."""

    model_config = example(
        case_id="0b5f",
        number="2603-000017-4",
        round=1,
        reason="solved it myself",
        withdrawn_by="customer:C-1001",
        withdrawn_at="2026-03-02T10:00:00Z",
    )
    TYPE: ClassVar[str] = "case.withdrawn"
    PUBLISHER: ClassVar[str] = "intake"

    round: int = Field(default=1, ge=1)
    reason: Text
    withdrawn_by: Name
    withdrawn_at: Instant


class CaseReopened(CasePayload):
    """A resolved or closed case came back; `round` is 2 for the first return."""

    model_config = example(
        case_id="0b5f",
        number="2603-000017-4",
        round=2,
        reason="still leaks",
        reopened_by="customer:C-1001",
        reopened_at="2026-03-04T10:00:00Z",
    )
    TYPE: ClassVar[str] = "case.reopened"
    PUBLISHER: ClassVar[str] = "intake"

    round: int
    reason: Text
    reopened_by: Name
    reopened_at: Instant


class CaseClosed(CasePayload):
    """The customer accepted the result, or could not be reached as often as the policy asks."""

    model_config = example(
        case_id="0b5f",
        number="2603-000017-4",
        round=1,
        outcome="satisfied",
        customer_id="C-1001",
        closed_at="2026-03-04T10:00:00Z",
    )
    TYPE: ClassVar[str] = "case.closed"
    PUBLISHER: ClassVar[str] = "intake"

    round: int
    outcome: CLOSING_OUTCOMES
    customer_id: Name
    closed_at: Instant
