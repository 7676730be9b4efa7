"""What the dispatch service says: classification, tasks, clocks and escalation (P1, R2, R3, M9)."""

from typing import ClassVar

from pydantic import Field
from pydantic.config import JsonDict

from contracts.payload import Address, CasePayload, Instant, Name, Text, example
from contracts.vocabulary import Category, Kind, Language, Severity, Step, Urgency

_CASE: JsonDict = {"case_id": "0b5f", "number": "2603-000017-4"}
_TASK: JsonDict = {**_CASE, "round": 1, "step": "02C", "team": "sales", "responsible": "staff:wang"}
_CLASS: JsonDict = {
    "category": "product_quality",
    "severity": "medium",
    "urgency": "low",
    "team": "quality",
    "ruleset": "default",
    "ruleset_version": 1,
    "rule": "quality.leak",
    "confidence": 0.86,
    "words": ["leak"],
    "classified_by": "ruleset:default",
    "classified_at": "2026-03-02T09:00:01Z",
}


class Classification(CasePayload):
    """Category, severity, urgency and team of a case, with what decided it (R2)."""

    category: Category
    severity: Severity
    urgency: Urgency
    team: Name
    ruleset: Name | None = None
    ruleset_version: int | None = None
    rule: Name | None = None
    confidence: float = Field(ge=0, le=1)
    words: tuple[Name, ...] = ()
    classified_by: Name
    classified_at: Instant


class CaseClassified(Classification):
    """The case got its class, by a ruleset or by a person (P1 step 01)."""

    model_config = example(**_CASE, **_CLASS)
    TYPE: ClassVar[str] = "case.classified"
    PUBLISHER: ClassVar[str] = "dispatch"


class CaseReclassified(Classification):
    """A person corrected the class, with a reason."""

    model_config = example(
        **_CASE, **_CLASS, previous_category="other", previous_team="sales", reason="the joint is a known fault"
    )
    TYPE: ClassVar[str] = "case.reclassified"
    PUBLISHER: ClassVar[str] = "dispatch"

    previous_category: Category | None = None
    previous_team: Name | None = None
    reason: Text


class Task(CasePayload):
    """A step of P1 in the hands of a responsible; `round` grows when a case is reopened."""

    round: int = Field(ge=1)
    step: Step
    team: Name
    responsible: Address


class TaskAssigned(Task):
    """A step began: who must act, by when, and why that person (R3). `limit_seconds` counts in the step's calendar."""

    model_config = example(
        **_TASK,
        kind="fault",
        category="product_quality",
        severity="medium",
        urgency="low",
        limit_seconds=28800,
        due_at="2026-03-03T09:00:00Z",
        assigned_at="2026-03-02T09:00:01Z",
        reason="next on duty in the team",
        repair_required=True,
        customer_id="C-1001",
        customer_name="Hangzhou Pump Works",
        description="The heater leaks at the lower joint.",
        product_model="WH-80",
        product_serial="WH80-0001",
    )
    TYPE: ClassVar[str] = "task.assigned"
    PUBLISHER: ClassVar[str] = "dispatch"

    kind: Kind
    category: Category | None = None
    severity: Severity | None = None
    urgency: Urgency | None = None
    limit_seconds: int = Field(ge=0)
    due_at: Instant
    assigned_at: Instant
    reason: Text
    repair_required: bool = False
    customer_id: Name
    customer_name: Name
    description: Text
    product_name: Name | None = None
    product_model: Name | None = None
    product_serial: Name | None = None
    order_number: Name | None = None


class TaskAccepted(Task):
    """The responsible took the task."""

    model_config = example(**_TASK, by="staff:wang", accepted_at="2026-03-02T09:20:00Z")
    TYPE: ClassVar[str] = "task.accepted"
    PUBLISHER: ClassVar[str] = "dispatch"

    by: Name
    accepted_at: Instant


class TaskHandedOver(Task):
    """The task moved to another responsible with a note; the clock runs on."""

    model_config = example(
        **_TASK, previous="staff:zhao", note="my leave begins", by="staff:zhao", handed_over_at="2026-03-02T09:30:00Z"
    )
    TYPE: ClassVar[str] = "task.handed_over"
    PUBLISHER: ClassVar[str] = "dispatch"

    previous: Address
    note: Text
    by: Name
    handed_over_at: Instant


class TaskReplied(Task):
    """The responsible signed cause and measure (F-54 boxes 3 and 4)."""

    model_config = example(
        **_TASK,
        cause="joint seal aged",
        measure="replace the seal",
        repair_required=True,
        customer_id="C-1001",
        customer_name="Hangzhou Pump Works",
        description="The heater leaks at the lower joint.",
        product_model="WH-80",
        product_serial="WH80-0001",
        by="staff:wang",
        replied_at="2026-03-02T11:00:00Z",
    )
    TYPE: ClassVar[str] = "task.replied"
    PUBLISHER: ClassVar[str] = "dispatch"

    cause: Text
    measure: Text
    repair_required: bool = False
    customer_id: Name
    customer_name: Name
    description: Text
    product_name: Name | None = None
    product_model: Name | None = None
    product_serial: Name | None = None
    by: Name
    replied_at: Instant


class TaskCommunicated(Task):
    """The customer was told the plan (P1 step 03)."""

    model_config = example(
        **_TASK,
        customer_id="C-1001",
        language="zh",
        text="A technician comes on Tuesday.",
        by="staff:li",
        communicated_at="2026-03-02T12:00:00Z",
    )
    TYPE: ClassVar[str] = "task.communicated"
    PUBLISHER: ClassVar[str] = "dispatch"

    customer_id: Name
    language: Language = "zh"
    text: Text
    by: Name
    communicated_at: Instant


class TaskReminded(Task):
    """A fraction of the limit is used up."""

    model_config = example(**_TASK, fraction=0.5, due_at="2026-03-03T09:00:00Z", reminded_at="2026-03-02T14:00:00Z")
    TYPE: ClassVar[str] = "task.reminded"
    PUBLISHER: ClassVar[str] = "dispatch"

    fraction: float = Field(gt=0)
    due_at: Instant
    reminded_at: Instant


class TaskOverdue(Task):
    """The limit passed without the step's output."""

    model_config = example(
        **_TASK, limit_seconds=28800, due_at="2026-03-03T09:00:00Z", overdue_at="2026-03-03T09:00:00Z"
    )
    TYPE: ClassVar[str] = "task.overdue"
    PUBLISHER: ClassVar[str] = "dispatch"

    limit_seconds: int = Field(ge=0)
    due_at: Instant
    overdue_at: Instant


class TaskEscalated(Task):
    """A late task went up to the next authority (M9); each level once per step and round."""

    model_config = example(
        **_TASK,
        level=1,
        escalated_to="role:team_lead",
        due_at="2026-03-03T09:00:00Z",
        escalated_at="2026-03-03T09:00:00Z",
    )
    TYPE: ClassVar[str] = "task.escalated"
    PUBLISHER: ClassVar[str] = "dispatch"

    level: int = Field(ge=1)
    escalated_to: Address
    due_at: Instant
    escalated_at: Instant


class TaskPaused(Task):
    """The step's clock stands still for a reason of the policy's list; `awaits` names the events that end it."""

    model_config = example(
        **_TASK,
        reason="waiting_for_parts",
        note="the seal is ordered",
        awaits=["repair.planned"],
        by="staff:wang",
        paused_at="2026-03-02T10:00:00Z",
    )
    TYPE: ClassVar[str] = "task.paused"
    PUBLISHER: ClassVar[str] = "dispatch"

    reason: Name
    note: Text | None = None
    awaits: tuple[Name, ...] = ()
    by: Name
    paused_at: Instant


class TaskResumed(Task):
    """The step's clock runs on, by an awaited event or a person (`because`: its type, or `command`)."""

    model_config = example(
        **_TASK,
        reason="waiting_for_parts",
        because="repair.planned",
        due_at="2026-03-04T09:00:00Z",
        by="dispatch",
        resumed_at="2026-03-03T09:00:00Z",
    )
    TYPE: ClassVar[str] = "task.resumed"
    PUBLISHER: ClassVar[str] = "dispatch"

    reason: Name
    because: Name
    due_at: Instant
    by: Name
    resumed_at: Instant


class CaseResolved(CasePayload):
    """The measure was carried out; the customer is to be asked about the effect (P1 step 04)."""

    model_config = example(
        **_CASE,
        round=1,
        resolution="seal replaced and tested",
        category="product_quality",
        team="quality",
        responsible="staff:wang",
        customer_id="C-1001",
        customer_name="Hangzhou Pump Works",
        customer_grade="B",
        contact_name="Chen Mei",
        contact_email="chen.mei@example.com",
        resolved_by="staff:wang",
        resolved_at="2026-03-03T08:00:00Z",
    )
    TYPE: ClassVar[str] = "case.resolved"
    PUBLISHER: ClassVar[str] = "dispatch"

    round: int = Field(ge=1)
    resolution: Text
    category: Category
    team: Name
    responsible: Address
    customer_id: Name
    customer_name: Name
    customer_grade: Name = "C"
    contact_name: Name | None = None
    contact_phone: Name | None = None
    contact_email: Name | None = None
    language: Language = "zh"
    resolved_by: Name
    resolved_at: Instant
