"""Improvement tasks: what must be answered by when, the measures, and whether they had an effect."""

from typing import Annotated

from chassis.http import Caller, DocumentId, Listing, if_match, permit, reply
from chassis.store import Store
from fastapi import APIRouter, Query, Response

from survey.adapters.mongo_surveys import equal
from survey.domain.authority import Actor
from survey.domain.improvement import Improvement
from survey.domain.vocabulary import ImprovementStatus
from survey.entrypoints.http.schemas import Address, AnswerBody, CaseId, VerifyBody
from survey.entrypoints.http.views import ImprovementView, improvement_view
from survey.handlers.answer_improvement import answer_improvement
from survey.handlers.verify_improvement import verify_improvement

Reader = Annotated[Caller, permit("improvement.read")]
Responsible = Annotated[Caller, permit("improvement.answer")]
Verifier = Annotated[Caller, permit("improvement.verify")]
Version = Annotated[int, if_match()]


def improvement_routes(improvements: Store[Improvement]) -> APIRouter:
    """All routes over one store; changes need If-Match."""
    router = APIRouter(prefix="/v1/improvements", tags=["improvements"])

    @router.get("", summary="List improvement tasks, the most urgent first")
    async def list_improvements(
        caller: Reader,  # noqa: ARG001
        status: ImprovementStatus | None = None,
        responsible: Annotated[Address | None, Query()] = None,
        case_id: Annotated[CaseId | None, Query()] = None,
        cursor: Annotated[str | None, Query(max_length=500)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Listing[ImprovementView]:
        filters = equal({"status": status, "problem.responsible": responsible, "problem.case_id": case_id})
        page = await improvements.page(filters, sort="state.due_at", limit=limit, cursor=cursor)
        return Listing(items=[improvement_view(stored) for stored in page.items], next=page.next)

    @router.get("/{improvement_id}", summary="One improvement task")
    async def read_improvement(improvement_id: DocumentId, caller: Reader, response: Response) -> ImprovementView:  # noqa: ARG001
        return reply(response, await improvements.get(improvement_id), improvement_view)

    @router.post("/{improvement_id}/answer", summary="Answer the problem with a measure")
    async def answer(
        improvement_id: DocumentId, body: AnswerBody, caller: Responsible, version: Version, response: Response
    ) -> ImprovementView:
        stored = await improvements.change(
            improvement_id,
            version,
            lambda state, now: answer_improvement(
                state, body.measure, body.indicator_before, by=Actor(caller.address, caller.roles, caller.team), now=now
            ),
        )
        return reply(response, stored, improvement_view)

    @router.post("/{improvement_id}/verify", summary="Judge the measure's effect")
    async def verify(
        improvement_id: DocumentId, body: VerifyBody, caller: Verifier, version: Version, response: Response
    ) -> ImprovementView:
        stored = await improvements.change(
            improvement_id,
            version,
            lambda state, now: verify_improvement(
                state, body.effective, body.remark or "", body.indicator_after, by=caller.address, now=now
            ),
        )
        return reply(response, stored, improvement_view)

    return router
