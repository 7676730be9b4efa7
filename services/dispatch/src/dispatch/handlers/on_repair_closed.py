"""A repair order ended: confirmed by the customer it resolves the case, once the customer knows the plan (step 03)."""

from chassis.documents import Outcome, Waiting
from contracts.envelope import Envelope
from contracts.events.repair import RepairClosed

from dispatch.context import DispatchContext
from dispatch.domain.assignment import Assignment, Repair
from dispatch.domain.facts import Fact
from dispatch.domain.finishing import record_repair
from dispatch.domain.pausing import resume_on
from dispatch.outgoing import change


def on_repair_closed(
    state: Assignment | None, event: Envelope[RepairClosed], context: DispatchContext
) -> Outcome[Assignment]:
    """It may overtake the opening of the order."""
    if state is None:
        return Waiting("the case is not opened yet")
    closed = event.data
    repair = Repair(
        id=closed.repair_id,
        round=closed.round,
        outcome=closed.outcome,
        summary=closed.summary,
        technician=closed.technician,
        attempts=closed.attempts,
    )
    awake: Assignment = state
    resumed: tuple[Fact, ...] = ()
    if closed.round == state.round:
        awake, resumed = resume_on(state, closed.TYPE, happened_at=closed.closed_at, now=context.now)
    moved, facts = record_repair(awake, repair, now=context.now)
    return change((moved, (*resumed, *facts)))
