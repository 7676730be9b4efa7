"""The R&D director names the project manager (P1 step 02B)."""

from datetime import datetime

from chassis.documents import Change

from dispatch.domain import working
from dispatch.domain.assignment import Assignment
from dispatch.domain.authority import Actor
from dispatch.domain.policy import Policy
from dispatch.outgoing import change


def name_responsible(
    state: Assignment, actor: Actor, person: str, note: str, policy: Policy, *, now: datetime
) -> Change[Assignment]:
    """Raises `ActionNotAllowed`, `NotResponsible`, `UnknownStaff`."""
    return change(working.name_responsible(state, actor, person, note, policy, now=now))
