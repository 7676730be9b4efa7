"""Moves the open 8D records of somebody who is away, and back again, each by a change of its own; see `task_mover`."""

from datetime import datetime

from chassis.store import Store

from dispatch.adapters.mongo_feeds import CAPA_BY_DUE, CAPA_OPEN, CAPA_OWNER, CAPA_STOOD_IN_FOR
from dispatch.adapters.portions import Portion, move_portion
from dispatch.domain.covering import Cover
from dispatch.domain.errors import NotInTheseHands, UnknownStaff
from dispatch.domain.giving_back import Back
from dispatch.domain.policy import Policy
from dispatch.domain.quality.corrective_action import CorrectiveAction
from dispatch.domain.quality.errors import CorrectiveActionEnded
from dispatch.domain.roster import on_duty
from dispatch.handlers.quality.pass_record import give_back_record, pass_record


class RecordMover:
    """Over one store."""

    def __init__(self, actions: Store[CorrectiveAction]) -> None:
        self._actions = actions

    async def move(self, wanted: Cover, policy: Policy, *, by: str, now: datetime) -> Portion[CorrectiveAction]:
        """The most urgent first. Raises `AlreadyResponsible`, `UnknownStaff` for the new hands."""
        present = on_duty(policy, now)
        return await move_portion(
            self._actions,
            {**CAPA_OPEN, CAPA_OWNER: wanted.absent},
            CAPA_BY_DUE,
            lambda state, at: pass_record(state, wanted, policy, present, by=by, now=at),
            (CorrectiveActionEnded, NotInTheseHands),
        )

    async def give_back(self, wanted: Back, policy: Policy, *, by: str) -> Portion[CorrectiveAction]:
        """The most urgent first; what is not to go back stays, whatever the reason."""
        return await move_portion(
            self._actions,
            {**CAPA_OPEN, CAPA_STOOD_IN_FOR: wanted.person},
            CAPA_BY_DUE,
            lambda state, at: give_back_record(state, wanted, policy, by=by, now=at),
            (CorrectiveActionEnded, NotInTheseHands, UnknownStaff),
        )
