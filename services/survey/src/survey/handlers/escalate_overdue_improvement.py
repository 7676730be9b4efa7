"""Time: a measure is late and goes up the chain of authority (M9)."""

from collections.abc import Sequence

from chassis.documents import Change, Timer
from chassis.subscription import HasNow

from survey import outgoing
from survey.domain.improvement import Improvement
from survey.domain.improving import escalate, pending_levels


def improvement_timers(improvement: Improvement) -> Sequence[Timer]:
    """One timer for each level of authority that this clock has not reached yet."""
    return [Timer(_name(improvement, level), due) for level, due in pending_levels(improvement).items()]


def escalate_overdue_improvement(improvement: Improvement, timer: Timer, context: HasNow) -> Change[Improvement]:
    """Tells the timer's level of authority, once; a timer of an earlier clock has nothing to tell."""
    for level in pending_levels(improvement):
        if timer.name == _name(improvement, level):
            return outgoing.improvement_change(*escalate(improvement, level, context.now))
    return Change(improvement)


def _name(improvement: Improvement, level: int) -> str:
    return f"overdue:{improvement.clock}:{level}"
