"""Moves the open 8D records of somebody who is away, and back again, each by a change of its own; see `task_mover`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chassis.documents import Stored
from chassis.store import Store

from dispatch.adapters import task_mover
from dispatch.adapters.mongo_feeds import CAPA_BY_DUE, CAPA_OPEN, CAPA_OWNER, CAPA_STOOD_IN_FOR
from dispatch.domain.covering import Cover
from dispatch.domain.errors import NotInTheseHands, UnknownStaff
from dispatch.domain.giving_back import Back
from dispatch.domain.policy import Policy
from dispatch.domain.quality.corrective_action import CorrectiveAction
from dispatch.domain.quality.errors import CorrectiveActionEnded
from dispatch.domain.roster import OnDuty, on_duty
from dispatch.handlers.quality.pass_record import pass_record


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
        return await self._portion(wanted, {**CAPA_OPEN, CAPA_OWNER: wanted.absent}, policy, by=by, now=now)

    async def give_back(self, wanted: Back, policy: Policy, *, by: str, now: datetime) -> CoveredRecords:
        """The most urgent first; what is not to go back stays, whatever the reason."""
        filters = {**CAPA_OPEN, CAPA_STOOD_IN_FOR: wanted.person}
        return await self._portion(wanted, filters, policy, by=by, now=now)

    async def _portion(
        self, wanted: Cover | Back, filters: Mapping[str, object], policy: Policy, *, by: str, now: datetime
    ) -> CoveredRecords:
        present = on_duty(policy, now)
        moved: list[Stored[CorrectiveAction]] = []
        cursor: str | None = None
        while True:
            page = await self._actions.page(filters, sort=CAPA_BY_DUE, limit=task_mover.AT_ONCE, cursor=cursor)
            for stored in page.items:
                if len(moved) == task_mover.AT_ONCE:
                    return CoveredRecords(moved, more=True)
                moved += await self._moved(stored.id, wanted, policy, present, by)
            if page.next is None:
                return CoveredRecords(moved, more=False)
            cursor = page.next

    async def _moved(
        self, action_id: str, wanted: Cover | Back, policy: Policy, present: OnDuty, by: str
    ) -> list[Stored[CorrectiveAction]]:
        """The record, if it was still to move."""
        try:
            stored = await self._actions.change(
                action_id, None, lambda state, at: pass_record(state, wanted, policy, present, by=by, now=at)
            )
        except (CorrectiveActionEnded, NotInTheseHands):
            return []
        except UnknownStaff:
            if isinstance(wanted, Cover):
                raise
            return []
        return [stored]
