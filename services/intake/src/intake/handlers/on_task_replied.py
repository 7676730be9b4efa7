"""Reacts: cause and measure were signed (F-54)."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskReplied

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[TaskReplied], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline and move the public status along."""
    return note(
        case,
        event,
        public=False,
        round_=event.data.round,
        status="in_progress",
        by=event.data.by,
        details={"cause": event.data.cause, "measure": event.data.measure},
    )
