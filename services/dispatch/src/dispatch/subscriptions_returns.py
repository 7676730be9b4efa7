"""Which event moves a return, and which event of a return moves its assignment."""

from collections.abc import Sequence

from chassis.subscription import StoreName, Subscription
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskHandedOver
from contracts.events.dispatch_returns import (
    ReturnAuthorised,
    ReturnCompleted,
    ReturnDropped,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
    ReturnWaived,
)

from dispatch.domain.assignment import Assignment
from dispatch.domain.returns.goods_return import GoodsReturn, return_id
from dispatch.domain.returns.policy import ReturnPolicy
from dispatch.domain.returns.reply import LINE
from dispatch.handlers.returns.drop_return import on_return_waived
from dispatch.handlers.returns.expect_goods import AwaitGoods, ExpectGoods
from dispatch.handlers.returns.open_return import OpenReturn
from dispatch.handlers.returns.pass_return import on_task_handed_over
from dispatch.handlers.returns.tell_assignment import (
    on_return_completed,
    on_return_dropped,
    on_return_received,
    on_return_refused,
)
from dispatch.subscriptions import assignment_of


def return_of(event: Envelope[ReturnRequested] | Envelope[ReturnWaived]) -> Sequence[str]:
    """One return per round of a case."""
    return [return_id(event.data.case_id, event.data.round)]


def return_of_line(event: Envelope[TaskHandedOver]) -> Sequence[str]:
    """Only step 02A has a return."""
    return [return_id(event.data.case_id, event.data.round)] if event.data.step == LINE else []


def return_subscriptions(
    returns: StoreName[GoodsReturn], assignments: StoreName[Assignment], policy: ReturnPolicy
) -> list[Subscription]:  # type: ignore[type-arg]  # heterogeneous by nature
    """What ties returns and assignments together: events only, each with its own write."""
    reason = policy.pause_while_expected
    return [
        Subscription(event=ReturnRequested, store=returns, key=return_of, handler=OpenReturn(policy)),
        Subscription(event=ReturnWaived, store=returns, key=return_of, handler=on_return_waived),
        Subscription(event=TaskHandedOver, store=returns, key=return_of_line, handler=on_task_handed_over),
        Subscription(event=ReturnRequested, store=assignments, key=assignment_of, handler=AwaitGoods(reason)),
        Subscription(event=ReturnAuthorised, store=assignments, key=assignment_of, handler=ExpectGoods(reason)),
        Subscription(event=ReturnDropped, store=assignments, key=assignment_of, handler=on_return_dropped),
        Subscription(event=ReturnReceived, store=assignments, key=assignment_of, handler=on_return_received),
        Subscription(event=ReturnRefused, store=assignments, key=assignment_of, handler=on_return_refused),
        Subscription(event=ReturnCompleted, store=assignments, key=assignment_of, handler=on_return_completed),
    ]
