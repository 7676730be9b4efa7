"""The work queue as it is read: a page by one index scan, of each case only what the page shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, cast

from chassis.mongo import Json, MongoCollection
from chassis.patience import patiently
from pydantic import Field, TypeAdapter

from dispatch.adapters import queue_cursor
from dispatch.adapters.mongo_assignments import FACETS, RESPONSIBLE
from dispatch.adapters.queue_plan import QueuePlan, of_teams, plan
from dispatch.domain.frozen_calendar import FrozenCalendar
from dispatch.domain.queue_query import QueueQuery
from dispatch.domain.words import CategoryName, LevelName, Status, Step

COUNTED: Final = 2000
"""So many entries of an index are looked at for a count, whether they fit or not."""
PROJECTION: Final[Json] = {
    "v": 1,
    "lookup": 1,
    "state.case.number": 1,
    "state.case.customer_name": 1,
    "state.case.product_name": 1,
    "state.round": 1,
    "state.opened_at": 1,
    "state.due_at": 1,
    "state.team": 1,
    "state.classifications.urgency": 1,
    "state.running.level.calendar": 1,
    "state.running.overdue_at": 1,
    "state.running.escalated.level": 1,
}


@dataclass(frozen=True, slots=True)
class RowLookup:
    """See `mongo_assignments.assignment_lookup`."""

    key: str
    status: Status
    team: str
    step: Step | None
    responsible: str | None
    category: CategoryName
    severity: LevelName
    due_at: datetime | None
    paused: bool
    left_ms: int | None


@dataclass(frozen=True, slots=True)
class RowCase:
    """Whose case it is and what it is about."""

    number: str
    customer_name: str
    product_name: str | None


@dataclass(frozen=True, slots=True)
class RowClass:
    """Of a classification what the lookup has not."""

    urgency: LevelName


@dataclass(frozen=True, slots=True)
class RowLevel:
    """The calendar that the step counts in."""

    calendar: FrozenCalendar


@dataclass(frozen=True, slots=True)
class RowEscalated:
    """A level of the chain that was told."""

    level: int


@dataclass(frozen=True, slots=True)
class RowRun:
    """The running step."""

    level: RowLevel
    overdue_at: datetime | None
    escalated: tuple[RowEscalated, ...]


@dataclass(frozen=True, slots=True)
class RowState:
    """Of the assignment what a page shows; a projection leaves out what lies below a null."""

    case: RowCase
    round: int
    opened_at: datetime
    due_at: datetime
    team: str
    classifications: tuple[RowClass, ...]
    running: RowRun | None = None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case of a page."""

    id: Annotated[str, Field(validation_alias="_id")]
    version: Annotated[int, Field(validation_alias="v")]
    lookup: RowLookup
    state: RowState


@dataclass(frozen=True, slots=True)
class Total:
    """How many cases fit; not `exact`: at least so many."""

    count: int
    exact: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """`total` is counted for a first page only."""

    rows: list[QueueRow]
    next: str | None
    total: Total | None


class MongoQueue:
    """Reads of the queue; an outage of the database is borne for `patience` seconds, then StorageUnavailable."""

    def __init__(self, assignments: MongoCollection, patience: float) -> None:
        self._assignments = assignments
        self._patience = patience
        self._decode = TypeAdapter(list[QueueRow]).validate_python

    async def page(self, query: QueueQuery, now: datetime, *, limit: int, cursor: str | None) -> QueuePage:
        """The page behind the cursor, in the order of the keys. Raises InvalidCursor."""
        after = None if cursor is None else queue_cursor.decode(cursor, query)
        planned = plan(query, now, after)
        raw = await patiently(lambda: self._read(planned, limit + 1), self._patience)
        rows = self._decode(raw[:limit])
        more = len(raw) > limit
        following = queue_cursor.encode(rows[-1].lookup.key, query) if more else None
        if cursor is not None:
            return QueuePage(rows, following, None)
        if not more:
            return QueuePage(rows, following, Total(len(rows), True))
        counted = await patiently(lambda: self._count(planned), self._patience)
        return QueuePage(rows, following, Total(max(counted.count, len(raw)), counted.exact))

    async def _read(self, planned: QueuePlan, limit: int) -> list[Json]:
        found = self._assignments.find(planned.filters, PROJECTION).sort("lookup.key", 1).hint(planned.index.name)
        return await found.limit(limit).to_list(limit)

    async def _count(self, planned: QueuePlan) -> Total:
        counting = self._assignments.aggregate(count_pipeline(planned), hint=planned.index.name)
        rows = await counting.to_list(1)
        if not rows:
            return Total(0, True)
        return Total(cast("int", rows[0]["fit"]), cast("int", rows[0]["seen"]) < COUNTED)


def count_pipeline(planned: QueuePlan) -> list[Json]:
    """How many entries of the scope are `seen`, up to the bound, and how many of them `fit`."""
    fits: Json = {"$regexMatch": {"input": f"${FACETS}", "regex": planned.facets or ""}}
    if planned.either is not None:
        address: Json = {"$in": [f"${RESPONSIBLE}", list(planned.either.addresses)]}
        team: Json = {"$regexMatch": {"input": f"${FACETS}", "regex": of_teams(planned.either.teams)}}
        fits = {"$and": [fits, {"$or": [address, team]}]}
    return [
        {"$match": planned.scope},
        {"$limit": COUNTED},
        {"$group": {"_id": None, "seen": {"$sum": 1}, "fit": {"$sum": {"$cond": [fits, 1, 0]}}}},
    ]
