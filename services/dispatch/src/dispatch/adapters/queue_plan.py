"""A query of the work queue as the database is asked: which index, and the filter that it answers."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, get_args

from chassis.indexes import Index
from chassis.mongo import Json
from contracts.access import Role

from dispatch.adapters import mongo_assignments as lies
from dispatch.domain.queue_query import QueueQuery, key_range

_ROLES: Final = tuple(f"role:{role}" for role in get_args(Role))
_ANY: Final = f"[^{lies.SEPARATOR}]*"


@dataclass(frozen=True, slots=True)
class QueuePlan:
    """`index` begins with what `scope` fixes and goes on with the key, so nothing is sorted in memory.

    `facets` is a regular expression for what `scope` leaves open, None when nothing is asked beyond it.
    """

    index: Index
    scope: Json
    facets: str | None

    @property
    def filters(self) -> Json:
        """The whole of it."""
        return self.scope if self.facets is None else {**self.scope, lies.FACETS: {"$regex": self.facets}}


def plan(query: QueueQuery, now: datetime, after: str | None = None) -> QueuePlan:
    """The plan for the cases behind the key `after`."""
    index, scope = _scope(query)
    keys = key_range(query, now)
    bounds = {"$gte": keys.at_least, "$lt": keys.below, "$gt": after}
    scope[lies.KEY] = {operator: bound for operator, bound in bounds.items() if bound is not None} or {"$gte": ""}
    asked = (
        None if index is lies.BY_TEAM else query.team,
        query.step,
        None if index is lies.BY_STATUS else query.status,
        query.category,
        query.severity,
        "role" if query.unassigned else None,
    )
    if not any(asked):
        return QueuePlan(index, scope, None)
    facets = re.escape(lies.SEPARATOR).join(_ANY if value is None else re.escape(value) for value in asked)
    return QueuePlan(index, scope, f"^{facets}$")


def _scope(query: QueueQuery) -> tuple[Index, Json]:
    if query.responsible is not None:
        return lies.BY_RESPONSIBLE, {lies.RESPONSIBLE: query.responsible}
    if query.unassigned and query.team is None:
        return lies.BY_RESPONSIBLE, {lies.RESPONSIBLE: {"$in": list(_ROLES)}}
    if query.team is not None and query.is_open:
        return lies.BY_TEAM, {lies.TEAM: query.team}
    if query.status is not None:
        return lies.BY_STATUS, {lies.STATUS: query.status}
    return lies.BY_KEY, {}
