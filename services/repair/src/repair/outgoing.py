"""From facts of the repair order to the events other services know; the only place that does."""

from collections.abc import Sequence

from chassis.documents import Change, Outgoing
from contracts.events.repair import (
    RepairClosed,
    RepairCompleted,
    RepairConfirmed,
    RepairOpened,
    RepairPlanned,
    RepairRejected,
)
from contracts.payload import Payload
from contracts.vocabulary import NAME_MAX

from repair.domain.facts import Closed, Completed, Confirmed, Fact, Opened, Planned, Rejected
from repair.domain.repair_order import RepairOrder, Request


def change(order: RepairOrder, facts: Sequence[Fact]) -> Change[RepairOrder]:
    """The document write of a decision: the order's next state and its events, in the order of the facts."""
    events = [Outgoing(_payload(order, fact), correlation=order.request.case_id) for fact in facts]
    return Change(order, events)


def _payload(order: RepairOrder, fact: Fact) -> Payload:
    match fact:
        case Opened():
            return _opened(order, fact)
        case Planned():
            return _planned(order, fact)
        case Completed():
            return _completed(order, fact)
        case Confirmed():
            return _confirmed(order, fact)
        case Rejected():
            return _rejected(order, fact)
        case Closed():
            return _closed(order, fact)


def _opened(order: RepairOrder, fact: Opened) -> RepairOpened:
    request = fact.request
    return RepairOpened(
        case_id=request.case_id,
        number=request.number,
        repair_id=order.id,
        round=request.round,
        team=request.team,
        product_model=request.product_model,
        product_serial=request.product_serial,
        opened_at=fact.at,
    )


def _planned(order: RepairOrder, fact: Planned) -> RepairPlanned:
    return RepairPlanned(
        case_id=order.request.case_id,
        number=order.request.number,
        repair_id=order.id,
        round=order.request.round,
        revision=fact.plan.revision,
        technician=fact.plan.technician,
        steps=list(fact.plan.steps),
        estimated_minutes=fact.plan.estimated_minutes,
        planned_for=fact.plan.planned_for,
        planned_at=fact.plan.at,
    )


def _completed(order: RepairOrder, fact: Completed) -> RepairCompleted:
    return RepairCompleted(
        case_id=order.request.case_id,
        number=order.request.number,
        repair_id=order.id,
        round=order.request.round,
        attempt=fact.completion.attempt,
        technician=order.technician or fact.completion.by,
        summary=fact.completion.summary,
        parts=order.attempt_parts,
        active_minutes=order.attempt_minutes,
        completed_at=fact.completion.at,
    )


def _confirmed(order: RepairOrder, fact: Confirmed) -> RepairConfirmed:
    return RepairConfirmed(
        case_id=order.request.case_id,
        number=order.request.number,
        repair_id=order.id,
        round=order.request.round,
        attempt=fact.confirmation.attempt,
        method=fact.confirmation.method,
        confirmed_by=_customer(order, recorded_by=fact.confirmation.by),
        confirmed_at=fact.confirmation.at,
    )


def _rejected(order: RepairOrder, fact: Rejected) -> RepairRejected:
    return RepairRejected(
        case_id=order.request.case_id,
        number=order.request.number,
        repair_id=order.id,
        round=order.request.round,
        attempt=fact.rejection.attempt,
        reason=fact.rejection.reason,
        team=order.request.team if isinstance(order.request, Request) else None,
        rejected_by=_customer(order, recorded_by=fact.rejection.by),
        rejected_at=fact.rejection.at,
    )


def _closed(order: RepairOrder, fact: Closed) -> RepairClosed:
    return RepairClosed(
        case_id=order.request.case_id,
        number=order.request.number,
        repair_id=order.id,
        round=order.request.round,
        outcome=order.outcome or "cancelled",
        summary=fact.summary,
        technician=order.technician,
        attempts=order.attempt if order.plans else 0,
        closed_at=fact.at,
    )


def _customer(order: RepairOrder, recorded_by: str) -> str:
    """The customer speaks through whoever records it, who is named only when the customer's address is too long."""
    if not isinstance(order.request, Request):
        return recorded_by
    address = f"customer:{order.request.customer_id}"
    return address if len(address) <= NAME_MAX else recorded_by
