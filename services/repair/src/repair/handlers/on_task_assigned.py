"""A task that needs a repair opens the repair order of its round."""

from chassis.documents import Change, Ignored
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskAssigned

from repair import outgoing
from repair.domain.opening import open_order
from repair.domain.repair_order import RepairOrder, Request


def on_task_assigned(
    order: RepairOrder | None, event: Envelope[TaskAssigned], context: HasNow
) -> Change[RepairOrder] | Ignored:
    """Opens the order once; the later steps of the same round find it there, open, ended or cancelled beforehand."""
    task = event.data
    if not task.repair_required:
        return Ignored("no repair is required")
    if order is not None:
        return Ignored("the round has its repair order")
    request = Request(
        case_id=task.case_id,
        number=task.number,
        round=task.round,
        team=task.team,
        responsible=task.responsible,
        customer_id=task.customer_id,
        customer_name=task.customer_name,
        description=task.description,
        product_name=task.product_name,
        product_model=task.product_model,
        product_serial=task.product_serial,
    )
    return outgoing.change(*open_order(request, context.now))
