"""Appraisal entries, to read only: they are written by events and never changed."""

from typing import Annotated

from chassis.http import Caller, DocumentId, Listing, permit, reply
from chassis.store import Store
from fastapi import APIRouter, Query, Response

from survey.adapters.mongo_surveys import equal
from survey.domain.appraisal import AppraisalEntry
from survey.domain.vocabulary import Verdict
from survey.entrypoints.http.schemas import Address, CaseId
from survey.entrypoints.http.views import AppraisalView, appraisal_view

Reader = Annotated[Caller, permit("appraisal.read")]


def appraisal_routes(appraisals: Store[AppraisalEntry]) -> APIRouter:
    """Both routes over one store."""
    router = APIRouter(prefix="/v1/appraisals", tags=["appraisals"])

    @router.get("", summary="List appraisal entries, the latest first")
    async def list_appraisals(
        caller: Reader,  # noqa: ARG001
        subject: Annotated[Address | None, Query()] = None,
        verdict: Verdict | None = None,
        case_id: Annotated[CaseId | None, Query()] = None,
        cursor: Annotated[str | None, Query(max_length=500)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Listing[AppraisalView]:
        filters = equal({"subject": subject, "verdict": verdict, "case_id": case_id})
        page = await appraisals.page(filters, sort="state.recorded_at", descending=True, limit=limit, cursor=cursor)
        return Listing(items=[appraisal_view(stored) for stored in page.items], next=page.next)

    @router.get("/{appraisal_id}", summary="One appraisal entry")
    async def read_appraisal(appraisal_id: DocumentId, caller: Reader, response: Response) -> AppraisalView:  # noqa: ARG001
        return reply(response, await appraisals.get(appraisal_id), appraisal_view)

    return router
