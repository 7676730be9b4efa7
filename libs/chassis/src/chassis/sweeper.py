"""Outbox sweeper: brings what a crash, a lost nudge or a broker outage left waiting in documents."""

import asyncio
import logging
import random
from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from chassis.apply import OutboxEntry
from chassis.claims import claim, lease_end
from chassis.clock import Clock
from chassis.metrics import Metrics
from chassis.mongo import OUTAGES, Json, MongoCollection
from chassis.publisher import Publisher
from chassis.relay import Relay

log = logging.getLogger(__name__)

PAGE = 400


class OutboxSweeper:
    """Every `interval` ± half: claims documents whose oldest event waits longer than `age`, for `lease` seconds."""

    def __init__(
        self,
        relay: Relay,
        publisher: Publisher,
        clock: Clock,
        metrics: Metrics,
        *,
        interval: float,
        age: float,
        lease: float,
    ) -> None:
        self._relay = relay
        self._publisher = publisher
        self._clock = clock
        self._metrics = metrics
        self._interval = interval
        self._age = timedelta(seconds=age)
        self._lease = lease

    async def run(self) -> None:
        """Sweep until cancelled; skips while the broker is away."""
        while True:
            await asyncio.sleep(self._interval * random.uniform(0.5, 1.5))  # noqa: S311 - spreads replicas
            if not self._publisher.is_open:
                continue
            try:
                await self.sweep()
            except OUTAGES as error:
                log.warning("outbox sweep skipped: %s", type(error).__name__)

    async def sweep(self) -> int:
        """One round over all stores; returns how many entries it brought."""
        brought = 0
        now = self._clock()
        for store, collection in self._relay.collections.items():
            claimed = await claim(
                collection,
                "ob_at",
                due_before=now - self._age,
                page=PAGE,
                until=lease_end(now, self._lease) - self._age,
                projection={"outbox": 1},
            )
            found = {cast("str", raw["_id"]): _entries(raw) for raw in claimed}
            await _forget_emptied(collection, [document_id for document_id, entries in found.items() if not entries])
            brought += sum(map(len, found.values()))
            self._relay.sweep_in(store, found)
        self._metrics.swept.inc(brought)
        return brought


def _entries(raw: Json) -> list[OutboxEntry]:
    outbox = cast("list[dict[str, str]]", raw.get("outbox", []))
    return [OutboxEntry(id=entry["id"], key=entry["key"], body=entry["body"]) for entry in outbox]


async def _forget_emptied(collection: MongoCollection, ids: Sequence[str]) -> None:
    """A crash of the database between taking the last event out and forgetting its age leaves nothing to publish."""
    if ids:
        await collection.update_many({"_id": {"$in": ids}, "outbox": {"$size": 0}}, {"$unset": {"ob_at": ""}})
