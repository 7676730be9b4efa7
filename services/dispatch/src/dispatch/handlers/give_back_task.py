"""A task goes back to somebody who was away."""

from datetime import datetime

from chassis.documents import Change

from dispatch.domain.assignment import Assignment
from dispatch.domain.giving_back import Back, give_back
from dispatch.domain.policy import Policy
from dispatch.outgoing import change


def give_back_task(state: Assignment, wanted: Back, policy: Policy, *, by: str, now: datetime) -> Change[Assignment]:
    """Raises `ActionNotAllowed`, `NotInTheseHands`, `UnknownStaff`."""
    return change(give_back(state, wanted, policy, by=by, now=now))
