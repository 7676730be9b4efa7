"""How an order begins and how it is called off."""

from dataclasses import replace
from datetime import datetime

from repair.domain.facts import Closed, Fact, Opened
from repair.domain.moves import ALLOWED, require_allowed
from repair.domain.repair_order import RepairOrder, Request, order_id


def open_order(request: Request, now: datetime) -> tuple[RepairOrder, tuple[Fact, ...]]:
    """A new order, waiting for its plan."""
    order = RepairOrder(
        id=order_id(request.case_id, request.round), request=request, status="opened", attempt=1, opened_at=now
    )
    return order, (Opened(),)


def may_be_cancelled(order: RepairOrder) -> bool:
    """Whether there is still something to call off."""
    return order.status in ALLOWED["cancel"]


def cancel(order: RepairOrder, reason: str, now: datetime) -> tuple[RepairOrder, tuple[Fact, ...]]:
    """Calls the work off, because the case was withdrawn. Raises `MoveForbidden` once the order ended."""
    require_allowed(order, "cancel")
    cancelled = replace(order, status="cancelled", outcome="cancelled", outcome_reason=reason, closed_at=now)
    return cancelled, (Closed(summary=reason),)
