"""Changes of stored documents that a new version needs, made once, whichever replica comes first and however it ends.

The collection `migrations` has one document for each: `{_id, state, by, lease_until, attempts, started_at, ended_at}`.
A replica takes a migration by compare-and-set for the length of a lease, by the database's clock, and renews the lease
while it works; when it is killed, another one takes over once the lease has run out. So a migration may begin several
times, and must be idempotent. Replicas of the version before keep running meanwhile: a migration only adds what they
can live with, and what nobody needs any more goes with the version after.
"""

import asyncio
import contextlib
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pymongo.errors import DuplicateKeyError

from chassis.identifiers import new_id
from chassis.mongo import Json, MongoCollection, MongoDatabase

log = logging.getLogger(__name__)

COLLECTION = "migrations"
LOOK_SECONDS = 0.2
RENEWALS_IN_A_LEASE = 4
_ID = re.compile(r"\d{4}-[a-z0-9-]{1,80}")

Run: TypeAlias = Callable[[MongoDatabase], Awaitable[None]]
Taken: TypeAlias = Literal["done", "mine", "others"]


@dataclass(frozen=True, slots=True)
class Migration:
    """`id` is a number and words (`0001-split-names`) and stays for ever; `run` bears being broken off and repeated."""

    id: str
    run: Run

    def __post_init__(self) -> None:
        """Raises ValueError for an id that would not sort."""
        if _ID.fullmatch(self.id) is None:
            raise ValueError(f"a migration is named like 0001-what-it-does, not {self.id!r}")


class LeaseLost(Exception):
    """Somebody else has taken the migration over: this replica was too slow for its lease."""


class Migrator:
    """Brings one database up to date; `lease` is in seconds."""

    def __init__(self, database: MongoDatabase, migrations: Sequence[Migration], *, lease: float) -> None:
        ids = [migration.id for migration in migrations]
        if ids != sorted(set(ids)):
            raise ValueError("migrations are listed in the order of their ids, each once")
        self._database = database
        self._records: MongoCollection = database[COLLECTION]
        self._migrations = migrations
        self._lease = lease
        self._me = new_id()

    async def run(self) -> None:
        """Returns when all are done, by whomever. Outages and a migration's own errors propagate; another start, or
        another replica, goes on from there."""
        for migration in self._migrations:
            await self._run(migration)

    async def _run(self, migration: Migration) -> None:
        while True:
            taken = await self._take(migration.id)
            if taken == "done":
                return
            if taken == "mine":
                log.info("migration %s begins", migration.id)
                try:
                    await self._work(migration)
                except LeaseLost:
                    log.warning("migration %s was taken over by another replica", migration.id)
                else:
                    log.info("migration %s done", migration.id)
            else:
                await asyncio.sleep(LOOK_SECONDS)

    async def _take(self, migration_id: str) -> Taken:
        with contextlib.suppress(DuplicateKeyError):
            await self._records.insert_one({"_id": migration_id, "state": "waiting", "attempts": 0})
        free: Json = {
            "_id": migration_id,
            "state": {"$ne": "done"},
            "$expr": {"$lte": [{"$ifNull": ["$lease_until", "$$NOW"]}, "$$NOW"]},
        }
        claim = {"state": "running", "by": self._me, "started_at": "$$NOW", "lease_until": self._until()}
        attempts = {"$add": ["$attempts", 1]}
        result = await self._records.update_one(free, [{"$set": {**claim, "attempts": attempts}}])
        if result.matched_count:
            return "mine"
        found = await self._records.find_one({"_id": migration_id, "state": "done"})
        return "others" if found is None else "done"

    async def _work(self, migration: Migration) -> None:
        """The migration beside the renewal of its lease; whichever fails ends the other. Raises LeaseLost."""
        work = asyncio.ensure_future(migration.run(self._database))
        renewal = asyncio.create_task(self._renew(migration.id))
        try:
            await asyncio.wait([work, renewal], return_when=asyncio.FIRST_COMPLETED)
            if renewal.done():
                await renewal
            await work
        finally:
            for task in (work, renewal):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await task
        await self._write(migration.id, {"state": "done", "ended_at": "$$NOW"})

    async def _renew(self, migration_id: str) -> None:
        while True:
            await asyncio.sleep(self._lease / RENEWALS_IN_A_LEASE)
            await self._write(migration_id, {"lease_until": self._until()})

    async def _write(self, migration_id: str, fields: Json) -> None:
        mine = {"_id": migration_id, "by": self._me, "state": "running"}
        result = await self._records.update_one(mine, [{"$set": fields}])
        if not result.matched_count:
            raise LeaseLost(migration_id)

    def _until(self) -> Json:
        return {"$dateAdd": {"startDate": "$$NOW", "unit": "millisecond", "amount": int(self._lease * 1000)}}
