"""The task goes to a colleague, with a note."""

from datetime import datetime

from chassis.documents import Change

from dispatch.domain.assignment import Assignment
from dispatch.domain.authority import Actor
from dispatch.domain.policy import Policy
from dispatch.domain.working import hand_over
from dispatch.outgoing import change


def hand_over_task(
    state: Assignment, actor: Actor, to: str, note: str, policy: Policy, *, now: datetime
) -> Change[Assignment]:
    """Raises `ActionNotAllowed`, `NotResponsible`, `UnknownStaff`, `AlreadyResponsible`."""
    return change(hand_over(state, actor, to, note, policy, now=now))
