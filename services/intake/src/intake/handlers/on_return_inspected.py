"""Reacts: the goods were inspected (P1 step 02A)."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch_returns import ReturnInspected

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[ReturnInspected], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline."""
    return note(
        case,
        event,
        public=False,
        round_=event.data.round,
        by=event.data.by,
        details={"findings": event.data.findings},
    )
