"""Pure ASGI edge of every service: body limits and JSON sanity, trace context, metrics. No BaseHTTPMiddleware."""

import logging
import re
import time
from collections.abc import Mapping
from typing import TypeAlias

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.errors import PayloadTooLarge, ServiceError, UnsupportedMediaType
from chassis.json_sanity import require_sane_json
from chassis.logs import correlation
from chassis.metrics import Metrics
from chassis.problems import MEDIA_TYPE, ProblemTable, preferred_language
from chassis.tracing import Spans, new_traceparent, traceparent

log = logging.getLogger(__name__)

Headers: TypeAlias = dict[bytes, bytes]

_TRACEPARENT = re.compile(rb"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_BODY_METHODS = frozenset({"POST", "PUT", "PATCH"})
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""What the metrics tell apart; a caller must not be able to invent labels."""


class Disconnected(Exception):
    """The client went away while sending its body."""


async def read_body(scope: Scope, receive: Receive, limit: int) -> bytes:
    """The whole body, of `limit` bytes at most; its time is bounded by `chassis.server`.

    Raises PayloadTooLarge as soon as the limit is passed, Disconnected.
    """
    headers: Headers = dict(scope["headers"])
    declared = headers.get(b"content-length", b"0")
    if declared.isdigit() and int(declared) > limit:
        raise PayloadTooLarge
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        chunk: bytes = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise PayloadTooLarge
        chunks.append(chunk)
        if not message.get("more_body", False):
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def require_json(scope: Scope) -> None:
    """Raises UnsupportedMediaType unless the body is declared as JSON."""
    headers: Headers = dict(scope["headers"])
    media_type = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if media_type != b"application/json":
        raise UnsupportedMediaType


def language_of(scope: Scope) -> str | None:
    """The header Accept-Language."""
    value = dict(scope["headers"]).get(b"accept-language")
    return None if value is None else value.decode("latin-1")


async def send_problem(send: Send, scope: Scope, table: ProblemTable, error: ServiceError) -> None:
    """Answer with a problem+json."""
    status, body = table.render(
        error.code, preferred_language(language_of(scope)), params=error.params, detail=error.detail
    )
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    if status == 503:
        headers.append((b"retry-after", b"1"))
    if status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    if status in (408, 413):
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Edge:
    """Outermost layer. Hands `/metrics`-worthy figures to Metrics and a trace context to everything inside."""

    def __init__(self, app: ASGIApp, metrics: Metrics, spans: Spans) -> None:
        self._app = app
        self._metrics = metrics
        self._spans = spans

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = "aborted"

        async def observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        method = scope["method"]
        with self._spans.span(f"{method} {scope['path']}", _incoming_trace(scope)) as trace:
            trace_token = traceparent.set(trace)
            correlation_token = correlation.set(trace[3:35] if trace is not None else None)
            try:
                await self._app(scope, receive, observed)
            finally:
                traceparent.reset(trace_token)
                correlation.reset(correlation_token)
                self._metrics.request(method if method in _METHODS else "other", status, time.perf_counter() - started)


class Shortcuts:
    """Raw endpoints for hot paths, found by method and exact path before the framework sees the request."""

    def __init__(self, endpoints: Mapping[tuple[str, str], ASGIApp], table: ProblemTable) -> None:
        self._endpoints = endpoints
        self._table = table

    def has(self, scope: Scope) -> bool:
        """Whether an endpoint here answers the request."""
        return scope["type"] == "http" and (scope["method"], scope["path"]) in self._endpoints

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request that `has` was asked about."""
        endpoint = self._endpoints[(scope["method"], scope["path"])]
        try:
            await endpoint(scope, receive, send)
        except Exception:  # the outermost layer: what nobody foresaw is logged and answered as a problem
            log.exception("unexpected error")
            await send_problem(send, scope, self._table, ServiceError())


def _incoming_trace(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"traceparent" and _TRACEPARENT.fullmatch(value):
            return bytes(value).decode("ascii")
    return new_traceparent()


class BodyGuard:
    """Reads bodies up to the limit and refuses what is not sane JSON, before any framework parses it."""

    def __init__(self, app: ASGIApp, table: ProblemTable, limit: int) -> None:
        self._app = app
        self._table = table
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] not in _BODY_METHODS:
            await self._app(scope, receive, send)
            return
        try:
            body = await read_body(scope, receive, self._limit)
            if body:
                require_json(scope)
                require_sane_json(body)
        except ServiceError as error:
            await send_problem(send, scope, self._table, error)
            return
        except Disconnected:
            return
        await self._app(scope, Replay(body, receive), send)


class Replay:
    """Gives the framework a body that was read already, and then whatever else the client does."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        """The next message."""
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


__all__ = [
    "BodyGuard",
    "Disconnected",
    "Edge",
    "Headers",
    "Replay",
    "Shortcuts",
    "language_of",
    "read_body",
    "require_json",
    "require_sane_json",
    "send_problem",
]
