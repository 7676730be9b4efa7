"""Absences from before the timer are armed when the version that has it starts: old documents as they lay there."""

from datetime import datetime, timedelta
from typing import cast

from chassis.migrations import Migrator
from chassis.mongo import Json
from dispatch.adapters.absence_migration import ArmAbsences
from dispatch.domain.absence_handover import SETTLED_AFTER

from tests.integration.dispatch.office import CASES, HELD, MOVED, Office
from tests.unit.dispatch.builders import OPENED, at, policy

BACK = (*MOVED, *HELD)


def old_absence(number: str, since: datetime, until: datetime) -> Json:
    """As the version wrote it that knew no timer of the person."""
    return {
        "id": number,
        "since": since,
        "until": until,
        "reason": "ill",
        "recorded_by": "staff:quality-lead",
        "recorded_at": OPENED - timedelta(days=9),
    }


def old_person(*absences: Json) -> Json:
    """A whole document of that version, written four times."""
    return {
        "_id": "quality1",
        "v": 4,
        "seq": 0,
        "w": ["a", "b", "c", "d"],
        "state": {
            "id": "quality1",
            "name": "唐锐",
            "team": "quality",
            "roles": ["quality_engineer"],
            "takes_turns": True,
            "on_duty": True,
            "shift": None,
            "deputy": "quality2",
            "absences": list(absences),
        },
        "inbox": [],
        "outbox": [],
        "timers": [],
    }


PAST = old_absence("1", OPENED - timedelta(days=3), OPENED - timedelta(days=2))
RUNNING = old_absence("2", OPENED - timedelta(days=1), at(100))
AHEAD = old_absence("4", at(5000), at(6000))
LATER = {"handover": "deputy", "looks": 0, "moved": 0, "next_look": None, "handed_over_at": None}
FLAGGED = {**old_absence("5", at(7000), at(8000)), **LATER, "handover": "flag"}
ALL = {**old_absence("6", at(9000), at(9500)), **LATER, "handover": "deputy", "give_back": "all"}


async def migrated(office: Office) -> None:
    """What every replica does at its start."""
    for replica in office.replicas:
        await Migrator(replica.mongo_database, replica.parts.migrations, lease=30).run()


async def raw_person(office: Office) -> Json:
    found = await office.staff.collection.find_one({"_id": "quality1"})
    assert found is not None
    return found


async def test_running_and_future_ones_are_armed_and_others_stay_as_they_are(office: Office) -> None:
    await office.staff.collection.insert_one(old_person(PAST, RUNNING, AHEAD, FLAGGED, ALL))
    await migrated(office)
    raw = await raw_person(office)
    timers = {timer["name"]: timer["due"] for timer in cast("list[Json]", raw["timers"])}
    assert timers == {
        "absence:2:0": RUNNING["since"],
        "return:2:0": RUNNING["until"],
        "absence:4:0": AHEAD["since"],
        "return:4:0": AHEAD["until"],
        "absence:6:0": ALL["since"],
        "return:6:0": ALL["until"],
    }
    assert (raw["v"], raw["next_due"]) == (5, RUNNING["since"])
    told = {each.id: (each.handover, each.give_back) for each in (await office.staff.get("quality1")).state.absences}
    assert told == {
        "1": ("flag", "never"),
        "2": ("deputy", "not_started"),
        "4": ("deputy", "not_started"),
        "5": ("flag", "not_started"),
        "6": ("deputy", "all"),
    }
    office.close()


async def test_once_armed_nothing_is_changed_again(office: Office) -> None:
    await office.staff.collection.insert_one(old_person(RUNNING, AHEAD))
    arm = ArmAbsences(office.staff, policy(), office.clock)
    await arm(office.replicas[0].mongo_database)
    armed = await raw_person(office)
    await arm(office.replicas[0].mongo_database)
    assert await raw_person(office) == armed
    office.close()


async def test_the_running_ones_tasks_pass_on_after_the_start_and_come_back(office: Office) -> None:
    await office.opens(CASES)
    await office.staff.collection.insert_one(old_person(PAST, RUNNING))
    office.clock.now = at(10)
    await office.sweeps(at(11))
    assert await office.hands() == {HELD: CASES}
    await migrated(office)
    await office.sweeps(at(20))
    assert await office.hands() == {MOVED: CASES}
    office.clock.now = at(100)
    await office.sweeps(at(101) + SETTLED_AFTER)
    assert await office.hands() == {BACK: CASES}
    office.close()
