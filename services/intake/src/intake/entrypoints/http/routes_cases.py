"""Routes of the front desk."""

from datetime import datetime, timedelta
from typing import Annotated

from chassis.http import Caller, Instant, Line, Listing, if_match, permit, reply
from chassis.problems import preferred_language
from chassis.store import Store
from contracts.vocabulary import CaseStatus, Category, Channel, Kind
from fastapi import APIRouter, Query, Request, Response

from intake.adapters.mongo_cases import CaseQueries
from intake.adapters.tracking_links import TrackingLinks
from intake.domain.case import Case
from intake.entrypoints.http.requests import amended_details
from intake.entrypoints.http.schemas import AmendCase, CaseReference, CaseView, Code, Reason, TimelineView
from intake.entrypoints.http.views import case_view, timeline_view
from intake.handlers import amend_case, reopen_case, withdraw_case


def routes(cases: Store[Case], queries: CaseQueries, links: TrackingLinks, *, clock_tolerance: timedelta) -> APIRouter:
    """Read, list, amend, withdraw, reopen. A case is named by its id or by its number."""
    router = APIRouter(prefix="/v1/cases", tags=["cases"])

    @router.get("", summary="List cases, newest first")
    async def list_cases(
        _: Annotated[Caller, permit("case.read")],
        status: CaseStatus | None = None,
        kind: Kind | None = None,
        channel: Channel | None = None,
        category: Category | None = None,
        team: Line | None = None,
        customer: Code | None = None,
        serial: Line | None = None,
        received_from: Instant | None = None,
        received_to: Instant | None = None,
        cursor: Annotated[str | None, Query(max_length=500)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Listing[CaseView]:
        filters: dict[str, str | None] = {
            "status": status,
            "kind": kind,
            "channel": channel,
            "category": category,
            "team": team,
            "customer": customer,
            "serial": serial,
        }
        page = await queries.newest(filters, _window(received_from, received_to), cursor, limit)
        return Listing(items=[case_view(item, links) for item in page.items], next=page.next)

    @router.get("/{case_ref}", summary="One case, by id or by number")
    async def get_case(
        case_ref: CaseReference, _: Annotated[Caller, permit("case.read")], response: Response
    ) -> CaseView:
        return reply(response, await queries.by_reference(case_ref), lambda stored: case_view(stored, links))

    @router.get("/{case_ref}/timeline", summary="Everything that happened")
    async def get_timeline(
        case_ref: CaseReference, _: Annotated[Caller, permit("case.read")], request: Request
    ) -> TimelineView:
        stored = await queries.by_reference(case_ref)
        return timeline_view(stored.state, preferred_language(request.headers.get("accept-language")))

    @router.patch("/{case_ref}", summary="Correct what was recorded")
    async def amend(
        case_ref: CaseReference,
        body: AmendCase,
        caller: Annotated[Caller, permit("case.amend")],
        version: Annotated[int, if_match()],
        response: Response,
    ) -> CaseView:
        case_id = await queries.id_of(case_ref)
        stored = await cases.change(
            case_id,
            version,
            lambda case, now: amend_case.handle(
                case_id,
                case,
                amended_details(case.details, body, case_id),
                by=caller.address,
                now=now,
                clock_tolerance=clock_tolerance,
            ),
        )
        return reply(response, stored, lambda changed: case_view(changed, links))

    @router.post("/{case_ref}/withdraw", summary="The customer no longer pursues the case")
    async def withdraw(
        case_ref: CaseReference,
        body: Reason,
        caller: Annotated[Caller, permit("case.withdraw")],
        version: Annotated[int, if_match()],
        response: Response,
    ) -> CaseView:
        case_id = await queries.id_of(case_ref)
        stored = await cases.change(
            case_id,
            version,
            lambda case, now: withdraw_case.handle(case_id, case, body.reason, by=caller.address, now=now),
        )
        return reply(response, stored, lambda changed: case_view(changed, links))

    @router.post("/{case_ref}/reopen", summary="The customer does not accept the result")
    async def reopen(
        case_ref: CaseReference,
        body: Reason,
        caller: Annotated[Caller, permit("case.reopen")],
        version: Annotated[int, if_match()],
        response: Response,
    ) -> CaseView:
        case_id = await queries.id_of(case_ref)
        stored = await cases.change(
            case_id,
            version,
            lambda case, now: reopen_case.handle(case_id, case, body.reason, by=caller.address, now=now),
        )
        return reply(response, stored, lambda changed: case_view(changed, links))

    return router


def _window(begin: datetime | None, end: datetime | None) -> dict[str, datetime]:
    window = {"$gte": begin, "$lt": end}
    return {operator: at for operator, at in window.items() if at is not None}
