"""How many tasks lie open in whose hands, counted in the database and kept for a moment."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import cast

from chassis.clock import Clock
from chassis.mongo import Json, MongoCollection

from dispatch.adapters.mongo_assignments import BY_RESPONSIBLE, OPEN, RESPONSIBLE


class MongoOpenTasks:
    """Counts of the running steps by responsible, in one request for everybody who is needed.

    Nobody's count goes beyond `most`: so the request reads at most that many entries of an index per person, however
    much lies in the database. People who all have that many are alike, and the turn decides between them.
    """

    def __init__(self, assignments: MongoCollection, clock: Clock, kept: timedelta, most: int) -> None:
        self._assignments = assignments
        self._clock = clock
        self._kept = kept
        self._most = most
        self._counts: dict[str, int] = {}
        self._read_at: dict[str, datetime] = {}

    async def counts(self, people: Collection[str]) -> Mapping[str, int]:
        """The open tasks of each; read again when one of the figures is older than what is kept."""
        now = self._clock()
        oldest = min((self._read_at.get(person, now - self._kept) for person in people), default=now)
        if now - oldest >= self._kept and people:
            found = self._assignments.aggregate(
                load_pipeline(sorted(people), self._assignments.name, self._most), hint=BY_RESPONSIBLE.name
            )
            read = {cast("str", row["_id"]): cast("int", row["open"]) async for row in found}
            self._counts.update({person: read.get(person, 0) for person in people})
            self._read_at.update(dict.fromkeys(people, now))
        return {person: self._counts.get(person, 0) for person in people}

    def given(self, person: str) -> None:
        """One more, until the figure is read again."""
        self._counts[person] = self._counts.get(person, 0) + 1


def load_pipeline(people: Sequence[str], collection: str, most: int) -> list[Json]:
    """One bounded count per person, joined; at least one person. Who has no open task has no row."""
    first, *others = (_count(person, most) for person in people)
    joined: list[Json] = [{"$unionWith": {"coll": collection, "pipeline": other}} for other in others]
    return [*first, *joined]


def _count(person: str, most: int) -> list[Json]:
    return [
        {"$match": {RESPONSIBLE: person, **OPEN}},
        {"$limit": most},
        {"$group": {"_id": f"${RESPONSIBLE}", "open": {"$sum": 1}}},
    ]
