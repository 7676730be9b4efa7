"""How an order begins, how what it is about is completed, and how it is called off."""

from dataclasses import replace
from datetime import datetime

from repair.domain.facts import Closed, Fact, Opened
from repair.domain.moves import ALLOWED, require_allowed
from repair.domain.repair_order import CaseRound, RepairOrder, Request, order_id


def open_order(request: Request, now: datetime) -> tuple[RepairOrder, tuple[Fact, ...]]:
    """A new order, waiting for its plan."""
    order = RepairOrder(
        id=order_id(request.case_id, request.round), request=request, status="opened", attempt=1, opened_at=now
    )
    return order, (Opened(request, now),)


def forestall(case: CaseRound, reason: str, by: str, now: datetime) -> tuple[RepairOrder, tuple[Fact, ...]]:
    """An order that is cancelled before it was opened: nobody is told, and nothing can open it any more."""
    order = RepairOrder(
        id=order_id(case.case_id, case.round),
        request=case,
        status="cancelled",
        attempt=1,
        opened_at=None,
        outcome="cancelled",
        outcome_reason=reason,
        cancelled_by=by,
        closed_at=now,
    )
    return order, ()


def complete_request(order: RepairOrder, request: Request) -> RepairOrder:
    """The order about what the responsible's reply says, however far the work is."""
    return replace(order, request=request)


def may_be_cancelled(order: RepairOrder) -> bool:
    """Whether there is still something to call off."""
    return order.status in ALLOWED["cancel"]


def is_untouched(order: RepairOrder) -> bool:
    """Whether nobody has worked on the unit yet, and the order is open."""
    return may_be_cancelled(order) and not order.log


def cancel(order: RepairOrder, reason: str, by: str, now: datetime) -> tuple[RepairOrder, tuple[Fact, ...]]:
    """Calls the work off, because nobody wants or needs it any more. Raises `MoveForbidden` once the order ended."""
    require_allowed(order, "cancel")
    cancelled = replace(
        order, status="cancelled", outcome="cancelled", outcome_reason=reason, cancelled_by=by, closed_at=now
    )
    return cancelled, (Closed(summary=reason, at=now),)
