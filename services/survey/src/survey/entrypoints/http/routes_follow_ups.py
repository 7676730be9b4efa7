"""Follow-ups: whom to ask by when, tries that failed, and what the customer answered."""

from typing import Annotated

from chassis.http import Caller, DocumentId, Listing, if_match, permit, reply
from chassis.store import Store
from fastapi import APIRouter, Query, Response

from survey.adapters.mongo_surveys import follow_up_filters
from survey.domain.follow_up import FollowUp
from survey.domain.vocabulary import FollowUpStatus
from survey.entrypoints.http.schemas import AttemptBody, CaseId, RecordBody
from survey.entrypoints.http.views import FollowUpView, follow_up_view
from survey.handlers.attempt_follow_up import attempt_follow_up
from survey.handlers.record_follow_up import record_follow_up

Reader = Annotated[Caller, permit("follow_up.read")]
Recorder = Annotated[Caller, permit("follow_up.record")]
Version = Annotated[int, if_match()]


def follow_up_routes(follow_ups: Store[FollowUp]) -> APIRouter:
    """All routes over one store; changes need If-Match."""
    router = APIRouter(prefix="/v1/follow-ups", tags=["follow-ups"])

    @router.get("", summary="List follow-ups, the most urgent first")
    async def list_follow_ups(
        caller: Reader,  # noqa: ARG001
        status: FollowUpStatus | None = None,
        case_id: Annotated[CaseId | None, Query()] = None,
        cursor: Annotated[str | None, Query(max_length=500)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Listing[FollowUpView]:
        filters = follow_up_filters(status, case_id)
        page = await follow_ups.page(filters, sort="state.due_at", limit=limit, cursor=cursor)
        return Listing(items=[follow_up_view(stored) for stored in page.items], next=page.next)

    @router.get("/{follow_up_id}", summary="One follow-up")
    async def read_follow_up(follow_up_id: DocumentId, caller: Reader, response: Response) -> FollowUpView:  # noqa: ARG001
        return reply(response, await follow_ups.get(follow_up_id), follow_up_view)

    @router.post("/{follow_up_id}/attempts", summary="Count a try that did not reach the customer")
    async def attempt(
        follow_up_id: DocumentId, body: AttemptBody, caller: Recorder, version: Version, response: Response
    ) -> FollowUpView:
        stored = await follow_ups.change(
            follow_up_id,
            version,
            lambda state, now: attempt_follow_up(state, body.method, body.remark, by=caller.address, now=now),
        )
        return reply(response, stored, follow_up_view)

    @router.post("/{follow_up_id}/record", summary="Record what the customer answered")
    async def record(
        follow_up_id: DocumentId, body: RecordBody, caller: Recorder, version: Version, response: Response
    ) -> FollowUpView:
        cost = None if body.cost is None else body.cost.cost()
        stored = await follow_ups.change(
            follow_up_id,
            version,
            lambda state, now: record_follow_up(
                state, body.method, body.answers, body.words or "", cost, by=caller.address, now=now
            ),
        )
        return reply(response, stored, follow_up_view)

    return router
