"""Telling the customer, and the result."""

from chassis.http import DocumentId, reply
from chassis.store import Store
from fastapi import APIRouter, Response

from dispatch.domain.assignment import Assignment
from dispatch.entrypoints.http.callers import Communicator, Version, Worker, actor
from dispatch.entrypoints.http.schemas import CommunicateBody, ResolveBody
from dispatch.entrypoints.http.views import AssignmentView, assignment_view
from dispatch.handlers.communicate_plan import communicate_plan
from dispatch.handlers.resolve_case import resolve_case


def finishing_routes(assignments: Store[Assignment]) -> APIRouter:
    """The commands over one store; each needs If-Match."""
    router = APIRouter(prefix="/v1/assignments", tags=["work"])

    @router.post("/{assignment_id}/communicate", summary="Tell the customer the plan (step 03)")
    async def communicate(
        assignment_id: DocumentId, body: CommunicateBody, caller: Communicator, version: Version, response: Response
    ) -> AssignmentView:
        stored = await assignments.change(
            assignment_id, version, lambda state, now: communicate_plan(state, actor(caller), body.text, now=now)
        )
        return reply(response, stored, assignment_view)

    @router.post("/{assignment_id}/resolve", summary="The measure was carried out")
    async def resolve(
        assignment_id: DocumentId, body: ResolveBody, caller: Worker, version: Version, response: Response
    ) -> AssignmentView:
        stored = await assignments.change(
            assignment_id, version, lambda state, now: resolve_case(state, actor(caller), body.resolution, now=now)
        )
        return reply(response, stored, assignment_view)

    return router
