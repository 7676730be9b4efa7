"""Assignments to look at: the worklist, one assignment, its F-54."""

from typing import Annotated

from chassis.http import DocumentId, Listing, reply
from chassis.store import Store
from fastapi import APIRouter, Query, Response

from dispatch.adapters.mongo_assignments import BY_DUE, assignment_filters
from dispatch.domain.assignment import Assignment
from dispatch.domain.words import Status, Step
from dispatch.entrypoints.http.callers import Reader
from dispatch.entrypoints.http.f54 import F54View, f54_view
from dispatch.entrypoints.http.schemas import TeamId
from dispatch.entrypoints.http.views import AssignmentLine, AssignmentView, assignment_line, assignment_view

MINE = "mine"
Responsible = Annotated[
    str, Query(pattern=r"^(mine|(role|staff):[A-Za-z0-9_.@-]{1,100})$", description="an address, or `mine`")
]


def reading_routes(assignments: Store[Assignment]) -> APIRouter:
    """Reads over one store."""
    router = APIRouter(prefix="/v1/assignments", tags=["assignments"])

    @router.get("", summary="List assignments, the most urgent first")
    async def list_assignments(
        caller: Reader,
        status: Status | None = None,
        team: Annotated[TeamId | None, Query()] = None,
        responsible: Responsible | None = None,
        step: Step | None = None,
        overdue: bool | None = None,
        cursor: Annotated[str | None, Query(max_length=500)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Listing[AssignmentLine]:
        filters = assignment_filters(
            status=status,
            team=team,
            responsible=caller.address if responsible == MINE else responsible,
            step=step,
            overdue=overdue,
        )
        page = await assignments.page(filters, sort=BY_DUE, limit=limit, cursor=cursor)
        return Listing(items=[assignment_line(stored) for stored in page.items], next=page.next)

    @router.get("/{assignment_id}", summary="One assignment, by the id of its case")
    async def read_assignment(assignment_id: DocumentId, caller: Reader, response: Response) -> AssignmentView:  # noqa: ARG001
        return reply(response, await assignments.get(assignment_id), assignment_view)

    @router.get("/{assignment_id}/f54", summary="The customer complaint tracking sheet F-54")
    async def read_f54(assignment_id: DocumentId, caller: Reader, response: Response) -> F54View:  # noqa: ARG001
        return reply(response, await assignments.get(assignment_id), f54_view)

    return router
