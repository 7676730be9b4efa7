"""What the repair service says: the work on one fault (R4, R5)."""

from typing import ClassVar

from pydantic import Field
from pydantic.config import JsonDict

from contracts.payload import CasePayload, Instant, Name, Text, example

_REPAIR: JsonDict = {"case_id": "0b5f", "number": "2603-000017-4", "repair_id": "0b5f:1", "round": 1}


class Repair(CasePayload):
    """A repair order; `round` is the case's round that led to it."""

    repair_id: Name
    round: int = Field(ge=1)


class RepairOpened(Repair):
    """A repair order exists for the case."""

    model_config = example(
        **_REPAIR, team="quality", product_model="WH-80", product_serial="WH80-0001", opened_at="2026-03-02T11:00:01Z"
    )
    TYPE: ClassVar[str] = "repair.opened"
    PUBLISHER: ClassVar[str] = "repair"

    team: Name
    product_model: Name | None = None
    product_serial: Name | None = None
    opened_at: Instant


class RepairPlanned(Repair):
    """The plan stands: steps, tools, materials and estimated time; `revision` grows when findings change it."""

    model_config = example(
        **_REPAIR,
        revision=1,
        technician="staff:tang",
        steps=["close the water", "replace the seal"],
        estimated_minutes=45,
        planned_for="2026-03-03T01:00:00Z",
        planned_at="2026-03-02T12:00:00Z",
    )
    TYPE: ClassVar[str] = "repair.planned"
    PUBLISHER: ClassVar[str] = "repair"

    revision: int = Field(ge=1)
    technician: Name
    steps: list[Text]
    estimated_minutes: int = Field(ge=0)
    planned_for: Instant | None = None
    planned_at: Instant


class RepairCompleted(Repair):
    """Work and tests are done; the customer is to confirm (R5)."""

    model_config = example(
        **_REPAIR,
        attempt=1,
        technician="staff:tang",
        summary="seal replaced",
        parts=["SEAL-12"],
        active_minutes=40,
        completed_at="2026-03-03T02:00:00Z",
    )
    TYPE: ClassVar[str] = "repair.completed"
    PUBLISHER: ClassVar[str] = "repair"

    attempt: int = Field(ge=1)
    technician: Name
    summary: Text
    parts: tuple[Name, ...] = ()
    active_minutes: int = Field(ge=0)
    completed_at: Instant


class RepairConfirmed(Repair):
    """The customer confirmed the result."""

    model_config = example(
        **_REPAIR, attempt=1, method="on_site", confirmed_by="customer:C-1001", confirmed_at="2026-03-03T02:10:00Z"
    )
    TYPE: ClassVar[str] = "repair.confirmed"
    PUBLISHER: ClassVar[str] = "repair"

    attempt: int = Field(ge=1)
    method: Name
    confirmed_by: Name
    confirmed_at: Instant


class RepairRejected(Repair):
    """The customer rejected the result: cause again, repair again (R5)."""

    model_config = example(
        **_REPAIR,
        attempt=1,
        reason="still drips",
        team="quality",
        rejected_by="customer:C-1001",
        rejected_at="2026-03-03T02:10:00Z",
    )
    TYPE: ClassVar[str] = "repair.rejected"
    PUBLISHER: ClassVar[str] = "repair"

    attempt: int = Field(ge=1)
    reason: Text
    team: Name | None = None
    rejected_by: Name
    rejected_at: Instant


class RepairClosed(Repair):
    """The repair order ended; `outcome` says whether it was confirmed or cancelled with the case."""

    model_config = example(
        **_REPAIR,
        outcome="confirmed",
        summary="seal replaced",
        technician="staff:tang",
        attempts=1,
        closed_at="2026-03-03T02:20:00Z",
    )
    TYPE: ClassVar[str] = "repair.closed"
    PUBLISHER: ClassVar[str] = "repair"

    outcome: Name
    summary: Text
    technician: Name | None = None
    attempts: int = Field(ge=0)
    closed_at: Instant
