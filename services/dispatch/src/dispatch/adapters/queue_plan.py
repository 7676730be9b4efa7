"""A query of the work queue as the database is asked: which index, and the filter that it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, get_args

from chassis.indexes import Index
from chassis.mongo import Json
from contracts.access import Role

from dispatch.adapters import mongo_assignments as lies
from dispatch.domain.queue_query import QueueQuery, key_range

_ROLES: Final = tuple(f"role:{role}" for role in get_args(Role))


@dataclass(frozen=True, slots=True)
class QueuePlan:
    """`index` begins with what `filters` fix, and goes on with the key: nothing is sorted in memory."""

    index: Index
    filters: Json


def plan(query: QueueQuery, now: datetime, after: str | None = None) -> QueuePlan:
    """The plan for the cases behind the key `after`."""
    given: Mapping[str, object] = {
        lies.RESPONSIBLE: query.responsible,
        lies.TEAM: query.team,
        lies.STEP: query.step,
        lies.STATUS: query.status,
        lies.CATEGORY: query.category,
        lies.SEVERITY: query.severity,
    }
    filters: Json = {field: value for field, value in given.items() if value is not None}
    if query.unassigned:
        filters[lies.RESPONSIBLE] = {"$in": list(_ROLES)}
    keys = key_range(query, now)
    bounds = {"$gte": keys.at_least, "$lt": keys.below, "$gt": after}
    filters[lies.KEY] = {operator: bound for operator, bound in bounds.items() if bound is not None} or {"$gte": ""}
    return QueuePlan(_index(query), filters)


def _index(query: QueueQuery) -> Index:
    if query.responsible is not None or (query.unassigned and query.team is None):
        return lies.BY_RESPONSIBLE
    return lies.BY_TEAM if query.team is not None and query.is_open else lies.BY_KEY
