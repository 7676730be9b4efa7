"""Consumer: takes what its prefetch holds as one group, acknowledges after the write, sends misfits away singly."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aio_pika.abc import AbstractChannel, AbstractIncomingMessage
from contracts.codec import Undecodable, dump, parse
from contracts.envelope import CONTENT_TYPE

from chassis.broker import BROKER_FAULTS, Link
from chassis.dispatcher import Dispatcher, Event, Verdicts
from chassis.logs import correlated
from chassis.metrics import Metrics
from chassis.publisher import Publisher, PublishFailed
from chassis.topology import Topology

log = logging.getLogger(__name__)

ATTEMPT = "x-attempt"
"""Header: how many rungs of the ladder the message has taken."""
REASON = "x-reason"
FAILURE = "x-failure"
GROUP_EVENTS = 512
"""A group stops growing here, so that latency and memory stay bounded."""
PAUSE = 0.3


@dataclass(slots=True)
class _Delivery:
    message: AbstractIncomingMessage
    attempt: int
    events: list[Event] = field(default_factory=list)
    undecodable: list[Undecodable] = field(default_factory=list)

    @property
    def published_at(self) -> datetime | None:
        """Unknown for what was replayed; what comes from the ladder has been made to wait, so it does not count."""
        return None if self.attempt else self.message.timestamp


class Consumer:
    """Consumes the service's queue over its own link; handles groups one after the other."""

    def __init__(
        self,
        service: str,
        link: Link,
        publisher: Publisher,
        dispatcher: Dispatcher,
        metrics: Metrics,
        *,
        prefetch: int,
        topology: Topology,
    ) -> None:
        self._service = service
        self._link = link
        self._publisher = publisher
        self._dispatcher = dispatcher
        self._metrics = metrics
        self._prefetch = prefetch
        self._topology = topology
        self._arrived: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._consumer: tuple[AbstractChannel, str] | None = None
        self.oldest_in_hand: datetime | None = None
        """When the oldest message of the group under way was published, as far as that is known."""
        self.groups_taken = 0

    async def on_open(self, channel: AbstractChannel) -> None:
        """Begin to consume on a new channel; what an old one delivered comes again and is dropped here."""
        self._drop_arrived()
        await channel.set_qos(prefetch_count=self._prefetch)
        queue = await channel.get_queue(self._topology.events_queue(self._service), ensure=False)
        tag = await queue.consume(self._arrived.put)
        self._consumer = (channel, tag)

    def start(self) -> asyncio.Task[None]:
        """Begin to handle what arrives."""
        self._task = asyncio.create_task(self._run(), name="consumer")
        return self._task

    async def drain(self, patience: float) -> None:
        """Cancel the subscription, finish the group under way, leave the rest to the broker."""
        self._stopping.set()
        if self._consumer is not None and self._link.is_open:
            channel, tag = self._consumer
            with contextlib.suppress(*BROKER_FAULTS):
                await asyncio.wait_for((await channel.get_underlay_channel()).basic_cancel(tag), 2)
        if self._task is not None:
            done, _ = await asyncio.wait([self._task], timeout=patience)
            if not done:
                self._task.cancel()
                await asyncio.wait([self._task])

    def _drop_arrived(self) -> None:
        while not self._arrived.empty():
            self._arrived.get_nowait()

    async def _run(self) -> None:
        while not self._stopping.is_set():
            first = await self._next()
            if first is not None:
                await self._take_up(self._group(first))

    async def _next(self) -> AbstractIncomingMessage | None:
        arrival = asyncio.create_task(self._arrived.get())
        stop = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait([arrival, stop], return_when=asyncio.FIRST_COMPLETED)
            return arrival.result() if arrival.done() else None
        finally:
            arrival.cancel()
            stop.cancel()

    def _group(self, first: AbstractIncomingMessage) -> list[_Delivery]:
        group = [_decode(first)]
        events = len(group[0].events)
        while events < GROUP_EVENTS and not self._arrived.empty():
            delivery = _decode(self._arrived.get_nowait())
            group.append(delivery)
            events += len(delivery.events)
        self._metrics.group_size.observe(events)
        return group

    async def _take_up(self, group: Sequence[_Delivery]) -> None:
        started = time.perf_counter()
        self.groups_taken += 1
        self.oldest_in_hand = min(filter(None, (delivery.published_at for delivery in group)), default=None)
        if self.oldest_in_hand is not None:
            age = (datetime.now(UTC) - self.oldest_in_hand).total_seconds()
            self._metrics.message_age.observe(max(0.0, age))
        await self._handle(group)
        self.oldest_in_hand = None
        self._metrics.group_seconds.observe(time.perf_counter() - started)

    async def _handle(self, group: Sequence[_Delivery]) -> None:
        verdicts = await self._dispatcher.handle([event for delivery in group for event in delivery.events])
        for delivery in group:
            for unreadable in delivery.undecodable:
                await self._bury(unreadable.raw, delivery, unreadable.failure, unreadable.reason)
            for event in delivery.events:
                with correlated(event.correlationid):
                    await self._conclude(event, delivery, verdicts)
        await self._acknowledge(group)

    async def _conclude(self, event: Event, delivery: _Delivery, verdicts: Verdicts) -> None:
        if event.id in verdicts.poison:
            await self._bury(dump(event), delivery, "handler", verdicts.poison[event.id], event.id)
        elif event.id in verdicts.waiting:
            await self._postpone(event, delivery, verdicts.waiting[event.id])

    async def _postpone(self, event: Event, delivery: _Delivery, reason: str) -> None:
        if delivery.attempt >= len(self._topology.ladder):
            await self._bury(dump(event), delivery, "ladder_exhausted", reason, event.id)
            return
        rung = self._topology.ladder[delivery.attempt]
        headers: dict[str, str | int] = {ATTEMPT: delivery.attempt + 1, REASON: reason}
        await self._send(self._topology.retry_queue(self._service, rung), dump(event), event.id, headers)

    async def _bury(
        self, body: bytes, delivery: _Delivery, failure: str, reason: str, event_id: str | None = None
    ) -> None:
        log.error("dead letter: %s", failure)
        self._metrics.dead_letters.labels(failure).inc()
        headers: dict[str, str | int] = {FAILURE: failure, REASON: reason[:1_000], ATTEMPT: delivery.attempt}
        await self._send(
            self._topology.dead_queue(self._service),
            body,
            event_id or delivery.message.message_id or "unknown",
            headers,
        )

    async def _send(self, queue: str, body: bytes, message_id: str, headers: dict[str, str | int]) -> None:
        """Publish until confirmed: the delivery is not acknowledged before, so nothing is lost."""
        while True:
            try:
                await self._publisher.to_queue(
                    queue, body, message_id=message_id, content_type=CONTENT_TYPE, headers=headers
                )
            except PublishFailed as failure:
                log.warning("publishing to %s failed, holding: %s", queue, failure)
                await asyncio.sleep(PAUSE)
            else:
                return

    async def _acknowledge(self, group: Sequence[_Delivery]) -> None:
        """What cannot be acknowledged any more comes again and is recognised by the inbox."""
        for delivery in group:
            with contextlib.suppress(*BROKER_FAULTS):
                await delivery.message.ack()


def _decode(message: AbstractIncomingMessage) -> _Delivery:
    attempt = message.headers.get(ATTEMPT, 0)
    delivery = _Delivery(message, max(0, attempt) if isinstance(attempt, int) else 0)
    for item in parse(message.body, message.content_type or ""):
        if isinstance(item, Undecodable):
            delivery.undecodable.append(item)
        else:
            delivery.events.append(item)
    return delivery
