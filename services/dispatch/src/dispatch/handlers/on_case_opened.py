"""A case was opened: classify it and put it into somebody's hands (P1 steps 01, 02A, 02B, 02C)."""

from chassis.documents import Ignored, Outcome
from contracts.envelope import Envelope
from contracts.events.intake import CaseOpened

from dispatch.context import DispatchContext
from dispatch.domain.assignment import Assignment
from dispatch.domain.classified import from_decision
from dispatch.domain.opening import open_assignment
from dispatch.incoming import case_of, facts_of
from dispatch.outgoing import change


def on_case_opened(
    state: Assignment | None, event: Envelope[CaseOpened], context: DispatchContext
) -> Outcome[Assignment]:
    """The first event of an assignment; a second opening of the same case changes nothing."""
    if state is not None:
        return Ignored("the case is assigned already")
    opened = event.data
    case = case_of(opened)
    decision = context.decision(event.id, facts_of(case, opened.description))
    guess = from_decision(decision, context.now)
    return change(
        open_assignment(case, opened.description, opened.recorded_by, guess, context.desk(event.id), now=context.now)
    )
