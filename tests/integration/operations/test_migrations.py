"""Migrations run once in effect, whichever replicas start together and whoever is killed in the middle."""

import asyncio
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import pytest
from chassis.documents import Change
from chassis.migrations import COLLECTION, Migration, Migrator
from chassis.mongo import MongoDatabase
from chassis.settings import ServiceSettings

from tests.integration.chassis import toy
from tests.integration.chassis.process import toy_process
from tests.integration.operations.five import is_ready
from tests.integration.operations.run_migrating_toy import LEASE
from tests.support.eventually import eventually

VISITS = 12


async def test_three_replicas_start_at_once_and_one_is_killed_in_the_middle(
    toy_settings: ServiceSettings, tmp_path: Path
) -> None:
    settings = toy_settings.model_copy(update={"migration_lease": LEASE})
    watcher = toy.compose(settings)
    database = watcher.runtime.mongo_database
    for number in range(VISITS):
        await watcher.visits.create(f"v-{number:02}", Change(toy.Visit(number=f"n-{number}")))
    await database["gate"].insert_one({"_id": "gate", "open_for": 4})

    async def begun() -> bool:
        return await database["visits"].count_documents({"state.loud": {"$exists": True}}) == 4

    async with AsyncExitStack() as stack:
        module = "tests.integration.operations.run_migrating_toy"
        replicas = [
            await stack.enter_async_context(
                toy_process(settings, tmp_path / f"{number}.log", ready=False, module=module)
            )
            for number in range(3)
        ]
        await eventually(begun, within=40, what="the migration's first third")
        record = await database[COLLECTION].find_one({"_id": "0001-shout"})
        assert record is not None
        assert (record["state"], record["attempts"]) == ("running", 1)
        for _, client in replicas:
            assert not await is_ready(client), "nobody serves before the migration is done"
        victim = next(number for number in range(3) if "0001-shout begins" in (tmp_path / f"{number}.log").read_text())
        replicas[victim][0].kill()
        await database["gate"].update_one({"_id": "gate"}, {"$set": {"open_for": VISITS}})
        for number, (_, client) in enumerate(replicas):
            if number != victim:
                await eventually(partial(is_ready, client), within=40, what=f"replica {number}")
    documents = [raw async for raw in database["visits"].find({})]
    assert [raw["touched"] for raw in documents] == [1] * VISITS
    record = await database[COLLECTION].find_one({"_id": "0001-shout"})
    assert record is not None
    assert (record["state"], record["attempts"]) == ("done", 2)


class Effects:
    """A migration that counts how often it ran to its end, and fails as often as it is told."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.runs = 0

    async def __call__(self, database: MongoDatabase) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionResetError
        self.runs += 1
        await database["effects"].insert_one({})


def migrator(replica: toy.Toy, *migrations: Migration, lease: float = 5.0) -> Migrator:
    """Another process' view of the same database."""
    return Migrator(replica.runtime.mongo_database, migrations, lease=lease)


async def test_each_runs_once_over_replicas_and_restarts(toy_settings: ServiceSettings) -> None:
    replica = toy.compose(toy_settings)
    first, second = Effects(), Effects()
    both = (Migration("0001-first", first), Migration("0002-second", second))
    await asyncio.gather(*(migrator(replica, *both).run() for _ in range(5)))
    await migrator(replica, *both).run()
    assert (first.runs, second.runs) == (1, 1)


async def test_a_failure_is_told_and_another_start_goes_on(toy_settings: ServiceSettings) -> None:
    replica = toy.compose(toy_settings)
    first, second = Effects(failures=1), Effects()
    both = (Migration("0001-first", first), Migration("0002-second", second))
    with pytest.raises(ConnectionResetError):
        await migrator(replica, *both, lease=0.3).run()
    assert second.runs == 0, "what follows waits"
    await migrator(replica, *both, lease=0.3).run()
    assert (first.runs, second.runs) == (1, 1)


async def test_who_is_too_slow_for_the_lease_stops(toy_settings: ServiceSettings) -> None:
    replica = toy.compose(toy_settings)
    records = replica.runtime.mongo_database[COLLECTION]
    broken_off = asyncio.Event()
    runs = 0

    async def slow(_: MongoDatabase) -> None:
        nonlocal runs
        runs += 1
        if runs > 1:
            return
        await records.update_one({"_id": "0001-slow"}, [{"$set": {"by": "another", "lease_until": "$$NOW"}}])
        try:
            await asyncio.Event().wait()
        finally:
            broken_off.set()

    await migrator(replica, Migration("0001-slow", slow), lease=0.2).run()
    assert broken_off.is_set()
    assert runs == 2


def test_names_and_their_order() -> None:
    with pytest.raises(ValueError, match="named like"):
        Migration("split", Effects())
    two, one = Migration("0002-b", Effects()), Migration("0001-a", Effects())
    database: MongoDatabase = {COLLECTION: None}  # type: ignore[assignment]
    with pytest.raises(ValueError, match="in the order"):
        Migrator(database, (two, one), lease=1)
