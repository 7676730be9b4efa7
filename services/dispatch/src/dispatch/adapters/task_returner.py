"""Gives back what somebody held before an absence, each task by a change of its own; see `task_mover`."""

from contextlib import suppress

from chassis.documents import Stored
from chassis.store import Store

from dispatch.adapters import task_mover
from dispatch.adapters.mongo_assignments import BY_AGE, STOOD_IN_FOR
from dispatch.adapters.task_mover import Covered
from dispatch.domain.assignment import Assignment
from dispatch.domain.errors import ActionNotAllowed, NotInTheseHands, UnknownStaff
from dispatch.domain.giving_back import Back
from dispatch.domain.policy import Policy
from dispatch.handlers.give_back_task import give_back_task


class TaskReturner:
    """Over one store."""

    def __init__(self, assignments: Store[Assignment]) -> None:
        self._assignments = assignments

    async def give_back(self, wanted: Back, policy: Policy, *, by: str) -> Covered:
        """A portion, the oldest cases first; what is not to go back stays, whatever the reason."""
        moved: list[Stored[Assignment]] = []
        cursor: str | None = None
        while True:
            page = await self._assignments.page(
                {STOOD_IN_FOR: wanted.person}, sort=BY_AGE, limit=task_mover.AT_ONCE, cursor=cursor
            )
            for stored in page.items:
                if len(moved) == task_mover.AT_ONCE:
                    return Covered(moved, more=True)
                with suppress(ActionNotAllowed, NotInTheseHands, UnknownStaff):
                    moved.append(
                        await self._assignments.change(
                            stored.id, None, lambda state, at: give_back_task(state, wanted, policy, by=by, now=at)
                        )
                    )
            if page.next is None:
                return Covered(moved, more=False)
            cursor = page.next
