"""Independent evidence: a queue of the test's own, bound to everything that passes the exchange of events.

It is a durable quorum queue, so that a publisher's confirm covers it as well. As it is bound to every key, it hides
from the alternate exchange what no service is bound to; that every published type has a consumer is checked apart.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aio_pika
from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage
from contracts.codec import Undecodable, parse
from contracts.envelope import Envelope
from contracts.payload import Payload

from tests.chaos.world import World
from tests.support.eventually import eventually

Event = Envelope[Payload]
QUEUE = "chaos.recorder"
ON_DISK_WITHIN = 20.0
DRAIN_WITHIN = 60.0
PUBLISH_WITHIN = 30.0


@dataclass(slots=True)
class Recorded:
    """`events` in the order of first arrival, each id once; `all_copies` counts what was published in all."""

    events: list[Event] = field(default_factory=list)
    all_copies: int = 0
    twins: list[str] = field(default_factory=list)
    """Ids that stand for two different events."""
    unreadable: list[str] = field(default_factory=list)

    def take(self, body: bytes, content_type: str) -> None:
        """Every event of a message."""
        for item in parse(body, content_type):
            if isinstance(item, Undecodable):
                self.unreadable.append(item.reason)
            else:
                self.all_copies += 1
                self.events.append(item)

    def settle(self) -> None:
        """Keep each id once; two different events of one id are told."""
        kept: dict[str, Event] = {}
        for event in self.events:
            first = kept.setdefault(event.id, event)
            if first != event:
                self.twins.append(event.id)
        self.events = list(kept.values())


@asynccontextmanager
async def channel_to(world: World) -> AsyncIterator[AbstractChannel]:
    """A channel of the test's own."""
    connection = await aio_pika.connect(world.broker_url, timeout=10)
    async with connection:
        yield await connection.channel()


async def begin(world: World) -> None:
    """Bind the queue; returns when every queue would survive a kill of the broker."""
    async with channel_to(world) as channel:
        queue = await channel.declare_queue(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
        await queue.bind(world.topology.exchange, "#")
    names = [*world.queues(), *world.graves(), QUEUE]
    on_disk = world.stack.backends.queues_on_disk
    await eventually(lambda: on_disk(*names), within=ON_DISK_WITHIN, what="queues on disk")


async def depths(world: World, names: Sequence[str]) -> dict[str, int]:
    """Messages that wait in each queue (not those that a consumer holds)."""
    async with channel_to(world) as channel:
        found = {name: await channel.declare_queue(name, passive=True) for name in names}
    return {name: queue.declaration_result.message_count or 0 for name, queue in found.items()}


async def drain(world: World) -> list[AbstractIncomingMessage]:
    """Take out all that was recorded since the last time."""
    expected = (await depths(world, [QUEUE]))[QUEUE]
    taken: list[AbstractIncomingMessage] = []
    finished = asyncio.Event()

    async def take(message: AbstractIncomingMessage) -> None:
        taken.append(message)
        if len(taken) >= expected:
            finished.set()

    async with channel_to(world) as channel:
        queue = await channel.get_queue(QUEUE, ensure=False)
        if expected:
            await queue.consume(take, no_ack=True)
            async with asyncio.timeout(DRAIN_WITHIN):
                await finished.wait()
    return taken


async def replay(world: World, messages: Sequence[AbstractIncomingMessage]) -> None:
    """Delivery is at least once: publish these again, unchanged, long after the first time."""
    async with channel_to(world) as channel:
        exchange = await channel.get_exchange(world.topology.exchange, ensure=False)
        for message in messages:
            again = Message(
                message.body,
                content_type=message.content_type,
                message_id=message.message_id,
                delivery_mode=DeliveryMode.PERSISTENT,
            )
            await exchange.publish(again, message.routing_key or "", timeout=PUBLISH_WITHIN)


def settle(messages: Sequence[AbstractIncomingMessage]) -> Recorded:
    """What the messages hold."""
    recorded = Recorded()
    for message in messages:
        recorded.take(message.body, message.content_type or "")
    recorded.settle()
    return recorded
