"""Notifications one by one: delivery log, marking as read, and what an administrator needs."""

from typing import Annotated

from chassis.documents import Stored
from chassis.errors import NotFound
from chassis.http import Caller, DocumentId, Listing, if_match, permit, reply
from chassis.store import Store
from contracts.access import PERMISSIONS
from contracts.vocabulary import DeliveryChannel
from fastapi import APIRouter, Query, Response

from notification.domain.notification import Notification, Status
from notification.entrypoints.http.routes_inbox import addresses_of
from notification.entrypoints.http.schemas import NotificationView, notification_view
from notification.handlers.mark_read import mark_read
from notification.handlers.retry_notification import retry_notification

_ADMIN = "notification.admin"


def routes_notifications(notifications: Store[Notification]) -> APIRouter:
    """/v1/notifications."""
    router = APIRouter(prefix="/v1/notifications", tags=["notifications"])

    async def visible(notification_id: str, caller: Caller) -> Stored[Notification]:
        stored = await notifications.get(notification_id)
        if stored.state.addressee not in addresses_of(caller) and not caller.roles & PERMISSIONS[_ADMIN]:
            raise NotFound(id=notification_id)
        return stored

    @router.get("", summary="All notifications, newest first (administrators)")
    async def list_notifications(
        caller: Annotated[Caller, permit(_ADMIN)],  # noqa: ARG001
        case_id: Annotated[str | None, Query(max_length=200)] = None,
        status: Annotated[Status | None, Query()] = None,
        channel: Annotated[DeliveryChannel | None, Query()] = None,
        addressee: Annotated[str | None, Query(max_length=210, examples=["role:sales_clerk"])] = None,
        cursor: Annotated[str | None, Query(max_length=1000)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Listing[NotificationView]:
        wanted = {"case_id": case_id, "status": status, "channel": channel, "addressee": addressee}
        filters = {f"state.{name}": value for name, value in wanted.items() if value is not None}
        page = await notifications.page(filters, sort="state.created_at", descending=True, limit=limit, cursor=cursor)
        return Listing(items=[notification_view(item) for item in page.items], next=page.next)

    @router.get("/{notification_id}", summary="One notification with its delivery log")
    async def read_notification(
        notification_id: DocumentId, caller: Annotated[Caller, permit("notification.read")], response: Response
    ) -> NotificationView:
        return reply(response, await visible(notification_id, caller), notification_view)

    @router.post("/{notification_id}/read", summary="Mark a message of one's inbox as read")
    async def read(
        notification_id: DocumentId,
        caller: Annotated[Caller, permit("notification.read")],
        version: Annotated[int, if_match()],
        response: Response,
    ) -> NotificationView:
        await visible(notification_id, caller)
        stored = await notifications.change(
            notification_id, version, lambda state, now: mark_read(state, by=caller.address, now=now)
        )
        return reply(response, stored, notification_view)

    @router.post("/{notification_id}/retry", summary="Start a failed delivery again (administrators)")
    async def retry(
        notification_id: DocumentId,
        caller: Annotated[Caller, permit(_ADMIN)],  # noqa: ARG001
        version: Annotated[int, if_match()],
        response: Response,
    ) -> NotificationView:
        stored = await notifications.change(
            notification_id, version, lambda state, now: retry_notification(state, now=now)
        )
        return reply(response, stored, notification_view)

    return router
