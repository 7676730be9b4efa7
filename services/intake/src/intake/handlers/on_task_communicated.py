"""Reacts: the customer was told the plan (P1 step 03)."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskCommunicated

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[TaskCommunicated], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline and move the public status along."""
    return note(
        case,
        event,
        public=True,
        round_=event.data.round,
        status="responded",
        by=event.data.by,
        details={"text": event.data.text},
        handling={"step": None, "due_at": None},
    )
