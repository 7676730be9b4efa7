"""Reacts: the responsible took the task."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskAccepted

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[TaskAccepted], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline and move the public status along."""
    return note(
        case,
        event,
        public=True,
        round_=event.data.round,
        status="in_progress",
        by=event.data.by,
        details={"step": event.data.step},
    )
