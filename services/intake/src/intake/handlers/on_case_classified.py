"""Reacts: dispatch classified the case (R2)."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch import CaseClassified

from intake.domain.case import Case
from intake.handlers.classification import classification
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[CaseClassified], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline and move the public status along."""
    return note(
        case,
        event,
        public=False,
        status="classified",
        by=event.data.classified_by,
        details={"category": event.data.category, "team": event.data.team},
        handling=classification(event.data),
    )
