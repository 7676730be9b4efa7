"""Moves the open 8D records of somebody who is away, and back again, each by a change of its own; see `task_mover`."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from chassis.documents import Change, Stored
from chassis.store import Store

from dispatch.adapters import task_mover
from dispatch.adapters.mongo_feeds import CAPA_BY_DUE, CAPA_OPEN, CAPA_OWNER, CAPA_STOOD_IN_FOR
from dispatch.domain.covering import Cover
from dispatch.domain.errors import DispatchError, NotInTheseHands, UnknownStaff
from dispatch.domain.giving_back import Back
from dispatch.domain.policy import Policy
from dispatch.domain.quality.corrective_action import CorrectiveAction
from dispatch.domain.quality.errors import CorrectiveActionEnded
from dispatch.domain.roster import on_duty
from dispatch.handlers.quality.pass_record import give_back_record, pass_record

Command: TypeAlias = Callable[[CorrectiveAction, datetime], Change[CorrectiveAction]]


@dataclass(frozen=True, slots=True)
class CoveredRecords:
    """The records in their new hands; `more`: some are left for a further look."""

    moved: list[Stored[CorrectiveAction]]
    more: bool


class RecordMover:
    """Over one store."""

    def __init__(self, actions: Store[CorrectiveAction]) -> None:
        self._actions = actions

    async def move(self, wanted: Cover, policy: Policy, *, by: str, now: datetime) -> CoveredRecords:
        """The most urgent first. Raises `AlreadyResponsible`, `UnknownStaff` for the new hands."""
        present = on_duty(policy, now)
        return await self._portion(
            {**CAPA_OPEN, CAPA_OWNER: wanted.absent},
            lambda state, at: pass_record(state, wanted, policy, present, by=by, now=at),
            (CorrectiveActionEnded, NotInTheseHands),
        )

    async def give_back(self, wanted: Back, policy: Policy, *, by: str) -> CoveredRecords:
        """The most urgent first; what is not to go back stays, whatever the reason."""
        return await self._portion(
            {**CAPA_OPEN, CAPA_STOOD_IN_FOR: wanted.person},
            lambda state, at: give_back_record(state, wanted, policy, by=by, now=at),
            (CorrectiveActionEnded, NotInTheseHands, UnknownStaff),
        )

    async def _portion(
        self, filters: Mapping[str, object], move: Command, stays: tuple[type[DispatchError], ...]
    ) -> CoveredRecords:
        """What is no longer to move when its turn comes `stays`."""
        moved: list[Stored[CorrectiveAction]] = []
        cursor: str | None = None
        while True:
            page = await self._actions.page(filters, sort=CAPA_BY_DUE, limit=task_mover.AT_ONCE, cursor=cursor)
            for stored in page.items:
                if len(moved) == task_mover.AT_ONCE:
                    return CoveredRecords(moved, more=True)
                with suppress(*stays):
                    moved.append(await self._actions.change(stored.id, None, move))
            if page.next is None:
                return CoveredRecords(moved, more=False)
            cursor = page.next
