"""Outbox relay: what a committed document holds for others is published, confirmed, and only then taken out."""

import asyncio
import logging
from collections.abc import Mapping, Sequence

from pymongo import UpdateMany, WriteConcern
from pymongo.errors import PyMongoError

from chassis.apply import OutboxEntry
from chassis.metrics import Metrics
from chassis.mongo import MongoCollection
from chassis.pace import Pace
from chassis.packing import Parcel, Waiting, next_wave
from chassis.publisher import Publisher, PublishFailed

log = logging.getLogger(__name__)

MOST_AT_ONCE = 4_000
"""Entries taken up in one round; bounds memory while the broker is slow."""
REMEMBERED = 20_000
"""Confirmed entries remembered: a document read before their removal still shows them as waiting."""


class Relay:
    """Publishes nudged entries in order; what fails stays in its document for the sweeper.

    After a rest an entry leaves at once. Under load waves start at most every `gather` seconds, or as soon as a message
    is full, and confirmed entries are taken out at most every `tidy` seconds: messages and writes cost the same however
    much they carry.
    """

    def __init__(
        self,
        publisher: Publisher,
        metrics: Metrics,
        *,
        batch_events: int,
        batch_bytes: int,
        gather: float,
        tidy: float,
    ) -> None:
        self._publisher = publisher
        self._metrics = metrics
        self._batch_events = batch_events
        self._batch_bytes = batch_bytes
        self._collections: dict[str, MongoCollection] = {}
        self._queue: list[Waiting] = []
        self._in_flight: set[str] = set()
        self._confirmed: dict[str, None] = {}
        self._waves = Pace(gather)
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._removals = Pace(tidy)
        self._removable: list[Waiting] = []
        self._untidy = asyncio.Event()
        self._tidied = asyncio.Event()
        self._tidied.set()
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
        """Publish committed entries soon. When others are ahead of them that this process does not carry (another
        replica's, or some whose publishing failed), the sweeper brings all of them in order."""
        ahead_elsewhere = any(
            entry_id not in self._in_flight and entry_id not in self._confirmed for entry_id in pending
        )
        if not ahead_elsewhere and self._publisher.is_open:
            self._enqueue(store, document_id, entries)

    def sweep_in(self, store: str, found: Mapping[str, Sequence[OutboxEntry]]) -> None:
        """Publish all that these documents hold; what was confirmed already is only taken out."""
        known: list[Waiting] = []
        for document_id, entries in found.items():
            known += [Waiting(store, document_id, entry) for entry in entries if entry.id in self._confirmed]
            fresh = [entry for entry in entries if entry.id not in self._in_flight and entry.id not in self._confirmed]
            self._enqueue(store, document_id, fresh)
        if known:
            self._remove_soon(known)

    def _enqueue(self, store: str, document_id: str, entries: Sequence[OutboxEntry]) -> None:
        for entry in entries:
            self._queue.append(Waiting(store, document_id, entry))
            self._in_flight.add(entry.id)
        if entries:
            self._idle.clear()
            self._wake.set()
        if len(self._queue) >= self._batch_events:
            self._waves.now()

    def start(self) -> asyncio.Task[None]:
        """Begin to publish."""
        self._task = asyncio.create_task(self._run(), name="relay")
        return self._task

    async def flush(self, patience: float) -> None:
        """Wait until everything nudged is published and removed, at most `patience` seconds."""
        try:
            async with asyncio.timeout(patience):
                with self._waves.hurried(), self._removals.hurried():
                    await self._idle.wait()
                    await self._tidied.wait()
        except TimeoutError:
            log.warning("relay stopped with entries left for the sweeper")

    async def close(self) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _run(self) -> None:
        async with asyncio.TaskGroup() as both:
            both.create_task(self._send_waves())
            both.create_task(self._tidy())

    async def _send_waves(self) -> None:
        while True:
            await self._wake.wait()
            await self._waves.turn()
            taken, self._queue = self._queue[:MOST_AT_ONCE], self._queue[MOST_AT_ONCE:]
            await self._publish(taken)
            if not self._queue:
                self._wake.clear()
                self._idle.set()

    async def _tidy(self) -> None:
        while True:
            await self._untidy.wait()
            await self._removals.turn()
            taken, self._removable = self._removable, []
            await self._remove(taken)
            if not self._removable:
                self._untidy.clear()
                self._tidied.set()

    async def _publish(self, waiting: list[Waiting]) -> None:
        remaining = waiting
        while remaining:
            parcels, remaining = next_wave(remaining, events=self._batch_events, size=self._batch_bytes)
            confirmed = await asyncio.gather(*(self._send(parcel) for parcel in parcels))
            sent: list[Waiting] = []
            failed: list[Waiting] = []
            for parcel, done in zip(parcels, confirmed, strict=True):
                (sent if done else failed).extend(parcel.contents)
            if failed:
                remaining = self._give_up(failed, remaining)
            if sent:
                self._confirm(sent)
        if len(self._removable) > MOST_AT_ONCE:
            await self._tidied.wait()

    def _give_up(self, failed: list[Waiting], remaining: list[Waiting]) -> list[Waiting]:
        """Leave to the sweeper what failed and all that waits behind it; returns what may still go."""
        aggregates = {(item.store, item.document_id) for item in failed}

        def behind(item: Waiting) -> bool:
            return (item.store, item.document_id) in aggregates

        dropped = [*failed, *filter(behind, remaining), *filter(behind, self._queue)]
        self._queue = [item for item in self._queue if not behind(item)]
        self._in_flight.difference_update(item.entry.id for item in dropped)
        return [item for item in remaining if not behind(item)]

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

    def _confirm(self, sent: list[Waiting]) -> None:
        for item in sent:
            self._confirmed[item.entry.id] = None
        self._in_flight.difference_update(item.entry.id for item in sent)
        while len(self._confirmed) > REMEMBERED:
            del self._confirmed[next(iter(self._confirmed))]
        self._remove_soon(sent)

    def _remove_soon(self, sent: list[Waiting]) -> None:
        self._removable += sent
        self._tidied.clear()
        self._untidy.set()

    async def _remove(self, sent: list[Waiting]) -> None:
        """A document that holds nothing else, the usual case, is emptied and forgets its age in one write."""
        by_store: dict[str, list[Waiting]] = {}
        for item in sent:
            by_store.setdefault(item.store, []).append(item)
        for store, items in by_store.items():
            documents = list({item.document_id for item in items})
            entries = [item.entry.id for item in items]
            try:
                await self._collections[store].bulk_write(
                    [
                        UpdateMany(
                            {
                                "_id": {"$in": documents},
                                "outbox": {"$not": {"$elemMatch": {"id": {"$nin": entries}}}},
                            },
                            {"$set": {"outbox": []}, "$unset": {"ob_at": ""}},
                        ),
                        UpdateMany(
                            {"_id": {"$in": documents}, "outbox.id": {"$in": entries}},
                            {"$pull": {"outbox": {"id": {"$in": entries}}}},
                        ),
                    ],
                    ordered=True,
                )
            except PyMongoError as error:
                log.warning("confirmed entries stay for another sweep: %s", type(error).__name__)
