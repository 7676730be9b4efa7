"""Reacts: the goods never came, and nobody waits for them any more (P1 step 02A)."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch_returns import ReturnDropped

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[ReturnDropped], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline."""
    return note(
        case,
        event,
        public=True,
        round_=event.data.round,
        by=event.data.by,
        details={"reason": event.data.reason},
    )
