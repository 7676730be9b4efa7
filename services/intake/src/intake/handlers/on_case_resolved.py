"""Reacts: the measure was carried out."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch import CaseResolved

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[CaseResolved], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline and move the public status along."""
    return note(
        case,
        event,
        public=True,
        round_=event.data.round,
        status="resolved",
        by=event.data.resolved_by,
        details={"resolution": event.data.resolution},
        handling={
            "resolution": event.data.resolution,
            "responsible": event.data.responsible,
            "step": None,
            "due_at": None,
        },
    )
