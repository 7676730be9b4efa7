"""Broker and database are stopped, killed and started again: held, never buried, nothing lost, nothing doubled."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest
from chassis.documents import Change
from chassis.errors import StorageUnavailable
from chassis.settings import ServiceSettings
from contracts.envelope import Envelope
from contracts.events.intake import CaseOpened
from localstack.backends import Backends, start_backends

from tests.integration.chassis import toy
from tests.support.broker import Bench, bench
from tests.support.builders import ARRIVED, envelope_of, headers
from tests.support.eventually import eventually

CLERK = "marketing_staff"


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backends]:
    """A broker and a database to be ill-treated."""
    with start_backends(tmp_path_factory.mktemp("backends"), in_memory=True, environment={}) as backends:
        yield backends


@pytest.fixture
def private_settings(private: Backends, tmp_path: Path) -> ServiceSettings:
    """A toy on them; the database is given up after two seconds."""
    return toy.settings(private.mongodb_url, private.amqp_url, tmp_path, storage_patience=2.0)


@pytest.fixture
async def private_wire(private: Backends, private_settings: ServiceSettings) -> AsyncIterator[Bench]:
    """The test's connection to it."""
    async with bench(private.amqp_url, private_settings.broker_namespace) as connected:
        yield connected


async def test_a_stopped_database_holds_deliveries_and_buries_none(
    private: Backends, private_settings: ServiceSettings, private_wire: Bench
) -> None:
    replica = toy.compose(private_settings)
    events = [envelope_of(CaseOpened, case_id=f"case-{n}") for n in range(40)]
    processes = [psutil.Process(ref.pid) for ref in private.database.processes()]
    async with replica.running() as client:
        for process in processes:
            process.suspend()
        try:
            await private_wire.send("toy", *events)
            ready = await client.get("/readyz")
            assert (ready.status_code, ready.json()["detail"]) == (503, "database")
        finally:
            for process in processes:
                process.resume()
        await eventually(partial(_seen_once, replica, events), within=40)
        assert await private_wire.dead("toy") == []


async def test_a_killed_database_holds_deliveries_and_refuses_requests_politely(
    private: Backends, private_settings: ServiceSettings, private_wire: Bench
) -> None:
    replica = toy.compose(private_settings)
    events = [envelope_of(CaseOpened, case_id=f"case-{n}", description="due 0.5") for n in range(40)]
    async with replica.running() as client:
        await private_wire.watch()
        await private_wire.send("toy", *events[:20])
        await asyncio.to_thread(private.kill_database)
        await private_wire.send("toy", *events[20:])
        request = partial(
            client.post, "/v1/visits", json={"number": "N-1"}, headers=headers([CLERK], {"Idempotency-Key": "k"})
        )
        refused = await request()
        assert (refused.status_code, refused.json()["code"]) == (503, StorageUnavailable.code)
        assert refused.headers["retry-after"] == "1"
        await asyncio.to_thread(private.restart_database)
        await eventually(partial(_seen_once, replica, events), within=40)
        await eventually(partial(_reminded_once, replica, events), within=40)
        assert (await request()).status_code == 201
        assert await private_wire.dead("toy") == []
        await eventually(lambda: all(len(private_wire.of(event.data.case_id)) == 2 for event in events), within=40)


async def test_a_killed_broker_loses_nothing(private: Backends, private_settings: ServiceSettings) -> None:
    replica = toy.compose(private_settings)
    events = [envelope_of(CaseOpened, case_id=f"case-{n}") for n in range(200)]
    async with replica.running() as client:
        async with bench(private.amqp_url, private_settings.broker_namespace) as wire:
            await wire.send("toy", *events)
        writing = asyncio.create_task(_write_on(replica))
        await eventually(partial(_some, replica), within=20)
        await asyncio.to_thread(private.kill_broker)
        made = await client.post(
            "/v1/visits", json={"number": "N-1"}, headers=headers([CLERK], {"Idempotency-Key": "k"})
        )
        assert made.status_code == 201
        await asyncio.to_thread(private.restart_broker)
        await eventually(lambda: replica.runtime.parts.publisher.is_open, within=30)
        async with bench(private.amqp_url, private_settings.broker_namespace) as wire:
            await eventually(partial(_seen_once, replica, events), within=40)
            writing.cancel()
            await asyncio.wait([writing])
            await eventually(partial(_outboxes_empty, replica), within=40)
            documents = await replica.visits.collection.count_documents({})
            ids = await _unrouted_subjects(wire)
            assert len(ids) == documents
            assert await wire.dead("toy") == []
    assert not replica.runtime.lifecycle.failed


async def _write_on(replica: toy.Toy) -> None:
    number = 0
    while True:
        number += 1
        visit = toy.Visit(number=f"own-{number}")
        await replica.visits.create(visit.number, Change(visit, [toy.scheduled(visit.number, ARRIVED)]))


async def _unrouted_subjects(wire: Bench) -> set[str]:
    """Nobody is bound to the toy's own events, so the alternate exchange has kept every one of them."""
    queue = await wire.channel.get_queue(f"{wire.namespace}aftersales.unrouted", ensure=False)
    while (message := await queue.get(no_ack=True, fail=False)) is not None:
        await wire.record(message)
    return {event.subject for event in wire.published}


async def _some(replica: toy.Toy) -> bool:
    return await replica.visits.collection.count_documents({}) > 20


async def _seen_once(replica: toy.Toy, events: list[Envelope[CaseOpened]]) -> bool:
    stored = [raw async for raw in replica.visits.collection.find({"state.seen": {"$ne": []}}, {"state.seen": 1})]
    seen = [raw["state"]["seen"] for raw in stored]
    return sorted(map(tuple, seen)) == sorted((event.id,) for event in events)


async def _reminded_once(replica: toy.Toy, events: list[Envelope[CaseOpened]]) -> bool:
    return await replica.visits.collection.count_documents({"state.reminders": 1}) == len(events)


async def _outboxes_empty(replica: toy.Toy) -> bool:
    return await replica.visits.collection.count_documents({"outbox": {"$ne": []}}) == 0
