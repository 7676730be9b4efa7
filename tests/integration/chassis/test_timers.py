"""Timers: each once in state and events, never early, over replicas, crashes and restarts."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import cast

from chassis.documents import Change
from chassis.settings import ServiceSettings
from chassis.timers import TimerSweeper

from tests.integration.chassis import toy
from tests.support.builders import ARRIVED
from tests.support.clocks import SetClock

SECOND = timedelta(seconds=1)


def sweeper(replica: toy.Toy) -> TimerSweeper[object]:
    """The replica's own, which nobody runs."""
    return replica.runtime.parts.timers[0]


async def plant(replica: toy.Toy, count: int) -> None:
    """Visits due one second apart from 1 on."""
    await asyncio.gather(
        *(
            replica.visits.create(f"v-{n}", Change(toy.Visit(number=f"v-{n}", due_at=ARRIVED + n * SECOND)))
            for n in range(1, count + 1)
        )
    )


async def fired(replica: toy.Toy) -> dict[str, int]:
    """Reminders by visit."""
    found = replica.visits.collection.find({})
    return {cast("str", raw["_id"]): cast("dict[str, int]", raw["state"])["reminders"] async for raw in found}


async def test_three_sweepers_fire_each_timer_once_and_none_early(toy_settings: ServiceSettings) -> None:
    clock = SetClock()
    replicas = [toy.compose(toy_settings.model_copy(update={"timer_page": 20}), clock=clock) for _ in range(3)]
    await replicas[0].visits.ensure_indexes()
    await plant(replicas[0], 120)
    for seconds in (0, 1, 60, 61, 300):
        clock.now = ARRIVED + seconds * SECOND + timedelta(milliseconds=1)
        while sum(await asyncio.gather(*(sweeper(replica).sweep() for replica in replicas))):
            pass
        expected = {f"v-{n}": 1 if n <= seconds else 0 for n in range(1, 121)}
        assert await fired(replicas[0]) == expected
    raw = [document async for document in replicas[0].visits.collection.find({})]
    assert {document["v"] for document in raw} == {2}
    assert {len(cast("list[object]", document["outbox"])) for document in raw} == {1}
    assert not [document for document in raw if "next_due" in document]
    registries = [replica.runtime.metrics.registry for replica in replicas]
    done = [registry.get_sample_value("aftersales_timers_total", {"outcome": "fired"}) or 0 for registry in registries]
    assert sum(done) == 120
    assert len([count for count in done if count]) > 1, "the replicas shared the work"


async def test_a_sweeper_that_dies_after_its_claim_only_delays(toy_settings: ServiceSettings) -> None:
    clock = SetClock()
    dying, sound = toy.compose(toy_settings, clock=clock), toy.compose(toy_settings, clock=clock)
    await plant(dying, 1)

    async def die(*_: object) -> None:
        raise asyncio.CancelledError

    dying.visits.write = die  # type: ignore[method-assign,assignment]
    clock.advance(2 * SECOND)
    task = asyncio.create_task(sweeper(dying).sweep())
    await asyncio.wait([task])
    assert task.cancelled()
    assert await sweeper(sound).sweep() == 0
    clock.advance(timedelta(seconds=toy_settings.lease))
    assert await sweeper(sound).sweep() == 0
    clock.advance(timedelta(milliseconds=1))
    assert await sweeper(sound).sweep() == 1
    assert await fired(sound) == {"v-1": 1}


async def test_a_command_in_the_moment_of_firing_wins_and_the_timer_comes_again(
    toy_settings: ServiceSettings,
) -> None:
    clock = SetClock()
    replica, other = toy.compose(toy_settings, clock=clock), toy.compose(toy_settings, clock=clock)
    await plant(replica, 1)
    clock.advance(2 * SECOND)
    write = replica.visits.write

    async def after_a_command(drafts: object) -> object:
        await other.visits.change("v-1", 1, lambda visit, _: toy.add_note(visit, "first"))
        replica.visits.write = write  # type: ignore[method-assign]
        return await write(drafts)  # type: ignore[arg-type]

    replica.visits.write = after_a_command  # type: ignore[method-assign,assignment]
    assert await sweeper(replica).sweep() == 1
    assert await fired(replica) == {"v-1": 0}
    assert await sweeper(replica).sweep() == 1
    visit = await replica.visit("v-1")
    assert visit is not None
    assert (visit.reminders, visit.notes) == (1, ("first",))
    assert (await replica.raw("v-1"))["v"] == 3


async def test_a_failing_timer_does_not_stop_its_neighbours(toy_settings: ServiceSettings) -> None:
    clock = SetClock()
    replica = toy.compose(toy_settings, clock=clock)
    await plant(replica, 3)
    await replica.visits.change("v-2", None, lambda visit, _: Change(replace(visit, number="")))
    await replica.visits.change("v-3", None, lambda visit, _: Change(replace(visit, blob="x" * 16_776_300)))
    clock.advance(10 * SECOND)
    assert await sweeper(replica).sweep() == 3
    assert await fired(replica) == {"v-1": 1, "v-2": 0, "v-3": 0}
    failed = replica.runtime.metrics.registry.get_sample_value("aftersales_timers_total", {"outcome": "failed"})
    assert failed == 2


async def test_a_due_time_that_has_moved_is_not_fired_early(toy_settings: ServiceSettings) -> None:
    clock = SetClock()
    replica = toy.compose(toy_settings, clock=clock)
    await plant(replica, 1)
    await replica.visits.change("v-1", None, lambda visit, _: Change(replace(visit, due_at=ARRIVED + 100 * SECOND)))
    clock.advance(50 * SECOND)
    assert await sweeper(replica).sweep() == 0
    clock.advance(51 * SECOND)
    assert await sweeper(replica).sweep() == 1
    assert await fired(replica) == {"v-1": 1}
