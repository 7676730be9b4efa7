"""A withdrawn case calls its repair off."""

from chassis.documents import Change, Ignored
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.intake import CaseWithdrawn

from repair import outgoing
from repair.domain.opening import cancel, may_be_cancelled
from repair.domain.repair_order import RepairOrder


def on_case_withdrawn(
    order: RepairOrder | None, event: Envelope[CaseWithdrawn], context: HasNow
) -> Change[RepairOrder] | Ignored:
    """Cancels the order with the customer's reason; what has ended stays as it ended."""
    if order is None:
        return Ignored("the case has no repair order")
    if not may_be_cancelled(order):
        return Ignored(f"the repair order is {order.status}")
    return outgoing.change(*cancel(order, event.data.reason, context.now))
