"""Gives back what somebody held before an absence, each task by a change of its own; see `task_mover`."""

from datetime import datetime

from chassis.store import Store

from dispatch.adapters import task_mover
from dispatch.adapters.mongo_assignments import BY_AGE, STOOD_IN_FOR
from dispatch.adapters.task_mover import Covered
from dispatch.domain.assignment import Assignment
from dispatch.domain.errors import ActionNotAllowed, NotInTheseHands, UnknownStaff
from dispatch.domain.giving_back import Back
from dispatch.domain.policy import Policy
from dispatch.domain.roster import on_duty
from dispatch.handlers.give_back_task import give_back_task


class TaskReturner:
    """Over one store."""

    def __init__(self, assignments: Store[Assignment]) -> None:
        self._assignments = assignments

    async def give_back(self, wanted: Back, policy: Policy, *, by: str, now: datetime) -> Covered:
        """A portion, the oldest cases first; what is not to go back stays, whatever the reason."""
        present = on_duty(policy, now)
        covered, cursor = Covered([], more=False), None
        while True:
            page = await self._assignments.page(
                {STOOD_IN_FOR: wanted.person}, sort=BY_AGE, limit=task_mover.AT_ONCE, cursor=cursor
            )
            for stored in page.items:
                if len(covered.moved) == task_mover.AT_ONCE:
                    return Covered(covered.moved, more=True)
                try:
                    covered.moved.append(
                        await self._assignments.change(
                            stored.id,
                            None,
                            lambda state, at: give_back_task(state, wanted, policy, present, by=by, now=at),
                        )
                    )
                except (ActionNotAllowed, NotInTheseHands, UnknownStaff):
                    continue
            if page.next is None:
                return covered
            cursor = page.next
