"""The technician tests the repaired unit."""

from datetime import datetime

from chassis.documents import Change

from repair import outgoing
from repair.domain import work
from repair.domain.records import Check
from repair.domain.repair_order import RepairOrder


def record_test(order: RepairOrder, checks: tuple[Check, ...], *, by: str, now: datetime) -> Change[RepairOrder]:
    """Raises what `work.verify` raises."""
    return outgoing.change(*work.verify(order, checks, by, now))
