"""The front desk tells the customer the plan (P1 step 03)."""

from datetime import datetime

from chassis.documents import Change

from dispatch.domain.assignment import Assignment
from dispatch.domain.authority import Actor
from dispatch.domain.finishing import communicate
from dispatch.outgoing import change


def communicate_plan(state: Assignment, actor: Actor, text: str, *, now: datetime) -> Change[Assignment]:
    """Raises `ActionNotAllowed`."""
    return change(communicate(state, actor, text, now=now))
