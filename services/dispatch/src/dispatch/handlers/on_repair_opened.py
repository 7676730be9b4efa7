"""A repair order exists: the case cannot be resolved before it ends."""

from chassis.documents import Outcome, Waiting
from contracts.envelope import Envelope
from contracts.events.repair import RepairOpened

from dispatch.context import DispatchContext
from dispatch.domain.assignment import Assignment, Repair
from dispatch.domain.finishing import record_repair
from dispatch.outgoing import change


def on_repair_opened(
    state: Assignment | None, event: Envelope[RepairOpened], context: DispatchContext
) -> Outcome[Assignment]:
    """Kept per round; one that has ended meanwhile is not opened again."""
    if state is None:
        return Waiting("the case is not opened yet")
    repair = Repair(id=event.data.repair_id, round=event.data.round)
    return change(record_repair(state, repair, now=context.now))
