"""The parts of one service process, as its composition root put them together; nothing here is connected yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from contracts.envelope import Envelope
from contracts.payload import Payload

from chassis.broker import Link
from chassis.clock import Clock
from chassis.dispatcher import Reaction
from chassis.group_commit import GroupCommit
from chassis.metrics import Metrics
from chassis.migrations import Migration
from chassis.mongo import MongoClient, MongoDatabase, connect
from chassis.publisher import Publisher
from chassis.relay import Relay
from chassis.settings import ServiceSettings
from chassis.store import Store
from chassis.subscription import HasNow, Moment, Prepare
from chassis.timers import TimerSweeper
from chassis.topology import Rung, Topology
from chassis.tracing import Spans, tracer_provider


async def just_now(_: Sequence[Envelope[Payload]], now: datetime) -> Moment:
    """The context of handlers that need nothing but the time."""
    return Moment(now)


@dataclass(slots=True)
class Assembly:
    """What `chassis.runtime` collects and `chassis.lifecycle` brings to life."""

    service: str
    settings: ServiceSettings
    clock: Clock
    metrics: Metrics
    spans: Spans
    mongo: MongoClient
    database: MongoDatabase
    topology: Topology
    publish_link: Link
    publisher: Publisher
    relay: Relay
    stores: list[Store[object]] = field(default_factory=list)
    commits: list[GroupCommit] = field(default_factory=list)
    migrations: list[Migration] = field(default_factory=list)
    reactions: dict[str, list[Reaction]] = field(default_factory=dict)
    timers: list[TimerSweeper[object]] = field(default_factory=list)
    prepare: Prepare[HasNow] = just_now

    async def context(self, events: Sequence[Envelope[Payload]], now: datetime) -> HasNow:
        """What handlers and timers are given, by whatever `prepare` is by then."""
        return await self.prepare(events, now)


def assemble(
    service: str,
    settings: ServiceSettings,
    clock: Clock,
    ladder: Sequence[Rung],
    consumers: Mapping[str, Sequence[type[Payload]]],
) -> Assembly:
    """The parts that every service has."""
    metrics = Metrics(service)
    mongo = connect(settings, service)
    topology = Topology(
        {name: [event.routing_key() for event in events] for name, events in consumers.items()},
        settings.delivery_limit,
        ladder,
        settings.broker_namespace,
    )
    link = Link(settings.amqp_url.get_secret_value(), topology, name=f"{service}-publish", confirms=True)
    publisher = Publisher(link, window=settings.relay_window, timeout=settings.publish_timeout)
    return Assembly(
        service=service,
        settings=settings,
        clock=clock,
        metrics=metrics,
        spans=Spans(service, tracer_provider(service, settings.otlp_endpoint, settings.trace_ratio)),
        mongo=mongo,
        database=mongo[settings.mongodb_database or f"aftersales_{service}"],
        topology=topology,
        publish_link=link,
        publisher=publisher,
        relay=Relay(
            publisher,
            metrics,
            batch_events=settings.relay_batch_events,
            batch_bytes=settings.relay_batch_bytes,
            gather=settings.relay_gather,
            tidy=settings.relay_tidy,
        ),
    )
