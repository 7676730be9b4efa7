"""Repair orders to look at: one, and lists by status, technician and case."""

from typing import Annotated

from chassis.http import Caller, DocumentId, Listing, permit, reply
from chassis.store import Store
from fastapi import APIRouter, Query, Response

from repair.adapters.mongo_repair_orders import order_filters
from repair.domain.repair_order import RepairOrder
from repair.domain.vocabulary import Status
from repair.entrypoints.http.schemas import StaffAddress
from repair.entrypoints.http.views import RepairView, repair_view

CaseId = Annotated[str, Query(pattern=r"^[A-Za-z0-9:._-]{1,200}$")]


def reading_routes(orders: Store[RepairOrder]) -> APIRouter:
    """The two reading routes over one store."""
    router = APIRouter(prefix="/v1/repairs", tags=["repairs"])

    @router.get("", summary="List repair orders, oldest first")
    async def list_repairs(
        caller: Annotated[Caller, permit("repair.read")],  # noqa: ARG001
        status: Status | None = None,
        technician: Annotated[StaffAddress | None, Query()] = None,
        case_id: CaseId | None = None,
        cursor: Annotated[str | None, Query(max_length=500)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Listing[RepairView]:
        filters = order_filters(status=status, technician=technician, case_id=case_id)
        page = await orders.page(filters, sort="state.opened_at", limit=limit, cursor=cursor)
        return Listing(items=[repair_view(stored) for stored in page.items], next=page.next)

    @router.get("/{repair_id}", summary="One repair order")
    async def read_repair(
        repair_id: DocumentId,
        caller: Annotated[Caller, permit("repair.read")],  # noqa: ARG001
        response: Response,
    ) -> RepairView:
        return reply(response, await orders.get(repair_id), repair_view)

    return router
