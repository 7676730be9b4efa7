"""What a customer sees and may do by the link in the acknowledgement, without a login."""

from typing import Annotated

from chassis.errors import NotFound
from chassis.problems import preferred_language
from chassis.store import Store
from fastapi import APIRouter, Path, Request

from intake.adapters.tracking_links import TrackingLinks
from intake.domain.case import Case
from intake.entrypoints.http.schemas import Reason, TrackingView
from intake.entrypoints.http.views import tracking_view
from intake.handlers import reopen_case

Token = Annotated[str, Path(pattern=r"^[0-9a-f]{32}\.[0-9a-f]{40}$")]


def routes(cases: Store[Case], links: TrackingLinks) -> APIRouter:
    """Progress, and the right of appeal (seed 004's checklist: do customers know it)."""
    router = APIRouter(prefix="/v1/track", tags=["tracking"])

    def case_of(token: str) -> str:
        case_id = links.case_of(token)
        if case_id is None:
            raise NotFound
        return case_id

    @router.get("/{token}", summary="Progress of a case, for its customer", openapi_extra={"security": []})
    async def track(token: Token, request: Request) -> TrackingView:
        stored = await cases.get(case_of(token))
        return tracking_view(stored.state, preferred_language(request.headers.get("accept-language")))

    @router.post("/{token}/reopen", summary="The customer does not accept the result", openapi_extra={"security": []})
    async def appeal(token: Token, body: Reason, request: Request) -> TrackingView:
        case_id = case_of(token)
        stored = await cases.change(
            case_id,
            None,
            lambda case, now: reopen_case.handle(
                case_id, case, body.reason, by=f"customer:{case.details.customer.id}", now=now
            ),
        )
        return tracking_view(stored.state, preferred_language(request.headers.get("accept-language")))

    return router
