"""Time: a customer was not asked by the due moment."""

from collections.abc import Sequence

from chassis.documents import Change, Timer
from chassis.subscription import HasNow

from survey import outgoing
from survey.domain.asking import become_overdue, overdue_due
from survey.domain.follow_up import FollowUp


def follow_up_timers(follow_up: FollowUp) -> Sequence[Timer]:
    """The one timer of a follow-up that is still open and was never late."""
    due = overdue_due(follow_up)
    return [] if due is None else [Timer("overdue", due)]


def report_overdue_follow_up(follow_up: FollowUp, timer: Timer, context: HasNow) -> Change[FollowUp]:  # noqa: ARG001
    """Says once that the follow-up is late."""
    return outgoing.follow_up_change(*become_overdue(follow_up, context.now))
