"""Endless and slow heads and bodies on a real socket: the connection is closed, the service stays well."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress

import httpx
import pytest
import uvicorn
from chassis import server
from chassis.edge import read_body
from chassis.errors import PayloadTooLarge, RequestTimeout
from chassis.server import BoundedProtocol
from chassis.settings import ServiceSettings
from starlette.types import Message

from tests.integration.chassis import toy
from tests.integration.chassis.process import free_port
from tests.support.builders import headers
from tests.support.eventually import eventually

CLERK = "marketing_staff"
REQUEST = b"GET /livez HTTP/1.1\r\nhost: toy\r\n\r\n"


@pytest.fixture
async def port(toy_settings: ServiceSettings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    """Where the toy listens, with a request's time cut short."""
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(server, "BODY_SECONDS", 0.6)
    monkeypatch.setattr(server, "LOOK_SECONDS", 0.05)
    chosen = free_port()
    app = toy.compose(toy_settings).runtime.app
    config = uvicorn.Config(app, port=chosen, http=BoundedProtocol, lifespan="off", log_config=None)
    listening = uvicorn.Server(config)
    task = asyncio.create_task(listening.serve())
    await eventually(lambda: listening.started)
    yield chosen
    listening.should_exit = True
    await task


async def exchange(port: int, *parts: bytes) -> bytes:
    """Send the parts, then read until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
        return await asyncio.wait_for(reader.read(), 10)
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


async def test_a_silent_caller_and_a_slow_head_are_cut_off(port: int) -> None:
    assert await exchange(port) == b""
    assert await exchange(port, b"GET /livez HTTP/1.1\r\nhost: to") == b""


async def test_an_endless_head_is_refused(port: int) -> None:
    answer = await exchange(port, b"GET /livez HTTP/1.1\r\nx: ", *[b"a" * 50_000] * 40)
    assert answer.startswith(b"HTTP/1.1 400") or answer == b""


async def test_an_honest_caller_is_answered_again_and_again(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(3):
        writer.write(REQUEST)
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
        assert head.startswith(b"HTTP/1.1 200")
        assert await reader.readexactly(len(b'{"status":"alive"}')) == b'{"status":"alive"}'
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize("begun", [b"", b'{"number":'])
async def test_a_slow_body_is_refused_in_the_callers_language(port: int, begun: bytes) -> None:
    head = b"POST /v1/visits HTTP/1.1\r\nhost: toy\r\ncontent-length: 20\r\naccept-language: en\r\n\r\n"
    answer = await exchange(port, head, begun)
    status, _, body = answer.partition(b"\r\n\r\n")
    assert status.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in status
    problem = json.loads(body)
    assert (problem["code"], problem["status"]) == (RequestTimeout.code, 408)
    assert problem["title"].isascii()


async def test_a_slow_body_behind_an_answered_request_ends_the_connection(port: int) -> None:
    head = b"POST /v1/visits HTTP/1.1\r\nhost: toy\r\ncontent-length: 20\r\n\r\n"
    answer = await exchange(port, REQUEST, head, b"{")
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.count(b"HTTP/1.1 ") == 2


async def test_an_endless_body_is_refused_as_soon_as_it_is_too_long() -> None:
    received: list[int] = []

    async def endless() -> Message:
        received.append(1)
        return {"type": "http.request", "body": b"a" * 40, "more_body": True}

    with pytest.raises(PayloadTooLarge):
        await read_body({"type": "http", "headers": []}, endless, 100)
    assert len(received) == 3


async def test_a_large_body_is_refused_or_cut_off_and_nothing_is_stored(port: int) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b'{"number":"' + b"a" * 500_000

    creating = headers([CLERK], {"Idempotency-Key": "k-1", "Content-Type": "application/json"})
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
        for content in (b'{"number":"' + b"a" * 20_000_000 + b'"}', pieces()):
            with suppress(httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
                answer = await client.post("/v1/visits", content=content, headers=creating)
                assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")
        listed = await client.get("/v1/visits", headers=headers([CLERK]))
    assert listed.json() == {"items": [], "next": None}
