"""Work for a caller who stays, and for one who leaves."""

import asyncio

import pytest
from chassis.caller_waits import while_caller_waits
from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import Message


class Line:
    """A connection whose end the test chooses."""

    def __init__(self) -> None:
        self.ended = asyncio.Event()
        self._told = False

    async def receive(self) -> Message:
        """As a server tells it."""
        if not self._told:
            self._told = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.ended.wait()
        return {"type": "http.disconnect"}

    @property
    def request(self) -> Request:
        """A request that came over it."""
        return Request({"type": "http", "method": "GET", "path": "/", "headers": []}, self.receive)


async def test_who_stays_gets_the_result() -> None:
    async def work() -> int:
        return 7

    assert await while_caller_waits(Line().request, work()) == 7


async def test_an_error_of_the_work_is_the_callers() -> None:
    async def work() -> int:
        raise LookupError

    with pytest.raises(LookupError):
        await while_caller_waits(Line().request, work())


async def test_who_leaves_ends_the_work() -> None:
    line, ended = Line(), asyncio.Event()

    async def work() -> None:
        try:
            line.ended.set()
            await asyncio.Event().wait()
        finally:
            ended.set()

    with pytest.raises(ClientDisconnect):
        await while_caller_waits(line.request, work())
    assert ended.is_set()


async def test_a_cancelled_request_ends_the_work() -> None:
    began, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    asked = asyncio.create_task(while_caller_waits(Line().request, work()))
    await began.wait()
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert ended.is_set()
