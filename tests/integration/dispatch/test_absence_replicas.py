"""An absence begins and two replicas compete to pass its tasks on: each moves once, whatever crashes or comes twice."""

import asyncio
from datetime import datetime, timedelta
from typing import cast

from chassis.documents import Change
from chassis.store import Store
from dispatch.adapters.mongo_queue import MongoQueue
from dispatch.adapters.task_mover import TaskMover
from dispatch.domain.absence_handover import SETTLED_AFTER
from dispatch.domain.assignment import Assignment
from dispatch.handlers.absence_timers import absence_timers
from dispatch.handlers.hand_over_absent import HandOverAbsent
from dispatch.handlers.pause_task import pause_task

from tests.integration.dispatch.office import CASES, HELD, MOVED, PORTION, Office, store_of, sweeper_of
from tests.unit.dispatch.builders import ADMIN, at, context, policy


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
