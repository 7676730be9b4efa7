"""A case came back: a new round with the same team and responsible."""

from chassis.documents import Ignored, Outcome, Waiting
from contracts.envelope import Envelope
from contracts.events.intake import CaseReopened

from dispatch.context import DispatchContext
from dispatch.domain.assignment import Assignment
from dispatch.domain.lifecycle import reopen
from dispatch.outgoing import change


def on_case_reopened(
    state: Assignment | None, event: Envelope[CaseReopened], context: DispatchContext
) -> Outcome[Assignment]:
    """Rounds follow one another; a round that has begun does not begin again."""
    reopened = event.data
    if state is None or reopened.round > state.round + 1:
        return Waiting("an earlier round has not begun yet")
    if reopened.round <= state.round:
        return Ignored("the round has begun already")
    if state.is_open:
        return Waiting("the present round has not ended yet")
    return change(
        reopen(
            state,
            reopened.round,
            reason=reopened.reason,
            by=reopened.reopened_by,
            at=reopened.reopened_at,
            now=context.now,
            desk=context.desk(event.id),
        )
    )
