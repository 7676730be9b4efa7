"""Marketing records what the customer answered."""

from collections.abc import Mapping
from datetime import datetime

from chassis.documents import Change

from survey import outgoing
from survey.domain.asking import record
from survey.domain.follow_up import Answers, Cost, FollowUp
from survey.domain.vocabulary import Method, Satisfaction


def record_follow_up(
    follow_up: FollowUp,
    method: Method,
    answers: Mapping[str, Satisfaction],
    words: str,
    cost: Cost | None,
    *,
    by: str,
    now: datetime,
) -> Change[FollowUp]:
    """Raises what `asking.record` raises."""
    return outgoing.follow_up_change(*record(follow_up, Answers(method, dict(answers), words, cost, by, now)))
