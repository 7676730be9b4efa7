"""Reacts: an 8D record was begun over this case (R8)."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch_quality import CapaOpened

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[CapaOpened], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline of every case that the record spans."""
    return note(
        case,
        event,
        public=False,
        by=event.data.opened_by,
        details={"title": event.data.title, "owner": event.data.owner},
    )
