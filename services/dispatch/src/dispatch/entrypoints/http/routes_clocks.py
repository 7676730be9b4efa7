"""The clocks of a case: read them, let one stand still, let it run on."""

from chassis.clock import Clock
from chassis.http import DocumentId, Paragraph, StrictModel, reply
from chassis.store import Store
from fastapi import APIRouter, Response
from pydantic import Field

from dispatch.domain.assignment import Assignment
from dispatch.domain.policy import Policy
from dispatch.entrypoints.http.callers import Reader, Version, Worker, actor
from dispatch.entrypoints.http.clock_views import ClocksView, clocks_view
from dispatch.entrypoints.http.views import AssignmentView, assignment_view
from dispatch.handlers.pause_task import pause_task, resume_task


class PauseBody(StrictModel):
    """Why the clock stands still: one of the reasons of the policy, and a word about it."""

    reason: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,100}$", examples=["waiting_for_parts"])
    note: Paragraph | None = None


def clock_routes(assignments: Store[Assignment], policy: Policy, clock: Clock) -> APIRouter:
    """Reads and commands over one store."""
    router = APIRouter(prefix="/v1/assignments", tags=["clocks"])

    @router.get("/{assignment_id}/clocks", summary="Limit, used, paused and left of every step; who held it how long")
    async def clocks(assignment_id: DocumentId, caller: Reader, response: Response) -> ClocksView:  # noqa: ARG001
        stored = await assignments.get(assignment_id)
        return reply(response, stored, lambda found: clocks_view(found, clock()))

    @router.post("/{assignment_id}/pause", summary="Let the running step's clock stand still, with a reason")
    async def pause(
        assignment_id: DocumentId, body: PauseBody, caller: Worker, version: Version, response: Response
    ) -> AssignmentView:
        stored = await assignments.change(
            assignment_id,
            version,
            lambda state, now: pause_task(state, actor(caller), body.reason, body.note, policy, now=now),
        )
        return reply(response, stored, assignment_view)

    @router.post("/{assignment_id}/resume", summary="Let the paused clock run on")
    async def resume(assignment_id: DocumentId, caller: Worker, version: Version, response: Response) -> AssignmentView:
        stored = await assignments.change(
            assignment_id, version, lambda state, now: resume_task(state, actor(caller), now=now)
        )
        return reply(response, stored, assignment_view)

    return router
