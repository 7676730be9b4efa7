"""Reacts: the clock of a step runs on, with a later limit (M9)."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskResumed

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[TaskResumed], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline."""
    return note(
        case,
        event,
        public=False,
        round_=event.data.round,
        by=event.data.by,
        details={"step": event.data.step, "reason": event.data.reason, "because": event.data.because},
        handling={"due_at": event.data.due_at},
    )
