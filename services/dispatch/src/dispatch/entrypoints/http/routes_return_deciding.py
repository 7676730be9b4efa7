"""The follow-up clerk decides on a return, on the verdict of the service policy, or gives it up (P1 step 02A)."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from chassis.http import Caller, DocumentId, permit, reply
from chassis.store import Store
from fastapi import APIRouter, Response

from dispatch.domain.returns import moves
from dispatch.domain.returns.entitlement import ServicePolicy
from dispatch.domain.returns.goods_return import GoodsReturn, Returned
from dispatch.entrypoints.http.callers import Version, actor
from dispatch.entrypoints.http.schemas_returns import AssessBody, AuthoriseBody, DropBody, RefuseBody
from dispatch.entrypoints.http.views_returns import ReturnView, return_view
from dispatch.outgoing.returns import return_change

ReturnWorker = Annotated[Caller, permit("return.work")]
Move = Callable[[GoodsReturn, datetime], Returned]


def return_deciding_routes(returns: Store[GoodsReturn], service: ServicePolicy) -> APIRouter:
    """The commands over one store; each needs If-Match."""
    router = APIRouter(prefix="/v1/returns", tags=["returns"])

    async def moved(return_id: str, version: int, response: Response, move: Move) -> ReturnView:
        stored = await returns.change(return_id, version, lambda state, now: return_change(move(state, now)))
        return reply(response, stored, return_view)

    @router.post("/{return_id}/assess", summary="Establish the facts; the service policy gives its verdict")
    async def assess(
        return_id: DocumentId, body: AssessBody, caller: ReturnWorker, version: Version, response: Response
    ) -> ReturnView:
        def move(state: GoodsReturn, now: datetime) -> Returned:
            return moves.assess(state, body.facts(state.asked_on), service, actor(caller), now=now)

        return await moved(return_id, version, response, move)

    @router.post("/{return_id}/authorise", summary="The goods may come")
    async def authorise(
        return_id: DocumentId, body: AuthoriseBody, caller: ReturnWorker, version: Version, response: Response
    ) -> ReturnView:
        def move(state: GoodsReturn, now: datetime) -> Returned:
            return moves.authorise(state, body.reason, actor(caller), goodwill=body.goodwill, now=now)

        return await moved(return_id, version, response, move)

    @router.post("/{return_id}/refuse", summary="The goods may not come, with the reason")
    async def refuse(
        return_id: DocumentId, body: RefuseBody, caller: ReturnWorker, version: Version, response: Response
    ) -> ReturnView:
        def move(state: GoodsReturn, now: datetime) -> Returned:
            return moves.refuse(state, body.reason, actor(caller), now=now)

        return await moved(return_id, version, response, move)

    @router.post("/{return_id}/drop", summary="The goods never came, and nobody waits for them any more")
    async def drop(
        return_id: DocumentId, body: DropBody, caller: ReturnWorker, version: Version, response: Response
    ) -> ReturnView:
        """The clock of the case's step runs on, and the case is answered by hand."""

        def move(state: GoodsReturn, now: datetime) -> Returned:
            return moves.give_up(state, body.reason, actor(caller), now=now)

        return await moved(return_id, version, response, move)

    return router
