"""Running numbers in blocks, one database call for many cases. A crash leaves a gap, never a double."""

import asyncio
from typing import cast

from chassis.clock import Clock
from chassis.mongo import MongoCollection
from chassis.patience import patiently
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from intake.domain.case_number import case_number, period


class CaseNumbers:
    """Hands out case numbers. `block` is how many are reserved at a time, `patience` how long an outage may last."""

    def __init__(self, counters: MongoCollection, clock: Clock, *, block: int, patience: float) -> None:
        self._counters = counters
        self._clock = clock
        self._block = block
        self._patience = patience
        self._period = ""
        self._next = 0
        self._end = 0
        self._lock = asyncio.Lock()

    async def next(self) -> str:
        """A number nobody else gets. Raises StorageUnavailable."""
        current = period(self._clock())
        if current != self._period or self._next >= self._end:
            async with self._lock:
                if current != self._period or self._next >= self._end:
                    await self._reserve(current)
        serial = self._next
        self._next += 1
        return case_number(self._period, serial)

    async def _reserve(self, current: str) -> None:
        end = await patiently(lambda: self._raise_counter(current), self._patience)
        self._period, self._next, self._end = current, end - self._block + 1, end + 1

    async def _raise_counter(self, current: str) -> int:
        while True:
            try:
                counter = await self._counters.find_one_and_update(
                    {"_id": current},
                    {"$inc": {"last": self._block}},
                    upsert=True,
                    return_document=ReturnDocument.AFTER,
                )
            except DuplicateKeyError:
                continue
            return cast("int", counter["last"])
