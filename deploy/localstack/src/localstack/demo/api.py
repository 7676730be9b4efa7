"""The public HTTP APIs of a running stack, called as a person."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self, TypeVar

import httpx
from pydantic import BaseModel

from localstack.demo.views import Page
from localstack.errors import LocalStackError
from localstack.tokens import Person

V = TypeVar("V", bound=BaseModel)
Body = Mapping[str, object]

_TIMEOUT_S = 30.0
_LIMITS = httpx.Limits(max_connections=16, max_keepalive_connections=16)
_PAGE = 200
# A service that is being restarted, or a database that elects: asked again, with the same key or precondition.
_BUSY = frozenset({502, 503})
_TRIES = 8
_PAUSE_S = 0.5


class UnexpectedAnswerError(LocalStackError):
    """A service answered with a problem."""

    def __init__(self, response: httpx.Response, what: str = "") -> None:
        request = response.request
        said = f"{request.method} {request.url}: {response.status_code} {response.text[:300]}"
        super().__init__(f"{what}: {said}" if what else said)
        self.status = response.status_code


@dataclass
class Api:
    """Calls to the services at `urls`; `token` makes a person's bearer token. An async context manager."""

    urls: Mapping[str, str]
    token: Callable[[Person], str]
    _client: httpx.AsyncClient = field(
        default_factory=lambda: httpx.AsyncClient(timeout=_TIMEOUT_S, limits=_LIMITS, trust_env=False), init=False
    )
    _tokens: dict[Person, str] = field(default_factory=dict, init=False)

    async def get(
        self, service: str, path: str, view: type[V], by: Person, params: Mapping[str, str | int] | None = None
    ) -> V:
        """One resource. Raises `UnexpectedAnswerError`."""
        return view.model_validate_json((await self.require(await self.ask("GET", service, path, by, params))).content)

    async def every(
        self, service: str, path: str, view: type[V], by: Person, params: Mapping[str, str | int] | None = None
    ) -> list[V]:
        """All items of a list, page by page. Raises `UnexpectedAnswerError`."""
        items: list[V] = []
        cursor: dict[str, str] = {}
        while True:
            page = await self.get(service, path, Page[view], by, {"limit": _PAGE, **(params or {}), **cursor})  # type: ignore[valid-type]
            items += page.items
            if page.next is None:
                return items
            cursor = {"cursor": page.next}

    async def post(
        self,
        service: str,
        path: str,
        body: Body | None,
        by: Person,
        *,
        version: int | None = None,
        key: str | None = None,
        method: str = "POST",
    ) -> httpx.Response:
        """A command: `version` is what If-Match asks for, `key` the Idempotency-Key. The answer may be a problem."""
        headers = {}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        if key is not None:
            headers["Idempotency-Key"] = key
        return await self.ask(method, service, path, by, headers=headers, body=body)

    async def ask(
        self,
        method: str,
        service: str,
        path: str,
        by: Person | None,
        params: Mapping[str, str | int] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        body: Body | None = None,
    ) -> httpx.Response:
        """Any request; one that found its service busy or away is made again."""
        known = {"Authorization": f"Bearer {self._token(by)}"} if by else {}
        for last in range(_TRIES, -1, -1):
            try:
                response = await self._client.request(
                    method, self.urls[service] + path, params=params, headers={**known, **(headers or {})}, json=body
                )
            except httpx.TransportError:
                if not last:
                    raise
            else:
                if not last or response.status_code not in _BUSY:
                    return response
            await asyncio.sleep(_PAUSE_S)
        raise AssertionError("the last try returned or raised")

    async def require(self, response: httpx.Response) -> httpx.Response:
        """The answer when it is a success. Raises `UnexpectedAnswerError`."""
        if not response.is_success:
            raise UnexpectedAnswerError(response)
        return response

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    def _token(self, person: Person) -> str:
        if person not in self._tokens:
            self._tokens[person] = self.token(person)
        return self._tokens[person]
