"""Goods are on their way from the customer: meanwhile the clock of step 02A stands still (P1 step 02A, M9)."""

from datetime import datetime

from dispatch.domain.assignment import Assignment, Moved
from dispatch.domain.pausing import pause_by_itself
from dispatch.domain.policy import Policy
from dispatch.domain.returns.reply import LINE


def await_goods(assignment: Assignment, reason: str | None, policy: Policy, *, because: str, now: datetime) -> Moved:
    """The line's clock pauses for `reason` while the present round's goods are expected; None: it runs on."""
    run, goods = assignment.running, assignment.goods_return
    expected = goods is not None and goods.expects_goods
    if reason is None or not expected or run is None or (run.level.step, run.round) != (LINE, assignment.round):
        return assignment, ()
    return pause_by_itself(assignment, reason, policy, because=because, now=now)
