"""From start to drain: the database first, then relay, sweepers, timers and consumer; at SIGTERM in order back."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from functools import partial

from aio_pika.abc import AbstractChannel

from chassis import manifest
from chassis.application import Health
from chassis.assembly import Assembly
from chassis.broker import Link
from chassis.consumer import Consumer
from chassis.dispatcher import Dispatcher
from chassis.lookups import begin_to_fill
from chassis.migrations import Migrator
from chassis.mongo import OUTAGES
from chassis.sampler import Sampler
from chassis.sweeper import OutboxSweeper

log = logging.getLogger(__name__)

READY_CHECK_SECONDS = 2.0
BROKER_PATIENCE = 10.0
"""How long a start waits for the broker: without one, commands are accepted and events wait in their documents."""
DRAIN_STEPS = 5
"""Idle connections, requests, deliveries, group commits with sweepers, and the relay each get an equal part of the
drain's time."""


class Lifecycle:
    """One process's life. `failed` tells that a background task died; `on_failure` is called at that moment."""

    def __init__(self, parts: Assembly) -> None:
        self.health = Health(self._check)
        self.consumer: Consumer | None = None
        self.failed = False
        self.on_failure: Callable[[], None] = _nothing
        self._parts = parts
        self._consume_link: Link | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting_to_start: asyncio.Task[object] | None = None

    async def start(self) -> None:
        """Indexes, connections, relay, sweepers, timers, consumer; waits for the database as long as it takes."""
        self._waiting_to_start = asyncio.current_task()
        if self.health.draining:
            raise asyncio.CancelledError("told to end before the start")
        await self._prepare_database()
        self._waiting_to_start = None
        parts = self._parts
        for store in parts.stores:
            if store.codec.has_lookup:
                self._tasks.add(begin_to_fill(store))
        self._watch(parts.publish_link.start())
        self._watch(parts.relay.start())
        self._start_sweepers()
        if parts.reactions:
            self._start_consumer()
        self._start_sampler()
        try:
            await asyncio.wait_for(parts.publish_link.wait_open(), BROKER_PATIENCE)
        except TimeoutError:
            log.warning("started without a broker; events wait in their documents")
        self.health.started = True
        log.info("service started")

    def begin_to_end(self) -> None:
        """At the first signal: readiness off; a start that still waits for the database is given up."""
        self.health.draining = True
        if self._waiting_to_start is not None:
            self._waiting_to_start.get_loop().call_soon_threadsafe(self._waiting_to_start.cancel)

    async def drain(self) -> None:
        """Readiness off, consumption cancelled and finished, relay flushed, everything closed; bounded in time."""
        self.health.draining = True
        parts = self._parts
        patience = parts.settings.drain_timeout / DRAIN_STEPS
        if self.consumer is not None:
            await self.consumer.drain(patience)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*(commit.flush() for commit in parts.commits)), patience)
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=patience)
        await parts.relay.flush(patience if parts.publisher.is_open else 0)
        await parts.relay.close()
        if self._consume_link is not None:
            await self._consume_link.close()
        await parts.publish_link.close()
        parts.mongo.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.to_thread(parts.spans.close), patience)
        log.info("service drained")

    async def _prepare_database(self) -> None:
        """Migrations, indexes, and what the service says of itself; all of it bears repetition and replicas."""
        parts = self._parts
        migrator = Migrator(parts.database, parts.migrations, lease=parts.settings.migration_lease)
        while True:
            try:
                await migrator.run()
                for store in parts.stores:
                    await store.ensure_indexes()
                await manifest.describe(parts.database, parts.service, parts.stores)
            except OUTAGES as error:
                log.warning("waiting for the database: %s", type(error).__name__)
                await asyncio.sleep(1)
            else:
                return

    def _start_sweepers(self) -> None:
        parts, settings = self._parts, self._parts.settings
        sweeper = OutboxSweeper(
            parts.relay,
            parts.publisher,
            parts.clock,
            parts.metrics,
            interval=settings.outbox_sweep_interval,
            age=settings.outbox_sweep_age,
            lease=settings.lease,
        )
        self._spawn(sweeper.run())
        for timers in parts.timers:
            self._spawn(timers.run())

    def _start_consumer(self) -> None:
        parts = self._parts
        dispatcher = Dispatcher(parts.reactions, parts.context, parts.clock, parts.metrics, parts.spans)

        async def opened(channel: AbstractChannel) -> None:
            await consumer.on_open(channel)

        link = Link(
            parts.settings.amqp_url.get_secret_value(),
            parts.topology,
            name=f"{parts.service}-consume",
            confirms=False,
            on_open=opened,
        )
        consumer = Consumer(
            parts.service,
            link,
            parts.publisher,
            dispatcher,
            parts.metrics,
            prefetch=parts.settings.prefetch,
            topology=parts.topology,
        )
        self.consumer, self._consume_link = consumer, link
        self._watch(consumer.start())
        self._watch(link.start())

    def _start_sampler(self) -> None:
        parts = self._parts
        for name, link in {"publish": parts.publish_link, "consume": self._consume_link}.items():
            if link is not None:
                parts.metrics.broker_connected.labels(name).set_function(partial(_is_open, link))
        sampler = Sampler(
            parts.service,
            parts.publish_link,
            parts.topology,
            parts.relay.collections,
            self.consumer,
            parts.clock,
            parts.metrics,
            interval=parts.settings.sample_interval,
        )
        self._spawn(sampler.run())

    async def _check(self) -> str | None:
        try:
            await asyncio.wait_for(self._parts.database.command("ping"), READY_CHECK_SECONDS)
        except (TimeoutError, *OUTAGES):
            return "database"
        return None

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        self._watch(task)

    def _watch(self, task: "asyncio.Task[None]") -> None:
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        """A background task that died ends the process, so that its supervisor starts a sound one."""
        if self.health.draining and (task.cancelled() or task.exception() is None):
            return
        log.critical("background task died", exc_info=None if task.cancelled() else task.exception())
        self.failed = True
        self.health.draining = True
        self.on_failure()


def _is_open(link: Link) -> float:
    return float(link.is_open)


def _nothing() -> None:
    return
