"""What a first caller would have to wait for is done before there is one."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import cast

from chassis.application import Health, application
from chassis.auth import Authenticator
from chassis.metrics import Metrics
from chassis.tracing import Spans
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.routing import APIRoute
from httpx import ASGITransport, AsyncClient
from opentelemetry.trace import NoOpTracerProvider

Handler = Callable[[Request], Awaitable[Response]]


def routes_of(made: list[str]) -> APIRouter:
    """One route, which notes when its handler is put together."""

    class Noted(APIRoute):
        def get_route_handler(self) -> Handler:  # type: ignore[override]
            made.append(self.path)
            return super().get_route_handler()

    router = APIRouter(prefix="/v1/things", route_class=Noted)

    @router.get("/{thing}")
    async def thing(thing: str) -> dict[str, str]:
        return {"thing": thing}

    return router


def service(router: APIRouter) -> FastAPI:
    """An application that needs neither broker nor database."""

    async def nothing() -> None:
        return None

    return application(
        title="Toy",
        routers=[router],
        problems={},
        domain_errors=(),
        authenticator=cast("Authenticator", None),
        health=Health(nothing),
        metrics=Metrics("toy"),
        spans=Spans("toy", NoOpTracerProvider()),
        body_limit=1000,
        start=nothing,
        drain=nothing,
    )


@asynccontextmanager
async def started(app: FastAPI) -> AsyncIterator[AsyncClient]:
    async with app.router.lifespan_context(app), AsyncClient(transport=ASGITransport(app), base_url="http://t") as http:
        yield http


async def test_routes_are_made_before_the_first_request() -> None:
    made: list[str] = []
    async with started(service(routes_of(made))) as client:
        at_start = len(made)
        assert (await client.get("/v1/things/1")).json() == {"thing": "1"}
        assert len(made) == at_start > 0


async def test_the_document_is_made_once_beside_the_event_loop() -> None:
    app = service(routes_of([]))
    make, made_in = app.openapi, list[threading.Thread]()

    def noted() -> dict[str, object]:
        made_in.append(threading.current_thread())
        return make()

    app.openapi = noted  # type: ignore[method-assign]
    async with started(app) as client:
        assert made_in == [], "a start does not wait for it"
        answers = await asyncio.gather(*(client.get("/openapi.json") for _ in range(5)))
        docs = await client.get("/docs")
    assert len(made_in) == 1
    assert made_in[0] is not threading.main_thread()
    assert {answer.status_code for answer in answers} == {docs.status_code} == {200}
    assert all(answer.json() == make() for answer in answers)
    assert answers[0].headers["content-type"] == "application/json"
