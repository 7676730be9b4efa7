"""Reacts: a time limit passed."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskOverdue

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[TaskOverdue], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline and move the public status along."""
    return note(
        case,
        event,
        public=False,
        round_=event.data.round,
        details={"step": event.data.step, "responsible": event.data.responsible},
    )
