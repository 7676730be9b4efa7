"""The FastAPI application of a service: problems instead of exceptions, health, metrics, and a truthful OpenAPI."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import cast

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from chassis.auth import Authenticator
from chassis.edge import BodyGuard, Edge, Shortcuts
from chassis.errors import PreconditionFailed, Said, ServiceError
from chassis.field_texts import field_problems
from chassis.group_commit import DuplicateDocument
from chassis.if_match import weak_tag
from chassis.metrics import Metrics
from chassis.openapi import OpenApiDocument, openapi
from chassis.problems import (
    CHASSIS_PROBLEMS,
    MEDIA_TYPE,
    FieldProblem,
    ProblemTable,
    ProblemText,
    code_of_status,
    preferred_language,
)
from chassis.query import refuse_strange_parameters
from chassis.routes_ahead import make_routes
from chassis.tracing import Spans

VERSION = "1.0.0"
METHOD_NOT_ALLOWED = 405
CALLER_LEFT = 499
"""Reaches nobody; it is what the metrics count."""


class Health:
    """Whether the process is alive and may get traffic."""

    def __init__(self, check: Callable[[], Awaitable[str | None]]) -> None:
        self.started = False
        self.draining = False
        self._check = check

    async def not_ready_because(self) -> str | None:
        """Reason, or None when ready."""
        if self.draining:
            return "draining"
        if not self.started:
            return "starting"
        return await self._check()


class ServiceApp(FastAPI):
    """FastAPI with the chassis' own layer outermost, and a lane beside it for hot paths."""

    outermost: Callable[[ASGIApp], ASGIApp]
    shortcuts: Shortcuts
    fast_lane: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or lifespan."""
        if self.shortcuts.has(scope):
            await self.fast_lane(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    def setup(self) -> None:
        """The document's own route goes before the framework's, which would make it within the event loop."""
        if self.openapi_url is not None:
            self.add_route(self.openapi_url, OpenApiDocument(lambda: self.openapi()).answer, include_in_schema=False)
        super().setup()

    def build_middleware_stack(self) -> ASGIApp:
        """The framework's stack inside the edge."""
        return self.outermost(super().build_middleware_stack())


def application(
    *,
    title: str,
    routers: Sequence[APIRouter],
    problems: Mapping[str, ProblemText],
    domain_errors: Sequence[type[Exception]],
    authenticator: Authenticator,
    health: Health,
    metrics: Metrics,
    spans: Spans,
    body_limit: int,
    shortcuts: Mapping[tuple[str, str], ASGIApp] | None = None,
    start: Callable[[], Awaitable[None]],
    drain: Callable[[], Awaitable[None]],
) -> FastAPI:
    """Compose the application; `start` and `drain` frame its life. `shortcuts` are raw endpoints by method and path."""
    table = ProblemTable({**CHASSIS_PROBLEMS, **problems})

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        make_routes(app)
        await start()
        try:
            yield
        finally:
            await drain()

    app = ServiceApp(
        title=title,
        version=VERSION,
        lifespan=life,
        docs_url="/docs",
        redoc_url=None,
        dependencies=[Depends(_look_at_query)],
    )
    app.outermost = lambda inner: Edge(inner, metrics, spans)
    app.shortcuts = Shortcuts(_named(shortcuts or {}, spans), table)
    app.fast_lane = Edge(app.shortcuts, metrics, spans)
    app.state.authenticator = authenticator
    app.state.problems = table
    app.state.spans = spans
    _require_known_codes(table, domain_errors)
    routers = [_health_routes(health, metrics, table), *routers]
    _handle_errors(app, table, domain_errors, [*app.routes, *(route for router in routers for route in router.routes)])
    for router in routers:
        app.include_router(router)
    app.add_middleware(BodyGuard, table=table, limit=body_limit)
    app.openapi = lambda: openapi(app)  # type: ignore[method-assign]
    return app


def _named(shortcuts: Mapping[tuple[str, str], ASGIApp], spans: Spans) -> Mapping[tuple[str, str], ASGIApp]:
    """Where spans go somewhere, raw endpoints name theirs; elsewhere the hot path stays as it is."""

    def named(method: str, path: str, endpoint: ASGIApp) -> ASGIApp:
        async def call(scope: Scope, receive: Receive, send: Send) -> None:
            spans.name_request(method, path)
            await endpoint(scope, receive, send)

        return call

    if not spans.recording:
        return shortcuts
    return {(method, path): named(method, path, endpoint) for (method, path), endpoint in shortcuts.items()}


def _require_known_codes(table: ProblemTable, kinds: Sequence[type[Exception]]) -> None:
    """Every error that may be answered must have a status and texts. Raises ValueError at start otherwise."""
    for kind in kinds:
        code = getattr(kind, "code", None)
        if not kind.__subclasses__() and code not in table.texts:
            raise ValueError(f"{kind.__name__}: no problem text for the code {code!r}")
        _require_known_codes(table, kind.__subclasses__())


def _handle_errors(
    app: FastAPI, table: ProblemTable, domain_errors: Sequence[type[Exception]], routes: Sequence[BaseRoute]
) -> None:
    async def service_error(request: Request, error: Exception) -> Response:
        known = cast("ServiceError", error)
        failed = isinstance(known, PreconditionFailed)
        detail = known.detail or (weak_tag(request.headers.get("if-match")) if failed else "")
        return _response(table, request, known.code, params=known.params, detail=detail)

    async def domain_error(request: Request, error: Exception) -> Response:
        params = cast("Mapping[str, str]", getattr(error, "params", None) or {})
        return _response(table, request, str(getattr(error, "code", "conflict")), params=params)

    async def invalid(request: Request, error: Exception) -> Response:
        found = cast("Sequence[ErrorDetails]", cast("RequestValidationError", error).errors())
        fields = field_problems(found, preferred_language(request.headers.get("accept-language")))
        return _response(table, request, "invalid_request", errors=fields)

    async def http_error(request: Request, error: Exception) -> Response:
        known = cast("HTTPException", error)
        headers = {"Allow": _allowed(routes, request)} if known.status_code == METHOD_NOT_ALLOWED else known.headers
        return _response(table, request, code_of_status(known.status_code), headers=headers)

    async def duplicate(request: Request, _: Exception) -> Response:
        return _response(table, request, "duplicate")

    async def left(_: Request, __: Exception) -> Response:
        return Response(status_code=CALLER_LEFT)

    async def unexpected(request: Request, _: Exception) -> Response:
        return _response(table, request, "internal_error")

    app.add_exception_handler(ServiceError, service_error)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(DuplicateDocument, duplicate)
    app.add_exception_handler(ClientDisconnect, left)
    app.add_exception_handler(Exception, unexpected)
    for kind in domain_errors:
        app.add_exception_handler(kind, domain_error)


async def _look_at_query(request: Request) -> None:
    """Refuses unknown and repeated parameters. Names the request's span, too."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    cast("Spans", request.app.state.spans).name_request(request.method, route.path)
    if request.query_params:
        refuse_strange_parameters(request.query_params, route.dependant)


def _allowed(routes: Iterable[BaseRoute], request: Request) -> str:
    """The methods of all routes of the path; the framework names those of the first only (RFC 9110, section 15.5.6)."""
    matching = [route for route in routes if isinstance(route, Route) and route.path_regex.match(request.url.path)]
    return ", ".join(sorted({method for route in matching for method in route.methods or ()}))


def _response(
    table: ProblemTable,
    request: Request,
    code: str,
    *,
    params: Mapping[str, str | int | float] | None = None,
    detail: str | Said = "",
    errors: Sequence[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    language = preferred_language(request.headers.get("accept-language"))
    status, body = table.render(code, language, params=params, detail=detail, errors=errors)
    more = {"Retry-After": "1"} if status == 503 else {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return Response(body, status, {**(headers or {}), **more}, MEDIA_TYPE)


def _health_routes(health: Health, metrics: Metrics, table: ProblemTable) -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get("/livez", summary="Is the process alive")
    async def livez() -> dict[str, str]:
        return {"status": "alive"}

    @router.get("/readyz", summary="May this replica get traffic")
    async def readyz(request: Request) -> Response:
        reason = await health.not_ready_because()
        if reason is not None:
            return _response(table, request, "not_ready", detail=reason)
        return Response('{"status":"ready"}', media_type="application/json")

    @router.get("/metrics", summary="Figures for Prometheus", include_in_schema=False)
    async def figures() -> Response:
        text = await asyncio.to_thread(metrics.render)
        return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")

    return router
