"""The outbox against a real broker and database: nothing lost, nobody's order broken, replicas share the sweep."""

import asyncio
from datetime import timedelta
from typing import cast

from chassis.documents import Change
from chassis.settings import ServiceSettings
from chassis.sweeper import OutboxSweeper

from tests.integration.chassis import toy
from tests.support.broker import Bench
from tests.support.clocks import SetClock
from tests.support.eventually import eventually


def sweeper(replica: toy.Toy) -> OutboxSweeper:
    """A sweeper that nobody runs."""
    runtime = replica.runtime
    return OutboxSweeper(
        runtime.parts.relay, runtime.parts.publisher, runtime.clock, runtime.metrics, interval=1, age=2, lease=8
    )


async def open_visits(replica: toy.Toy, count: int) -> list[str]:
    """Visits with one event each."""
    ids = [f"v-{n}" for n in range(count)]
    await asyncio.gather(
        *(
            replica.visits.create(i, Change(toy.Visit(number=i), [toy.scheduled(i, replica.runtime.clock())]))
            for i in ids
        )
    )
    return ids


async def test_two_sweepers_share_documents_and_nobody_takes_one_twice(toy_settings: ServiceSettings) -> None:
    clock = SetClock()
    replicas = [toy.compose(toy_settings, clock=clock) for _ in range(2)]
    await open_visits(replicas[0], 60)
    assert await sweeper(replicas[0]).sweep() == 0, "too young"
    clock.advance(timedelta(seconds=2, milliseconds=1))
    brought = await asyncio.gather(*(sweeper(replica).sweep() for replica in replicas))
    assert sum(brought) == 60
    assert await sweeper(replicas[1]).sweep() == 0, "under lease"
    clock.advance(timedelta(seconds=8, milliseconds=1))
    assert await sweeper(replicas[1]).sweep() == 60, "the lease is over, nothing was confirmed"


async def test_a_document_whose_outbox_was_emptied_is_not_swept_for_ever(toy_settings: ServiceSettings) -> None:
    """The database died between taking the last event out and forgetting how old it was."""
    clock = SetClock()
    replica = toy.compose(toy_settings, clock=clock)
    await open_visits(replica, 3)
    await replica.visits.collection.update_one({"_id": "v-0"}, {"$set": {"outbox": []}})
    clock.advance(timedelta(seconds=2, milliseconds=1))
    assert await sweeper(replica).sweep() == 2
    waiting = replica.visits.collection.find({"ob_at": {"$exists": True}})
    assert sorted([raw["_id"] async for raw in waiting]) == ["v-1", "v-2"]


async def test_events_committed_while_the_broker_is_away_arrive_in_order(
    toy_settings: ServiceSettings, wire: Bench
) -> None:
    first = toy.compose(toy_settings)
    async with first.running():
        await wire.watch()
        await first.runtime.parts.publish_link.close()
        ids = await open_visits(first, 30)
        for _ in range(3):
            for i in ids[:5]:
                await first.visits.change(i, None, lambda v, now: Change(v, [toy.scheduled(v.number, now)]))
        assert wire.published == []
        first.runtime.parts.publish_link.start()
        await eventually(lambda: len({event.id for event in wire.published}) == 45)
        await eventually(lambda: _empty(first))
    for i in ids:
        assert [event.sequence for event in wire.of(i)] == list(range(1, 5 if i in ids[:5] else 2))


async def test_what_a_killed_replica_left_is_brought_by_another(toy_settings: ServiceSettings, wire: Bench) -> None:
    dead, alive = toy.compose(toy_settings), toy.compose(toy_settings)
    async with alive.running():
        await wire.watch()
        ids = await open_visits(dead, 20)
        await eventually(lambda: len({event.id for event in wire.published}) == 20)
        await eventually(lambda: _empty(alive))
    assert sorted(event.subject for event in wire.published) == sorted(ids)


async def test_two_replicas_writing_one_document_keep_its_order(toy_settings: ServiceSettings, wire: Bench) -> None:
    replicas = [toy.compose(toy_settings), toy.compose(toy_settings)]
    async with replicas[0].running(), replicas[1].running():
        await wire.watch()
        await open_visits(replicas[0], 1)
        for turn in range(30):
            await replicas[turn % 2].visits.change(
                "v-0", None, lambda v, now: Change(v, [toy.scheduled(v.number, now), toy.scheduled(v.number, now)])
            )
        await eventually(lambda: len(wire.of("v-0")) == 61)
    assert [event.sequence for event in wire.of("v-0")] == list(range(1, 62))


async def test_an_event_that_nobody_is_bound_to_is_kept(toy_settings: ServiceSettings, wire: Bench) -> None:
    replica = toy.compose(toy_settings)
    async with replica.running():
        await open_visits(replica, 1)
        await eventually(lambda: _empty(replica))
        assert await wire.depth("aftersales.unrouted") == 1


async def _empty(replica: toy.Toy) -> bool:
    left = await replica.visits.collection.find_one({"$or": [{"outbox": {"$ne": []}}, {"ob_at": {"$exists": True}}]})
    return cast("object", left) is None
