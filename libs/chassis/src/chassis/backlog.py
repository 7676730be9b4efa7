"""What waits in a database: events for the broker, timers that are due. Read from two sparse indexes, bounded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import orjson

from chassis.mongo import Json, MongoCollection

LOOKED_AT = 100
"""Documents whose events' ages are read: the sweeper moves `ob_at` with every try, so the age is the event's own."""
COUNTED = 10_000
"""Counting stops here."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """Ages in seconds, 0 when nothing waits; counts end at `COUNTED`."""

    waiting: int = 0
    oldest_event: float = 0.0
    due: int = 0
    oldest_timer: float = 0.0

    def with_other(self, other: "Backlog") -> "Backlog":
        """Both together."""
        return Backlog(
            self.waiting + other.waiting,
            max(self.oldest_event, other.oldest_event),
            self.due + other.due,
            max(self.oldest_timer, other.oldest_timer),
        )


async def backlog_of(collections: Iterable[MongoCollection], now: datetime) -> Backlog:
    """The backlog of all collections together."""
    total = Backlog()
    for collection in collections:
        total = total.with_other(await _backlog_of(collection, now))
    return total


async def _backlog_of(collection: MongoCollection, now: datetime) -> Backlog:
    holding = {"ob_at": {"$type": "date"}}
    heads = collection.find(holding, {"ob_at": 1, "outbox": {"$slice": 1}}).sort("ob_at", 1).limit(LOOKED_AT)
    born = [at for raw in await heads.to_list(LOOKED_AT) if (at := _first_event_time(raw)) is not None]
    past = {"next_due": {"$lt": now}}
    first = await collection.find_one(past, {"next_due": 1}, sort=[("next_due", 1)])
    return Backlog(
        waiting=await collection.count_documents({**holding, "outbox.0": {"$exists": True}}, limit=COUNTED),
        oldest_event=max(((now - at).total_seconds() for at in born), default=0.0),
        due=await collection.count_documents(past, limit=COUNTED),
        oldest_timer=0.0 if first is None else (now - cast("datetime", first["next_due"])).total_seconds(),
    )


def _first_event_time(raw: Json) -> datetime | None:
    outbox = cast("list[dict[str, str]]", raw.get("outbox", []))
    return datetime.fromisoformat(orjson.loads(outbox[0]["body"])["time"]) if outbox else None
