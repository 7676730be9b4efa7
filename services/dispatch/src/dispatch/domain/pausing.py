"""A step waits for somebody outside the company: its clock stands still, for a reason of the policy's list (M9)."""

from datetime import datetime

from dispatch.domain.assignment import Assignment, Moved, begin, require_running
from dispatch.domain.authority import Actor, require_authority
from dispatch.domain.errors import AlreadyPaused, NotPaused, PauseReasonUnknown
from dispatch.domain.facts import StepPaused, StepResumed
from dispatch.domain.ladder import climb_due
from dispatch.domain.opening import DISPATCH
from dispatch.domain.policy import Policy
from dispatch.domain.step_run import StepRun, not_before, pause_step, resume_step

COMMAND = "command"


def pause(
    assignment: Assignment, actor: Actor, reason: str, note: str | None, policy: Policy, *, now: datetime
) -> Moved:
    """The running step's clock stands still. What was due before is told first; nothing falls due until it runs on.

    Raises `ActionNotAllowed`, `NotResponsible`, `PauseReasonUnknown`, `AlreadyPaused`.
    """
    run = require_running(assignment, "pause")
    require_authority(actor, run)
    if reason not in policy.pauses:
        raise PauseReasonUnknown(reason=reason, allowed=", ".join(policy.pauses))
    if run.clock.is_paused:
        raise AlreadyPaused(reason=run.clock.pauses[-1].reason)
    moment = not_before(run, now)
    climbed, told = climb_due(run, moment)
    paused = pause_step(climbed, reason, policy.pauses[reason], at=moment)
    fact = StepPaused(paused, reason=reason, note=note, by=actor.address, at=moment)
    return begin(assignment, paused, assignment.status), (*told, fact)


def resume(assignment: Assignment, actor: Actor, *, now: datetime) -> Moved:
    """A person lets the clock run on. Raises `ActionNotAllowed`, `NotResponsible`, `NotPaused`."""
    run = require_running(assignment, "resume")
    require_authority(actor, run)
    if not run.clock.is_paused:
        raise NotPaused(step=run.level.step)
    return _resume(assignment, run, because=COMMAND, by=actor.address, now=now)


def resume_on(assignment: Assignment, event: str, *, happened_at: datetime, now: datetime) -> Moved:
    """An event came; the clock runs on when it was awaited and did not happen before the pause began.

    It runs on from the moment this service knows, since nobody could work on it before.
    """
    run = assignment.running
    if run is None or event not in run.awaits or happened_at < run.clock.pauses[-1].start:
        return assignment, ()
    return _resume(assignment, run, because=event, by=DISPATCH, now=now)


def _resume(assignment: Assignment, run: StepRun, *, because: str, by: str, now: datetime) -> Moved:
    running = resume_step(run, at=now)
    pause = running.clock.pauses[-1]
    fact = StepResumed(running, reason=pause.reason, because=because, by=by, at=pause.end or now)
    return begin(assignment, running, assignment.status), (fact,)
