"""Reacts: the repair order ended."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.repair import RepairClosed

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[RepairClosed], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline and move the public status along."""
    return note(
        case,
        event,
        public=False,
        round_=event.data.round,
        details={"outcome": event.data.outcome},
    )
