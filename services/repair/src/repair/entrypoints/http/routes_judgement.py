"""The customer's word, recorded by the front desk or the technician: confirm or reject."""

from typing import Annotated

from chassis.http import Caller, DocumentId, if_match, permit, reply
from chassis.store import Store
from fastapi import APIRouter, Response

from repair.domain.repair_order import RepairOrder
from repair.entrypoints.http.schemas import ConfirmBody, RejectBody
from repair.entrypoints.http.views import RepairView, repair_view
from repair.handlers.confirm_repair import confirm_repair
from repair.handlers.reject_repair import reject_repair

Recorder = Annotated[Caller, permit("repair.confirm")]
Version = Annotated[int, if_match()]


def judgement_routes(orders: Store[RepairOrder]) -> APIRouter:
    """The commands over one store; each needs If-Match."""
    router = APIRouter(prefix="/v1/repairs", tags=["repairs"])

    @router.post("/{repair_id}/confirm", summary="The customer accepts the result; the order closes")
    async def confirm(
        repair_id: DocumentId, body: ConfirmBody, caller: Recorder, version: Version, response: Response
    ) -> RepairView:
        stored = await orders.change(
            repair_id,
            version,
            lambda order, now: confirm_repair(order, body.method, body.remark, by=caller.address, now=now),
        )
        return reply(response, stored, repair_view)

    @router.post("/{repair_id}/reject", summary="The customer sends the repair back; the next attempt begins")
    async def reject(
        repair_id: DocumentId, body: RejectBody, caller: Recorder, version: Version, response: Response
    ) -> RepairView:
        stored = await orders.change(
            repair_id, version, lambda order, now: reject_repair(order, body.reason, by=caller.address, now=now)
        )
        return reply(response, stored, repair_view)

    return router
