"""The running service: connects what the composition root put together, and drains it in order on SIGTERM."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar, cast

import uvicorn
from aio_pika.abc import AbstractChannel
from contracts.access import PERMISSIONS
from contracts.envelope import Envelope
from contracts.payload import Payload
from contracts.subscriptions import SUBSCRIPTIONS
from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from chassis import logs, manifest
from chassis.application import Health, application
from chassis.apply import EventFactory
from chassis.auth import authenticator
from chassis.broker import Link
from chassis.clock import Clock, system_clock
from chassis.codec import Lookup
from chassis.consumer import Consumer
from chassis.dispatcher import AnyStore, Dispatcher, Reaction
from chassis.documents import Timer
from chassis.group_commit import GroupCommit
from chassis.identifiers import new_id
from chassis.indexes import Fields, Index
from chassis.leaving_server import LeavingServer
from chassis.lookups import begin_to_fill
from chassis.metrics import Metrics
from chassis.migrations import Migration, Migrator
from chassis.mongo import OUTAGES, MongoDatabase, connect
from chassis.problems import ProblemText
from chassis.publisher import Publisher
from chassis.relay import Relay
from chassis.sampler import Sampler
from chassis.server import BoundedProtocol
from chassis.settings import ServiceSettings
from chassis.store import Store, StorePolicy
from chassis.subscription import HasNow, Moment, Prepare, Subscription
from chassis.sweeper import OutboxSweeper
from chassis.timers import Fire, TimerSweeper
from chassis.topology import LADDER, Rung, Topology
from chassis.tracing import Spans, tracer_provider

log = logging.getLogger(__name__)

S = TypeVar("S")
C = TypeVar("C", bound=HasNow)

READY_CHECK_SECONDS = 2.0
BROKER_PATIENCE = 10.0
"""How long a start waits for the broker: without one, commands are accepted and events wait in their documents."""


DRAIN_STEPS = 5
"""Idle connections, requests, deliveries, group commits with sweepers, and the relay each get an equal part of the
drain's time."""


class Runtime:
    """Everything one service process holds. Nothing connects before `start`; `run` does all of it.

    `ladder` and `consumers` (who gets which events) make the shared topology: every service must be given the same.
    """

    def __init__(
        self,
        service: str,
        settings: ServiceSettings,
        *,
        clock: Clock = system_clock,
        ladder: Sequence[Rung] = LADDER,
        consumers: Mapping[str, Sequence[type[Payload]]] = SUBSCRIPTIONS,
    ) -> None:
        self.service = service
        self.settings = settings
        self.clock = clock
        self.metrics = Metrics(service)
        self.spans = Spans(service, tracer_provider(service, settings.otlp_endpoint, settings.trace_ratio))
        self.authenticator = authenticator(settings, PERMISSIONS)
        self.mongo = connect(settings, service)
        self.mongo_database: MongoDatabase = self.mongo[settings.mongodb_database or f"aftersales_{service}"]
        self.health = Health(self._check)
        self._topology = Topology(
            {name: [event.routing_key() for event in events] for name, events in consumers.items()},
            settings.delivery_limit,
            ladder,
            settings.broker_namespace,
        )
        amqp = settings.amqp_url.get_secret_value()
        self._publish_link = Link(amqp, self._topology, name=f"{service}-publish", confirms=True)
        self.publisher = Publisher(self._publish_link, window=settings.relay_window, timeout=settings.publish_timeout)
        self.relay = Relay(
            self.publisher,
            self.metrics,
            batch_events=settings.relay_batch_events,
            batch_bytes=settings.relay_batch_bytes,
            gather=settings.relay_gather,
            tidy=settings.relay_tidy,
        )
        self._consume_link: Link | None = None
        self._consumer: Consumer | None = None
        self._stores: list[Store[object]] = []
        self._commits: list[GroupCommit] = []
        self._migrations: tuple[Migration, ...] = ()
        self._reactions: dict[str, list[Reaction]] = {}
        self._timers: list[TimerSweeper[object]] = []
        self._prepare: Prepare[HasNow] = _moment
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: uvicorn.Server | None = None
        self._failed = False
        self._waiting_to_start: asyncio.Task[object] | None = None
        self._app: FastAPI | None = None

    def store(
        self,
        name: str,
        state_type: type[S],
        *,
        timers: Callable[[S], Sequence[Timer]] | None = None,
        indexes: Sequence[Index | Fields] = (),
        unique: Sequence[str] = (),
        lookup: Lookup[S] | None = None,
    ) -> Store[S]:
        """A collection of aggregates. `timers` derives all pending timers from a state; `unique` names fields.

        `lookup` derives plain values from a state, one of them `key`; they are written beside it as `lookup`, for
        queries and indexes. An index must begin with `lookup.key`.
        """
        collection = self.mongo_database[name]
        commit = GroupCommit(
            collection,
            size=self.settings.group_commit_size,
            flushes=self.settings.group_commit_flushes,
            patience=self.settings.storage_patience,
            observe=self.metrics.commit_size.observe,
        )
        store = Store(
            collection,
            state_type,
            timers=timers or _no_timers,
            indexes=indexes,
            unique=unique,
            factory=EventFactory(f"/aftersales/{self.service}", new_id),
            clock=self.clock,
            commit=commit,
            relay=self.relay,
            policy=StorePolicy(self.settings.storage_patience, timedelta(days=self.settings.inbox_retention_days)),
            lookup=lookup,
        )
        self.relay.serve(name, collection)
        self._commits.append(commit)
        self._stores.append(cast("Store[object]", store))
        return store

    def subscribe(self, *subscriptions: Subscription) -> None:  # type: ignore[type-arg]  # heterogeneous by nature
        """React to events; each subscription has tied its handler to its store.

        An event has at most one effect on a document: where two handlers of one store name the same document for the
        same event, the first decides.
        """
        for subscription in subscriptions:
            reaction = Reaction(cast("AnyStore", subscription.store), subscription.key, subscription.handler)
            self._reactions.setdefault(subscription.event.type_name(), []).append(reaction)

    def prepare(self, prepare: Prepare[C]) -> None:
        """Set what makes the context of handlers and timers."""
        self._prepare = prepare

    def on_timer(self, store: Store[S], fire: Fire[S]) -> None:
        """Fire the store's timers with `fire`."""
        sweeper = TimerSweeper(
            store,
            fire,
            self._context,
            self.clock,
            self.metrics,
            interval=self.settings.timer_interval,
            page=self.settings.timer_page,
            lease=self.settings.lease,
        )
        self._timers.append(cast("TimerSweeper[object]", sweeper))

    def migrate(self, *migrations: Migration) -> None:
        """Bring the database up to date with these before anything else happens at start."""
        self._migrations = (*self._migrations, *migrations)

    def http(
        self,
        *,
        title: str,
        routers: Sequence[APIRouter],
        problems: Mapping[str, ProblemText] | None = None,
        domain_errors: Sequence[type[Exception]] = (),
        shortcuts: Mapping[tuple[str, str], ASGIApp] | None = None,
    ) -> FastAPI:
        """Make the application, which starts and drains the runtime with its lifespan."""
        self._app = application(
            title=title,
            routers=routers,
            problems=problems or {},
            domain_errors=domain_errors,
            authenticator=self.authenticator,
            health=self.health,
            metrics=self.metrics,
            spans=self.spans,
            body_limit=self.settings.body_limit,
            shortcuts=shortcuts,
            start=self.start,
            drain=self.drain,
        )
        return self._app

    @property
    def app(self) -> FastAPI:
        """The application; raises RuntimeError before `http` made it."""
        if self._app is None:
            raise RuntimeError("http() has not been called")
        return self._app

    async def start(self) -> None:
        """Indexes, connections, relay, sweepers, timers, consumer; waits for the database as long as it takes."""
        self._waiting_to_start = asyncio.current_task()
        if self.health.draining:
            raise asyncio.CancelledError("told to end before the start")
        await self._prepare_database()
        self._waiting_to_start = None
        for store in self._stores:
            if store.codec.has_lookup:
                self._tasks.add(begin_to_fill(store))
        self._watch(self._publish_link.start())
        self._watch(self.relay.start())
        settings = self.settings
        sweeper = OutboxSweeper(
            self.relay,
            self.publisher,
            self.clock,
            self.metrics,
            interval=settings.outbox_sweep_interval,
            age=settings.outbox_sweep_age,
            lease=settings.lease,
        )
        self._spawn(sweeper.run())
        for timers in self._timers:
            self._spawn(timers.run())
        if self._reactions:
            self._start_consumer()
        self._start_sampler()
        try:
            await asyncio.wait_for(self._publish_link.wait_open(), BROKER_PATIENCE)
        except TimeoutError:
            log.warning("started without a broker; events wait in their documents")
        self.health.started = True
        log.info("service started")

    async def drain(self) -> None:
        """Readiness off, consumption cancelled and finished, relay flushed, everything closed; bounded in time."""
        self.health.draining = True
        patience = self.settings.drain_timeout / DRAIN_STEPS
        if self._consumer is not None:
            await self._consumer.drain(patience)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*(commit.flush() for commit in self._commits)), patience)
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=patience)
        await self.relay.flush(patience if self.publisher.is_open else 0)
        await self.relay.close()
        if self._consume_link is not None:
            await self._consume_link.close()
        await self._publish_link.close()
        self.mongo.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.to_thread(self.spans.close), patience)
        log.info("service drained")

    def run(self) -> int:
        """Serve until SIGTERM or SIGINT; 0 after a clean drain, 1 when a background task died."""
        logs.configure(self.service, self.settings.log_level)
        config = uvicorn.Config(
            self.app,
            host=self.settings.service_host,
            port=self.settings.service_port,
            access_log=False,
            log_config=None,
            timeout_graceful_shutdown=max(1, int(self.settings.drain_timeout / DRAIN_STEPS)),
            server_header=False,
            lifespan="on",
            http=BoundedProtocol,
            proxy_headers=False,
        )
        self._server = LeavingServer(config, self._begin_to_end, self.settings.drain_timeout / DRAIN_STEPS)
        self._server.run()
        return 1 if self._failed or not self._server.started else 0

    def _start_consumer(self) -> None:
        settings = self.settings
        dispatcher = Dispatcher(self._reactions, self._context, self.clock, self.metrics, self.spans)

        async def opened(channel: AbstractChannel) -> None:
            await consumer.on_open(channel)

        self._consume_link = Link(
            settings.amqp_url.get_secret_value(),
            self._topology,
            name=f"{self.service}-consume",
            confirms=False,
            on_open=opened,
        )
        consumer = Consumer(
            self.service,
            self._consume_link,
            self.publisher,
            dispatcher,
            self.metrics,
            prefetch=settings.prefetch,
            topology=self._topology,
        )
        self._consumer = consumer
        self._watch(consumer.start())
        self._watch(self._consume_link.start())

    def _start_sampler(self) -> None:
        links = {"publish": self._publish_link, "consume": self._consume_link}
        for name, link in links.items():
            if link is not None:
                self.metrics.broker_connected.labels(name).set_function(partial(_is_open, link))
        sampler = Sampler(
            self.service,
            self._publish_link,
            self._topology,
            self.relay.collections,
            self._consumer,
            self.clock,
            self.metrics,
            interval=self.settings.sample_interval,
        )
        self._spawn(sampler.run())

    def _begin_to_end(self) -> None:
        """At the first signal: readiness off; a start that still waits for the database is given up."""
        self.health.draining = True
        if self._waiting_to_start is not None:
            self._waiting_to_start.get_loop().call_soon_threadsafe(self._waiting_to_start.cancel)

    async def _context(self, events: Sequence[Envelope[Payload]], now: datetime) -> HasNow:
        return await self._prepare(events, now)

    async def _prepare_database(self) -> None:
        """Migrations, indexes, and what the service says of itself; all of it bears repetition and replicas."""
        migrator = Migrator(self.mongo_database, self._migrations, lease=self.settings.migration_lease)
        while True:
            try:
                await migrator.run()
                for store in self._stores:
                    await store.ensure_indexes()
                await manifest.describe(self.mongo_database, self.service, self._stores)
            except OUTAGES as error:
                log.warning("waiting for the database: %s", type(error).__name__)
                await asyncio.sleep(1)
            else:
                return

    async def _check(self) -> str | None:
        try:
            await asyncio.wait_for(self.mongo_database.command("ping"), READY_CHECK_SECONDS)
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
        self._failed = True
        self.health.draining = True
        if self._server is not None:
            self._server.should_exit = True


async def _moment(_: Sequence[Envelope[Payload]], now: datetime) -> Moment:
    return Moment(now)


def _is_open(link: Link) -> float:
    return float(link.is_open)


def _no_timers(_: object) -> Sequence[Timer]:
    return ()
