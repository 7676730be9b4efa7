"""An absence begins: what the person has in hand passes on by itself, all of it, once, and no later than it can."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from dispatch.domain.absence_handover import BETWEEN_PORTIONS, SETTLED_AFTER, due_look, looked
from dispatch.domain.assignment import Assignment
from dispatch.domain.covering import Cover, cover
from dispatch.domain.errors import NotInTheseHands
from dispatch.domain.policy import Absence, AbsenceHandover, Policy
from dispatch.domain.roster import on_duty
from dispatch.domain.staff import Staff, absence_of, record_absence, seed_of, with_person
from dispatch.handlers.absence_timers import absence_timers
from dispatch.handlers.hand_over_absent import HandOverAbsent
from dispatch.handlers.pause_task import pause_task
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dispatch import builders
from tests.unit.dispatch.builders import ADMIN, OPENED, at, context
from tests.unit.dispatch.flow import accepted, assigned

SINCE, UNTIL = at(10), at(1000)
DEPUTY = "staff:quality2"


def away(
    since: datetime = SINCE,
    until: datetime = UNTIL,
    handover: AbsenceHandover = "deputy",
    now: datetime = OPENED,
    staff: Staff | None = None,
) -> Staff:
    """Quality1 with one absence more."""
    known = staff or seed_of(builders.policy().people["staff:quality1"])
    absence = absence_of(known, since, until, "ill", by="staff:lead", now=now, handover=handover)
    return record_absence(known, absence, ADMIN, builders.policy())


class Tasks:
    """So many in somebody's hands, passed on in portions."""

    def __init__(self, count: int, portion: int = 10) -> None:
        self.left = count
        self.portion = portion
        self.asked: list[tuple[Cover, datetime]] = []
        self.deputies: list[str | None] = []

    async def move(self, wanted: Cover, policy: Policy, *, by: str, now: datetime) -> "Passed":
        assert by == "dispatch"
        self.asked.append((wanted, now))
        self.deputies.append(policy.people[wanted.absent].deputy)
        moved = min(self.left, self.portion)
        self.left -= moved
        return Passed([None] * moved, more=self.left > 0)


class Passed:
    def __init__(self, moved: list[None], *, more: bool) -> None:
        self.moved = moved
        self.more = more


async def until(state: Staff, tasks: Tasks, now: datetime) -> Staff:
    """Every timer fired that is due by then."""
    fire = HandOverAbsent(tasks.move)
    while due := [timer for timer in absence_timers(state) if timer.due <= now]:
        made = await fire(state, due[0], context(due[0].due))
        assert due[0] not in absence_timers(made.state)
        assert made.events == ()
        state = made.state
    return state


async def test_nothing_moves_before_it_begins_and_all_once_it_has() -> None:
    tasks = Tasks(25)
    state = await until(away(), tasks, SINCE - timedelta(milliseconds=1))
    assert (tasks.asked, state) == ([], away())
    state = await until(state, tasks, SINCE)
    assert [now for _, now in tasks.asked] == [SINCE]
    state = await until(state, tasks, SINCE + SETTLED_AFTER)
    note = f"absent from {SINCE.isoformat()} to {UNTIL.isoformat()}"
    assert {wanted for wanted, _ in tasks.asked} == {Cover("staff:quality1", None, note)}
    assert [now - SINCE for _, now in tasks.asked] == [
        timedelta(0),
        BETWEEN_PORTIONS,
        2 * BETWEEN_PORTIONS,
        SETTLED_AFTER,
    ]
    (absence,) = state.absences
    assert (absence.moved, absence.looks, absence.handed_over_at) == (25, 4, SINCE + SETTLED_AFTER)
    assert absence_timers(state) == ()


async def test_one_that_has_begun_already_starts_at_once() -> None:
    now = SINCE + timedelta(hours=1)
    (timer,) = absence_timers(away(until=at(10_000), now=now))
    assert timer.due == SINCE
    state = away(until=at(10_000), now=now)
    tasks = Tasks(3)
    made = await HandOverAbsent(tasks.move)(state, timer, context(now))
    assert (tasks.left, made.state.absences[0].next_look) == (0, now + SETTLED_AFTER)


async def test_what_came_late_is_found_by_the_last_look() -> None:
    tasks = Tasks(2)
    state = await until(away(), tasks, SINCE)
    tasks.left = 1
    state = await until(state, tasks, SINCE + SETTLED_AFTER)
    assert (tasks.left, state.absences[0].moved) == (0, 3)


async def test_who_is_back_keeps_the_tasks() -> None:
    (timer,) = absence_timers(away())
    tasks = Tasks(3)
    state = (await HandOverAbsent(tasks.move)(away(), timer, context(UNTIL))).state
    assert (tasks.left, state.absences[0].handed_over_at, absence_timers(state)) == (3, UNTIL, ())


async def test_flagged_ones_and_those_recorded_before_this_existed_move_nothing() -> None:
    assert absence_timers(away(handover="flag")) == ()
    assert absence_timers(replace(away(), absences=(Absence("1", SINCE, UNTIL, "ill", "x", OPENED),))) == ()


async def test_two_absences_are_handed_over_each_for_itself() -> None:
    tasks = Tasks(5)
    state = away(since=at(100), until=at(200), staff=away(until=at(50)))
    state = await until(state, tasks, at(150))
    assert [absence.handed_over_at for absence in state.absences] == [at(40), at(130)]
    assert [wanted.note[:11] for wanted, _ in tasks.asked] == ["absent from"] * 4


async def test_the_deputy_is_the_one_whom_the_person_has_now() -> None:
    tasks = Tasks(1)
    await until(replace(away(), deputy="quality3"), tasks, SINCE)
    assert tasks.deputies == ["staff:quality3"]
    assert with_person(builders.policy(), away()).people["staff:quality1"].absences == away().absences


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.integers(0, 60_000)), min_size=1, max_size=30))
def test_looks_never_go_back_and_end(looks: list[tuple[int, bool, int]]) -> None:
    absence, now = away().absences[0], SINCE
    for moved, more, later in looks:
        due = due_look(absence)
        if due is None:
            break
        now = max(now, due) + timedelta(milliseconds=later)
        after = looked(absence, moved, more=more, now=now)
        assert (after.looks, after.moved) == (absence.looks + 1, absence.moved + moved)
        following = due_look(after)
        assert (following is None) is (after.handed_over_at is not None)
        assert following is None or following > now or following == SINCE + SETTLED_AFTER
        assert not more or following is not None
        absence = after
    final = looked(absence, 0, more=False, now=max(now, SINCE + SETTLED_AFTER))
    assert due_look(final) is None


def passed(state: Assignment, due_before: datetime | None) -> str:
    """Who has it after the absence began."""
    chosen = with_person(builders.policy(), away(since=at(1)))
    wanted = Cover("staff:quality1", None, "away", due_before)
    made, _ = cover(state, wanted, chosen, on_duty(chosen, at(2)), by="dispatch", now=at(2))
    assert made.running is not None
    return made.running.responsible


def test_by_policy_only_what_ends_before_the_return_moves() -> None:
    state = assigned()
    assert state.running is not None
    due = state.running.due_at
    assert passed(state, None) == passed(state, due + timedelta(milliseconds=1)) == DEPUTY
    with pytest.raises(NotInTheseHands):
        passed(state, due)
    still = pause_task(accepted(), ADMIN, "waiting_for_parts", None, builders.policy(), now=at(1)).state
    assert passed(still, at(2)) == DEPUTY, "its clock may run on any moment"
