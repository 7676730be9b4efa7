"""How assignments lie in the database: collection, what is kept beside the state for queries, indexes."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from chassis.http import FIRST_YEAR
from chassis.indexes import Fields, Index

from dispatch.adapters.mongo_accuracy import BY_JUDGED, JUDGED, judged_lookup
from dispatch.adapters.mongo_feeds import FEED_INDEX
from dispatch.domain.assignment import Assignment
from dispatch.domain.queue import ENDED, QueueEntry, queue_entry

ASSIGNMENTS: Final = "assignments"
KEY: Final = "lookup.key"
RESPONSIBLE: Final = "lookup.responsible"
TEAM: Final = "lookup.team"
STATUS: Final = "lookup.status"
CATEGORY: Final = "lookup.category"
FACETS: Final = "lookup.facets"
"""What the filters ask for, as one text, so that an index is read from entry to entry and not sought through again for
each that does not fit."""
SEPARATOR: Final = "|"
NOBODY: Final = "-"

OPEN: Final[Mapping[str, object]] = {KEY: {"$lt": ENDED}}
BY_RESPONSIBLE: Final = Index("queue_by_responsible", ((RESPONSIBLE, 1), (KEY, 1), (FACETS, 1)), only=OPEN)
BY_TEAM: Final = Index("queue_by_team", ((TEAM, 1), (KEY, 1), (FACETS, 1)), only=OPEN)
BY_STATUS: Final = Index("queue_by_status", ((STATUS, 1), (KEY, 1), (FACETS, 1)))
BY_KEY: Final = Index("queue_by_key", ((KEY, 1), (FACETS, 1)))
BY_AGE: Final = "state.opened_at"
STOOD_IN_FOR: Final = "state.running.holdings.instead_of.person"
"""Those in whose place the running step was held; the tasks of steps that ended are in no index for it."""
BY_STOOD_IN_FOR: Final = Index(
    "stood_in_for", ((STOOD_IN_FOR, 1), (BY_AGE, 1), ("_id", 1)), only={STOOD_IN_FOR: {"$gt": ""}}
)
BY_OPENING: Final[Fields] = (("state.opened_at", 1), ("_id", 1))
"""Windows of figures and files."""
RESOLVED_AT: Final = "state.resolutions.at"
BY_RESOLUTION: Final = Index(
    "figures_by_resolution", ((RESOLVED_AT, 1),), only={RESOLVED_AT: {"$gte": datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)}}
)
ASSIGNMENT_INDEXES: Final[tuple[Index | Fields, ...]] = (
    BY_RESPONSIBLE,
    BY_TEAM,
    BY_STATUS,
    BY_KEY,
    BY_STOOD_IN_FOR,
    BY_OPENING,
    BY_RESOLUTION,
    BY_JUDGED,
    FEED_INDEX,
)
"""Behind the key lies what the filters ask for: only what a page shows is fetched. Those by responsible and by team
leave ended cases out, which are most of them."""


def assignment_lookup(state: Assignment) -> Mapping[str, object]:
    """What the indexes are made of, and of the clock what a page shows; `left_ms` in milliseconds of working time."""
    entry = queue_entry(state)
    return {
        "key": entry.key,
        "status": entry.status,
        "team": entry.team,
        "step": entry.step,
        "responsible": entry.responsible,
        "category": entry.category,
        "severity": entry.severity,
        "facets": facets_of(entry),
        "due_at": entry.due_at,
        "paused": entry.paused,
        JUDGED: judged_lookup(state),
        "left_ms": None if entry.left is None else round(entry.left.total_seconds() * 1000),
    }


def facets_of(entry: QueueEntry) -> str:
    """Team, step, status, category, severity, and whether a role or a person has the task; see `queue_plan`."""
    holder = NOBODY if entry.responsible is None else entry.responsible.partition(":")[0]
    return SEPARATOR.join((entry.team, entry.step or NOBODY, entry.status, entry.category, entry.severity, holder))
