"""What dispatch says of returned goods (P1 step 02A): asked for, decided, received, inspected, ended."""

from typing import ClassVar, Literal

from pydantic import Field
from pydantic.config import JsonDict

from contracts.payload import Address, CasePayload, Instant, Name, Text, example
from contracts.vocabulary import Language, Remedy

ReturnOutcome = Literal["exchanged", "refunded", "sent_back"]
ReturnStage = Literal["decide", "receive", "inspect", "complete"]

_RETURN: JsonDict = {
    "case_id": "0b5f",
    "number": "2603-000017-4",
    "return_id": "0b5f:1",
    "round": 1,
    "team": "returns",
    "responsible": "staff:deng",
}


class Return(CasePayload):
    """The return of goods of one round of a case."""

    return_id: Name
    round: int = Field(ge=1)
    team: Name
    responsible: Address


class ReturnRequested(Return):
    """A line of returns began: whether the goods may come is to be decided."""

    model_config = example(
        **_RETURN,
        remedy="return",
        customer_id="C-1001",
        customer_name="Hangzhou Pump Works",
        description="The heater leaks at the lower joint.",
        asked_at="2026-03-02T09:00:00Z",
        requested_at="2026-03-02T09:00:01Z",
    )
    TYPE: ClassVar[str] = "return.requested"
    PUBLISHER: ClassVar[str] = "dispatch"

    remedy: Remedy | None = None
    customer_id: Name
    customer_name: Name
    description: Text
    language: Language = "zh"
    product_name: Name | None = None
    product_model: Name | None = None
    product_serial: Name | None = None
    order_number: Name | None = None
    asked_at: Instant
    requested_at: Instant


class ReturnWaived(Return):
    """The line was answered without a return, or the case went to another team; `withdrawn` ends it at any stage."""

    model_config = example(**_RETURN, reason="the customer keeps the unit", waived_at="2026-03-02T10:00:00Z")
    TYPE: ClassVar[str] = "return.waived"
    PUBLISHER: ClassVar[str] = "dispatch"

    reason: Text
    withdrawn: bool = False
    waived_at: Instant


class ReturnAuthorised(Return):
    """The goods may come, with the reason; `goodwill` when beyond law and promise."""

    model_config = example(
        **_RETURN, reason="day 5 of 7 that the law grants", by="staff:deng", authorised_at="2026-03-02T10:00:00Z"
    )
    TYPE: ClassVar[str] = "return.authorised"
    PUBLISHER: ClassVar[str] = "dispatch"

    reason: Text
    goodwill: bool = False
    by: Name
    authorised_at: Instant


class ReturnRefused(Return):
    """The goods may not come, with the reason."""

    model_config = example(
        **_RETURN, reason="day 40 is beyond the 15 days", by="staff:deng", refused_at="2026-03-02T10:00:00Z"
    )
    TYPE: ClassVar[str] = "return.refused"
    PUBLISHER: ClassVar[str] = "dispatch"

    reason: Text
    by: Name
    refused_at: Instant


class ReturnReceived(Return):
    """The goods are here, in this condition."""

    model_config = example(**_RETURN, condition="box open", by="staff:deng", received_at="2026-03-04T10:00:00Z")
    TYPE: ClassVar[str] = "return.received"
    PUBLISHER: ClassVar[str] = "dispatch"

    condition: Text
    by: Name
    received_at: Instant


class ReturnDropped(Return):
    """The goods that were expected never came, and nobody waits for them any more."""

    model_config = example(
        **_RETURN, reason="never sent, the customer keeps it", by="staff:deng", dropped_at="2026-03-20T10:00:00Z"
    )
    TYPE: ClassVar[str] = "return.dropped"
    PUBLISHER: ClassVar[str] = "dispatch"

    reason: Text
    by: Name
    dropped_at: Instant


class ReturnInspected(Return):
    """What was found in the goods."""

    model_config = example(
        **_RETURN, findings="seal torn", fault_confirmed=True, by="staff:deng", inspected_at="2026-03-04T12:00:00Z"
    )
    TYPE: ClassVar[str] = "return.inspected"
    PUBLISHER: ClassVar[str] = "dispatch"

    findings: Text
    fault_confirmed: bool
    by: Name
    inspected_at: Instant


class ReturnCompleted(Return):
    """The return has ended: exchanged, refunded or sent back. `findings` are those of the inspection."""

    model_config = example(
        **_RETURN,
        outcome="exchanged",
        findings="seal torn",
        measure="a new unit was sent",
        by="staff:deng",
        completed_at="2026-03-05T10:00:00Z",
    )
    TYPE: ClassVar[str] = "return.completed"
    PUBLISHER: ClassVar[str] = "dispatch"

    outcome: ReturnOutcome
    findings: Text
    measure: Text
    by: Name
    completed_at: Instant


class ReturnReminded(Return):
    """A fraction of a stage's limit is used up."""

    model_config = example(
        **_RETURN,
        stage="receive",
        fraction=0.5,
        due_at="2026-03-10T10:00:00Z",
        reminded_at="2026-03-06T10:00:00Z",
    )
    TYPE: ClassVar[str] = "return.reminded"
    PUBLISHER: ClassVar[str] = "dispatch"

    stage: ReturnStage
    fraction: float = Field(gt=0)
    due_at: Instant
    reminded_at: Instant


class ReturnOverdue(Return):
    """A stage is late: `level` of the chain is told, 1 at the limit itself; each level once (M9)."""

    model_config = example(
        **_RETURN,
        stage="receive",
        level=1,
        addressee="role:team_lead",
        due_at="2026-03-10T10:00:00Z",
        overdue_at="2026-03-10T10:00:00Z",
    )
    TYPE: ClassVar[str] = "return.overdue"
    PUBLISHER: ClassVar[str] = "dispatch"

    stage: ReturnStage
    level: int = Field(ge=1)
    addressee: Address
    due_at: Instant
    overdue_at: Instant
