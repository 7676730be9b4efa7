"""Dead letters of one service, for operators: looked at without loss, replayed with confirms, dropped on purpose."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import aio_pika
from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage
from contracts.codec import Undecodable, parse
from contracts.envelope import Envelope
from contracts.payload import Payload

from chassis.consumer import ATTEMPT, FAILURE, REASON
from chassis.topology import Topology

CONFIRM_SECONDS = 10.0
BY_BROKER = "delivery_limit"
"""Failure of what the broker itself gave up on, after too many deliveries without an answer."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One dead message. `types` and `ids` are of the events in it, empty when nothing can be read."""

    message: AbstractIncomingMessage
    types: tuple[str, ...]
    ids: tuple[str, ...]

    @property
    def failure(self) -> str:
        """Kind of failure, such as `handler`, `ladder_exhausted`, `malformed`."""
        return str(self.message.headers.get(FAILURE, BY_BROKER))

    @property
    def reason(self) -> str:
        """What went wrong."""
        return str(self.message.headers.get(REASON, ""))

    @property
    def attempt(self) -> int:
        """Rungs of the ladder that were taken before."""
        value = self.message.headers.get(ATTEMPT, 0)
        return value if isinstance(value, int) else 0

    @property
    def died_at(self) -> datetime | None:
        """When it was published to the dead letters."""
        return self.message.timestamp

    @property
    def name(self) -> str:
        """What operators call it by: the event's id, else the message's."""
        return self.ids[0] if self.ids else str(self.message.message_id)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which letters are meant; all conditions must hold. `older` counts from the death."""

    type: str | None = None
    reason: str | None = None
    id: str | None = None
    older: timedelta | None = None

    def has(self, letter: Letter, now: datetime) -> bool:
        """Whether the letter is meant. `type` may leave out the prefix and the version (`case.opened`)."""
        if self.type is not None and not any(_is_type(name, self.type) for name in letter.types):
            return False
        if self.reason is not None and self.reason not in letter.reason and self.reason != letter.failure:
            return False
        if self.id is not None and self.id != letter.name and self.id not in letter.ids:
            return False
        return self.older is None or (letter.died_at is not None and letter.died_at <= now - self.older)


@dataclass(slots=True)
class DeadLetters:
    """Open letters of one service. What is neither replayed nor dropped goes back when the block ends."""

    channel: AbstractChannel
    dead_queue: str
    events_queue: str
    _held: list[AbstractIncomingMessage] = field(default_factory=list)

    async def examine(self, limit: int) -> AsyncIterator[Letter]:
        """At most `limit` letters, oldest first."""
        queue = await self.channel.get_queue(self.dead_queue, ensure=False)
        for _ in range(limit):
            message = await queue.get(fail=False)
            if message is None:
                return
            self._held.append(message)
            yield _letter(message)

    async def replay(self, letter: Letter) -> None:
        """Back to the service's own queue, with a fresh ladder; taken out only after the broker's confirm."""
        message = Message(
            letter.message.body,
            message_id=letter.message.message_id,
            content_type=letter.message.content_type,
            delivery_mode=DeliveryMode.PERSISTENT,
        )
        await self.channel.default_exchange.publish(message, self.events_queue, timeout=CONFIRM_SECONDS)
        await self.drop(letter)

    async def drop(self, letter: Letter) -> None:
        """Take out for good."""
        await letter.message.ack()
        self._held.remove(letter.message)

    async def put_back(self) -> None:
        """Return what is still held."""
        while self._held:
            await self._held.pop(0).nack(requeue=True)


@asynccontextmanager
async def open_dead_letters(url: str, topology: Topology, service: str) -> AsyncIterator[DeadLetters]:
    """Connect; everything that is only looked at is put back in the end."""
    connection = await aio_pika.connect(url, timeout=CONFIRM_SECONDS)
    async with connection:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        letters = DeadLetters(channel, topology.dead_queue(service), topology.events_queue(service))
        try:
            yield letters
        finally:
            await letters.put_back()


def _letter(message: AbstractIncomingMessage) -> Letter:
    found = parse(message.body, message.content_type or "")
    events: list[Envelope[Payload]] = [item for item in found if not isinstance(item, Undecodable)]
    return Letter(message, tuple(event.type for event in events), tuple(event.id for event in events))


def _is_type(name: str, wanted: str) -> bool:
    short = name.removeprefix("aftersales.")
    return wanted in (name, short, short.rpartition(".v")[0])
