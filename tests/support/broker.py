"""A test's own eyes and hands on the broker: what was published, what lies in a queue, and raw publishing."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage
from contracts.codec import Undecodable, dump, parse
from contracts.envelope import CONTENT_TYPE, Envelope
from contracts.payload import Payload

Event = Envelope[Payload]


@dataclass(slots=True)
class Dead:
    """A dead letter as an operator sees it."""

    body: bytes
    headers: dict[str, object]


@dataclass(slots=True)
class Bench:
    """One connection of the test. `published` holds every event that passed the exchange, in order of arrival."""

    channel: AbstractChannel
    namespace: str
    published: list[Event] = field(default_factory=list)
    strange: list[Undecodable] = field(default_factory=list)

    async def watch(self) -> None:
        """Begin to record what passes the exchange, which must exist."""
        exchange = await self.channel.get_exchange(f"{self.namespace}aftersales.events")
        queue = await self.channel.declare_queue(exclusive=True)
        await queue.bind(exchange, "#")
        await queue.consume(self.record, no_ack=True)

    async def record(self, message: AbstractIncomingMessage) -> None:
        """Keep the events of one message."""
        for item in parse(message.body, message.content_type or ""):
            if isinstance(item, Undecodable):
                self.strange.append(item)
            else:
                self.published.append(item)

    async def send(self, service: str, *events: Event, headers: dict[str, str | int] | None = None) -> None:
        """Publish events one a message to a service's queue, confirmed."""
        for event in events:
            await self.send_raw(service, dump(event), message_id=event.id, headers=headers)

    async def send_raw(
        self,
        service: str,
        body: bytes,
        *,
        message_id: str | None = "raw",
        content_type: str | None = CONTENT_TYPE,
        headers: dict[str, str | int] | None = None,
    ) -> None:
        """Publish any bytes to a service's queue, confirmed."""
        await self.put(f"{service}.events", body, message_id, content_type=content_type, headers=headers)

    async def put(
        self,
        queue: str,
        body: bytes,
        message_id: str | None,
        *,
        content_type: str | None = CONTENT_TYPE,
        headers: dict[str, str | int] | None = None,
    ) -> None:
        """Publish any bytes to any queue, confirmed."""
        message = aio_pika.Message(
            body,
            message_id=message_id,
            content_type=content_type,
            headers=dict(headers or {}),
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
            timestamp=time.time(),
        )
        await self.channel.default_exchange.publish(message, f"{self.namespace}{queue}", timeout=10)

    async def depth(self, queue: str) -> int:
        """Messages that wait in a queue (not those that a consumer holds)."""
        found = await self.channel.declare_queue(f"{self.namespace}{queue}", passive=True)
        return found.declaration_result.message_count or 0

    async def dead(self, service: str) -> list[Dead]:
        """Take all dead letters out."""
        queue = await self.channel.get_queue(f"{self.namespace}{service}.dead", ensure=False)
        taken: list[Dead] = []
        while (message := await queue.get(no_ack=True, fail=False)) is not None:
            taken.append(Dead(message.body, dict(message.headers)))
        return taken

    def of(self, subject: str) -> list[Event]:
        """Published events of one aggregate, each id once, in order of first arrival."""
        seen: dict[str, Event] = {}
        for event in self.published:
            if event.subject == subject:
                seen.setdefault(event.id, event)
        return list(seen.values())


@asynccontextmanager
async def bench(url: str, namespace: str = "") -> AsyncIterator[Bench]:
    """Connect; the exchange is watched only after `watch`."""
    connection = await aio_pika.connect(url)
    async with connection:
        yield Bench(await connection.channel(publisher_confirms=True), namespace)
