"""Returns to look at: the worklist by due time, and one return."""

from typing import Annotated

from chassis.http import Caller, DocumentId, Listing, permit, reply
from chassis.store import Store
from fastapi import APIRouter, Query, Response

from dispatch.adapters.mongo_returns import RETURNS_BY_DUE, return_filters
from dispatch.domain.returns.goods_return import GoodsReturn, ReturnStatus
from dispatch.entrypoints.http.schemas import MINE, Responsible
from dispatch.entrypoints.http.views_returns import ReturnLine, ReturnView, return_line, return_view

ReturnReader = Annotated[Caller, permit("return.read")]


def return_reading_routes(returns: Store[GoodsReturn]) -> APIRouter:
    """Reads over one store."""
    router = APIRouter(prefix="/v1/returns", tags=["returns"])

    @router.get("", summary="List returns, the most urgent first")
    async def list_returns(
        caller: ReturnReader,
        status: ReturnStatus | None = None,
        responsible: Responsible | None = None,
        case_id: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9:._-]{1,200}$")] = None,
        overdue: bool | None = None,
        cursor: Annotated[str | None, Query(max_length=500)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Listing[ReturnLine]:
        filters = return_filters(
            status=status,
            responsible=caller.address if responsible == MINE else responsible,
            case_id=case_id,
            overdue=overdue,
        )
        page = await returns.page(filters, sort=RETURNS_BY_DUE, limit=limit, cursor=cursor)
        return Listing(items=[return_line(stored) for stored in page.items], next=page.next)

    @router.get("/{return_id}", summary="One return, by the id of its case and the round")
    async def read_return(return_id: DocumentId, caller: ReturnReader, response: Response) -> ReturnView:  # noqa: ARG001
        return reply(response, await returns.get(return_id), return_view)

    return router
