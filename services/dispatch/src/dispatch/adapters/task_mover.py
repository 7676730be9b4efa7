"""Moves what somebody has in hand, each task by a change of its own; whatever moved meanwhile is left alone."""

from dataclasses import dataclass
from datetime import datetime

from chassis.documents import Stored
from chassis.store import Store

from dispatch.adapters.mongo_queue import MongoQueue
from dispatch.domain.assignment import Assignment
from dispatch.domain.covering import Cover
from dispatch.domain.errors import ActionNotAllowed, NotInTheseHands
from dispatch.domain.policy import Policy
from dispatch.domain.queue_query import QueueQuery
from dispatch.domain.roster import on_duty
from dispatch.handlers.cover_absence import cover_absence

AT_ONCE = 200
"""Tasks that one request moves at most."""


@dataclass(frozen=True, slots=True)
class Covered:
    """The assignments in their new hands; `more`: some are left for a further request."""

    moved: list[Stored[Assignment]]
    more: bool


class TaskMover:
    """Over one store and its queue."""

    def __init__(self, assignments: Store[Assignment], queue: MongoQueue) -> None:
        self._assignments = assignments
        self._queue = queue

    async def move(self, wanted: Cover, policy: Policy, *, by: str, now: datetime) -> Covered:
        """The most urgent tasks first. Raises what `cover` raises for the new hands."""
        page = await self._queue.page(QueueQuery(responsible=wanted.absent), now, limit=AT_ONCE, cursor=None)
        present = on_duty(policy, now)
        moved: list[Stored[Assignment]] = []
        for row in page.rows:
            try:
                stored = await self._assignments.change(
                    row.id, None, lambda state, at: cover_absence(state, wanted, policy, present, by=by, now=at)
                )
            except (ActionNotAllowed, NotInTheseHands):
                continue
            moved.append(stored)
        return Covered(moved, page.next is not None)
