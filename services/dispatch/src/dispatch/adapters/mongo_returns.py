"""How returns lie in the database: collection, indexes, filters of the list."""

from collections.abc import Mapping
from typing import Final

from dispatch.domain.returns.goods_return import ReturnStatus

RETURNS: Final = "returns"
RETURNS_BY_DUE: Final = "state.due_at"
RETURN_INDEXES: Final = (
    ((RETURNS_BY_DUE, 1),),
    (("state.status", 1), (RETURNS_BY_DUE, 1)),
    (("state.matter.responsible", 1), (RETURNS_BY_DUE, 1)),
    (("state.matter.case_id", 1),),
)


def return_filters(
    *, status: ReturnStatus | None, responsible: str | None, case_id: str | None, overdue: bool | None
) -> Mapping[str, object]:
    """What is given must hold; overdue speaks of the running stage."""
    given: dict[str, object] = {
        "state.status": status,
        "state.matter.responsible": responsible,
        "state.matter.case_id": case_id,
    }
    filters = {field: value for field, value in given.items() if value is not None}
    if overdue is not None:
        filters["state.running.overdue_at"] = {"$ne": None} if overdue else None
    return filters
