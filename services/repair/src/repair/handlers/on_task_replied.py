"""A reply whose measure is a repair opens the repair order, unless the assignment did already."""

from chassis.documents import Change, Ignored
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskReplied

from repair import outgoing
from repair.domain.opening import open_order
from repair.domain.repair_order import RepairOrder, Request


def on_task_replied(
    order: RepairOrder | None, event: Envelope[TaskReplied], context: HasNow
) -> Change[RepairOrder] | Ignored:
    """Opens the order with the cause and measure that the responsible signed (F-54 boxes 3 and 4)."""
    reply = event.data
    if not reply.repair_required:
        return Ignored("no repair is required")
    if order is not None:
        return Ignored("the round has its repair order")
    request = Request(
        case_id=reply.case_id,
        number=reply.number,
        round=reply.round,
        team=reply.team,
        responsible=reply.responsible,
        customer_id=reply.customer_id,
        customer_name=reply.customer_name,
        description=reply.description,
        product_name=reply.product_name,
        product_model=reply.product_model,
        product_serial=reply.product_serial,
        cause=reply.cause,
        measure=reply.measure,
    )
    return outgoing.change(*open_order(request, context.now))
