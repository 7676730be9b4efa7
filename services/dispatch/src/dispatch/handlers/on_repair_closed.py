"""A repair order ended: confirmed by the customer it resolves the case, once the customer knows the plan (step 03)."""

from chassis.documents import Outcome, Waiting
from contracts.envelope import Envelope
from contracts.events.repair import RepairClosed

from dispatch.context import DispatchContext
from dispatch.domain.assignment import Assignment, Repair
from dispatch.domain.finishing import record_repair
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
    )
    return change(record_repair(state, repair, now=context.now))
