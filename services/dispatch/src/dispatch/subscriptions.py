"""Which event leads to which handler: all concern the assignment of the event's case."""

from collections.abc import Sequence
from typing import TypeVar

from chassis.subscription import StoreName, Subscription
from contracts.envelope import Envelope
from contracts.events.intake import CaseAmended, CaseClosed, CaseOpened, CaseReopened, CaseWithdrawn
from contracts.events.repair import RepairClosed, RepairOpened, RepairPlanned
from contracts.events.survey import FollowUpCompleted
from contracts.payload import CasePayload

from dispatch.context import DispatchContext
from dispatch.domain.assignment import Assignment
from dispatch.handlers.on_case_amended import on_case_amended
from dispatch.handlers.on_case_closed import on_case_closed
from dispatch.handlers.on_case_opened import on_case_opened
from dispatch.handlers.on_case_reopened import on_case_reopened
from dispatch.handlers.on_case_withdrawn import on_case_withdrawn
from dispatch.handlers.on_follow_up_completed import on_follow_up_completed
from dispatch.handlers.on_repair_closed import on_repair_closed
from dispatch.handlers.on_repair_opened import on_repair_opened
from dispatch.handlers.on_repair_planned import on_repair_planned

P = TypeVar("P", bound=CasePayload)


def assignment_of(event: Envelope[P]) -> Sequence[str]:
    """One assignment per case, under the case's id."""
    return [event.data.case_id]


def assignment_subscriptions(
    store: StoreName[Assignment],
) -> tuple[
    Subscription[CaseOpened, Assignment, DispatchContext],
    Subscription[CaseAmended, Assignment, DispatchContext],
    Subscription[CaseWithdrawn, Assignment, DispatchContext],
    Subscription[CaseReopened, Assignment, DispatchContext],
    Subscription[CaseClosed, Assignment, DispatchContext],
    Subscription[RepairOpened, Assignment, DispatchContext],
    Subscription[RepairPlanned, Assignment, DispatchContext],
    Subscription[RepairClosed, Assignment, DispatchContext],
    Subscription[FollowUpCompleted, Assignment, DispatchContext],
]:
    """Everything that moves an assignment from outside."""
    return (
        Subscription(event=CaseOpened, store=store, key=assignment_of, handler=on_case_opened),
        Subscription(event=CaseAmended, store=store, key=assignment_of, handler=on_case_amended),
        Subscription(event=CaseWithdrawn, store=store, key=assignment_of, handler=on_case_withdrawn),
        Subscription(event=CaseReopened, store=store, key=assignment_of, handler=on_case_reopened),
        Subscription(event=CaseClosed, store=store, key=assignment_of, handler=on_case_closed),
        Subscription(event=RepairOpened, store=store, key=assignment_of, handler=on_repair_opened),
        Subscription(event=RepairPlanned, store=store, key=assignment_of, handler=on_repair_planned),
        Subscription(event=RepairClosed, store=store, key=assignment_of, handler=on_repair_closed),
        Subscription(event=FollowUpCompleted, store=store, key=assignment_of, handler=on_follow_up_completed),
    )
