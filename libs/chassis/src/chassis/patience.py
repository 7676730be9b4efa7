"""Bounded retries through a database outage."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from chassis.errors import StorageUnavailable
from chassis.mongo import OUTAGES

T = TypeVar("T")

FIRST_PAUSE = 0.05
LONGEST_PAUSE = 1.0


async def patiently(call: Callable[[], Awaitable[T]], patience: float) -> T:
    """Repeat `call` through outages for `patience` seconds; then StorageUnavailable. `call` must bear repetition."""
    loop = asyncio.get_running_loop()
    give_up_at = loop.time() + patience
    pause = FIRST_PAUSE
    while True:
        try:
            return await call()
        except OUTAGES as error:
            if loop.time() + pause > give_up_at:
                raise StorageUnavailable from error
        await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads replicas, no secret
        pause = min(pause * 2, LONGEST_PAUSE)
