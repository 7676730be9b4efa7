"""A task of somebody who is away goes into other hands."""

from datetime import datetime

from chassis.documents import Change

from dispatch.domain.assignment import Assignment
from dispatch.domain.covering import Cover, cover
from dispatch.domain.policy import Policy
from dispatch.domain.roster import OnDuty
from dispatch.outgoing import change


def cover_absence(
    state: Assignment, wanted: Cover, policy: Policy, present: OnDuty, *, by: str, now: datetime
) -> Change[Assignment]:
    """Raises `ActionNotAllowed`, `NotInTheseHands`, `AlreadyResponsible`, `UnknownStaff`."""
    return change(cover(state, wanted, policy, present, by=by, now=now))
