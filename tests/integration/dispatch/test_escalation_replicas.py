"""Three real replicas compete for the clocks of real documents: each level once, in order, never while paused."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from chassis.documents import Change
from chassis.runtime import Runtime
from chassis.store import Store
from chassis.timers import TimerSweeper
from dispatch.bootstrap import build
from dispatch.domain.assignment import Assignment
from dispatch.handlers.on_case_opened import on_case_opened
from dispatch.handlers.pause_task import pause_task, resume_task
from dispatch.settings import Settings

from tests.support.clocks import SetClock
from tests.unit.dispatch.builders import ADMIN, OPENED, at, context, opened, policy

CASES = 60
LADDER = ["reminded 0.5", "reminded 0.8", "overdue", "level 1", "level 2", "level 3"]
DUES = [4.0, 6.4, 8.0, 8.0, 12.0, 16.0]
"""In the demonstration's seconds, without a pause."""


def assignments_of(replica: Runtime) -> Store[Assignment]:
    return cast("Store[Assignment]", next(store for store in replica.parts.stores if store.name == "assignments"))


def sweeper_of(replica: Runtime) -> TimerSweeper[object]:
    return next(sweeper for sweeper in replica.parts.timers if sweeper._store.name == "assignments")


async def said(store: Store[Assignment]) -> dict[str, list[str]]:
    """What each document has to say of its clock, in order."""
    heard: dict[str, list[str]] = {}
    async for raw in store.collection.find({}):
        words: list[str] = []
        for entry in cast("list[dict[str, str]]", raw["outbox"]):
            body = json.loads(entry["body"])
            kind, data = body["type"].split(".")[2], body["data"]
            if kind == "reminded":
                words.append(f"reminded {data['fraction']}")
            if kind == "overdue":
                words.append("overdue")
            if kind == "escalated":
                words.append(f"level {data['level']}")
        heard[cast("str", raw["_id"])] = words
    return heard


def pause_of(number: int) -> tuple[int, int] | None:
    """When a case stands still: every third one, from its second or tenth second on."""
    return None if number % 3 else ((2, 9) if number % 2 else (10, 30))


def expected(number: int, seconds: float) -> list[str]:
    """What must have been said by then."""
    pause = pause_of(number)
    words: list[str] = []
    for word, due in zip(LADDER, DUES, strict=True):
        moved = due if pause is None or due <= pause[0] else due + pause[1] - pause[0]
        if moved <= seconds:
            words.append(word)
    return words


async def test_three_sweepers_climb_every_ladder_once(dispatch_settings: Callable[[], Settings]) -> None:
    settings = dispatch_settings().model_copy(
        update={"seed_file": None, "dispatch_policy": "demo", "timer_page": 16, "lease": 0.01}
    )
    clock = SetClock(OPENED)
    replicas = [build(settings, clock) for _ in range(3)]
    store = assignments_of(replicas[0])
    await store.ensure_indexes()
    for number in range(CASES):
        event = opened(case_id=f"case-{number}", event_id=f"e-{number}")
        change = on_case_opened(None, event, context(OPENED, turns={event.id: number}))
        assert isinstance(change, Change)
        await store.create(f"case-{number}", change)
    for second in range(50):
        clock.now = at(second) + timedelta(milliseconds=1)
        commands = []
        for number in range(CASES):
            begins, ends = pause_of(number) or (None, None)
            place = assignments_of(replicas[number % 3])
            if second == begins:
                clock.now = at(second)
                commands.append(place.change(f"case-{number}", None, paused))
            if second == ends:
                commands.append(place.change(f"case-{number}", None, resumed))
        sweeps = [sweeper_of(replica).sweep() for replica in replicas]
        await asyncio.gather(*commands, *sweeps)
        clock.now = at(second) + timedelta(milliseconds=11)
        while sum(await asyncio.gather(*(sweeper_of(replica).sweep() for replica in replicas))):
            clock.advance(timedelta(milliseconds=11))
        heard = await said(store)
        assert heard == {f"case-{number}": expected(number, second) for number in range(CASES)}, second
    assert all(words == LADDER for words in (await said(store)).values())
    fired = [
        replica.metrics.registry.get_sample_value("aftersales_timers_total", {"outcome": "fired"}) or 0
        for replica in replicas
    ]
    assert len([count for count in fired if count]) > 1, "the replicas shared the work"
    for replica in replicas:
        replica.parts.mongo.close()


def paused(state: Assignment, now: datetime) -> Change[Assignment]:
    return pause_task(state, ADMIN, "waiting_for_parts", None, policy(), now=now)


def resumed(state: Assignment, now: datetime) -> Change[Assignment]:
    return resume_task(state, ADMIN, now=now)
