"""What holds for every calendar: agreement with counting minutes, inverse, sums, monotony."""

from datetime import datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from worktime import Calendar, deadline, is_working, next_working_instant, working_time_between

from tests.support.effort import examples
from tests.unit.worktime.calendars import HOUR, MINUTE, counted_minutes
from tests.unit.worktime.strategies import calendars_and_starts, limits, spans

Case = tuple[Calendar, datetime]


@settings(max_examples=25, deadline=None)
@given(calendars_and_starts(), spans)
def test_working_time_is_what_counting_minutes_gives(case: Case, span: timedelta) -> None:
    calendar, start = case
    minutes = counted_minutes(calendar, start, start + span)
    assert working_time_between(calendar, start, start + span) == len(minutes) * MINUTE
    worked = set(minutes)
    for at in [start + number * 7 * MINUTE for number in range(span // (7 * MINUTE))][:60]:
        assert is_working(calendar, at) is (at in worked)


@settings(max_examples=15, deadline=None)
@given(calendars_and_starts(), st.integers(1, 600))
def test_a_deadline_is_the_end_of_the_last_minute_counted(case: Case, limit: int) -> None:
    calendar, start = case
    minutes = counted_minutes(calendar, start, start + 48 * HOUR)
    assume(len(minutes) >= limit)
    assert deadline(calendar, start, limit * MINUTE).at == minutes[limit - 1] + MINUTE
    assert next_working_instant(calendar, start) == minutes[0]


@settings(max_examples=examples(80), deadline=None)
@given(calendars_and_starts(), limits)
def test_the_time_to_a_deadline_is_the_limit_and_none_of_it_is_to_spare(case: Case, limit: timedelta) -> None:
    calendar, start = case
    due = deadline(calendar, start, limit).at
    assert working_time_between(calendar, start, due) == limit
    if limit:
        just_before = due - timedelta(microseconds=1)
        assert working_time_between(calendar, start, just_before) == limit - timedelta(microseconds=1)


@settings(max_examples=examples(50), deadline=None)
@given(calendars_and_starts(), spans)
def test_the_deadline_of_a_measured_time_is_its_end_or_the_last_worked_instant_before(
    case: Case, span: timedelta
) -> None:
    calendar, start = case
    end = start + span
    due = deadline(calendar, start, working_time_between(calendar, start, end)).at
    assert start <= due <= end
    assert working_time_between(calendar, due, end) == timedelta(0)


@settings(max_examples=examples(50), deadline=None)
@given(calendars_and_starts(), spans, spans)
def test_parts_add_up_to_the_whole(case: Case, first: timedelta, second: timedelta) -> None:
    calendar, start = case
    middle, end = start + first, start + first + second
    parts = working_time_between(calendar, start, middle) + working_time_between(calendar, middle, end)
    assert working_time_between(calendar, start, end) == parts


@settings(max_examples=examples(50), deadline=None)
@given(calendars_and_starts(), limits, limits, spans)
def test_more_time_or_a_later_start_is_never_due_earlier(
    case: Case, limit: timedelta, more: timedelta, delay: timedelta
) -> None:
    calendar, start = case
    due = deadline(calendar, start, limit).at
    assert deadline(calendar, start, limit + more).at >= due
    assert deadline(calendar, start + delay, limit).at >= due
    assert deadline(calendar, due, more).at == deadline(calendar, start, limit + more).at
