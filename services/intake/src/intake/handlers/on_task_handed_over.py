"""Reacts: the task moved to another responsible."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskHandedOver

from intake.domain.case import Case
from intake.handlers.news import note


def handle(case: Case | None, event: Envelope[TaskHandedOver], _: HasNow) -> Outcome[Case]:
    """Note it in the timeline and move the public status along."""
    return note(
        case,
        event,
        public=False,
        round_=event.data.round,
        by=event.data.by,
        details={"step": event.data.step, "responsible": event.data.responsible, "note": event.data.note},
        handling={"responsible": event.data.responsible},
    )
