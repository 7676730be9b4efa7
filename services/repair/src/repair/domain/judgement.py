"""The customer's part: accept the result or send it back (R5)."""

from dataclasses import replace
from datetime import datetime

from repair.domain.facts import Closed, Confirmed, Fact, Rejected
from repair.domain.moves import require_allowed, require_room
from repair.domain.records import Confirmation, Rejection
from repair.domain.repair_order import RepairOrder
from repair.domain.vocabulary import ConfirmationMethod


def confirm(
    order: RepairOrder, method: ConfirmationMethod, remark: str | None, by: str, now: datetime
) -> tuple[RepairOrder, tuple[Fact, ...]]:
    """The customer accepts, on site, after trial use or from afar; that ends the order. Raises `MoveForbidden`."""
    require_allowed(order, "confirm")
    confirmation = Confirmation(attempt=order.attempt, method=method, remark=remark, by=by, at=now)
    closed = replace(order, status="closed", confirmation=confirmation, outcome="confirmed", closed_at=now)
    return closed, (Confirmed(confirmation), Closed(order.completions[-1].summary, now))


def reject(order: RepairOrder, reason: str, by: str, now: datetime) -> tuple[RepairOrder, tuple[Fact, ...]]:
    """The customer is not satisfied: cause again, plan again, as the next attempt.

    Raises `MoveForbidden`, `OrderFull`.
    """
    require_allowed(order, "reject")
    require_room(len(order.rejections) + 1, "attempts")
    rejection = Rejection(attempt=order.attempt, reason=reason, by=by, at=now)
    sent_back = replace(order, status="rejected", attempt=order.attempt + 1, rejections=(*order.rejections, rejection))
    return sent_back, (Rejected(rejection),)
