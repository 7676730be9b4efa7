"""Running numbers in blocks, one database call for many cases. A crash leaves a gap, never a double.

The next block is fetched while half of the present one is left, so that under load nobody waits for it.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from chassis.mongo import MongoCollection
from chassis.patience import patiently
from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from intake.domain.case_number import case_number, period


@dataclass(slots=True)
class _Block:
    """Serials from `next` to before `end` of one period are ours."""

    period: str
    next: int
    end: int

    def serves(self, current: str) -> bool:
        return self.period == current and self.next < self.end


class CaseNumbers:
    """Hands out case numbers. `block` is how many are reserved at a time, `patience` how long an outage may last."""

    def __init__(self, counters: MongoCollection, *, block: int, patience: float) -> None:
        self._counters = counters
        self._size = block
        self._patience = patience
        self._present = self._spare = _Block("", 0, 0)
        self._reserving: asyncio.Task[_Block] | None = None

    async def next(self, now: datetime) -> str:
        """A number of the month of `now` that nobody else gets. Raises StorageUnavailable."""
        current = period(now)
        while not self._present.serves(current):
            if self._spare.serves(current):
                self._present = self._spare
            else:
                reserving = self._reserve(current)
                await asyncio.wait([reserving])
                if not self._spare.serves(current):
                    reserving.result()
        block = self._present
        serial = block.next
        block.next += 1
        if block.end - block.next <= self._size // 2 and (self._spare is block or not self._spare.serves(current)):
            self._reserve(current)
        return case_number(current, serial)

    def _reserve(self, current: str) -> "asyncio.Task[_Block]":
        """The reservation under way; one for all who ask."""
        if self._reserving is None:
            self._reserving = asyncio.create_task(self._reserved(current), name="case numbers")
            self._reserving.add_done_callback(self._take)
        return self._reserving

    def _take(self, reserving: "asyncio.Task[_Block]") -> None:
        """Keep what was reserved; an outage is for those who wait, and for the next who asks."""
        self._reserving = None
        if not reserving.cancelled() and reserving.exception() is None:
            self._spare = reserving.result()

    async def _reserved(self, current: str) -> _Block:
        last = await patiently(lambda: self._raise_counter(current), self._patience)
        return _Block(current, last - self._size + 1, last + 1)

    async def _raise_counter(self, current: str) -> int:
        while True:
            try:
                counter = await self._counters.find_one_and_update(
                    {"_id": current},
                    {"$inc": {"last": self._size}},
                    upsert=True,
                    return_document=ReturnDocument.AFTER,
                )
            except DuplicateKeyError:
                continue
            return cast("int", counter["last"])
