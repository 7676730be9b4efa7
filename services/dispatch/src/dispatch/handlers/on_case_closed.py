"""The customer accepted the result: the assignment is at its end."""

from chassis.documents import Ignored, Outcome, Waiting
from contracts.envelope import Envelope
from contracts.events.intake import CaseClosed

from dispatch.context import DispatchContext
from dispatch.domain.assignment import Assignment
from dispatch.domain.lifecycle import end_case
from dispatch.outgoing import change

INTAKE = "intake"


def on_case_closed(
    state: Assignment | None, event: Envelope[CaseClosed], context: DispatchContext
) -> Outcome[Assignment]:
    """Intake's word is final for its round, whatever still ran here."""
    closed = event.data
    if state is None or closed.round > state.round:
        return Waiting("the round that is closed has not begun yet")
    if closed.round < state.round:
        return Ignored("the case came back since")
    if state.status in ("withdrawn", "closed"):
        return Ignored("the case has ended already")
    return change(end_case(state, "closed", because=closed.outcome, by=INTAKE, now=context.now))
