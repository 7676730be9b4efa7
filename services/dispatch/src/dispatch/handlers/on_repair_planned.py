"""A repair is planned: parts and shipment are there, and a clock that waited for them runs on."""

from chassis.documents import Ignored, Outcome, Waiting
from contracts.envelope import Envelope
from contracts.events.repair import RepairPlanned

from dispatch.context import DispatchContext
from dispatch.domain.assignment import Assignment
from dispatch.domain.pausing import resume_on
from dispatch.outgoing import change


def on_repair_planned(
    state: Assignment | None, event: Envelope[RepairPlanned], context: DispatchContext
) -> Outcome[Assignment]:
    """Changes nothing where no clock waits for it."""
    planned = event.data
    if state is None:
        return Waiting("the case is not opened yet")
    if planned.round != state.round:
        return Ignored("the plan belongs to another round")
    moved = resume_on(state, planned.TYPE, happened_at=planned.planned_at, now=context.now)
    return change(moved) if moved[1] else Ignored("no clock waits for the plan")
