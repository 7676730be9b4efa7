"""Moves what somebody has in hand, each task by a change of its own; whatever moved meanwhile is left alone."""

from datetime import datetime

from chassis.documents import Stored
from chassis.store import Store

from dispatch.adapters import portions
from dispatch.adapters.mongo_queue import MongoQueue
from dispatch.adapters.portions import Portion
from dispatch.domain.assignment import Assignment
from dispatch.domain.covering import Cover
from dispatch.domain.errors import ActionNotAllowed, NotInTheseHands
from dispatch.domain.policy import Policy
from dispatch.domain.queue_query import QueueQuery
from dispatch.domain.roster import OnDuty, on_duty
from dispatch.handlers.cover_absence import cover_absence


class TaskMover:
    """Over one store and its queue."""

    def __init__(self, assignments: Store[Assignment], queue: MongoQueue) -> None:
        self._assignments = assignments
        self._queue = queue

    async def move(self, wanted: Cover, policy: Policy, *, by: str, now: datetime) -> Portion[Assignment]:
        """The most urgent tasks first. Raises what `cover` raises for the new hands."""
        present = on_duty(policy, now)
        moved: list[Stored[Assignment]] = []
        cursor: str | None = None
        while True:
            page = await self._queue.page(
                QueueQuery(responsible=wanted.absent), now, limit=portions.AT_ONCE, cursor=cursor
            )
            for row in page.rows:
                if len(moved) == portions.AT_ONCE:
                    return Portion(moved, more=True)
                if wanted.takes(row.lookup.due_at):
                    moved += await self._moved(row.id, wanted, policy, present, by)
            if page.next is None:
                return Portion(moved, more=False)
            cursor = page.next

    async def _moved(
        self, assignment_id: str, wanted: Cover, policy: Policy, present: OnDuty, by: str
    ) -> list[Stored[Assignment]]:
        """The assignment, if its task was still in these hands."""
        try:
            stored = await self._assignments.change(
                assignment_id, None, lambda state, at: cover_absence(state, wanted, policy, present, by=by, now=at)
            )
        except (ActionNotAllowed, NotInTheseHands):
            return []
        return [stored]
