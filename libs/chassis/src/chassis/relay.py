"""Outbox relay: what a committed document holds for others is published, confirmed, and only then taken out."""

import asyncio
import logging
from collections.abc import Mapping, Sequence

from pymongo import UpdateMany, WriteConcern

from chassis.apply import OutboxEntry
from chassis.metrics import Metrics
from chassis.mongo import OUTAGES, MongoCollection
from chassis.packing import Parcel, Waiting, pack, split_wave
from chassis.publisher import Publisher, PublishFailed

log = logging.getLogger(__name__)

MOST_AT_ONCE = 4_000
"""Entries taken up in one round; bounds memory while the broker is slow."""


class Relay:
    """Publishes nudged entries in order; what fails stays in its document for the sweeper."""

    def __init__(self, publisher: Publisher, metrics: Metrics, *, batch_events: int, batch_bytes: int) -> None:
        self._publisher = publisher
        self._metrics = metrics
        self._batch_events = batch_events
        self._batch_bytes = batch_bytes
        self._collections: dict[str, MongoCollection] = {}
        self._queue: list[Waiting] = []
        self._in_flight: set[str] = set()
        self._stalled: set[tuple[str, str]] = set()
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._removing: set[asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None

    def serve(self, store: str, collection: MongoCollection) -> None:
        """Take care of one collection; its confirmed entries are removed with a plain write, as losing that only
        publishes them again."""
        self._collections[store] = collection.with_options(write_concern=WriteConcern(w=1))

    @property
    def collections(self) -> Mapping[str, MongoCollection]:
        """What the relay serves, by store name."""
        return self._collections

    def nudge(self, store: str, document_id: str, entries: Sequence[OutboxEntry], pending: Sequence[str]) -> None:
        """Publish committed entries soon. When others are ahead of them that this process does not carry, or an
        earlier publish of the document failed, the sweeper brings all of them in order."""
        ahead_elsewhere = any(entry_id not in self._in_flight for entry_id in pending)
        if ahead_elsewhere or (store, document_id) in self._stalled or not self._publisher.is_open:
            self._stalled.add((store, document_id))
            return
        self._enqueue(store, document_id, entries)

    def sweep_in(self, store: str, document_id: str, entries: Sequence[OutboxEntry]) -> None:
        """Publish all that a document holds, found by the sweeper."""
        self._stalled.discard((store, document_id))
        self._enqueue(store, document_id, [entry for entry in entries if entry.id not in self._in_flight])

    def _enqueue(self, store: str, document_id: str, entries: Sequence[OutboxEntry]) -> None:
        for entry in entries:
            self._queue.append(Waiting(store, document_id, entry))
            self._in_flight.add(entry.id)
        if entries:
            self._idle.clear()
            self._wake.set()

    def start(self) -> None:
        """Begin to publish."""
        self._task = asyncio.create_task(self._run(), name="relay")

    async def flush(self, patience: float) -> None:
        """Wait until everything nudged is published and removed, at most `patience` seconds."""
        try:
            await asyncio.wait_for(self._idle.wait(), patience)
            if self._removing:
                await asyncio.wait(self._removing, timeout=patience)
        except TimeoutError:
            log.warning("relay stopped with entries left for the sweeper")

    async def close(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._queue:
                taken, self._queue = self._queue[:MOST_AT_ONCE], self._queue[MOST_AT_ONCE:]
                await self._publish(taken)
            self._idle.set()

    async def _publish(self, waiting: list[Waiting]) -> None:
        remaining = waiting
        while remaining:
            wave, remaining = split_wave(remaining)
            parcels = pack(wave, events=self._batch_events, size=self._batch_bytes)
            confirmed = await asyncio.gather(*(self._send(parcel) for parcel in parcels))
            sent: list[Waiting] = []
            for parcel, done in zip(parcels, confirmed, strict=True):
                if done:
                    sent.extend(parcel.contents)
                else:
                    self._stall(parcel.contents)
            if sent:
                await self._remove_soon(sent)
            blocked = [item for item in remaining if (item.store, item.document_id) in self._stalled]
            if blocked:
                self._stall(blocked)
                remaining = [item for item in remaining if (item.store, item.document_id) not in self._stalled]

    async def _send(self, parcel: Parcel) -> bool:
        try:
            await self._publisher.to_exchange(
                parcel.key, parcel.body, message_id=parcel.message_id, content_type=parcel.content_type
            )
        except PublishFailed as failure:
            self._metrics.published.labels(parcel.key, "failed").inc(len(parcel.contents))
            log.warning("publishing %s events of %s failed: %s", len(parcel.contents), parcel.key, failure)
            return False
        self._metrics.published.labels(parcel.key, "confirmed").inc(len(parcel.contents))
        return True

    def _stall(self, items: Sequence[Waiting]) -> None:
        for item in items:
            self._stalled.add((item.store, item.document_id))
            self._in_flight.discard(item.entry.id)

    async def _remove_soon(self, sent: list[Waiting]) -> None:
        """Remove beside the next publishing; one removal under way at most, so that memory stays bounded."""
        if self._removing:
            await asyncio.wait(self._removing)
        task = asyncio.create_task(self._remove(sent))
        self._removing.add(task)
        task.add_done_callback(self._removing.discard)

    async def _remove(self, sent: list[Waiting]) -> None:
        by_store: dict[str, list[Waiting]] = {}
        for item in sent:
            by_store.setdefault(item.store, []).append(item)
        for store, items in by_store.items():
            documents = list({item.document_id for item in items})
            entries = [item.entry.id for item in items]
            try:
                await self._collections[store].bulk_write(
                    [
                        UpdateMany({"_id": {"$in": documents}}, {"$pull": {"outbox": {"id": {"$in": entries}}}}),
                        UpdateMany({"_id": {"$in": documents}, "outbox": {"$size": 0}}, {"$unset": {"ob_at": ""}}),
                    ],
                    ordered=True,
                )
            except OUTAGES as error:
                log.warning("confirmed entries stay for another sweep: %s", type(error).__name__)
        self._in_flight.difference_update(item.entry.id for item in sent)
