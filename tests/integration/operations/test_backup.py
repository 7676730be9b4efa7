"""A backup is one instant, a restore is all or nothing, and a damaged one changes nothing."""

import asyncio
import gzip
import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from chassis.documents import Change
from chassis.settings import ServiceSettings
from chassis.store import Store
from contracts.subscriptions import SUBSCRIPTIONS

from tests.integration.chassis import toy
from tests.integration.operations.command import aftersales
from tests.support.builders import ARRIVED, unique
from tests.support.eventually import eventually

ONE = "survey"


@pytest.fixture
def prefix() -> str:
    """Before the databases' names."""
    return unique("b") + "_"


def service_of(settings: ServiceSettings, prefix: str, service: str) -> toy.Toy:
    """The toy in the place of a real service."""
    return toy.compose(
        settings.model_copy(update={"mongodb_database": f"{prefix}{service}"}), service=service, clock=lambda: ARRIVED
    )


async def filled(replica: toy.Toy, count: int) -> None:
    """Visits with timers and waiting events."""
    await replica.visits.ensure_indexes()
    for number in range(count):
        visit = toy.Visit(number=f"n-{number}", due_at=ARRIVED + timedelta(hours=number + 1))
        await replica.visits.create(f"v-{number:03}", Change(visit, [toy.scheduled(f"c-{number}", ARRIVED)]))


async def whole(replica: toy.Toy) -> Mapping[str, object]:
    """Every document of every collection, and the indexes."""
    database = replica.runtime.mongo_database
    names = sorted(await database.list_collection_names())
    documents = {name: await database[name].find({}).sort("_id", 1).to_list(None) for name in names}
    indexes = {name: sorted((await database[name].index_information()).items()) for name in names}
    return {"documents": documents, "indexes": indexes}


async def test_all_services_come_back_as_they_were(toy_settings: ServiceSettings, prefix: str, tmp_path: Path) -> None:
    replicas = {service: service_of(toy_settings, prefix, service) for service in SUBSCRIPTIONS}
    for number, replica in enumerate(replicas.values(), 1):
        await filled(replica, number * 3)
    before = {service: await whole(replica) for service, replica in replicas.items()}
    target = tmp_path / "backup"

    taken = await aftersales(toy_settings, prefix, "backup", "--to", target)
    assert (taken.code, taken.out.count(" documents as of ")) == (0, len(SUBSCRIPTIONS)), taken
    assert oct(target.stat().st_mode & 0o777) == "0o700"
    again = await aftersales(toy_settings, prefix, "backup", "--to", target)
    assert again.code == 3

    for replica in replicas.values():
        await replica.runtime.parts.mongo.drop_database(replica.runtime.mongo_database.name)
    restored = await aftersales(toy_settings, prefix, "restore", "--from", target)
    assert restored.code == 0, restored
    assert {service: await whole(replica) for service, replica in replicas.items()} == before


async def test_one_instant_while_everybody_writes(toy_settings: ServiceSettings, prefix: str, tmp_path: Path) -> None:
    replica = service_of(toy_settings, prefix, ONE)
    other: Store[toy.Visit] = replica.runtime.store("others", toy.Visit)
    await filled(replica, 1)
    await other.create("o-000", Change(toy.Visit(number="0")))
    written = 1
    ended = False

    async def write_on() -> None:
        nonlocal written
        while not ended:
            await replica.visits.create(f"v-{written:03}", Change(toy.Visit(number=str(written))))
            await other.create(f"o-{written:03}", Change(toy.Visit(number=str(written))))
            written += 1

    writing = asyncio.create_task(write_on())
    counts: list[dict[str, int]] = []
    for attempt in range(3):
        target = tmp_path / str(attempt)
        taken = await aftersales(toy_settings, prefix, "backup", "--to", target, "--service", ONE)
        assert taken.code == 0, taken
        told = json.loads((target / ONE / "manifest.json").read_text())
        counts.append({item["name"]: item["documents"] for item in told["collections"]})
    ended = True
    await writing
    assert counts[-1]["visits"] > counts[0]["visits"], "it was written meanwhile"
    for count in counts:
        assert count["visits"] - count["others"] in (0, 1), "the collections fit together"


async def test_a_restore_overwrites_only_when_told_and_says_what_gets_older(
    toy_settings: ServiceSettings, prefix: str, tmp_path: Path
) -> None:
    replica = service_of(toy_settings, prefix, ONE)
    await filled(replica, 3)
    before = await whole(replica)
    target, lost = tmp_path / "backup", tmp_path / "lost.jsonl"
    await aftersales(toy_settings, prefix, "backup", "--to", target, "--service", ONE)
    await replica.visits.change("v-001", None, lambda visit, _: toy.add_note(visit, "later"))
    await replica.visits.create("v-900", Change(toy.Visit(number="later")))
    changed = await whole(replica)

    refused = await aftersales(toy_settings, prefix, "restore", "--from", target)
    assert (refused.code, await whole(replica)) == (3, changed)
    done = await aftersales(toy_settings, prefix, "restore", "--from", target, "--overwrite", "--lost", lost)
    assert done.code == 0, done
    assert "2 documents are older than they were, or gone" in done.out
    assert [json.loads(line) for line in lost.read_text().splitlines()] == [
        {"collection": "visits", "id": "v-001", "version": 2, "restored": 1},
        {"collection": "visits", "id": "v-900", "version": 1, "restored": None},
    ]
    assert await whole(replica) == before


async def test_a_running_service_is_not_restored_under(
    toy_settings: ServiceSettings, prefix: str, tmp_path: Path
) -> None:
    replica = service_of(toy_settings, prefix, ONE)
    target = tmp_path / "backup"
    async with replica.running():
        taken = await aftersales(toy_settings, prefix, "backup", "--to", target, "--service", ONE)
        assert taken.code == 0, taken
        consumer = replica.runtime.lifecycle.consumer
        assert consumer is not None
        await eventually(lambda: consumer._consumer, what="a consumer at the queue")
        done = await aftersales(toy_settings, prefix, "restore", "--from", target, "--overwrite")
    assert (done.code, "is running" in done.err) == (3, True), done


@pytest.mark.parametrize("damage", ["cut", "changed", "missing", "manifest", "more"])
async def test_a_damaged_backup_changes_nothing(
    toy_settings: ServiceSettings, prefix: str, tmp_path: Path, damage: str
) -> None:
    replica = service_of(toy_settings, prefix, ONE)
    await filled(replica, 3)
    before = await whole(replica)
    target = tmp_path / "backup"
    await aftersales(toy_settings, prefix, "backup", "--to", target, "--service", ONE)
    manifest = target / ONE / "manifest.json"
    [entry] = [item for item in json.loads(manifest.read_text())["collections"] if item["name"] == "visits"]
    file = target / ONE / entry["file"]
    content = gzip.decompress(file.read_bytes())
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-20])
    elif damage == "changed":
        file.write_bytes(gzip.compress(content.replace(b"n-1", b"n-9")))
    elif damage == "missing":
        file.unlink()
    elif damage == "manifest":
        manifest.write_text(manifest.read_text().replace('"documents": 3', '"documents": 2'))
    else:
        file.write_bytes(gzip.compress(content + b"\xff\xff\xff\x7f"))

    done = await aftersales(toy_settings, prefix, "restore", "--from", target, "--overwrite")

    assert (done.code, "nothing was changed" in done.err) == (1, True), done
    assert await whole(replica) == before
    assert (await aftersales(toy_settings, prefix, "restore", "--from", target, "--check")).code == 1
