"""The goods of a return: received, inspected, and exchanged, refunded or sent back (P1 step 02A)."""

from datetime import datetime

from chassis.http import Caller, DocumentId, reply
from chassis.store import Store
from fastapi import APIRouter, Response

from dispatch.domain.returns import moves
from dispatch.domain.returns.goods_return import GoodsReturn, Returned, ReturnOutcome
from dispatch.entrypoints.http.callers import Version, actor
from dispatch.entrypoints.http.routes_return_deciding import Move, ReturnWorker
from dispatch.entrypoints.http.schemas_returns import CompleteBody, InspectBody, ReceiveBody
from dispatch.entrypoints.http.views_returns import ReturnView, return_view
from dispatch.outgoing.returns import return_change


def return_handling_routes(returns: Store[GoodsReturn]) -> APIRouter:
    """The commands over one store; each needs If-Match."""
    router = APIRouter(prefix="/v1/returns", tags=["returns"])

    async def moved(return_id: str, version: int, response: Response, move: Move) -> ReturnView:
        stored = await returns.change(return_id, version, lambda state, now: return_change(move(state, now)))
        return reply(response, stored, return_view)

    @router.post("/{return_id}/receive", summary="The goods are here")
    async def receive(
        return_id: DocumentId, body: ReceiveBody, caller: ReturnWorker, version: Version, response: Response
    ) -> ReturnView:
        def move(state: GoodsReturn, now: datetime) -> Returned:
            return moves.receive(state, body.condition, actor(caller), now=now)

        return await moved(return_id, version, response, move)

    @router.post("/{return_id}/inspect", summary="What was found in the goods")
    async def inspect(
        return_id: DocumentId, body: InspectBody, caller: ReturnWorker, version: Version, response: Response
    ) -> ReturnView:
        def move(state: GoodsReturn, now: datetime) -> Returned:
            confirmed = body.fault_confirmed
            return moves.inspect(state, body.findings, actor(caller), fault_confirmed=confirmed, now=now)

        return await moved(return_id, version, response, move)

    def ends(outcome: ReturnOutcome, body: CompleteBody, caller: Caller) -> Move:
        return lambda state, now: moves.complete(state, outcome, body.text, actor(caller), now=now)

    @router.post("/{return_id}/exchange", summary="Another unit was given for it")
    async def exchange(
        return_id: DocumentId, body: CompleteBody, caller: ReturnWorker, version: Version, response: Response
    ) -> ReturnView:
        return await moved(return_id, version, response, ends("exchanged", body, caller))

    @router.post("/{return_id}/refund", summary="The money was given back")
    async def refund(
        return_id: DocumentId, body: CompleteBody, caller: ReturnWorker, version: Version, response: Response
    ) -> ReturnView:
        return await moved(return_id, version, response, ends("refunded", body, caller))

    @router.post("/{return_id}/send-back", summary="The goods went back to the customer")
    async def send_back(
        return_id: DocumentId, body: CompleteBody, caller: ReturnWorker, version: Version, response: Response
    ) -> ReturnView:
        return await moved(return_id, version, response, ends("sent_back", body, caller))

    return router
