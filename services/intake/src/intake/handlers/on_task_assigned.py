"""Reacts: a step began in the hands of a responsible (R3)."""

from chassis.documents import Outcome
from chassis.subscription import HasNow
from contracts.envelope import Envelope
from contracts.events.dispatch import TaskAssigned

from intake.domain.case import Case
from intake.handlers.news import note

FRONT_DESK_STEPS = frozenset({"01", "03"})
"""Steps in which the front desk classifies and tracks; the case stays with the team that its class names."""

CLASSIFYING = "01"
"""The step in which a person finds the class: the case is not classified yet."""


def handle(case: Case | None, event: Envelope[TaskAssigned], _: HasNow) -> Outcome[Case]:
    """Note it and move the public status along. The case's team is the classified one; a step may lie elsewhere."""
    return note(
        case,
        event,
        public=True,
        round_=event.data.round,
        status=None if event.data.step == CLASSIFYING else "assigned",
        details={"step": event.data.step, "team": event.data.team, "responsible": event.data.responsible},
        handling={
            **({} if event.data.step in FRONT_DESK_STEPS else {"team": event.data.team}),
            "responsible": event.data.responsible,
            "step": event.data.step,
            "due_at": event.data.due_at,
            "escalation_level": 0,
        },
    )
