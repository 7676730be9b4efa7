"""A process drains on SIGTERM: bounded, exit code 0, nothing lost, nothing doubled."""

import asyncio
import json
import signal
import socket
import struct
import time
from pathlib import Path

import httpx
import pytest
from chassis.lifecycle import DRAIN_STEPS
from chassis.settings import ServiceSettings
from contracts.envelope import Envelope
from contracts.events.intake import CaseOpened
from pydantic import SecretStr

from tests.integration.chassis import toy
from tests.integration.chassis.process import toy_process
from tests.support.broker import Bench
from tests.support.builders import envelope_of, headers
from tests.support.eventually import eventually

CLERK = "marketing_staff"
_CALLERS = 20
_SERVERS_TICK_S = 0.2
"""The server looks for a signal every 0.1 s; when that is due it comes before whoever waits to be accepted."""


async def test_sigterm_under_load_ends_well_and_a_successor_finishes(
    toy_settings: ServiceSettings, wire: Bench, tmp_path: Path
) -> None:
    log = tmp_path / "toy.log"
    observer = toy.compose(toy_settings)
    events = [envelope_of(CaseOpened, case_id=f"case-{n}") for n in range(300)]
    async with toy_process(toy_settings, log) as (process, client):
        await wire.watch()
        accepted: list[str] = []
        posting = asyncio.create_task(_post(client, accepted))
        await wire.send("toy", *events)
        await eventually(lambda: len(accepted) > 5)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(process.wait(), toy_settings.drain_timeout + 5)
        took = time.monotonic() - began
        posting.cancel()
    assert code == 0, log.read_text()
    assert took < toy_settings.drain_timeout
    for visit_id in accepted:
        assert await observer.visit(visit_id) is not None
    async with observer.running():
        await eventually(lambda: _all_there(observer, events))
        await eventually(lambda: len({event.subject for event in wire.published}) >= 300 + len(accepted))
    for event in events:
        assert [told.sequence for told in wire.of(event.data.case_id)] == [1]
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert any(line["message"] == "service drained" for line in lines)
    assert {line["service"] for line in lines} == {"toy"}
    assert not [line for line in lines if line["level"] in ("ERROR", "CRITICAL")]


async def test_sigterm_while_waiting_for_the_database_ends_the_process(
    toy_settings: ServiceSettings, tmp_path: Path
) -> None:
    nowhere = toy_settings.model_copy(update={"mongodb_url": SecretStr("mongodb://127.0.0.1:9/")})
    log = tmp_path / "toy.log"
    async with toy_process(nowhere, log, ready=False) as (process, _):
        await eventually(lambda: "Waiting for application startup" in log.read_text(), within=30)
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 15)
    assert process.returncode not in (None, -signal.SIGTERM, -signal.SIGKILL)


async def test_an_idle_connection_is_answered_once_more_and_ended_by_that_answer(
    toy_settings: ServiceSettings, tmp_path: Path
) -> None:
    """A proxy keeps connections; what it sends into one while the process leaves must not meet a closed door."""
    async with toy_process(toy_settings, tmp_path / "toy.log") as (process, client):
        used = await client.get("/livez")
        assert "connection" not in used.headers
        process.send_signal(signal.SIGTERM)
        await eventually(lambda: _refuses(client.base_url.port or 0))
        last = await client.get("/livez")
        assert (last.status_code, last.headers["connection"]) == (200, "close")
        began = time.monotonic()
        assert await asyncio.wait_for(process.wait(), toy_settings.drain_timeout) == 0
        assert time.monotonic() - began < toy_settings.drain_timeout / DRAIN_STEPS, "waited for nobody"


async def test_an_idle_connection_that_nobody_uses_does_not_hold_the_process(
    toy_settings: ServiceSettings, tmp_path: Path
) -> None:
    settings = toy_settings.model_copy(update={"drain_timeout": 2.0})
    async with toy_process(settings, tmp_path / "toy.log") as (process, client):
        await client.get("/livez")
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 10) == 0


async def test_a_connection_that_nobody_had_taken_at_the_end_is_answered(
    toy_settings: ServiceSettings, tmp_path: Path
) -> None:
    """The kernel had accepted it and the caller has sent its request: closing the listener would reset it."""
    async with toy_process(toy_settings, tmp_path / "toy.log") as (process, client):
        process.send_signal(signal.SIGSTOP)
        callers = [await asyncio.open_connection("127.0.0.1", client.base_url.port) for _ in range(_CALLERS)]
        for _, writer in callers:
            writer.write(b"GET /livez HTTP/1.1\r\nhost: toy\r\n\r\n")
        _, gone = callers.pop()
        _reset(gone)
        process.send_signal(signal.SIGTERM)
        stopped = time.monotonic()
        await eventually(lambda: time.monotonic() > stopped + _SERVERS_TICK_S)
        process.send_signal(signal.SIGCONT)
        for reader, writer in callers:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
            assert head.startswith(b"HTTP/1.1 200")
            assert b"connection: close" in head
            writer.close()
        assert await asyncio.wait_for(process.wait(), toy_settings.drain_timeout) == 0


def _reset(writer: asyncio.StreamWriter) -> None:
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _refuses(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError:
        return True
    writer.close()
    await writer.wait_closed()
    return False


async def test_a_signal_that_comes_before_the_start_is_not_forgotten(toy_settings: ServiceSettings) -> None:
    nowhere = toy_settings.model_copy(update={"mongodb_url": SecretStr("mongodb://127.0.0.1:9/")})
    replica = toy.compose(nowhere)
    replica.runtime.lifecycle.begin_to_end()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(replica.runtime.lifecycle.start(), 15)


async def _post(client: httpx.AsyncClient, accepted: list[str]) -> None:
    number = 0
    while True:
        number += 1
        try:
            answer = await client.post(
                "/v1/visits",
                json={"number": f"N-{number}"},
                headers=headers([CLERK], {"Idempotency-Key": f"k-{number}"}),
            )
        except httpx.TransportError:
            return
        if answer.status_code == 201:
            accepted.append(answer.json()["id"])


async def _all_there(replica: toy.Toy, events: list[Envelope[CaseOpened]]) -> bool:
    found = await replica.visits.collection.count_documents({"_id": {"$in": [event.data.case_id for event in events]}})
    return bool(found == len(events))
