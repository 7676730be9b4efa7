"""The policy with the people as they are now: the policy's own until somebody changed them over the API."""

from collections.abc import Callable
from datetime import timedelta

from chassis.clock import Clock
from chassis.documents import Change, Stored
from chassis.errors import IdempotencyMismatch, NotFound, PreconditionFailed
from chassis.store import Store

from dispatch.domain.policy import Policy, StaffMember, with_staff
from dispatch.domain.staff import STAFF, Staff, member_of, seed_of

STAFF_COLLECTION = "staff"
BY_ID = "state.id"
STAFF_INDEXES = (((BY_ID, 1),),)
PAGE = 200
Edit = Callable[[Staff | None], Staff]


class StaffDirectory:
    """Reads everybody at most every `kept`; a change by this process shows at once, one by another after `kept`."""

    def __init__(self, seed: Policy, staff: Store[Staff], clock: Clock, kept: timedelta) -> None:
        self._seed = seed
        self._staff = staff
        self._clock = clock
        self._kept = kept
        self._policy = seed
        self._stale_at = clock()

    async def policy(self) -> Policy:
        """The policy in force. The same object as long as nobody changed, since the service levels are kept by it."""
        now = self._clock()
        if now >= self._stale_at:
            people = {member.address: member for member in self._seed.staff}
            people.update({member.address: member for member in await self._stored()})
            members = tuple(people.values())
            if members != self._policy.staff:
                self._policy = with_staff(self._seed, members)
            self._stale_at = now + self._kept
        return self._policy

    async def get(self, staff_id: str) -> Stored[Staff]:
        """A person; one whom only the policy knows is stored now, so as to have a version. Raises `NotFound`."""
        found = await self._staff.find(staff_id)
        if found is not None:
            return found
        seed = self._seed.people.get(STAFF + staff_id)
        if seed is None:
            raise NotFound(id=staff_id)
        try:
            stored, _ = await self._staff.create(staff_id, Change(seed_of(seed)))
        except IdempotencyMismatch:
            return await self._staff.get(staff_id)
        return stored

    async def put(self, staff_id: str, version: int, edit: Edit) -> Stored[Staff]:
        """Change a person; a new one when there is none and `version` is 0. Raises `PreconditionFailed`."""
        try:
            await self.get(staff_id)
        except NotFound:
            return await self._add(staff_id, version, edit)
        return await self.change(staff_id, version, edit)

    async def change(self, staff_id: str, version: int, edit: Callable[[Staff], Staff]) -> Stored[Staff]:
        """Change a person who exists. Raises `NotFound`, `PreconditionFailed`, and what `edit` raises."""
        await self.get(staff_id)
        stored = await self._staff.change(staff_id, version, lambda state, _: Change(edit(state)))
        self._stale_at = self._clock()
        return stored

    async def _add(self, staff_id: str, version: int, edit: Edit) -> Stored[Staff]:
        added = Change(edit(None))
        if version != 0:
            raise PreconditionFailed
        try:
            stored, _ = await self._staff.create(staff_id, added)
        except IdempotencyMismatch as error:
            raise PreconditionFailed from error
        self._stale_at = self._clock()
        return stored

    async def _stored(self) -> list[StaffMember]:
        members: list[StaffMember] = []
        cursor: str | None = None
        while True:
            page = await self._staff.page({}, sort=BY_ID, limit=PAGE, cursor=cursor)
            members += [member_of(stored.state, self._seed) for stored in page.items]
            cursor = page.next
            if cursor is None:
                return members
