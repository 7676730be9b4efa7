"""Reacts: a person corrected the class."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch import CaseReclassified

from intake.domain.case import Case
from intake.handlers.classification import classification
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[CaseReclassified], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline and move the public status along."""
    return note(
        case,
        event,
        public=False,
        by=event.data.classified_by,
        details={"category": event.data.category, "team": event.data.team, "reason": event.data.reason},
        handling=classification(event.data),
    )
