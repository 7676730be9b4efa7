"""People: who they are, who stands in for them, when they are away. A change needs no new policy and no restart."""

from datetime import datetime
from typing import Annotated, Self

from chassis.clock import Clock
from chassis.documents import Stored
from chassis.http import DocumentId, Instant, Line, Paragraph, StrictModel, reply
from contracts.access import Role
from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field, model_validator

from dispatch.adapters.staff_directory import StaffDirectory
from dispatch.domain.absence_correction import Corrected, cancel_absence, correct_absence
from dispatch.domain.holdings import GiveBack
from dispatch.domain.policy import Absence, AbsenceHandover
from dispatch.domain.roster import on_duty, stand_in
from dispatch.domain.staff import STAFF, Staff, absence_of, describe, record_absence
from dispatch.entrypoints.http.callers import AbsenceRecorder, PolicyReader, StaffWriter, Version, actor
from dispatch.entrypoints.http.field_refusals import refused
from dispatch.entrypoints.http.schemas import TeamId

StaffId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_.-]{1,100}$")]


class StaffBody(StrictModel):
    """A person. `shift` names a calendar of the policy; `deputy` is another person's id."""

    name: Annotated[Line, Field(max_length=100)]
    team: TeamId
    roles: Annotated[list[Role], Field(max_length=20)]
    takes_turns: bool = True
    on_duty: bool = Field(default=True, description="Counts where there is no shift")
    shift: TeamId | None = None
    deputy: TeamId | None = None


class AbsenceBody(StrictModel):
    """Away from `since` to `until`."""

    since: Instant
    until: Instant
    reason: Paragraph
    handover: Annotated[
        AbsenceHandover | None,
        Field(description="What becomes of open tasks when it begins; left out: as the policy says"),
    ] = None
    give_back: Annotated[
        GiveBack | None,
        Field(description="What of it comes back when it ends; left out: as the policy says"),
    ] = None

    @model_validator(mode="after")
    def _follows(self) -> Self:
        if self.until <= self.since:
            raise refused("until 必须晚于 since", "until must follow since")
        return self


class StaffView(BaseModel):
    """A person, and whether they are there at this moment; `stood_in_by` names the deputy in effect."""

    id: str
    version: int
    address: str
    name: str
    team: str
    roles: tuple[str, ...]
    takes_turns: bool
    on_duty: bool
    shift: str | None
    deputy: str | None
    absences: tuple[Absence, ...]
    present: bool
    absent: bool
    stood_in_by: str | None
    as_of: datetime


def staff_routes(directory: StaffDirectory, clock: Clock) -> APIRouter:
    """Reads and commands over the people; each change needs If-Match."""
    router = APIRouter(prefix="/v1/staff", tags=["staff"])

    async def shown(response: Response, stored: Stored[Staff]) -> StaffView:
        now = clock()
        policy = await directory.policy()
        present = on_duty(policy, now)
        state, address = stored.state, STAFF + stored.id
        view = StaffView(
            id=stored.id,
            version=stored.version,
            address=address,
            name=state.name,
            team=state.team,
            roles=state.roles,
            takes_turns=state.takes_turns,
            on_duty=state.on_duty,
            shift=state.shift,
            deputy=state.deputy,
            absences=state.absences,
            present=address in present.people,
            absent=address in present.absent,
            stood_in_by=stand_in(policy, present, address) if address in present.absent else None,
            as_of=now,
        )
        return reply(response, stored, lambda _: view)

    @router.get("/{staff_id}", summary="One person")
    async def read(staff_id: StaffId, caller: PolicyReader, response: Response) -> StaffView:  # noqa: ARG001
        return await shown(response, await directory.get(staff_id))

    @router.put("/{staff_id}", summary='Change a person, or add one (If-Match: "0")')
    async def put(
        staff_id: StaffId, body: StaffBody, caller: StaffWriter, version: Version, response: Response
    ) -> StaffView:
        policy = await directory.policy()
        wanted = Staff(
            id=staff_id,
            name=body.name,
            team=body.team,
            roles=tuple(sorted(set(body.roles))),
            takes_turns=body.takes_turns,
            on_duty=body.on_duty,
            shift=body.shift,
            deputy=body.deputy,
        )
        stored = await directory.put(staff_id, version, lambda known: describe(known, wanted, actor(caller), policy))
        return await shown(response, stored)

    @router.post("/{staff_id}/absences", summary="Record that a person is away")
    async def record(
        staff_id: StaffId, body: AbsenceBody, caller: AbsenceRecorder, version: Version, response: Response
    ) -> StaffView:
        policy, now, by = await directory.policy(), clock(), actor(caller)

        def recorded(state: Staff) -> Staff:
            absence = absence_of(
                state,
                body.since,
                body.until,
                body.reason,
                by=by.address,
                now=now,
                handover=body.handover or policy.absence_handover,
                give_back=body.give_back or policy.absence_give_back,
            )
            return record_absence(state, absence, by, policy)

        return await shown(response, await directory.change(staff_id, version, recorded))

    @router.put("/{staff_id}/absences/{absence_id}", summary="Correct an absence: another time, another reason")
    async def correct(
        staff_id: StaffId,
        absence_id: DocumentId,
        body: AbsenceBody,
        caller: AbsenceRecorder,
        version: Version,
        response: Response,
    ) -> StaffView:
        """What is left out of `handover` and `give_back` stays as it was recorded. One that had begun and now lies
        ahead ends at once, and another one is recorded under the next number."""
        policy, now = await directory.policy(), clock()
        wanted = Corrected(body.since, body.until, body.reason, body.handover, body.give_back)
        stored = await directory.change(
            staff_id, version, lambda state: correct_absence(state, absence_id, wanted, actor(caller), policy, now=now)
        )
        return await shown(response, stored)

    @router.delete("/{staff_id}/absences/{absence_id}", summary="Cancel an absence")
    async def cancel(
        staff_id: StaffId, absence_id: DocumentId, caller: AbsenceRecorder, version: Version, response: Response
    ) -> StaffView:
        """One that has begun and may have moved tasks ends at once and stays listed; any other is gone."""
        policy, now = await directory.policy(), clock()
        stored = await directory.change(
            staff_id, version, lambda state: cancel_absence(state, absence_id, actor(caller), policy, now=now)
        )
        return await shown(response, stored)

    return router
