"""The public APIs as a patient client sees them: another replica, another try, until there is an answer."""

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import httpx

SERVER_FAULT = 500
PAUSE = 0.2
ANSWER_WITHIN = 8.0
PATIENCE = 120.0


class NoAnswer(AssertionError):
    """A service stayed away longer than any restart takes."""


@dataclass(slots=True)
class Api:
    """`urls` are the replicas by service; `retries` counts what had to be asked again."""

    client: httpx.AsyncClient
    urls: Mapping[str, Sequence[str]]
    token: str
    retries: int = 0
    turns: "itertools.count[int]" = field(default_factory=itertools.count)

    async def get(self, service: str, path: str) -> httpx.Response:
        """GET until something else than a fault of the server comes back."""
        return await self.ask("GET", service, path)

    async def post(
        self, service: str, path: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """POST likewise; whoever calls must be able to bear that an earlier try had its effect."""
        return await self.ask("POST", service, path, body, headers)

    async def ask(
        self, method: str, service: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """One request, repeated through connection errors and 5xx. Raises NoAnswer."""
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        if body:
            sent["Content-Type"] = "application/json"
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._until_answered(method, service, path, body, sent)
        except TimeoutError as error:
            raise NoAnswer(f"{method} {service} {path}") from error

    async def _until_answered(
        self, method: str, service: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> httpx.Response:
        while True:
            replicas = self.urls[service]
            url = replicas[next(self.turns) % len(replicas)] + path
            try:
                answer = await self.client.request(method, url, content=body, headers=headers, timeout=ANSWER_WITHIN)
            except httpx.TransportError:
                pass
            else:
                if answer.status_code < SERVER_FAULT:
                    return answer
            self.retries += 1
            await asyncio.sleep(PAUSE)
