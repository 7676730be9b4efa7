"""A query of the work queue as the database is asked: which index, and the filter that it answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, get_args

from chassis.indexes import Index
from chassis.mongo import Json
from contracts.access import Role

from dispatch.adapters import mongo_assignments as lies
from dispatch.domain.queue_query import QueueQuery, key_range
from dispatch.domain.taking import Takeable

_ANY_ROLE: Final[Json] = {"$in": [f"role:{role}" for role in get_args(Role)]}
_ANY: Final = f"[^{lies.SEPARATOR}]*"


@dataclass(frozen=True, slots=True)
class QueuePlan:
    """`index` begins with what `scope` fixes and goes on with the key, so nothing is sorted in memory.

    `facets` is a regular expression for what `scope` leaves open, None when nothing is asked beyond it. `either`
    narrows it further: one of the addresses, or one of the teams.
    """

    index: Index
    scope: Json
    facets: str | None
    either: Takeable | None = None

    @property
    def filters(self) -> Json:
        """The whole of it."""
        filters = self.scope if self.facets is None else {**self.scope, lies.FACETS: {"$regex": self.facets}}
        if self.either is None:
            return filters
        addresses, teams = {"$in": list(self.either.addresses)}, {"$regex": of_teams(self.either.teams)}
        return {**filters, "$or": [{lies.RESPONSIBLE: addresses}, {lies.FACETS: teams}]}


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
    either = query.takeable if scope.get(lies.RESPONSIBLE) == _ANY_ROLE else None
    if not any(asked):
        return QueuePlan(index, scope, None, either)
    facets = re.escape(lies.SEPARATOR).join(_ANY if value is None else re.escape(value) for value in asked)
    return QueuePlan(index, scope, f"^{facets}$", either)


def of_teams(teams: Sequence[str]) -> str:
    """A regular expression for the facets of tasks of these teams."""
    return f"^(?:{'|'.join(re.escape(team) for team in teams)}){re.escape(lies.SEPARATOR)}"


def _scope(query: QueueQuery) -> tuple[Index, Json]:
    if query.responsible is not None:
        return lies.BY_RESPONSIBLE, {lies.RESPONSIBLE: query.responsible}
    mine = query.takeable if query.unassigned else None
    if mine is not None and (query.team not in mine.teams if query.team is not None else not mine.teams):
        return lies.BY_RESPONSIBLE, {lies.RESPONSIBLE: {"$in": list(mine.addresses)}}
    if query.unassigned and query.team is None:
        return lies.BY_RESPONSIBLE, {lies.RESPONSIBLE: _ANY_ROLE}
    if query.team is not None and query.is_open:
        return lies.BY_TEAM, {lies.TEAM: query.team}
    if query.status is not None:
        return lies.BY_STATUS, {lies.STATUS: query.status}
    return lies.BY_KEY, {}
