"""An absence ends and two replicas compete to give its tasks back: each goes back once, with its history and clock."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from chassis.documents import Change
from chassis.mongo import Json
from chassis.store import Store
from dispatch.adapters.mongo_assignments import BY_AGE, BY_STOOD_IN_FOR, STOOD_IN_FOR
from dispatch.adapters.mongo_feeds import CORRECTIVE_ACTIONS
from dispatch.adapters.task_returner import TaskReturner
from dispatch.domain.absence_correction import cancel_absence
from dispatch.domain.absence_handover import SETTLED_AFTER
from dispatch.domain.assignment import Assignment
from dispatch.domain.quality.corrective_action import CorrectiveAction
from dispatch.domain.staff import Staff, absence_of, record_absence
from dispatch.handlers.accept_task import accept_task
from dispatch.handlers.give_back_returned import GiveBackReturned, ending_timers

from tests.integration.dispatch.office import CASES, HELD, MOVED, PORTION, Office, store_of, sweeper_of
from tests.unit.dispatch.builders import ADMIN, at, context, person, policy
from tests.unit.dispatch.quality.records import before

BACK = (*MOVED, *HELD)
DEPUTY = person("quality2", "quality_engineer", team="quality")
RECORDS = 25
SOON, END, LATER = at(1), at(100), at(100) + SETTLED_AFTER + timedelta(seconds=1)


def begun(state: Assignment, now: datetime) -> Change[Assignment]:
    """The deputy accepts."""
    return accept_task(state, DEPUTY, now=now)


async def gone(office: Office) -> None:
    """All tasks are with the deputy, who has begun every seventh."""
    await office.opens(CASES)
    await office.away(SOON, END, "deputy", "not_started")
    office.clock.now = SOON
    await office.sweeps(SOON + SETTLED_AFTER + timedelta(seconds=1))
    assert await office.hands() == {MOVED: CASES}
    for number in range(0, CASES, 7):
        await office.cases.change(f"case-{number}", None, begun)


async def test_every_task_that_nobody_began_comes_back_once_in_portions(office: Office) -> None:
    await gone(office)
    before = {f"case-{number}": (await office.cases.get(f"case-{number}")).state for number in range(CASES)}
    office.clock.now = END - timedelta(milliseconds=1)
    await office.sweeps(END)
    assert await office.hands() == {MOVED: CASES}
    office.clock.now = END + timedelta(milliseconds=1)
    await asyncio.gather(*(sweeper_of(replica).sweep() for replica in office.replicas))
    assert (await office.hands())[BACK] == PORTION
    await office.sweeps(LATER)
    assert await office.hands() == {MOVED: CASES // 7, BACK: CASES - CASES // 7}
    assert await office.told("staff:quality2") == {f"case-{number}": 1 for number in range(CASES) if number % 7}
    (absence,) = (await office.staff.get("quality1")).state.absences
    assert absence.given_back_at is not None
    assert absence.given_back == CASES - CASES // 7
    for case_id, was in before.items():
        state = (await office.cases.get(case_id)).state
        assert state.running is not None
        assert was.running is not None
        assert (state.running.clock, state.running.due_at) == (was.running.clock, was.running.due_at)
        held = state.running.holdings
        assert [hands.until for hands in held[:-1]] == [hands.since for hands in held[1:]]
        if was.status == "assigned":
            note = f"back: absent from {SOON.isoformat()} to {END.isoformat()}; staff:quality2 stood in"
            assert (held[-1].note, held[-1].by) == (note, "dispatch")
    office.close()


async def test_a_crash_between_a_portion_and_its_note_gives_nothing_back_twice(office: Office) -> None:
    await gone(office)
    state, now = (await office.staff.get("quality1")).state, END
    office.clock.now = now
    fires = [
        GiveBackReturned(TaskReturner(cast("Store[Assignment]", store_of(replica, "assignments"))).give_back)
        for replica in office.replicas
    ]
    for _ in range(CASES // PORTION + 2):
        await asyncio.gather(*(fire(state, ending_timers(state)[0], context(now)) for fire in fires))
    await office.sweeps(LATER)
    assert await office.hands() == {MOVED: CASES // 7, BACK: CASES - CASES // 7}
    assert await office.told("staff:quality2") == {f"case-{number}": 1 for number in range(CASES) if number % 7}
    assert (await office.staff.get("quality1")).state.absences[0].given_back == 0
    office.close()


async def test_withdrawn_it_gives_back_at_once_and_while_another_one_lasts_nothing(office: Office) -> None:
    await gone(office)

    def another(state: Staff, now: datetime) -> Change[Staff]:
        more = absence_of(state, at(40), at(200), "ill", by="staff:x", now=now, handover="deputy", give_back="all")
        return Change(record_absence(state, more, ADMIN, policy()))

    await office.staff.change("quality1", None, another)
    for absence_id, withdrawn, hands in (("1", at(50), {MOVED: CASES}), ("2", at(60), {BACK: CASES - CASES // 7})):
        office.clock.now = withdrawn

        def cancelled(state: Staff, now: datetime, which: str = absence_id) -> Change[Staff]:
            return Change(cancel_absence(state, which, ADMIN, policy(), now=now))

        await office.staff.change("quality1", None, cancelled)
        await office.sweeps(withdrawn + timedelta(seconds=8))
        assert (await office.hands()).items() >= hands.items()
    office.close()


async def test_8d_records_go_and_come_back_once(office: Office) -> None:
    records = cast("Store[CorrectiveAction]", store_of(office.replicas[0], CORRECTIVE_ACTIONS))
    await records.ensure_indexes()
    for number in range(RECORDS):
        await records.create(f"8d-{number}", Change(replace(before("D3"), id=f"8d-{number}")))
    await office.opens(CASES)
    await office.away(SOON, END, "deputy", "not_started")
    for moment, hands in ((SOON, MOVED), (END, BACK)):
        office.clock.now = moment
        await office.sweeps(moment + SETTLED_AFTER + timedelta(seconds=1))
        for number in range(RECORDS):
            state = (await records.get(f"8d-{number}")).state
            assert tuple(each.responsible for each in state.holdings) == hands
    (absence,) = (await office.staff.get("quality1")).state.absences
    assert (absence.moved, absence.given_back) == (RECORDS + CASES, RECORDS + CASES)
    office.close()


async def test_what_is_to_come_back_is_found_by_its_index(office: Office) -> None:
    await gone(office)
    found = office.cases.collection.find({STOOD_IN_FOR: "staff:quality1"}).sort([(BY_AGE, 1), ("_id", 1)]).limit(9)
    explained: Json = await found.explain()
    plan = str(cast("Json", explained["queryPlanner"])["winningPlan"])
    assert f"'indexName': '{BY_STOOD_IN_FOR.name}'" in plan
    assert "SORT" not in plan
    office.close()
