"""Reacts: the customer is to be asked about the effect (P1 step 04)."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.survey import FollowUpScheduled

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[FollowUpScheduled], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline and move the public status along."""
    return note(
        case,
        event,
        public=False,
        round_=event.data.round,
        details={"due_at": event.data.due_at.isoformat()},
    )
