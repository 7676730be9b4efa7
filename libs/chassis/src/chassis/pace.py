"""Turns that come at once after a rest, and no closer than an interval under load."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Pace:
    """Hands out turns to one task. `interval` is in seconds."""

    def __init__(self, interval: float) -> None:
        self._interval = interval
        self._free_at = 0.0
        self._now = asyncio.Event()
        self._hurried = False

    async def turn(self) -> None:
        """Wait until the interval since the last turn is over, or somebody calls for the turn."""
        loop = asyncio.get_running_loop()
        left = self._free_at - loop.time()
        if left > 0:
            try:
                async with asyncio.timeout(left):
                    await self._now.wait()
            except TimeoutError:
                pass
        if not self._hurried:
            self._now.clear()
        self._free_at = loop.time() + self._interval

    def now(self) -> None:
        """The next turn comes without waiting."""
        self._now.set()

    @contextmanager
    def hurried(self) -> Iterator[None]:
        """As long as this lasts, no turn waits."""
        self._hurried = True
        self._now.set()
        try:
            yield
        finally:
            self._hurried = False
