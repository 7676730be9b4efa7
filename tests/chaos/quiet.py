"""Waits until nothing moves any more: no event to publish, no timer to fire, no message in any working queue."""

import asyncio
import time
from dataclasses import dataclass

import aio_pika
from aio_pika.exceptions import AMQPError
from pymongo.errors import PyMongoError

from tests.chaos import recorder
from tests.chaos.evidence import unfinished
from tests.chaos.world import World

LOOK_EVERY = 0.5
STILL_FOR = 2.5
_AWAY = (AMQPError, OSError, TimeoutError, PyMongoError, aio_pika.exceptions.DeliveryError)


class NeverQuiet(AssertionError):
    """Something kept moving, or was stuck; the message says what."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is still under way, and how much has been published so far."""

    documents: dict[str, int]
    messages: dict[str, int]
    published: int

    @property
    def empty(self) -> bool:
        """Whether nothing waits anywhere."""
        return not self.documents and not self.messages


async def until_quiet(world: World, within: float) -> float:
    """Seconds until nothing waited, and nothing new came for a while. Raises NeverQuiet."""
    started = time.monotonic()
    empty_since: float | None = None
    published = -1
    while True:
        seen = await _look(world)
        now = time.monotonic()
        if seen is None or not seen.empty or seen.published != published:
            empty_since = now if seen is not None and seen.empty else None
            published = -1 if seen is None else seen.published
        if empty_since is not None and now - empty_since >= STILL_FOR:
            return now - started
        if now - started > within:
            raise NeverQuiet(f"after {within} s still under way: {seen}")
        await asyncio.sleep(LOOK_EVERY)


async def _look(world: World) -> Look | None:
    try:
        documents = await asyncio.to_thread(unfinished, world.database_url)
        depths = await recorder.depths(world, [*world.queues(), recorder.QUEUE])
    except _AWAY:
        return None
    published = depths.pop(recorder.QUEUE)
    return Look(documents, {name: depth for name, depth in depths.items() if depth}, published)
