"""What the repair API shows of an order."""

from datetime import datetime

from chassis.documents import Stored
from pydantic import BaseModel

from repair.domain.records import Completion, Confirmation, LogEntry, Plan, Rejection, Verification
from repair.domain.repair_order import CaseRound, RepairOrder, Request
from repair.domain.vocabulary import Outcome, Status


class RepairView(BaseModel):
    """A repair order with all its signed entries; `version` is what If-Match wants.

    One that was cancelled before it could be opened has no `opened_at` and knows its round only.
    """

    id: str
    version: int
    status: Status
    attempt: int
    request: Request | CaseRound
    technician: str | None
    opened_at: datetime | None
    plans: tuple[Plan, ...]
    log: tuple[LogEntry, ...]
    verifications: tuple[Verification, ...]
    completions: tuple[Completion, ...]
    rejections: tuple[Rejection, ...]
    confirmation: Confirmation | None
    outcome: Outcome | None
    outcome_reason: str | None
    cancelled_by: str | None
    closed_at: datetime | None


def repair_view(stored: Stored[RepairOrder]) -> RepairView:
    """The whole order."""
    order = stored.state
    return RepairView(
        id=order.id,
        version=stored.version,
        status=order.status,
        attempt=order.attempt,
        request=order.request,
        technician=order.technician,
        opened_at=order.opened_at,
        plans=order.plans,
        log=order.log,
        verifications=order.verifications,
        completions=order.completions,
        rejections=order.rejections,
        confirmation=order.confirmation,
        outcome=order.outcome,
        outcome_reason=order.outcome_reason,
        cancelled_by=order.cancelled_by,
        closed_at=order.closed_at,
    )
