"""Gives back what somebody held before an absence, each task by a change of its own; see `task_mover`."""

from chassis.store import Store

from dispatch.adapters.mongo_assignments import BY_AGE, STOOD_IN_FOR
from dispatch.adapters.portions import Portion, move_portion
from dispatch.domain.assignment import Assignment
from dispatch.domain.errors import ActionNotAllowed, NotInTheseHands, UnknownStaff
from dispatch.domain.giving_back import Back
from dispatch.domain.policy import Policy
from dispatch.handlers.give_back_task import give_back_task


class TaskReturner:
    """Over one store."""

    def __init__(self, assignments: Store[Assignment]) -> None:
        self._assignments = assignments

    async def give_back(self, wanted: Back, policy: Policy, *, by: str) -> Portion[Assignment]:
        """The oldest cases first; what is not to go back stays, whatever the reason."""
        return await move_portion(
            self._assignments,
            {STOOD_IN_FOR: wanted.person},
            BY_AGE,
            lambda state, at: give_back_task(state, wanted, policy, by=by, now=at),
            (ActionNotAllowed, NotInTheseHands, UnknownStaff),
        )
