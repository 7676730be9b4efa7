"""The responsible signs cause and measure (F-54 boxes 3 and 4)."""

from datetime import datetime

from chassis.documents import Change

from dispatch.domain.assignment import Assignment
from dispatch.domain.authority import Actor
from dispatch.domain.working import reply
from dispatch.outgoing import change


def reply_to_task(
    state: Assignment, actor: Actor, cause: str, measure: str, repair_required: bool | None, *, now: datetime
) -> Change[Assignment]:
    """Raises `ActionNotAllowed`, `NotResponsible`, `ResponsibleNotNamed`."""
    return change(reply(state, actor, cause, measure, repair_required, now=now))
