"""Reacts: the repair plan stands (R4)."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.repair import RepairPlanned

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[RepairPlanned], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline and move the public status along."""
    return note(
        case,
        event,
        public=True,
        round_=event.data.round,
        status="in_progress",
        details={"technician": event.data.technician, "estimated_minutes": str(event.data.estimated_minutes)},
    )
