"""Waits until nothing moves any more: no event to publish, no timer to fire, no message in any working queue."""

import asyncio
import time
from collections import deque
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


LOOKS_TOLD = 8


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


@dataclass(frozen=True, slots=True)
class Quiet:
    """`seconds` it took; `stuck` is empty, or says what was still under way when patience ended."""

    seconds: float
    stuck: str = ""


async def until_quiet(world: World, within: float) -> Quiet:
    """Waits until nothing waited, and nothing new came for a while."""
    started = time.monotonic()
    looks: deque[tuple[float, Look | None]] = deque(maxlen=LOOKS_TOLD)
    still_since: float | None = None
    while True:
        seen, now = await _look(world), time.monotonic()
        before = looks[-1][1] if looks else None
        looks.append((round(now - started, 1), seen))
        if seen is None or not seen.empty:
            still_since = None
        elif still_since is None or seen != before:
            still_since = now
        elif now - still_since >= STILL_FOR:
            return Quiet(now - started)
        if now - started > within:
            return Quiet(now - started, f"never quiet: {list(looks)}")
        await asyncio.sleep(LOOK_EVERY)


async def _look(world: World) -> Look | None:
    try:
        documents = await asyncio.to_thread(unfinished, world.database_url)
        depths = await recorder.depths(world, [*world.queues(), recorder.QUEUE])
    except _AWAY:
        return None
    published = depths.pop(recorder.QUEUE)
    return Look(documents, {name: depth for name, depth in depths.items() if depth}, published)
