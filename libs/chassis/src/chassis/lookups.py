"""Documents that were written before their store had a lookup: derived once, in the background, a page at a time."""

import asyncio
import logging
import random
from typing import TypeVar, cast

from pymongo import UpdateOne

from chassis.mongo import OUTAGES, Json
from chassis.store import Store

log = logging.getLogger(__name__)

S = TypeVar("S")

PAGE = 200
PAUSE = 0.05
AFTER_OUTAGE = 1.0
MOST_UNREADABLE = 1000
KEY = "lookup.key"
"""A lookup has a field `key`, and the store an index that begins with it: so what lacks one is found at once."""


def begin_to_fill(store: Store[S]) -> "asyncio.Task[None]":
    """Fill in the background; a fault is told in the log, and the next start tries again."""

    async def filled() -> None:
        await fill_lookups(store)

    task = asyncio.create_task(filled(), name=f"lookups of {store.name}")
    task.add_done_callback(_tell_fault)
    return task


async def fill_lookups(store: Store[S]) -> int:
    """Derive the missing lookups; returns how many. A document that is written meanwhile gets its own by that write.

    One that cannot be read is left as it is; outages are waited for.
    """
    filled, unreadable = 0, list[str]()
    while len(unreadable) < MOST_UNREADABLE:
        try:
            lacking = store.collection.find({KEY: None, "_id": {"$nin": unreadable}}, {"state": 1, "v": 1}).limit(PAGE)
            raw = await lacking.to_list(PAGE)
            if not raw:
                break
            updates, faults = _updates(store, raw)
            unreadable += faults
            if updates:
                await store.collection.bulk_write(updates, ordered=False)
        except OUTAGES as error:
            log.warning("lookups of %s wait for the database: %s", store.name, type(error).__name__)
            await asyncio.sleep(AFTER_OUTAGE)
            continue
        filled += len(updates)
        await asyncio.sleep(PAUSE * random.uniform(0.5, 1.5))  # noqa: S311 - spreads replicas
    if filled or unreadable:
        log.info("lookups of %s: %d derived, %d documents unreadable", store.name, filled, len(unreadable))
    return filled


def _tell_fault(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and (fault := task.exception()) is not None:
        log.error("%s: not filled", task.get_name(), exc_info=fault)


def _updates(store: Store[S], raw: list[Json]) -> tuple[list[UpdateOne], list[str]]:
    updates: list[UpdateOne] = []
    faults: list[str] = []
    for document in raw:
        try:
            fields = store.codec.fields(store.codec.decode(cast("Json", document["state"])))
        except (ValueError, LookupError, TypeError, AttributeError):
            faults.append(cast("str", document["_id"]))
            continue
        updates.append(UpdateOne({"_id": document["_id"], "v": document["v"]}, {"$set": {"lookup": fields["lookup"]}}))
    return updates, faults
