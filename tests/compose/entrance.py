"""Callers at the entrance who never ask twice: what goes wrong for them is seen."""

import asyncio
import contextlib
import itertools
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
from localstack.tokens import Person

from tests.e2e.suite import ADMIN, CLERK, Running

READS = {
    "intake": "/v1/cases",
    "dispatch": "/v1/assignments",
    "repair": "/v1/repairs",
    "survey": "/v1/follow-ups",
    "notification": "/v1/inbox",
}
"""A list of each service that an administrator may read."""
_TEXTS = ("服务态度很差，没人理", "系统升级以后软件一直闪退", "用了三天就坏了，底部漏水", "嗯，这个嘛")
_PAUSE_S = 0.05


@dataclass
class Ledger:
    """What callers hold in their hands: ids of cases that were answered by 201, and everything that went wrong."""

    accepted: list[str] = field(default_factory=list)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def note(self, service: str, answer: httpx.Response, expected: int) -> None:
        """One answer; all but the expected one is a failure."""
        self.answers[service, answer.status_code] += 1
        if answer.status_code != expected:
            self.failures.append(f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text}")


@dataclass
class Callers:
    """Some who file complaints and one reader of each service, until told to stop."""

    running: Running
    ledger: Ledger = field(default_factory=Ledger)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def file(self, client: httpx.AsyncClient) -> None:
        """One complaint; its 201 goes into the ledger."""
        number = next(self._numbers)
        body = {
            "kind": "complaint",
            "channel": "web",
            "customer": {"code": f"C-{number}", "name": f"Customer {number}"},
            "product": {"name": "热水器", "model": "WH-80"},
            "description": _TEXTS[number % len(_TEXTS)],
            "occurred_at": datetime.now(UTC).isoformat(),
        }
        headers = self._headers(CLERK) | {"Idempotency-Key": uuid.uuid4().hex}
        answer = await client.post(self.running.url("intake") + "/v1/cases", json=body, headers=headers)
        self.ledger.note("intake", answer, 201)
        if answer.status_code == 201:
            self.ledger.accepted.append(answer.json()["id"])

    async def read(self, client: httpx.AsyncClient, service: str) -> None:
        """One list."""
        url = self.running.url(service) + READS[service]
        answer = await client.get(url, headers=self._headers(ADMIN), params={"limit": 5})
        self.ledger.note(service, answer, 200)

    def _headers(self, person: Person) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.running.token(person)}"}


@asynccontextmanager
async def calling(running: Running, *, filing: int = 4) -> AsyncIterator[Ledger]:
    """``filing`` callers who file complaints and a reader of each service, as long as the context lasts."""
    callers = Callers(running)
    leave = asyncio.Event()

    async def again(call: Callable[[], Awaitable[None]]) -> None:
        while not leave.is_set():
            try:
                await call()
            except httpx.TransportError as error:
                callers.ledger.failures.append(f"{type(error).__name__}: {error}")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(leave.wait(), _PAUSE_S)

    async with httpx.AsyncClient(timeout=30, trust_env=False) as client, asyncio.TaskGroup() as tasks:
        for _ in range(filing):
            tasks.create_task(again(lambda: callers.file(client)))
        for service in READS:
            tasks.create_task(again(lambda name=service: callers.read(client, name)))  # type: ignore[misc]
        try:
            yield callers.ledger
        finally:
            leave.set()
