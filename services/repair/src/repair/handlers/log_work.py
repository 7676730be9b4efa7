"""The technician logs a piece of work."""

from datetime import datetime

from chassis.documents import Change

from repair import outgoing
from repair.domain import work
from repair.domain.repair_order import RepairOrder


def log_work(order: RepairOrder, done: work.WorkDone, *, by: str, now: datetime) -> Change[RepairOrder]:
    """Raises what `work.log` raises."""
    return outgoing.change(*work.log(order, done, by, now))
