"""Everything that somebody has in hand passes on: to the deputy, to the lead, or to a colleague."""

from typing import Annotated

from chassis.clock import Clock
from chassis.errors import PreconditionFailed
from chassis.http import Line, StrictModel
from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from dispatch.adapters.record_mover import RecordMover
from dispatch.adapters.staff_directory import StaffDirectory
from dispatch.adapters.task_mover import TaskMover
from dispatch.domain.covering import Cover
from dispatch.domain.staff import STAFF, require_self_or_over
from dispatch.entrypoints.http.callers import AbsenceRecorder, Version, actor
from dispatch.entrypoints.http.schemas import StaffAddress

StaffId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_.-]{1,100}$")]


class CoverBody(StrictModel):
    """`to` left out: the deputy, along the chain the first who is not absent too; without one the team's lead."""

    to: StaffAddress | None = None
    note: Line = "absence"


class CoveredTask(BaseModel):
    """A task in its new hands."""

    id: str
    version: int
    number: str
    responsible: str
    note: str


class CoveredRecord(BaseModel):
    """An 8D record with its new owner."""

    id: str
    version: int
    title: str
    owner: str
    note: str


class CoveredView(BaseModel):
    """What this request moved."""

    items: list[CoveredTask]
    corrective_actions: list[CoveredRecord]
    more: bool = Field(description="Tasks or records are left; repeat the request")


def covering_routes(directory: StaffDirectory, mover: TaskMover, records: RecordMover, clock: Clock) -> APIRouter:
    """One command; open to the person and the authorities of the team."""
    router = APIRouter(prefix="/v1/staff", tags=["staff"])

    @router.post("/{staff_id}/hand-over-all", summary="Pass on what a person has in hand, such as before an absence")
    async def hand_over_all(
        staff_id: StaffId, body: CoverBody, caller: AbsenceRecorder, version: Version
    ) -> CoveredView:
        """If-Match names the version of the person, whose deputy and absences decide. What moved meanwhile stays where
        it is; the others keep their clocks, and `who held it how long` tells of the change. Nothing of it comes back by
        itself."""
        stored = await directory.get(staff_id)
        if stored.version != version:
            raise PreconditionFailed
        policy, by = await directory.policy(), actor(caller)
        require_self_or_over(stored.state, by, policy)
        wanted, now = Cover(STAFF + staff_id, body.to, body.note), clock()
        covered = await mover.move(wanted, policy, by=by.address, now=now)
        passed = await records.move(wanted, policy, by=by.address, now=now)
        items = [
            CoveredTask(
                id=moved.id,
                version=moved.version,
                number=moved.state.case.number,
                responsible=moved.state.running.responsible,
                note=moved.state.running.holdings[-1].note,
            )
            for moved in covered.moved
            if moved.state.running is not None
        ]
        owned = [
            CoveredRecord(
                id=moved.id,
                version=moved.version,
                title=moved.state.title,
                owner=moved.state.owner,
                note=moved.state.holdings[-1].note,
            )
            for moved in passed.moved
        ]
        return CoveredView(items=items, corrective_actions=owned, more=covered.more or passed.more)

    return router
