"""Group commit: inserts that arrive while a flush is under way travel together in the next one.

One durable write costs about as much for 64 documents as for one, so the group is what makes the hot path cheap. Each
waiter gets its own outcome: a duplicate key is its own error, an unknown outcome is retried by `_id` and recognised by
the write's token `w`.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from pymongo.errors import BulkWriteError

from chassis.errors import StorageUnavailable
from chassis.mongo import Json, MongoCollection
from chassis.patience import patiently

DUPLICATE_KEY = 11000


class DuplicateDocument(Exception):
    """Another write holds this key; `document` is what holds `_id`, None when another unique key collided."""

    def __init__(self, document: Json | None) -> None:
        super().__init__("duplicate key")
        self.document = document


@dataclass(slots=True)
class _Waiter:
    document: Json
    done: "asyncio.Future[None]"


class GroupCommit:
    """Inserts for one collection. `size` bounds a flush, `flushes` how many run at once, `patience` is in seconds;
    `observe` is told every group's size."""

    def __init__(
        self,
        collection: MongoCollection,
        *,
        size: int,
        flushes: int,
        patience: float,
        observe: Callable[[float], None],
    ) -> None:
        self._collection = collection
        self._size = size
        self._flushes = flushes
        self._patience = patience
        self._waiting: deque[_Waiter] = deque()
        self._running: set[asyncio.Task[None]] = set()
        self._observe = observe

    async def insert(self, document: Json) -> None:
        """Durable when this returns. Raises DuplicateDocument, StorageUnavailable."""
        waiter = _Waiter(document, asyncio.get_running_loop().create_future())
        self._waiting.append(waiter)
        self._start_flush()
        await waiter.done

    async def flush(self) -> None:
        """Wait until everything handed in so far has its outcome."""
        while self._running:
            await asyncio.wait(self._running)

    def _start_flush(self) -> None:
        if len(self._running) >= self._flushes or not self._waiting:
            return
        task = asyncio.get_running_loop().create_task(self._flush_group())
        self._running.add(task)
        task.add_done_callback(self._flushed)

    def _flushed(self, task: "asyncio.Task[None]") -> None:
        self._running.discard(task)
        self._start_flush()

    async def _flush_group(self) -> None:
        group = [self._waiting.popleft() for _ in range(min(self._size, len(self._waiting)))]
        self._observe(len(group))
        try:
            colliding = await patiently(lambda: self._insert_many(group), self._patience)
        except StorageUnavailable as error:
            for waiter in group:
                _fail(waiter, error)
            return
        for index, waiter in enumerate(group):
            if index in colliding:
                _fail(waiter, DuplicateDocument(colliding[index]))
            elif not waiter.done.done():
                waiter.done.set_result(None)

    async def _insert_many(self, group: list[_Waiter]) -> dict[int, Json | None]:
        try:
            await self._collection.insert_many([waiter.document for waiter in group], ordered=False)
        except BulkWriteError as error:
            details = error.details or {}
            failed = {int(item["index"]): int(item["code"]) for item in details.get("writeErrors", ())}
            if set(failed.values()) - {DUPLICATE_KEY}:
                raise
            return await self._recognise(group, list(failed))
        return {}

    async def _recognise(self, group: list[_Waiter], failed: list[int]) -> dict[int, Json | None]:
        ids = [group[index].document["_id"] for index in failed]
        holders = {doc["_id"]: doc async for doc in self._collection.find({"_id": {"$in": ids}})}
        colliding: dict[int, Json | None] = {}
        for index in failed:
            mine = group[index].document
            holder = holders.get(mine["_id"])
            if holder is None or holder.get("w") != mine.get("w"):
                colliding[index] = holder
        return colliding


def _fail(waiter: _Waiter, error: Exception) -> None:
    if not waiter.done.done():
        waiter.done.set_exception(error)
