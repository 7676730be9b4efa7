"""A place in the queue: by the time left, then what stands still, then what has no clock, then what has ended."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from dispatch.adapters.mongo_queue import QueueRow
from dispatch.domain.assignment import Assignment
from dispatch.domain.clocks import read_clock
from dispatch.domain.ladder import climb_due
from dispatch.domain.pausing import pause, resume
from dispatch.domain.queue import CLOCKLESS, ENDED, RUNNING, STANDING, place_of, queue_entry
from dispatch.domain.queue_query import KeyRange, QueueQuery, key_range
from dispatch.entrypoints.http.views_queue import queue_item
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bench.queue_lives import ENDED_LIVES, OPEN_LIVES, lives, worksite
from tests.unit.dispatch.builders import ADMIN, at, policy
from tests.unit.dispatch.flow import accepted, assigned, communicated, replied, resolved
from tests.unit.dispatch.queue.documents import document_of

ROW = TypeAdapter(QueueRow)
INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda when: when.replace(microsecond=when.microsecond // 1000 * 1000)
)
LIVES = lives(worksite(), (*OPEN_LIVES, *ENDED_LIVES), 60)


def paused(seconds: float) -> Assignment:
    return pause(accepted(), ADMIN, "waiting_for_parts", None, policy(), now=at(seconds))[0]


def test_the_groups_follow_one_another() -> None:
    in_order = [assigned(), paused(2), communicated(), resolved()]
    keys = [queue_entry(state).key for state in in_order]
    assert [key[0] for key in keys] == [RUNNING, STANDING, CLOCKLESS, ENDED]
    assert keys == sorted(keys)


def test_the_entry_says_with_whom_the_task_lies() -> None:
    entry = queue_entry(replied())
    assert (entry.team, entry.step, entry.responsible, entry.due_at) == ("sales", "03", "role:sales_clerk", at(6))
    entry = queue_entry(resolved())
    assert (entry.team, entry.step, entry.responsible, entry.due_at) == ("quality", None, None, None)


def test_a_clock_that_stands_still_sorts_by_the_time_left() -> None:
    early, late = queue_entry(paused(2)), queue_entry(paused(5))
    assert (early.left, late.left) == (timedelta(seconds=6), timedelta(seconds=3))
    assert late.key < early.key
    assert (early.due_at, early.paused) == (None, True)
    assert queue_entry(resume(paused(2), ADMIN, now=at(50))[0]).key.startswith(place_of(RUNNING, at(56)))


def test_what_was_overdue_before_its_pause_stays_overdue() -> None:
    state = accepted()
    assert state.running is not None
    late = replace(state, running=climb_due(state.running, at(9))[0])
    entry = queue_entry(pause(late, ADMIN, "waiting_for_parts", None, policy(), now=at(10))[0])
    assert (entry.key[0], entry.due_at, entry.paused) == (RUNNING, at(8), True)


@given(left=INSTANTS, right=INSTANTS)
def test_places_sort_as_their_instants(left: datetime, right: datetime) -> None:
    assert (place_of(RUNNING, left) < place_of(RUNNING, right)) == (left < right)
    assert place_of(RUNNING, left) < place_of(STANDING, right)
    assert (f"{place_of(RUNNING, left)}:x" < place_of(RUNNING, right)) == (left < right)


@given(state=st.sampled_from(LIVES), hours=st.integers(-200, 200), overdue=st.none() | st.booleans(), later=INSTANTS)
def test_the_range_of_keys_holds_just_what_fits(
    state: Assignment, hours: int, overdue: bool | None, later: datetime
) -> None:
    now = state.opened_at + timedelta(hours=hours)
    entry, run = queue_entry(state), state.running
    due_at = None if run is None else read_clock(run, now).due_at
    for before in (None, later, state.due_at, state.due_at + timedelta(milliseconds=1)):
        fits = overdue is None or overdue == (due_at is not None and now > due_at)
        fits = fits and (before is None or (due_at is not None and due_at < before))
        assert _within(entry.key, key_range(QueueQuery(overdue=overdue, due_before=before), now)) == fits


@given(state=st.sampled_from(LIVES), minutes=st.integers(0, 30_000))
def test_the_time_left_is_what_the_clock_shows(state: Assignment, minutes: int) -> None:
    now = state.opened_at + timedelta(days=4, minutes=minutes)
    item = queue_item(ROW.validate_python(document_of(state)), now, frozenset())
    if state.running is None:
        assert (item.left_seconds, item.left_working_seconds, item.calendar, item.overdue) == (None, None, None, False)
        return
    shown = read_clock(state.running, now)
    assert item.left_working_seconds == pytest.approx(shown.left.total_seconds(), abs=0.001)
    assert (item.due_at, item.overdue) == (shown.due_at, shown.standing == "missed")
    assert item.left_seconds == (None if shown.due_at is None else (shown.due_at - now).total_seconds())
    assert item.responsible_absent is False
    away = queue_item(ROW.validate_python(document_of(state)), now, frozenset({state.running.responsible}))
    assert away.responsible_absent is True


def _within(key: str, keys: KeyRange) -> bool:
    return (keys.at_least is None or key >= keys.at_least) and (keys.below is None or key < keys.below)
