"""One bounded task that looks at what no counter tells: depth of queues, age of what waits, overdue timers."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from pymongo.errors import PyMongoError

from chassis.backlog import backlog_of
from chassis.broker import BROKER_FAULTS, BrokerUnavailable, Link, is_cancelled
from chassis.clock import Clock
from chassis.metrics import Metrics
from chassis.mongo import MongoCollection
from chassis.queues import figures, queues_of
from chassis.topology import Topology

log = logging.getLogger(__name__)

SECONDS_FOR_A_LOOK = 8.0


class Hands(Protocol):
    """The consumer, as the sampler sees it."""

    @property
    def oldest_in_hand(self) -> datetime | None:
        """When the oldest message of the group under way was published."""
        ...

    @property
    def groups_taken(self) -> int:
        """How many groups it has taken up so far."""
        ...


class Sampler:
    """Every `interval` seconds ± a quarter. A look that fails is counted and leaves the older figures."""

    def __init__(
        self,
        service: str,
        link: Link,
        topology: Topology,
        collections: Mapping[str, MongoCollection],
        hands: Hands | None,
        clock: Clock,
        metrics: Metrics,
        *,
        interval: float,
    ) -> None:
        self._service = service
        self._link = link
        self._topology = topology
        self._collections = collections
        self._hands = hands
        self._clock = clock
        self._metrics = metrics
        self._interval = interval
        self._groups_seen = 0
        self._untouched_since: datetime | None = None

    async def run(self) -> None:
        """Sample until cancelled; the first look waits a while for the broker."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._link.wait_open(), SECONDS_FOR_A_LOOK)
        while True:
            await self.sample()
            await asyncio.sleep(self._interval * random.uniform(0.75, 1.25))  # noqa: S311 - spreads replicas

    async def sample(self) -> None:
        """One look at broker and database; neither's outage keeps the other's figures away."""
        try:
            await asyncio.wait_for(self._look_at_queues(), SECONDS_FOR_A_LOOK)
        except (BrokerUnavailable, *BROKER_FAULTS, asyncio.CancelledError) as error:
            self._failed("broker", error)
        try:
            await asyncio.wait_for(self._look_at_documents(), SECONDS_FOR_A_LOOK)
        except (TimeoutError, PyMongoError) as error:  # whatever it refuses: figures are no reason to end a service
            self._failed("database", error)

    async def _look_at_queues(self) -> None:
        names = [*queues_of(self._topology, self._service), self._topology.unrouted]
        async with await self._link.side_channel() as channel:
            found = await figures(channel, names)
        for queue in found:
            name = queue.name.removeprefix(self._topology.namespace)
            self._metrics.queue_messages.labels(name).set(queue.messages)
            self._metrics.queue_consumers.labels(name).set(queue.consumers)
        self._metrics.oldest_message.set(self._oldest_message(found[0].messages, self._clock()))

    def _oldest_message(self, ready: int, now: datetime) -> float:
        """Seconds. AMQP does not tell the age of a queue's head: it is that of the oldest message in hand; of messages
        that nobody takes, how long they have been seen waiting, which is less than their age."""
        taken = 0 if self._hands is None else self._hands.groups_taken
        moved, self._groups_seen = taken != self._groups_seen, taken
        if moved or not ready or self._untouched_since is None:
            self._untouched_since = now if ready else None
        in_hand = None if self._hands is None else self._hands.oldest_in_hand
        since = in_hand or self._untouched_since
        return 0.0 if since is None else max(0.0, (now - since).total_seconds())

    async def _look_at_documents(self) -> None:
        found = await backlog_of(self._collections.values(), self._clock())
        self._metrics.outbox_age.set(found.oldest_event)
        self._metrics.outbox_waiting.set(found.waiting)
        self._metrics.timers_overdue.set(found.due)
        self._metrics.timer_overdue_age.set(found.oldest_timer)

    def _failed(self, where: str, error: BaseException) -> None:
        if is_cancelled():
            raise error
        self._metrics.sample_failures.labels(where).inc()
        log.info("figures of the %s not read: %s", where, type(error).__name__)
