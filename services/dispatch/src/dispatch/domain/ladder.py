"""The rungs that a running step climbs while nobody acts: reminders, the limit itself, the chain of authorities (M9).

Only the next rung is ever pending, so each happens once and in order, whatever was down meanwhile.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from dispatch.domain.facts import Fact, StepEscalated, StepOverdue, StepReminded
from dispatch.domain.step_run import LIMIT, Escalated, StepRun


@dataclass(frozen=True, slots=True)
class Rung:
    """What comes next for a step, at which fraction of the limit; `number` counts reminders or levels from 1."""

    kind: Literal["reminder", "overdue", "escalation"]
    number: int
    fraction: float
    due: datetime

    @property
    def name(self) -> str:
        """Unique among the rungs of one step."""
        return f"{self.kind}:{self.number}"


def next_rung(run: StepRun) -> Rung | None:
    """The first rung not yet climbed; None when the step has ended, is paused or has no rung left."""
    if run.outcome is not None or run.clock.is_paused:
        return None
    if run.overdue_at is None and run.reminded < len(run.level.reminders):
        return _rung(run, "reminder", run.reminded + 1, run.level.reminders[run.reminded])
    if run.overdue_at is None:
        return _rung(run, "overdue", 1, LIMIT)
    if len(run.escalated) < len(run.level.escalations):
        return _rung(run, "escalation", len(run.escalated) + 1, run.level.escalations[len(run.escalated)].at)
    return None


def climb(run: StepRun, rung: Rung, now: datetime) -> tuple[StepRun, tuple[Fact, ...]]:
    """The step after its next rung. The limit takes along every level of the chain that stands at the limit."""
    if rung.kind == "reminder":
        return replace(run, reminded=rung.number), (StepReminded(run, rung.fraction, now),)
    if rung.kind == "escalation":
        return _escalate(run, now)
    late: StepRun = replace(run, overdue_at=now)
    facts: tuple[Fact, ...] = (StepOverdue(late, now),)
    while len(late.escalated) < len(late.level.escalations):
        if late.level.escalations[len(late.escalated)].at > LIMIT:
            break
        late, more = _escalate(late, now)
        facts += more
    return late, facts


def climb_due(run: StepRun, now: datetime) -> tuple[StepRun, tuple[Fact, ...]]:
    """The step after every rung that is due by `now`, in order, as if the timers had fired in time."""
    facts: tuple[Fact, ...] = ()
    while (rung := next_rung(run)) is not None and rung.due <= now:
        run, more = climb(run, rung, now)
        facts += more
    return run, facts


def _escalate(run: StepRun, now: datetime) -> tuple[StepRun, tuple[Fact, ...]]:
    level = len(run.escalated) + 1
    told = Escalated(level=level, to=run.level.escalations[level - 1].to, at=now)
    return replace(run, escalated=(*run.escalated, told)), (StepEscalated(run, told),)


def _rung(
    run: StepRun, kind: Literal["reminder", "overdue", "escalation"], number: int, fraction: float
) -> Rung | None:
    due = run.due_of(fraction)
    return None if due is None else Rung(kind, number, fraction, due)
