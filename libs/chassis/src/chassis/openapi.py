"""The OpenAPI document of a service, with every problem that the chassis can answer."""

import asyncio
from collections.abc import Callable, Mapping

import orjson
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import Response

from chassis.problems import MEDIA_TYPE, Problem

HEALTH_PATHS = frozenset({"/livez", "/readyz", "/metrics"})
_COMMON = (400, 401, 403, 404, 422, 503)
_CHANGE = (409, 412, 428)
_BODY = (413, 415)


class OpenApiDocument:
    """GET /openapi.json. The document is made when first asked for, in a thread, and kept.

    It costs up to a second of CPU: a start should not wait for what few ask for, an event loop must not.
    """

    def __init__(self, make: Callable[[], Mapping[str, object]]) -> None:
        self._make = make
        self._turn = asyncio.Lock()
        self._body: bytes | None = None

    async def answer(self, _: Request) -> Response:
        """The document; who asks while it is made waits for it."""
        async with self._turn:
            if self._body is None:
                self._body = await asyncio.to_thread(lambda: orjson.dumps(self._make()))
        return Response(self._body, media_type="application/json")


def openapi(app: FastAPI) -> dict[str, object]:
    """The document with every problem that the chassis can answer, so that clients can rely on it."""
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, routes=app.routes)
        components = schema.setdefault("components", {}).setdefault("schemas", {})
        for unused in ("HTTPValidationError", "ValidationError"):
            components.pop(unused, None)
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        components.update(problem.pop("$defs", {}))
        components["Problem"] = problem
        schema["components"].setdefault("securitySchemes", {}).update(
            {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
            }
        )
        for path, operations in schema["paths"].items():
            for method, operation in operations.items():
                _document_problems(path, method, operation)
        app.openapi_schema = schema
    return app.openapi_schema


def _document_problems(path: str, method: str, operation: dict[str, dict[str, object]]) -> None:
    statuses = (503,) if path in HEALTH_PATHS else _COMMON + _of_changes(method)
    responses = operation.setdefault("responses", {})
    for status in statuses:
        responses[str(status)] = {
            "description": "Problem",
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    if path not in HEALTH_PATHS and "security" not in operation:
        operation["security"] = [{"bearer": []}, {"apiKey": []}]  # type: ignore[assignment]


def _of_changes(method: str) -> tuple[int, ...]:
    if method == "delete":
        return _CHANGE
    return _CHANGE + _BODY if method in ("post", "put", "patch") else ()
