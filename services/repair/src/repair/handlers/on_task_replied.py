"""A reply says whether its measure is a repair, and why: it opens the order, completes it or calls it off."""

from chassis.documents import Change, Ignored
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskReplied

from repair import outgoing
from repair.domain.opening import cancel, complete_request, is_untouched, may_be_cancelled, open_order
from repair.domain.repair_order import RepairOrder, Request


def on_task_replied(
    order: RepairOrder | None, event: Envelope[TaskReplied], context: HasNow
) -> Change[RepairOrder] | Ignored:
    """Gives the order the cause and measure that the responsible signed (F-54 boxes 3 and 4).

    An order that the assignment opened is called off when the responsible finds that none is needed, unless somebody
    has worked on the unit already: that is for the customer to confirm.
    """
    reply = event.data
    if not reply.repair_required:
        if order is None or not is_untouched(order):
            return Ignored("there is no repair to call off")
        return outgoing.change(*cancel(order, reply.measure, reply.by, context.now))
    if order is None:
        return outgoing.change(*open_order(_request(reply), context.now))
    if not may_be_cancelled(order):
        return Ignored(f"the repair order is {order.status}")
    return outgoing.change(complete_request(order, _request(reply)), ())


def _request(reply: TaskReplied) -> Request:
    return Request(
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
