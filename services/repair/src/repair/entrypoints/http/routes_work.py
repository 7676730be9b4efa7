"""The technician's commands: plan, log, test, complete, cancel."""

from typing import Annotated

from chassis.http import Caller, DocumentId, if_match, permit, reply
from chassis.store import Store
from fastapi import APIRouter, Response

from repair.domain.repair_order import RepairOrder
from repair.entrypoints.http.schemas import CancelBody, CompleteBody, PlanBody, TestBody, WorkBody
from repair.entrypoints.http.views import RepairView, repair_view
from repair.handlers.cancel_repair import cancel_repair
from repair.handlers.complete_repair import complete_repair
from repair.handlers.log_work import log_work
from repair.handlers.plan_repair import plan_repair
from repair.handlers.record_test import record_test

Technician = Annotated[Caller, permit("repair.work")]
Version = Annotated[int, if_match()]


def work_routes(orders: Store[RepairOrder]) -> APIRouter:
    """The commands over one store; each needs If-Match."""
    router = APIRouter(prefix="/v1/repairs", tags=["repairs"])

    @router.post("/{repair_id}/plan", summary="Set the plan, or replace it on new findings")
    async def plan(
        repair_id: DocumentId, body: PlanBody, caller: Technician, version: Version, response: Response
    ) -> RepairView:
        draft = body.draft(caller.address)
        stored = await orders.change(
            repair_id, version, lambda order, now: plan_repair(order, draft, by=caller.address, now=now)
        )
        return reply(response, stored, repair_view)

    @router.post("/{repair_id}/log", summary="Log a piece of work and the parts replaced")
    async def log(
        repair_id: DocumentId, body: WorkBody, caller: Technician, version: Version, response: Response
    ) -> RepairView:
        work = body.work()
        stored = await orders.change(
            repair_id, version, lambda order, now: log_work(order, work, by=caller.address, now=now)
        )
        return reply(response, stored, repair_view)

    @router.post("/{repair_id}/test", summary="Record a test of the repaired unit")
    async def test(
        repair_id: DocumentId, body: TestBody, caller: Technician, version: Version, response: Response
    ) -> RepairView:
        checks = body.results()
        stored = await orders.change(
            repair_id, version, lambda order, now: record_test(order, checks, by=caller.address, now=now)
        )
        return reply(response, stored, repair_view)

    @router.post("/{repair_id}/complete", summary="Declare the work done; every check must have passed")
    async def complete(
        repair_id: DocumentId, body: CompleteBody, caller: Technician, version: Version, response: Response
    ) -> RepairView:
        stored = await orders.change(
            repair_id, version, lambda order, now: complete_repair(order, body.summary, by=caller.address, now=now)
        )
        return reply(response, stored, repair_view)

    @router.post("/{repair_id}/cancel", summary="Call the repair off, with a reason")
    async def cancel(
        repair_id: DocumentId, body: CancelBody, caller: Technician, version: Version, response: Response
    ) -> RepairView:
        stored = await orders.change(
            repair_id, version, lambda order, now: cancel_repair(order, body.reason, by=caller.address, now=now)
        )
        return reply(response, stored, repair_view)

    return router
