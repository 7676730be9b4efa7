"""Looks at a running installation from outside and says what is wrong; changes nothing."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

import aio_pika
from aio_pika.abc import AbstractConnection
from aio_pika.exceptions import ChannelClosed
from bson.codec_options import CodecOptions
from pymongo.errors import PyMongoError

from chassis import manifest, migrations
from chassis.backlog import backlog_of
from chassis.broker import BROKER_FAULTS
from chassis.findings import Finding, Level
from chassis.mongo import Json, MongoClient, MongoDatabase
from chassis.queues import QueueFigures, figures, queues_of
from chassis.topology import Topology

CONNECT_SECONDS = 5.0
AWARE: CodecOptions[Json] = CodecOptions(tz_aware=True)


@dataclass(frozen=True, slots=True)
class Limits:
    """Above these a figure is worth a warning, above `problem_factor` times it a problem; in seconds."""

    clock: float = 0.5
    outbox: float = 15.0
    timers: float = 15.0
    problem_factor: float = 10.0

    def judge(self, seconds: float, limit: float) -> Level:
        """How bad it is."""
        return "fine" if seconds <= limit else "warning" if seconds <= limit * self.problem_factor else "problem"


@dataclass(frozen=True, slots=True)
class Patient:
    """One installation: where it is and what it calls its databases and queues."""

    client: MongoClient
    amqp_url: str
    topology: Topology
    services: Sequence[str]
    database_of: Callable[[str], str]
    limits: Limits = Limits()


async def examine(patient: Patient) -> AsyncIterator[Finding]:
    """All findings, those about connections first."""
    database = await _database(patient)
    for finding in database:
        yield finding
    if database[0].level == "fine":
        for service in patient.services:
            try:
                async for finding in _documents(patient, service):
                    yield finding
            except PyMongoError as error:
                yield Finding("database_refuses", "problem", service, {"error": type(error).__name__})
    try:
        async with _broker(patient.amqp_url) as connection:
            yield Finding("broker", "fine")
            for service in patient.services:
                async for finding in _queues(connection, patient.topology, service):
                    yield finding
            async for finding in _unrouted(connection, patient.topology):
                yield finding
    except BROKER_FAULTS as error:
        yield Finding("broker_away", "problem", values={"error": type(error).__name__})


async def _database(patient: Patient) -> list[Finding]:
    asked = datetime.now(UTC)
    try:
        hello = cast("Json", await patient.client.admin.command("hello", codec_options=AWARE))
    except PyMongoError as error:
        return [Finding("database_away", "problem", values={"error": type(error).__name__})]
    answered = datetime.now(UTC)
    name = hello.get("setName")
    if name is None:
        connection = Finding("no_replica_set", "problem")
    else:
        connection = Finding("database", "fine", values={"set": str(name)})
    there = cast("datetime", hello["localTime"])
    skew = max(0.0, (asked - there).total_seconds(), (there - answered).total_seconds())
    level = patient.limits.judge(skew, patient.limits.clock)
    clock = Finding("clock" if level == "fine" else "clock_skew", level, values={"seconds": round(skew, 3)})
    return [connection, clock]


async def _documents(patient: Patient, service: str) -> AsyncIterator[Finding]:
    database = patient.client[patient.database_of(service)]
    stores = await manifest.described(database)
    if not stores:
        yield Finding("never_started", "problem", service, {"database": database.name})
        return
    missing = [item async for item in _missing_indexes(database, stores.items())]
    for store, index in missing:
        yield Finding("index_missing", "problem", service, {"store": store, "index": index})
    if not missing:
        yield Finding("indexes", "fine", service, {"count": sum(map(len, stores.values()))})
    async for finding in _migrations(database, service):
        yield finding
    limits = patient.limits
    found = await backlog_of((database[name] for name in stores), datetime.now(UTC))
    for check, count, age, limit in (
        ("outbox", found.waiting, found.oldest_event, limits.outbox),
        ("timers", found.due, found.oldest_timer, limits.timers),
    ):
        values = {"count": count, "seconds": round(age, 1), "limit": limit}
        yield Finding(check, limits.judge(age, limit), service, values)


async def _missing_indexes(
    database: MongoDatabase, stores: Iterable[tuple[str, Sequence[manifest.Keys]]]
) -> AsyncIterator[tuple[str, str]]:
    for store, wanted in stores:
        there = [
            tuple((str(name), int(cast("float", order))) for name, order in index["key"])
            for index in (await database[store].index_information()).values()
        ]
        for keys in wanted:
            if keys not in there:
                yield store, ", ".join(f"{name} {order}" for name, order in keys)


async def _migrations(database: MongoDatabase, service: str) -> AsyncIterator[Finding]:
    open_ones = await database[migrations.COLLECTION].find({"state": {"$ne": "done"}}).to_list(None)
    for raw in open_ones:
        values: dict[str, str | int | float] = {
            "migration": str(raw["_id"]),
            "state": str(raw["state"]),
            "attempts": cast("int", raw["attempts"]),
        }
        yield Finding("migration_open", "warning", service, values)
    if not open_ones:
        yield Finding("migrations", "fine", service)


async def _queues(connection: AbstractConnection, topology: Topology, service: str) -> AsyncIterator[Finding]:
    whole = True
    found: dict[str, QueueFigures] = {}
    for name in queues_of(topology, service):
        try:
            async with connection.channel() as channel:
                [found[name]] = await figures(channel, [name])
        except ChannelClosed:
            whole = False
            yield Finding("queue_missing", "problem", service, {"queue": name})
    events = found.get(topology.events_queue(service))
    if events is not None and not events.consumers:
        whole = False
        yield Finding("nobody_consumes", "problem", service, {"queue": events.name, "count": events.messages})
    if whole:
        yield Finding("topology", "fine", service)
    dead = found.get(topology.dead_queue(service))
    if dead is not None:
        yield Finding("dead_letters", "warning" if dead.messages else "fine", service, {"count": dead.messages})


async def _unrouted(connection: AbstractConnection, topology: Topology) -> AsyncIterator[Finding]:
    try:
        async with connection.channel() as channel:
            [found] = await figures(channel, [topology.unrouted])
    except ChannelClosed:
        yield Finding("queue_missing", "problem", values={"queue": topology.unrouted})
        return
    if found.messages:
        yield Finding("unrouted", "warning", values={"queue": found.name, "count": found.messages})


@asynccontextmanager
async def _broker(url: str) -> AsyncIterator[AbstractConnection]:
    connection = await aio_pika.connect(url, timeout=CONNECT_SECONDS)
    async with connection:
        yield connection
