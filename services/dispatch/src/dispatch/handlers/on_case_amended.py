"""The front desk corrected a case: box 1 follows, a clock that waited for it runs on, the rules may read it again."""

from dataclasses import replace

from chassis.documents import Ignored, Outcome, Waiting
from contracts.envelope import Envelope
from contracts.events.intake import CaseAmended

from dispatch.context import DispatchContext
from dispatch.domain.assignment import Assignment
from dispatch.domain.boxes import SignedBox, sign
from dispatch.domain.classified import from_decision
from dispatch.domain.classifying import may_reassess, reassess
from dispatch.domain.pausing import resume_on
from dispatch.incoming import case_after, facts_of
from dispatch.outgoing import change


def on_case_amended(
    state: Assignment | None, event: Envelope[CaseAmended], context: DispatchContext
) -> Outcome[Assignment]:
    """An older amendment than the one already known changes nothing: each carries the whole description."""
    amended = event.data
    if state is None:
        return Waiting("the case is not opened yet")
    if amended.amended_at < state.case.as_of:
        return Ignored("a later amendment is known")
    case = case_after(state, amended)
    boxes = state.boxes
    if amended.description != state.description:
        boxes = sign(
            boxes,
            SignedBox(
                box="description",
                text=amended.description,
                signed_by=amended.amended_by,
                signed_at=amended.amended_at,
                round=state.round,
            ),
        )
    recorded = replace(state, case=case, boxes=boxes)
    awake, resumed = resume_on(recorded, amended.TYPE, happened_at=amended.amended_at, now=context.now)
    if not may_reassess(awake):
        return change((awake, resumed))
    guess = from_decision(context.decision(event.id, facts_of(case, amended.description)), context.now)
    moved, facts = reassess(awake, guess, context.desk(event.id), now=context.now)
    return change((moved, (*resumed, *facts)))
