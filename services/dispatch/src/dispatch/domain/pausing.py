"""A step waits for somebody outside the company: its clock stands still, for a reason of the policy's list (M9)."""

from datetime import datetime

from dispatch.domain.assignment import Assignment, Moved, begin, require_running
from dispatch.domain.authority import Actor, require_authority
from dispatch.domain.errors import AlreadyPaused, NotPaused, PauseReasonUnknown
from dispatch.domain.facts import Fact, StepPaused, StepResumed
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
    _require_reason(reason, policy)
    if run.clock.is_paused:
        raise AlreadyPaused(reason=run.clock.pauses[-1].reason)
    return _pause(assignment, run, reason, note, policy, by=actor.address, now=now)


def pause_by_itself(assignment: Assignment, reason: str, policy: Policy, *, because: str, now: datetime) -> Moved:
    """The service lets the running step's clock stand still. A pause for another reason passes into this one, which
    ends by what this reason awaits. Raises `PauseReasonUnknown`.
    """
    _require_reason(reason, policy)
    run = assignment.running
    resumed: tuple[Fact, ...] = ()
    if run is not None and run.clock.is_paused and run.clock.pauses[-1].reason != reason:
        assignment, resumed = _resume(assignment, run, because=because, by=DISPATCH, now=now)
        run = assignment.running
    if run is None or run.clock.is_paused:
        return assignment, ()
    paused, facts = _pause(assignment, run, reason, None, policy, by=DISPATCH, now=now)
    return paused, (*resumed, *facts)


def resume(assignment: Assignment, actor: Actor, *, now: datetime) -> Moved:
    """A person lets the clock run on. Raises `ActionNotAllowed`, `NotResponsible`, `NotPaused`."""
    run = require_running(assignment, "resume")
    require_authority(actor, run)
    if not run.clock.is_paused:
        raise NotPaused(step=run.level.step)
    return _resume(assignment, run, because=COMMAND, by=actor.address, now=now)


def resume_on(assignment: Assignment, event: str, *, happened_at: datetime | None, now: datetime) -> Moved:
    """An event came; the clock runs on when it was awaited and did not happen before the pause began.

    `happened_at` None is for what happens once only: it may have happened before this service knew of the wait. The
    clock runs on from the moment this service knows, since nobody could work on it before.
    """
    run = assignment.running
    if run is None or event not in run.awaits:
        return assignment, ()
    if happened_at is not None and happened_at < run.clock.pauses[-1].start:
        return assignment, ()
    return _resume(assignment, run, because=event, by=DISPATCH, now=now)


def _require_reason(reason: str, policy: Policy) -> None:
    if reason not in policy.pauses:
        raise PauseReasonUnknown(reason=reason, allowed=", ".join(policy.pauses))


def _pause(
    assignment: Assignment, run: StepRun, reason: str, note: str | None, policy: Policy, *, by: str, now: datetime
) -> Moved:
    moment = not_before(run, now)
    climbed, told = climb_due(run, moment)
    paused = pause_step(climbed, reason, policy.pauses[reason], at=moment)
    fact = StepPaused(paused, reason=reason, note=note, by=by, at=moment)
    return begin(assignment, paused, assignment.status), (*told, fact)


def _resume(assignment: Assignment, run: StepRun, *, because: str, by: str, now: datetime) -> Moved:
    running = resume_step(run, at=now)
    pause = running.clock.pauses[-1]
    fact = StepResumed(running, reason=pause.reason, because=because, by=by, at=pause.end or now)
    return begin(assignment, running, assignment.status), (fact,)
