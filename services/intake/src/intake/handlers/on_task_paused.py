"""Reacts: the clock of a step stands still (M9)."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskPaused

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[TaskPaused], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline."""
    return note(
        case,
        event,
        public=False,
        round_=event.data.round,
        by=event.data.by,
        details={"step": event.data.step, "reason": event.data.reason, "note": event.data.note},
    )
