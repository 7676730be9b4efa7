"""Reacts: the customer confirmed the repair (R5)."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.repair import RepairConfirmed

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[RepairConfirmed], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline and move the public status along."""
    return note(
        case,
        event,
        public=True,
        round_=event.data.round,
        by=event.data.confirmed_by,
    )
