"""Which move is allowed from which status: the one table of the state machine (R4, R5)."""

from collections.abc import Mapping
from types import MappingProxyType

from repair.domain.errors import MoveForbidden, OrderFull
from repair.domain.repair_order import RepairOrder
from repair.domain.vocabulary import Move, Status

ALLOWED: Mapping[Move, frozenset[Status]] = MappingProxyType(
    {
        "plan": frozenset({"opened", "planned", "in_progress", "tested", "rejected"}),
        "log": frozenset({"planned", "in_progress", "tested"}),
        "test": frozenset({"in_progress", "tested"}),
        "complete": frozenset({"tested"}),
        "confirm": frozenset({"completed"}),
        "reject": frozenset({"completed"}),
        "cancel": frozenset({"opened", "planned", "in_progress", "tested", "completed", "rejected"}),
    }
)

RECORDS_MAX = 100
"""Records of one kind in an order: with the longest texts still well below a document's 16 MB."""


def require_allowed(order: RepairOrder, move: Move) -> None:
    """Raises `MoveForbidden` when the order's status has no such move."""
    if order.status not in ALLOWED[move]:
        raise MoveForbidden(move=move, status=order.status)


def require_room(records: int, kind: str) -> None:
    """Raises `OrderFull` when one more record of the kind would not fit."""
    if records >= RECORDS_MAX:
        raise OrderFull(records=kind, limit=str(RECORDS_MAX))
