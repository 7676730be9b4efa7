"""How many tasks lie open in whose hands, counted in the database and kept for a moment."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import cast

from chassis.clock import Clock
from chassis.mongo import MongoCollection

RESPONSIBLE = "state.running.responsible"


class MongoOpenTasks:
    """Counts of the running steps by responsible; one aggregation asks for everybody who is needed."""

    def __init__(self, assignments: MongoCollection, clock: Clock, kept: timedelta) -> None:
        self._assignments = assignments
        self._clock = clock
        self._kept = kept
        self._counts: dict[str, int] = {}
        self._read_at: dict[str, datetime] = {}

    async def counts(self, people: Collection[str]) -> Mapping[str, int]:
        """The open tasks of each; read again when one of the figures is older than what is kept."""
        now = self._clock()
        oldest = min((self._read_at.get(person, now - self._kept) for person in people), default=now)
        if now - oldest >= self._kept and people:
            found = self._assignments.aggregate(
                [
                    {"$match": {RESPONSIBLE: {"$in": sorted(people)}}},
                    {"$group": {"_id": f"${RESPONSIBLE}", "open": {"$sum": 1}}},
                ]
            )
            read = {cast("str", row["_id"]): cast("int", row["open"]) async for row in found}
            self._counts.update({person: read.get(person, 0) for person in people})
            self._read_at.update(dict.fromkeys(people, now))
        return {person: self._counts.get(person, 0) for person in people}

    def given(self, person: str) -> None:
        """One more, until the figure is read again."""
        self._counts[person] = self._counts.get(person, 0) + 1
