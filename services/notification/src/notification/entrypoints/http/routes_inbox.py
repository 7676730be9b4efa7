"""A person's inbox: what is addressed to them, to their roles and to their team."""

from typing import Annotated

from chassis.http import Caller, Listing, permit
from chassis.store import Store
from fastapi import APIRouter, Query

from notification.domain.notification import Notification
from notification.domain.policy import TEAM_LEAD, lead_of
from notification.entrypoints.http.schemas import InboxItem, inbox_item


def addresses_of(caller: Caller) -> list[str]:
    """The caller's own address, roles and team; a team lead's is the one of that team's lead, too."""
    roles = sorted(f"role:{role}" for role in caller.roles)
    team = [f"team:{caller.team}"] if caller.team else []
    leads = [lead_of(caller.team)] if caller.team and TEAM_LEAD in roles else []
    return [caller.address, *roles, *team, *leads]


def routes_inbox(notifications: Store[Notification]) -> APIRouter:
    """GET /v1/inbox."""
    router = APIRouter(prefix="/v1/inbox", tags=["inbox"])

    @router.get("", summary="The caller's messages, newest first")
    async def read_inbox(
        caller: Annotated[Caller, permit("notification.read")],
        unread: Annotated[bool, Query(description="Only what nobody has read yet")] = False,
        cursor: Annotated[str | None, Query(max_length=1000)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Listing[InboxItem]:
        filters: dict[str, object] = {"state.addressee": {"$in": addresses_of(caller)}, "state.channel": "inbox"}
        if unread:
            filters["state.status"] = "sent"
        page = await notifications.page(filters, sort="state.created_at", descending=True, limit=limit, cursor=cursor)
        return Listing(items=[inbox_item(item) for item in page.items], next=page.next)

    return router
