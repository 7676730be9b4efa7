"""The responsible takes the task."""

from datetime import datetime

from chassis.documents import Change

from dispatch.domain.assignment import Assignment
from dispatch.domain.authority import Actor
from dispatch.domain.working import accept
from dispatch.outgoing import change


def accept_task(state: Assignment, actor: Actor, *, now: datetime) -> Change[Assignment]:
    """Raises `ActionNotAllowed`, `NotResponsible`."""
    return change(accept(state, actor, now=now))
