"""The customer rejects, through whoever records it."""

from datetime import datetime

from chassis.documents import Change

from repair import outgoing
from repair.domain import judgement
from repair.domain.repair_order import RepairOrder


def reject_repair(order: RepairOrder, reason: str, *, by: str, now: datetime) -> Change[RepairOrder]:
    """Raises what `judgement.reject` raises."""
    return outgoing.change(*judgement.reject(order, reason, by, now))
