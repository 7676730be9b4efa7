"""Reacts: the 8D record is complete (R8)."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch_quality import CapaCompleted

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[CapaCompleted], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline of every case that the record spans."""
    return note(
        case,
        event,
        public=False,
        by=event.data.by,
        details={
            "title": event.data.title,
            "root_cause": event.data.root_cause,
            "corrective_action": event.data.corrective_action,
        },
    )
