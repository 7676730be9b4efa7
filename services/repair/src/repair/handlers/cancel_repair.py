"""A person calls the repair off, such as after the case turned out to be of another class."""

from datetime import datetime

from chassis.documents import Change

from repair import outgoing
from repair.domain import opening
from repair.domain.repair_order import RepairOrder


def cancel_repair(order: RepairOrder, reason: str, *, by: str, now: datetime) -> Change[RepairOrder]:
    """Raises what `opening.cancel` raises."""
    return outgoing.change(*opening.cancel(order, reason, by, now))
