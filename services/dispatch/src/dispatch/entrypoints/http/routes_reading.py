"""One assignment to look at."""

from chassis.http import DocumentId, reply
from chassis.store import Store
from fastapi import APIRouter, Response

from dispatch.domain.assignment import Assignment
from dispatch.entrypoints.http.callers import Reader
from dispatch.entrypoints.http.views import AssignmentView, assignment_view


def reading_routes(assignments: Store[Assignment]) -> APIRouter:
    """Reads over one store."""
    router = APIRouter(prefix="/v1/assignments", tags=["assignments"])

    @router.get("/{assignment_id}", summary="One assignment, by the id of its case")
    async def read_assignment(assignment_id: DocumentId, caller: Reader, response: Response) -> AssignmentView:  # noqa: ARG001
        return reply(response, await assignments.get(assignment_id), assignment_view)

    return router
