"""Time passes: a running step is reminded, told overdue, and escalated up the chain of authorities (M9)."""

from dataclasses import replace

from chassis.documents import Change, Timer
from chassis.subscription import HasNow

from dispatch.domain.assignment import Assignment
from dispatch.domain.ladder import Rung, climb, next_rung
from dispatch.domain.step_run import StepRun
from dispatch.outgoing import change


def assignment_timers(state: Assignment) -> tuple[Timer, ...]:
    """The next rung of the running step; those above it follow once it is climbed."""
    if state.running is None:
        return ()
    rung = next_rung(state.running)
    return () if rung is None else (_timer(state.running, rung),)


def climb_overdue_step(state: Assignment, timer: Timer, context: HasNow) -> Change[Assignment]:
    """Climb the rung that the timer stands for; a step that moved on meanwhile is left alone."""
    run = state.running
    rung = None if run is None else next_rung(run)
    if run is None or rung is None or _timer(run, rung) != timer:
        return Change(state)
    climbed, facts = climb(run, rung, context.now)
    return change((replace(state, running=climbed), facts))


def _timer(run: StepRun, rung: Rung) -> Timer:
    return Timer(f"{run.round}:{run.level.step}:{rung.name}", rung.due)
