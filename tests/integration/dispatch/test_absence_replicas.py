"""An absence begins and two replicas compete to pass its tasks on: each moves once, whatever crashes or comes twice."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

import pytest
from chassis.documents import Change
from chassis.runtime import Runtime
from chassis.store import Store
from chassis.timers import TimerSweeper
from dispatch.adapters import task_mover
from dispatch.adapters.mongo_queue import MongoQueue
from dispatch.adapters.task_mover import TaskMover
from dispatch.bootstrap import build
from dispatch.domain.absence_handover import SETTLED_AFTER
from dispatch.domain.assignment import Assignment
from dispatch.domain.policy import AbsenceHandover
from dispatch.domain.staff import Staff, absence_of, record_absence, seed_of
from dispatch.handlers.absence_timers import absence_timers
from dispatch.handlers.hand_over_absent import HandOverAbsent
from dispatch.handlers.on_case_opened import on_case_opened
from dispatch.handlers.pause_task import pause_task
from dispatch.settings import Settings

from tests.support.clocks import SetClock
from tests.unit.dispatch.builders import ADMIN, OPENED, at, context, opened, policy

CASES = 70
PORTION = 20
LEASE = timedelta(milliseconds=10)


def store_of(replica: Runtime, name: str) -> Store[object]:
    return next(store for store in replica.parts.stores if store.name == name)


def sweeper_of(replica: Runtime) -> TimerSweeper[object]:
    return next(sweeper for sweeper in replica.parts.timers if sweeper._store.name == "staff")


class Office:
    """Two replicas over one database, and cases in the hands of quality1."""

    def __init__(self, settings: Settings) -> None:
        self.clock = SetClock(OPENED)
        self.replicas = [build(settings, self.clock) for _ in range(2)]
        self.cases = cast("Store[Assignment]", store_of(self.replicas[0], "assignments"))
        self.staff = cast("Store[Staff]", store_of(self.replicas[0], "staff"))

    async def opens(self, count: int) -> None:
        await self.cases.ensure_indexes()
        await self.staff.ensure_indexes()
        for number in range(count):
            event = opened(case_id=f"case-{number}", event_id=f"e-{number}")
            change = on_case_opened(None, event, context(OPENED, turns={event.id: 0}))
            assert isinstance(change, Change)
            await self.cases.create(f"case-{number}", change)

    async def away(self, since: datetime, until: datetime, handover: AbsenceHandover) -> None:
        known = seed_of(policy().people["staff:quality1"])
        absence = absence_of(known, since, until, "ill", by="staff:x", now=self.clock(), handover=handover)
        await self.staff.create("quality1", Change(record_absence(known, absence, ADMIN, policy())))

    async def sweeps(self, until: datetime) -> None:
        """Both replicas, again and again, each lease long over when the next round comes."""
        while self.clock.now < until:
            await asyncio.gather(*(sweeper_of(replica).sweep() for replica in self.replicas))
            self.clock.advance(timedelta(milliseconds=200))

    async def hands(self) -> Counter[tuple[str, ...]]:
        """Who held the tasks, one after the other."""
        found = Counter[tuple[str, ...]]()
        for number in range(CASES):
            run = (await self.cases.get(f"case-{number}")).state.running
            assert run is not None
            found[tuple(holding.responsible for holding in run.holdings)] += 1
        return found

    async def told(self) -> Counter[str]:
        """How often each case said that it was handed over."""
        said = Counter[str]()
        async for raw in self.cases.collection.find({}):
            for entry in cast("list[dict[str, str]]", raw["outbox"]):
                body = json.loads(entry["body"])
                if body["type"] == "aftersales.task.handed_over.v1":
                    assert (body["data"]["previous"], body["data"]["by"]) == ("staff:quality1", "dispatch")
                    said[cast("str", raw["_id"])] += 1
        return said

    def close(self) -> None:
        for replica in self.replicas:
            replica.parts.mongo.close()


@pytest.fixture
def office(dispatch_settings: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(task_mover, "AT_ONCE", PORTION)
    more = {"seed_file": None, "dispatch_policy": "demo", "lease": LEASE.total_seconds()}
    return Office(dispatch_settings().model_copy(update=more))


HELD, MOVED = ("staff:quality1",), ("staff:quality1", "staff:quality2")


async def test_every_task_moves_once_in_portions_when_the_absence_begins(office: Office) -> None:
    await office.opens(CASES)
    since = at(2)
    await office.away(since, at(10_000), "deputy")
    office.clock.now = since - timedelta(milliseconds=1)
    await office.sweeps(since)
    assert await office.hands() == {HELD: CASES}
    office.clock.now = since + timedelta(milliseconds=1)
    await asyncio.gather(*(sweeper_of(replica).sweep() for replica in office.replicas))
    assert (await office.hands())[MOVED] == PORTION
    await office.sweeps(since + SETTLED_AFTER + timedelta(seconds=1))
    assert await office.hands() == {MOVED: CASES}
    assert await office.told() == {f"case-{number}": 1 for number in range(CASES)}
    (absence,) = (await office.staff.get("quality1")).state.absences
    assert absence.handed_over_at is not None
    run = (await office.cases.get("case-0")).state.running
    assert run is not None
    assert run.holdings[-1].note == f"absent from {since.isoformat()} to {at(10_000).isoformat()}; deputy of {HELD[0]}"
    office.close()


async def test_a_crash_between_a_portion_and_its_note_moves_nothing_twice(office: Office) -> None:
    await office.opens(CASES)
    await office.away(at(1), at(10_000), "deputy")
    state, now = (await office.staff.get("quality1")).state, at(3)
    office.clock.now = now
    fires = [
        HandOverAbsent(TaskMover(cases, MongoQueue(cases.collection, 1.0)).move)
        for replica in office.replicas
        for cases in [cast("Store[Assignment]", store_of(replica, "assignments"))]
    ]
    for _ in range(CASES // PORTION + 2):
        await asyncio.gather(*(fire(state, absence_timers(state)[0], context(now)) for fire in fires))
    assert await office.hands() == {MOVED: CASES}
    assert await office.told() == {f"case-{number}": 1 for number in range(CASES)}
    await office.sweeps(now + SETTLED_AFTER + timedelta(seconds=1))
    assert (await office.staff.get("quality1")).state.absences[0].moved == 0
    office.close()


async def test_by_policy_only_what_cannot_wait_moves(office: Office) -> None:
    await office.opens(CASES)
    for number in range(0, CASES, 7):
        await office.cases.change(f"case-{number}", None, standing_still)
    await office.away(at(1), at(6), "deputy_if_due")
    office.clock.now = at(1)
    await office.sweeps(at(5))
    assert await office.hands() == {HELD: CASES - CASES // 7, MOVED: CASES // 7}
    office.close()


def standing_still(state: Assignment, now: datetime) -> Change[Assignment]:
    return pause_task(state, ADMIN, "waiting_for_parts", None, policy(), now=now)
