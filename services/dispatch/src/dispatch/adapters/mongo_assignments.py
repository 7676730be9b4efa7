"""How assignments lie in the database: collection, indexes, filters of the list."""

from collections.abc import Mapping
from typing import Final

from dispatch.adapters.mongo_feeds import FEED_INDEX
from dispatch.domain.words import Status, Step

ASSIGNMENTS: Final = "assignments"
BY_DUE: Final = "state.due_at"
ASSIGNMENT_INDEXES: Final = (
    ((BY_DUE, 1),),
    (("state.status", 1), (BY_DUE, 1)),
    (("state.team", 1), (BY_DUE, 1)),
    FEED_INDEX,
    (("state.running.responsible", 1), (BY_DUE, 1)),
)


def assignment_filters(
    *, status: Status | None, team: str | None, responsible: str | None, step: Step | None, overdue: bool | None
) -> Mapping[str, object]:
    """What is given must hold; responsible, step and overdue speak of the running step."""
    given: dict[str, object] = {
        "state.status": status,
        "state.team": team,
        "state.running.responsible": responsible,
        "state.running.level.step": step,
    }
    filters = {field: value for field, value in given.items() if value is not None}
    if overdue is not None:
        filters["state.running.overdue_at"] = {"$ne": None} if overdue else None
    return filters
