"""Reminders, the limit, the chain: each once, in order, never early, whatever was down meanwhile (M9)."""

from datetime import datetime

import pytest
from chassis.apply import due_timers
from chassis.documents import Timer
from chassis.subscription import Moment
from contracts.events.dispatch import TaskEscalated, TaskOverdue, TaskReminded
from contracts.payload import Payload
from dispatch.domain.assignment import Assignment
from dispatch.domain.lifecycle import end_case
from dispatch.handlers.climb_overdue_step import assignment_timers, climb_overdue_step
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.dispatch.builders import DESIGN_TEXT, UNSURE_TEXT, at
from tests.unit.dispatch.flow import accepted, assigned, communicated, payloads, replied


def tick(state: Assignment, now: datetime) -> tuple[Assignment, list[Payload]]:
    """Fire what is due, as the chassis does: the earliest first, until nothing is."""
    told: list[Payload] = []
    while due := due_timers(assignment_timers(state), now):
        change = climb_overdue_step(state, due[0], Moment(now))
        told += payloads(change)
        state = change.state
    return state, told


def spoken(told: list[Payload]) -> list[str]:
    """Short names of what was said."""
    words: list[str] = []
    for payload in told:
        if isinstance(payload, TaskReminded):
            words.append(f"reminded {payload.fraction}")
        if isinstance(payload, TaskOverdue):
            words.append("overdue")
        if isinstance(payload, TaskEscalated):
            words.append(f"level {payload.level} {payload.escalated_to}")
    return words


WHOLE_LADDER = [
    "reminded 0.5",
    "reminded 0.8",
    "overdue",
    "level 1 role:team_lead",
    "level 2 role:rnd_director",
    "level 3 role:marketing_vice_president",
]


def test_a_task_left_alone_climbs_the_whole_ladder() -> None:
    state, heard = assigned(), []
    for now in range(60):
        state, told = tick(state, at(now / 2))
        heard += [(now / 2, word) for word in spoken(told)]
    assert heard == list(zip([4.0, 6.5, 8.0, 8.0, 12.0, 16.0], WHOLE_LADDER, strict=True))
    assert assignment_timers(state) == ()
    assert state.running is not None
    assert [told.level for told in state.running.escalated] == [1, 2, 3]


@given(st.lists(st.floats(0, 30), max_size=12))
def test_whenever_the_service_looks_it_says_everything_once_and_in_order(moments: list[float]) -> None:
    state, heard = assigned(), list[str]()
    for moment in sorted(moments):
        state, told = tick(state, at(moment))
        heard += spoken(told)
    latest = max(moments, default=0.0)
    expected = sum(latest >= due for due in (4.0, 6.4, 8.0, 8.0, 12.0, 16.0))
    assert heard == WHOLE_LADDER[:expected]


def test_a_timer_of_a_rung_already_climbed_changes_nothing() -> None:
    state = assigned()
    (timer,) = assignment_timers(state)
    climbed = climb_overdue_step(state, timer, Moment(timer.due)).state
    again = climb_overdue_step(climbed, timer, Moment(timer.due))
    assert (again.state, tuple(again.events)) == (climbed, ())


def test_a_timer_of_an_ended_step_changes_nothing() -> None:
    (timer,) = assignment_timers(assigned())
    state = communicated()
    assert assignment_timers(state) == ()
    assert climb_overdue_step(state, timer, Moment(at(9))).state == state


@pytest.mark.parametrize(
    ("state", "first"),
    [
        (assigned(UNSURE_TEXT), at(1)),
        (assigned(DESIGN_TEXT), at(2)),
        (accepted(), at(4)),
        (replied(), at(2 + 2)),
    ],
    ids=["01", "02B", "02C", "03"],
)
def test_every_step_has_its_own_clock(state: Assignment, first: datetime) -> None:
    assert [timer.due for timer in assignment_timers(state)] == [first]


def test_accepting_does_not_stop_the_clock_and_a_withdrawal_does() -> None:
    _, told = tick(accepted(), at(8))
    assert spoken(told) == WHOLE_LADDER[:4]
    gone, _ = end_case(accepted(), "withdrawn", because="", by="customer:C-1", now=at(2))
    assert assignment_timers(gone) == ()


def test_the_front_desks_delay_goes_up_the_front_desks_chain() -> None:
    _, told = tick(assigned(DESIGN_TEXT), at(100))
    assert "level 2 role:rnd_director" in spoken(told)
    _, told = tick(replied(), at(100))
    assert "level 2 role:sales_director" in spoken(told)
    assert {payload.team for payload in told if isinstance(payload, TaskEscalated)} == {"sales"}


def test_timers_are_named_by_round_step_and_rung() -> None:
    assert assignment_timers(assigned()) == (Timer("1:02C:reminder:1", at(4)),)
