"""The responsible waits for somebody outside: the clock stands still, and runs on."""

from datetime import datetime

from chassis.documents import Change

from dispatch.domain.assignment import Assignment
from dispatch.domain.authority import Actor
from dispatch.domain.pausing import pause, resume
from dispatch.domain.policy import Policy
from dispatch.outgoing import change


def pause_task(
    state: Assignment, actor: Actor, reason: str, note: str | None, policy: Policy, *, now: datetime
) -> Change[Assignment]:
    """Raises `ActionNotAllowed`, `NotResponsible`, `PauseReasonUnknown`, `AlreadyPaused`."""
    return change(pause(state, actor, reason, note, policy, now=now))


def resume_task(state: Assignment, actor: Actor, *, now: datetime) -> Change[Assignment]:
    """Raises `ActionNotAllowed`, `NotResponsible`, `NotPaused`."""
    return change(resume(state, actor, now=now))
