"""Assignments to look at: one, and its F-54."""

from chassis.http import DocumentId, reply
from chassis.store import Store
from fastapi import APIRouter, Response

from dispatch.domain.assignment import Assignment
from dispatch.entrypoints.http.callers import Reader
from dispatch.entrypoints.http.f54 import F54View, f54_view
from dispatch.entrypoints.http.views import AssignmentView, assignment_view


def reading_routes(assignments: Store[Assignment]) -> APIRouter:
    """Reads over one store."""
    router = APIRouter(prefix="/v1/assignments", tags=["assignments"])

    @router.get("/{assignment_id}", summary="One assignment, by the id of its case")
    async def read_assignment(assignment_id: DocumentId, caller: Reader, response: Response) -> AssignmentView:  # noqa: ARG001
        return reply(response, await assignments.get(assignment_id), assignment_view)

    @router.get("/{assignment_id}/f54", summary="The customer complaint tracking sheet F-54")
    async def read_f54(assignment_id: DocumentId, caller: Reader, response: Response) -> F54View:  # noqa: ARG001
        return reply(response, await assignments.get(assignment_id), f54_view)

    return router
