"""Assignments read one after the other, for what they teach."""

from collections.abc import AsyncIterator
from datetime import datetime

from chassis.codec import StateCodec
from chassis.mongo import MongoCollection

from dispatch.domain.assignment import Assignment
from dispatch.domain.opinion.examples import Example
from dispatch.domain.opinion.experience import Tried, learned_from, tried

BATCH = 200


class MongoExperience:
    """Cases opened from `since` until before `until`, in the order of their opening; one batch in memory at a time."""

    def __init__(self, assignments: MongoCollection, since: datetime, until: datetime) -> None:
        self._assignments = assignments
        self._window = {"state.opened_at": {"$gte": since, "$lt": until}}
        self._codec = StateCodec(Assignment)

    async def examples(self) -> AsyncIterator[Example]:
        """What people and sure rules decided; cases without a description are passed over."""
        async for assignment in self._read():
            example = learned_from(assignment)
            if example is not None and example.text:
                yield example

    async def tries(self) -> AsyncIterator[Tried]:
        """Proposals on which a person has spoken."""
        async for assignment in self._read():
            judged = tried(assignment)
            if judged is not None:
                yield judged

    async def _read(self) -> AsyncIterator[Assignment]:
        found = self._assignments.find(self._window, {"state": 1}).sort("state.opened_at", 1).batch_size(BATCH)
        async for raw in found:
            state = raw["state"]
            if not isinstance(state, dict):
                raise TypeError(f"assignment {raw['_id']} has no state")
            yield self._codec.decode(state)
