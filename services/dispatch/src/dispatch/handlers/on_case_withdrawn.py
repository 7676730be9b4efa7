"""The customer gave the case up: every clock stops."""

from chassis.documents import Change, Ignored, Outcome, Waiting
from contracts.envelope import Envelope
from contracts.events.intake import CaseWithdrawn

from dispatch.context import DispatchContext
from dispatch.domain.assignment import Assignment
from dispatch.domain.lifecycle import end_case
from dispatch.outgoing import change
from dispatch.outgoing.returns import waived_by_withdrawal


def on_case_withdrawn(
    state: Assignment | None, event: Envelope[CaseWithdrawn], context: DispatchContext
) -> Outcome[Assignment]:
    """A withdrawal of an earlier round, or of an ended case, comes too late."""
    withdrawn = event.data
    if state is None or withdrawn.round > state.round:
        return Waiting("the round that is withdrawn has not begun yet")
    if withdrawn.round < state.round:
        return Ignored("the case came back since")
    if state.status in ("withdrawn", "closed"):
        return Ignored("the case has ended already")
    ended = change(end_case(state, "withdrawn", because=withdrawn.reason, by=withdrawn.withdrawn_by, now=context.now))
    waived = waived_by_withdrawal(state, withdrawn.reason, context.now)
    return Change(ended.state, (*ended.events, *waived))
