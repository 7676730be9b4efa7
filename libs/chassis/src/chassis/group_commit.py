"""Group commit: inserts that arrive while a flush is under way travel together in the next one.

One durable write costs about as much for 64 documents as for one, so the group is what makes the hot path cheap. Each
waiter gets its own outcome: a duplicate key is its own error, an unknown outcome is retried by `_id` and recognised by
the write's token `w`.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from pymongo.errors import BulkWriteError

from chassis.errors import NotStorable, StorageUnavailable
from chassis.mongo import UNWRITABLE, Json, MongoCollection, colliding
from chassis.patience import patiently


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
        """Durable when this returns. Raises DuplicateDocument, NotStorable, StorageUnavailable."""
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
        await self._settle(group)

    async def _settle(self, group: list[_Waiter]) -> None:
        """Give every waiter its outcome; what cannot be stored fails alone, its neighbours are tried without it."""
        try:
            holders = await patiently(lambda: self._insert_many(group), self._patience)
        except StorageUnavailable as error:
            for waiter in group:
                _fail(waiter, error)
        except UNWRITABLE as error:
            if len(group) == 1:
                _fail(group[0], NotStorable(), error)
            else:
                for waiter in group:
                    await self._settle([waiter])
        else:
            for index, waiter in enumerate(group):
                if index in holders:
                    _fail(waiter, DuplicateDocument(holders[index]))
                elif not waiter.done.done():
                    waiter.done.set_result(None)

    async def _insert_many(self, group: list[_Waiter]) -> dict[int, Json | None]:
        try:
            await self._collection.insert_many([waiter.document for waiter in group], ordered=False)
        except BulkWriteError as error:
            return await self._recognise(group, colliding(error))
        return {}

    async def _recognise(self, group: list[_Waiter], failed: list[int]) -> dict[int, Json | None]:
        ids = [group[index].document["_id"] for index in failed]
        holders = {doc["_id"]: doc async for doc in self._collection.find({"_id": {"$in": ids}})}
        found: dict[int, Json | None] = {}
        for index in failed:
            mine = group[index].document
            holder = holders.get(mine["_id"])
            if holder is None or not _wrote(mine, holder):
                found[index] = holder
        return found


def _wrote(mine: Json, holder: Json) -> bool:
    tokens, kept = cast("list[str]", mine["w"]), cast("list[str]", holder.get("w", []))
    return tokens[0] in kept


def _fail(waiter: _Waiter, error: Exception, cause: Exception | None = None) -> None:
    if not waiter.done.done():
        error.__cause__ = cause
        waiter.done.set_exception(error)
