"""Marketing could not reach the customer."""

from datetime import datetime

from chassis.documents import Change

from survey import outgoing
from survey.domain.asking import attempt
from survey.domain.follow_up import Attempt, FollowUp
from survey.domain.vocabulary import Method


def attempt_follow_up(
    follow_up: FollowUp, method: Method, remark: str | None, *, by: str, now: datetime
) -> Change[FollowUp]:
    """Raises what `asking.attempt` raises."""
    return outgoing.follow_up_change(*attempt(follow_up, Attempt(method, remark, by, now)))
