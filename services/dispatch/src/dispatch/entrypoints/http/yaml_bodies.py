"""Rulesets sent as the YAML document itself (RFC 9512): to the routes it is the field `yaml` of their JSON body."""

import re
from typing import Final, cast

import orjson
from chassis.edge import Disconnected, Headers, Replay, read_body, send_problem
from chassis.errors import MalformedRequest, ServiceError, UnsupportedMediaType
from chassis.problems import ProblemTable
from fastapi import FastAPI, Request
from starlette.types import ASGIApp, Receive, Scope, Send

YAML: Final = "application/yaml"
YAML_BODY: Final[dict[str, object]] = {
    "requestBody": {"content": {YAML: {"schema": {"type": "object", "description": "A whole ruleset as YAML"}}}}
}
"""What a route that takes YAML adds to its OpenAPI."""

_MARK: Final = "dispatch.yaml_body"
_PLACES: Final = (("POST", re.compile("/v1/rulesets")), ("PUT", re.compile("/v1/rulesets/[^/]+")))


class YamlBodies:
    """ASGI middleware, outside of what refuses bodies that are no JSON."""

    def __init__(self, app: ASGIApp, table: ProblemTable, limit: int) -> None:
        self._app = app
        self._table = table
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if not _is_meant(scope):
            await self._app(scope, receive, send)
            return
        try:
            source = _text(await read_body(scope, receive, self._limit), scope)
        except ServiceError as error:
            await send_problem(send, scope, self._table, error)
            return
        except Disconnected:
            return
        body = orjson.dumps({"yaml": source})
        headers = [
            (name, value) for name, value in scope["headers"] if name not in (b"content-type", b"content-length")
        ]
        headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await self._app({**scope, "headers": headers, _MARK: True}, Replay(body, receive), send)


def take_yaml(app: FastAPI, limit: int) -> None:
    """Let the application take YAML bodies of at most `limit` bytes."""
    app.add_middleware(YamlBodies, table=app.state.problems, limit=limit)


def came_as_yaml(request: Request) -> bool:
    """Whether the body was the YAML document itself."""
    return _MARK in request.scope


def _is_meant(scope: Scope) -> bool:
    if scope["type"] != "http" or not any(
        method == scope["method"] and path.fullmatch(scope["path"]) for method, path in _PLACES
    ):
        return False
    return _content_type(scope).partition(";")[0].strip().lower() == YAML


def _text(body: bytes, scope: Scope) -> str:
    """Raises UnsupportedMediaType for another charset than the one that YAML is sent in, MalformedRequest."""
    charset = re.search(r';\s*charset\s*=\s*"?([^\s";]*)', _content_type(scope), flags=re.IGNORECASE)
    if charset is not None and charset.group(1).lower() not in ("utf-8", "utf8"):
        raise UnsupportedMediaType
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedRequest(f"not UTF-8: byte {error.start}") from error


def _content_type(scope: Scope) -> str:
    return cast("Headers", dict(scope["headers"])).get(b"content-type", b"").decode("latin-1")
