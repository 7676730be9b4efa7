"""Which event leads to which handler on which repair order."""

from collections.abc import Sequence

from chassis.subscription import Moment, StoreName, Subscription
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskAssigned, TaskReplied
from contracts.events.intake import CaseWithdrawn

from repair.domain.repair_order import RepairOrder, order_id
from repair.handlers.on_case_withdrawn import on_case_withdrawn
from repair.handlers.on_task_assigned import on_task_assigned
from repair.handlers.on_task_replied import on_task_replied


def for_assigned(event: Envelope[TaskAssigned]) -> Sequence[str]:
    """The order of the task's round, when the task needs one."""
    return [order_id(event.data.case_id, event.data.round)] if event.data.repair_required else []


def for_replied(event: Envelope[TaskReplied]) -> Sequence[str]:
    """The order of the task's round: to be opened, completed or called off."""
    return [order_id(event.data.case_id, event.data.round)]


def for_withdrawn(event: Envelope[CaseWithdrawn]) -> Sequence[str]:
    """The order of the case's present round; those of earlier rounds have ended."""
    return [order_id(event.data.case_id, event.data.round)]


def subscriptions(
    orders: StoreName[RepairOrder],
) -> tuple[
    Subscription[TaskAssigned, RepairOrder, Moment],
    Subscription[TaskReplied, RepairOrder, Moment],
    Subscription[CaseWithdrawn, RepairOrder, Moment],
]:
    """All of them, for one store of orders."""
    return (
        Subscription(event=TaskAssigned, store=orders, key=for_assigned, handler=on_task_assigned),
        Subscription(event=TaskReplied, store=orders, key=for_replied, handler=on_task_replied),
        Subscription(event=CaseWithdrawn, store=orders, key=for_withdrawn, handler=on_case_withdrawn),
    )
