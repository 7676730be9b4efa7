"""How repair orders are found in their collection."""

from typing import Final

from repair.domain.vocabulary import Status

COLLECTION: Final = "repair_orders"
INDEXES: Final = (
    (("state.opened_at", 1), ("_id", 1)),
    (("state.status", 1), ("state.opened_at", 1), ("_id", 1)),
    (("state.technician", 1), ("state.opened_at", 1), ("_id", 1)),
    (("state.request.case_id", 1), ("state.opened_at", 1), ("_id", 1)),
)


def order_filters(*, status: Status | None, technician: str | None, case_id: str | None) -> dict[str, object]:
    """Query for the orders that have all the given values.

    Those cancelled before they were opened are found by their status only.
    """
    wanted = {"state.status": status, "state.technician": technician, "state.request.case_id": case_id}
    given: dict[str, object] = {field: value for field, value in wanted.items() if value is not None}
    return given if status is not None else given | {"state.opened_at": {"$ne": None}}
