"""The technician plans the repair, or plans it again."""

from datetime import datetime

from chassis.documents import Change

from repair import outgoing
from repair.domain import work
from repair.domain.repair_order import RepairOrder


def plan_repair(order: RepairOrder, draft: work.PlanDraft, *, by: str, now: datetime) -> Change[RepairOrder]:
    """Raises what `work.plan` raises."""
    return outgoing.change(*work.plan(order, draft, by, now))
