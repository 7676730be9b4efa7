"""The technician declares the work done."""

from datetime import datetime

from chassis.documents import Change

from repair import outgoing
from repair.domain import work
from repair.domain.repair_order import RepairOrder


def complete_repair(order: RepairOrder, summary: str, *, by: str, now: datetime) -> Change[RepairOrder]:
    """Raises what `work.complete` raises."""
    return outgoing.change(*work.complete(order, summary, by, now))
