"""A withdrawn case calls its repair off, also one that is not yet open."""

from chassis.documents import Change, Ignored
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.intake import CaseWithdrawn

from repair import outgoing
from repair.domain.opening import cancel, forestall, may_be_cancelled
from repair.domain.repair_order import CaseRound, RepairOrder


def on_case_withdrawn(
    order: RepairOrder | None, event: Envelope[CaseWithdrawn], context: HasNow
) -> Change[RepairOrder] | Ignored:
    """Cancels the order with the customer's reason; what has ended stays as it ended.

    Intake and dispatch speak independently: the task that asks for the repair may still be on its way. The order that
    it would open is cancelled beforehand.
    """
    withdrawn = event.data
    if order is None:
        case = CaseRound(withdrawn.case_id, withdrawn.number, withdrawn.round)
        return outgoing.change(*forestall(case, withdrawn.reason, withdrawn.withdrawn_by, context.now))
    if not may_be_cancelled(order):
        return Ignored(f"the repair order is {order.status}")
    return outgoing.change(*cancel(order, withdrawn.reason, withdrawn.withdrawn_by, context.now))
