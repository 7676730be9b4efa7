"""Claiming due documents in bulk on a random half page, so that replicas share the work without a lock."""

import random
import uuid
from datetime import datetime, timedelta

from chassis.clock import to_milliseconds
from chassis.mongo import Json, MongoCollection


async def claim(
    collection: MongoCollection,
    field: str,
    *,
    due_before: datetime,
    page: int,
    until: datetime,
    projection: Json | None,
) -> list[Json]:
    """Documents whose `field` is due, taken by compare-and-set until `until`; another replica cannot take them before.

    The field moves to `until`, so that a crash of the claimer only delays them. What somebody else has written in the
    same moment is left out: that write has set the field anew.
    """
    until = to_milliseconds(until)
    found = collection.find({field: {"$lt": due_before}}, {"_id": 1}).limit(page)
    ids = [raw["_id"] async for raw in found]
    if not ids:
        return []
    if len(ids) == page:
        ids = random.sample(ids, page // 2)
    token = uuid.uuid4().hex
    await collection.update_many(
        {"_id": {"$in": ids}, field: {"$lt": due_before}}, {"$set": {field: until, f"{field}_by": token}}
    )
    claimed = collection.find({"_id": {"$in": ids}, f"{field}_by": token, field: until}, projection)
    return [raw async for raw in claimed]


def lease_end(now: datetime, seconds: float) -> datetime:
    """Until when a claim holds."""
    return now + timedelta(seconds=seconds)
