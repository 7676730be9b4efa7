"""The customer confirms, through whoever records it."""

from datetime import datetime

from chassis.documents import Change

from repair import outgoing
from repair.domain import judgement
from repair.domain.repair_order import RepairOrder
from repair.domain.vocabulary import ConfirmationMethod


def confirm_repair(
    order: RepairOrder, method: ConfirmationMethod, remark: str | None, *, by: str, now: datetime
) -> Change[RepairOrder]:
    """Raises what `judgement.confirm` raises."""
    return outgoing.change(*judgement.confirm(order, method, remark, by, now))
