"""Reacts: a late task went up (M9)."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskEscalated

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[TaskEscalated], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline and move the public status along."""
    return note(
        case,
        event,
        public=False,
        round_=event.data.round,
        details={"step": event.data.step, "level": str(event.data.level), "to": event.data.escalated_to},
        handling={"escalation_level": event.data.level},
    )
